"""Write a request log with its results: mid, low and high of each row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import InputError, MissingExtraError, needs_extra, reason_of
from wattlas.estimation.request_log.columns import Words

if TYPE_CHECKING:
    import pyarrow

    Columns = Mapping[str, Any]

CHUNK_ROWS = 1024
SUFFIXES = (".csv", ".jsonl", ".parquet")


def write(columns: Columns, path: Path) -> None:
    """Write columns, of a log and its results, in the kind of the file's ending.

    Raises
    ------
    InputError
        If the ending is none of .csv, .jsonl and .parquet.
    MissingExtraError
        If a Parquet file is written without the extra `tables`.
    """
    if path.suffix not in SUFFIXES:
        raise InputError(
            "{name}: results are written to {suffixes}. Choose one.",
            name=path.name,
            suffixes=", ".join(SUFFIXES),
        )
    try:
        _WRITERS[path.suffix](columns, path)
    except OSError as error:
        raise InputError(
            "Cannot write {path}: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error


def to_arrow(columns: Columns) -> pyarrow.Table:
    """Return columns, of a log and its results, as an Arrow table."""
    with needs_extra("An Arrow table", "tables"):
        import pyarrow

    arrays = {}
    for name, column in columns.items():
        if isinstance(column, Words):
            codes = pyarrow.array(column.codes, mask=column.codes < 0)
            names = pyarrow.array(column.names, pyarrow.string())
            arrays[name] = pyarrow.DictionaryArray.from_arrays(codes, names)
        else:
            arrays[name] = _arrow_array(column)
    return pyarrow.table(arrays)


def _arrow_array(column: Any) -> Any:
    with needs_extra("An Arrow table", "tables"):
        import pyarrow

    try:
        return pyarrow.array(column, from_pandas=True)
    except pyarrow.ArrowException:  # cells of several types
        return pyarrow.array([None if c is None else str(_text(c)) for c in column])


def _write_csv(columns: Columns, path: Path) -> None:
    try:
        with needs_extra("Writing CSV fast", "tables"):
            import pyarrow
            from pyarrow import csv as arrow_csv
    except MissingExtraError:
        _write_plain_csv(columns, path)
        return
    try:
        arrow_csv.write_csv(to_arrow(columns), path)  # ten times as fast
    except pyarrow.ArrowInvalid:  # cells that hold lists or objects
        _write_plain_csv(columns, path)


def _write_plain_csv(columns: Columns, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for parts in _parts(list(columns.values())):
            texts = [list(map(_text, part)) for part in parts]
            writer.writerows(zip(*texts, strict=True))


def _text(cell: Any) -> Any:
    """Return a cell for CSV: an object or a list as JSON, which can be read again."""
    is_nested = isinstance(cell, dict | list)
    return json.dumps(cell, ensure_ascii=False, default=str) if is_nested else cell


def _write_json_lines(columns: Columns, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for parts in _parts(list(columns.values())):
            for row in zip(*parts, strict=True):
                record = dict(zip(columns, row, strict=True))
                file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _write_parquet(columns: Columns, path: Path) -> None:
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import parquet
    parquet.write_table(to_arrow(columns), path)


def _parts(columns: Sequence[Any]) -> Iterator[list[list[Any]]]:
    for start in range(0, len(columns[0]), CHUNK_ROWS):
        yield [_cells(column, slice(start, start + CHUNK_ROWS)) for column in columns]


def _cells(column: Any, part: slice) -> list[Any]:
    """Return cells as plain values; an absent one is None."""
    if isinstance(column, Words):
        names = (*column.names, None)
        return [names[code] for code in column.codes[part]]
    cells = column[part]
    if not isinstance(cells, np.ndarray):
        return list(cells)
    missing = np.isnan(cells) if cells.dtype.kind == "f" else np.zeros(1, np.bool_)
    if not missing.any():
        return list(cells.tolist())
    return [None if cell != cell else cell for cell in cells.tolist()]


_WRITERS = {
    ".csv": _write_csv,
    ".jsonl": _write_json_lines,
    ".parquet": _write_parquet,
}
