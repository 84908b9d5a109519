"""Write a request log with its results: mid, low and high of each row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import InputError, MissingExtraError, needs_extra
from wattlas.estimation.evaluate import MONEY
from wattlas.estimation.request_log.columns import Floats, Words

if TYPE_CHECKING:
    import pyarrow

    from wattlas.estimation.request_log.record import RequestTable

CHUNK_ROWS = 1024
SUFFIXES = (".csv", ".jsonl", ".parquet")


def write(table: RequestTable, path: Path) -> None:
    """Write the columns of the log and its results, in the kind of the file's ending.

    Raises
    ------
    InputError
        If the ending is none of .csv, .jsonl and .parquet.
    MissingExtraError
        If a Parquet file is written without the extra `tables`.
    """
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path.name}: results are written to {', '.join(SUFFIXES)}. Choose one."
        )
    try:
        _WRITERS[path.suffix](table, path)
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}.") from error


def to_arrow(table: RequestTable) -> pyarrow.Table:
    """Return the columns of the log and its results as an Arrow table."""
    with needs_extra("An Arrow table", "tables"):
        import pyarrow

    arrays = {}
    for name, column in output_columns(table).items():
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
        return pyarrow.array([None if cell is None else str(cell) for cell in column])


def output_columns(table: RequestTable) -> dict[str, Any]:
    """Return every column to write: the log's own, results, currency and problems.

    Results replace columns of the log that have their names.
    """
    columns = {n: _own_column(table, n, own) for n, own in table.log.order.items()}
    for name, values in table.columns.items():
        columns[name] = values
        columns[f"{name}_low"] = table.low(name)
        columns[f"{name}_high"] = table.high(name)
    priced = [table.totals[name] for name in MONEY if name in table.totals]
    if priced:
        columns["currency"] = _constant(table, priced[0].currency)
    if table.problems:
        columns["problem"] = _problem_column(table)
    return columns


def _own_column(table: RequestTable, name: str, own_name: str) -> Any:
    log = table.log
    if own_name in log.words:
        return log.words[own_name]
    if own_name in log.numbers:
        return _whole(log.numbers[own_name].values)
    return log.others[name]


def _whole(values: Floats) -> Any:
    """Return whole numbers as integers, so that 12 is not written as 12.0."""
    if np.isfinite(values).all() and (values == np.floor(values)).all():
        return values.astype(np.int64)
    return values


def _constant(table: RequestTable, word: str) -> Words:
    return Words(np.zeros(table.rows, np.int32), (word,))


def _problem_column(table: RequestTable) -> Words:
    codes = np.full(table.rows, -1, np.int32)
    codes[[p.row - 1 for p in table.problems]] = np.arange(len(table.problems))
    return Words(codes, tuple(p.reason for p in table.problems))


def _write_csv(table: RequestTable, path: Path) -> None:
    try:
        with needs_extra("Writing CSV fast", "tables"):
            import pyarrow
            from pyarrow import csv as arrow_csv
    except MissingExtraError:
        _write_plain_csv(table, path)
        return
    try:
        arrow_csv.write_csv(to_arrow(table), path)  # ten times as fast
    except pyarrow.ArrowInvalid:  # cells that hold lists or objects
        _write_plain_csv(table, path)


def _write_plain_csv(table: RequestTable, path: Path) -> None:
    columns = output_columns(table)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for parts in _parts(list(columns.values()), table.rows):
            writer.writerows(zip(*parts, strict=True))


def _write_json_lines(table: RequestTable, path: Path) -> None:
    columns = output_columns(table)
    with path.open("w", encoding="utf-8") as file:
        for parts in _parts(list(columns.values()), table.rows):
            for row in zip(*parts, strict=True):
                record = dict(zip(columns, row, strict=True))
                file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _write_parquet(table: RequestTable, path: Path) -> None:
    with needs_extra("A Parquet file", "tables"):
        from pyarrow import parquet
    parquet.write_table(to_arrow(table), path)


def _parts(columns: Sequence[Any], rows: int) -> Iterator[list[list[Any]]]:
    for start in range(0, rows, CHUNK_ROWS):
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
