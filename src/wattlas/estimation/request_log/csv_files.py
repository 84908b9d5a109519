"""Read a request log of cells: CSV, or the like with tabs or semicolons."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import chain, islice
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.cells import cells_of
from wattlas.estimation.request_log.log_columns import (
    CHUNK_ROWS,
    LogColumns,
    cut_off,
    encoding_of,
)
from wattlas.estimation.request_log.numerals import separators_of
from wattlas.estimation.request_log.usage import ColumnReading

DELIMITERS = ",;\t"


def read_csv(path: Path) -> LogColumns:
    """Return the columns of a file whose first line names them."""
    with path.open(encoding=encoding_of(path), newline="") as file:
        delimiter = max(DELIMITERS, key=file.readline().count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            return _columns_of_csv(path, delimiter, reader)
        except csv.Error as error:
            raise InputError(
                "{name}, line {line_num}: {error}. Mend the quotes, or write the log "
                "anew.",
                name=path.name,
                line_num=reader.line_num,
                error=error,
            ) from error


def _columns_of_csv(path: Path, delimiter: str, reader: Any) -> LogColumns:
    header = [name.strip() for name in next(filter(None, reader), [])]
    _check_header(path, header)
    columns = [cells_of(name, delimiter) for name in header]
    rows = 0
    while chunk := list(islice(reader, CHUNK_ROWS)):
        chunk = [row for row in chunk if row]  # a blank line is no row
        for column, cells in zip(columns, _cells(path, delimiter, chunk, header)):  # noqa: B905
            column.extend(cells)
        rows += len(chunk)
    if not rows:
        raise InputError(
            "{name} has a header and no rows.",
            name=path.name,
        )
    plain = reader.line_num == rows + 1
    lines = range(2, rows + 2) if plain else _csv_lines(path, delimiter)
    meanings = separators_of(chain.from_iterable(c.parted for c in columns), path.name)
    read = {n: c.column(meanings) for n, c in zip(header, columns, strict=True)}
    readings = tuple(
        ColumnReading(name, "grouped-digits", len(column.parted))
        for name, column in zip(header, columns, strict=True)
        if column.parted and "" in meanings.values()
    )
    return LogColumns(read, path.name, lines, readings)


def _check_header(path: Path, header: list[str]) -> None:
    if not any(header):
        raise InputError(
            "{name} is empty; its first line names the columns, such as "
            "prompt_tokens,output_tokens.",
            name=path.name,
        )
    twice = {name for name, count in Counter(header).items() if count > 1}
    if twice:
        raise InputError(
            "{name}, line 1: the column {twice!r} is there twice.",
            name=path.name,
            twice=sorted(twice)[0],
        )


def _cells(
    path: Path, delimiter: str, chunk: list[list[str]], header: list[str]
) -> list[tuple[str, ...]]:
    if {len(row) for row in chunk} <= {len(header)}:
        return list(zip(*chunk, strict=True))
    raise InputError(_uneven(path, delimiter, len(header)))


def _uneven(path: Path, delimiter: str, wanted: int) -> Message:
    lines = _csv_lines(path, delimiter)
    with path.open(encoding=encoding_of(path), newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=delimiter) if row][1:]
    at, row = next((i, r) for i, r in enumerate(rows) if len(r) != wanted)
    fields = Message(
        "{count} fields where the header has {wanted}",
        count=len(row),
        wanted=wanted,
    )
    if at == len(rows) - 1 and len(row) < wanted:
        return cut_off(path, lines[at], fields)
    return Message(
        "{name}, line {line}: {fields}. Mend or remove the line.",
        name=path.name,
        line=lines[at],
        fields=fields,
    )


def _csv_lines(path: Path, delimiter: str) -> list[int]:
    """Return the first line of each row: cells may hold line breaks."""
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        lines, end = [], 0
        for row in reader:
            if row:
                lines.append(end + 1)
            end = reader.line_num
    return lines[1:]
