"""Rows with results to a Parquet file, as fast as what is in a column allows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.estimation.request_files.work import BatchWork

if TYPE_CHECKING:
    import pyarrow

COMPRESSION = "snappy"
STEPS = "DELTA_BINARY_PACKED"
"""Whole numbers by their steps: small where the numbers or their steps are."""


class RowsWriter:
    """Writes rows with results, whose last digits are noise to a compressor.

    `words` are columns that are read as codes: they are written as codes too, and are
    texts to whoever reads the file, unless a type of the log needs Arrow's own notes.
    """

    def __init__(
        self, path: Path, work: BatchWork, log: pyarrow.Schema, words: Collection[str]
    ) -> None:
        self._path = path
        self._results = frozenset(work.results)
        self._filled = frozenset(work.filled)
        self._is_plain = all(map(_is_of_parquet, log.types))
        self._words = words
        self._writer: Any = None

    def __enter__(self) -> RowsWriter:
        """Return the writer: the file is made with the first rows."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the file."""
        if self._writer is not None:
            self._writer.close()

    def write(self, table: pyarrow.Table) -> None:
        """Write rows as a row group."""
        if not self._is_plain:
            table = _as_texts(table, self._words)
        schema = self._schema(table.schema)
        table = table.cast(schema)
        if self._writer is None:
            self._writer = self._begin(schema)
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))

    def _schema(self, schema: pyarrow.Schema) -> pyarrow.Schema:
        """Return the columns, with those that every row fills marked so."""
        for number, field in enumerate(schema):
            if field.name in self._filled:
                schema = schema.set(number, field.with_nullable(False))
        return schema

    def _begin(self, schema: pyarrow.Schema) -> Any:
        with needs_extra("A Parquet file", "tables"):
            from pyarrow import parquet
        own = [name for name in schema.names if name not in self._results]
        whole = [name for name in own if _is_whole(schema.field(name).type)]
        return parquet.ParquetWriter(
            self._path,
            schema,
            use_dictionary=[name for name in own if name not in whole],
            column_encoding=dict.fromkeys(whole, STEPS),
            # Of codes they cost more than all else of the column.
            write_statistics=[name for name in own if name not in self._words],
            compression=dict.fromkeys(own, COMPRESSION),
            store_schema=not self._is_plain,
        )


def _is_whole(kind: Any) -> bool:
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import types
    return bool(
        types.is_integer(kind) or types.is_timestamp(kind) or types.is_date32(kind)
    )


def _is_of_parquet(kind: Any) -> bool:
    """Say whether Parquet by itself keeps a type of Arrow."""
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import types
    if types.is_timestamp(kind):
        return kind.tz in (None, "UTC") and kind.unit != "s"
    tests = (types.is_integer, types.is_string, types.is_date32, types.is_boolean)
    return any(is_so(kind) for is_so in (*tests, types.is_float64, types.is_float32))


def _as_texts(table: pyarrow.Table, names: Collection[str]) -> pyarrow.Table:
    """Return a table whose columns of codes are texts, as they are in the log."""
    with needs_extra("A Parquet file", "tables"):
        import pyarrow
    for name in names:
        texts = table[name].cast(pyarrow.string())
        table = table.set_column(table.column_names.index(name), name, texts)
    return table
