"""Read a request log: CSV, JSON lines or Parquet, to columns and the lines of rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, Message, needs_extra, reason_of
from wattlas.estimation.request_log.cells import cells_of
from wattlas.estimation.request_log.numerals import separators_of
from wattlas.estimation.request_log.usage import ColumnReading
from wattlas.estimation.request_log.usage.nested import spans_of
from wattlas.plain.text import each_once

CHUNK_ROWS = 1024
"""Rows taken at once: few, so that their cells stay in the processor's cache."""
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class LogColumns(Mapping[str, Any]):
    """The columns of a file; `lines` are those of its rows, in a file with lines.

    `readings` say which columns group their digits.
    """

    columns: Mapping[str, Any]
    label: str
    lines: Sequence[int] | None = None
    readings: tuple[ColumnReading, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Return a column."""
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.columns)


def read_requests(path: str | Path) -> LogColumns:
    """Return the columns of a request log: .csv, .tsv, .jsonl, .ndjson or .parquet.

    Raises
    ------
    InputError
        If the file is empty, not of its kind, cut off, or its rows are uneven; the
        message names the line.
    MissingExtraError
        If a Parquet file is read without the extra `tables`.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            "{name} is no request log that can be read; it ends in {readers}.",
            name=path.name,
            readers=", ".join(_READERS),
        )
    try:
        return reader(path)
    except OSError as error:
        raise InputError(
            "Cannot read {path}: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{name} is no text in UTF-8: {reason}.",
            name=path.name,
            reason=error.reason,
        ) from error


def _read_csv(path: Path) -> LogColumns:
    with path.open(encoding="utf-8-sig", newline="") as file:
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
    twice = {name for name in header if header.count(name) > 1}
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
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=delimiter) if row][1:]
    at, row = next((i, r) for i, r in enumerate(rows) if len(r) != wanted)
    fields = Message(
        "{count} fields where the header has {wanted}",
        count=len(row),
        wanted=wanted,
    )
    if at == len(rows) - 1 and len(row) < wanted:
        return _cut_off(path, lines[at], fields)
    return Message(
        "{name}, line {line}: {fields}. Mend or remove the line.",
        name=path.name,
        line=lines[at],
        fields=fields,
    )


def _cut_off(path: Path, line: int, what: str | Message) -> Message:
    return Message(
        "{name}, line {line}: the last line is cut off ({what}). Remove it, "
        "or fetch the whole file.",
        name=path.name,
        line=line,
        what=what,
    )


def _csv_lines(path: Path, delimiter: str) -> list[int]:
    """Return the first line of each row: cells may hold line breaks."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        lines, end = [], 0
        for row in reader:
            if row:
                lines.append(end + 1)
            end = reader.line_num
    return lines[1:]


def _read_json_lines(path: Path) -> LogColumns:
    columns: dict[str, list[Any]] = {}
    lines: list[int] = []
    with path.open(encoding="utf-8-sig") as file:
        numbered = ((n, text) for n, text in enumerate(file, 1) if not text.isspace())
        while chunk := list(islice(numbered, CHUNK_ROWS)):
            numbers, texts = zip(*chunk, strict=True)
            whole = _json_rows(path, numbers, texts)
            rows = list(_with_spans(numbers, whole))
            if rows:
                _extend(columns, [row for _, row in rows], len(lines))
                lines.extend(number for number, _ in rows)
    if not lines:
        raise InputError(
            '{name} is empty; each line is an object, such as {{"prompt_tokens": '
            '500, "output_tokens": 300}}.',
            name=path.name,
        )
    return LogColumns(columns, path.name, lines)


def _read_json(path: Path) -> LogColumns:
    """Read a list of objects, an object that holds one, or spans."""
    try:
        data = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=each_once)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "{path}: no JSON ({error}).", path=path, error=error
        ) from error
    if isinstance(data, dict) and spans_of(data) is None:
        lists = [item for item in data.values() if isinstance(item, list) and item]
        data = lists[0] if len(lists) == 1 else [data]
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError(
            "{path} holds no list of objects, one for each request.", path=path
        )
    columns: dict[str, list[Any]] = {}
    whole = [row for _, row in _with_spans(range(len(rows)), rows)]
    if not whole:
        raise InputError("{path} holds no spans.", path=path)
    _extend(columns, whole, 0)
    return LogColumns(columns, path.name)


def _with_spans(
    lines: Sequence[int], rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield rows with their lines; an object of OTLP gives a row for each span."""
    for line, row in zip(lines, rows, strict=True):
        spans = spans_of(row)
        yield from ((line, span) for span in ([row] if spans is None else spans))


def _json_rows(
    path: Path, lines: Sequence[int], texts: Sequence[str]
) -> list[dict[str, Any]]:
    try:
        # Many lines at once are parsed in half the time.
        rows: list[dict[str, Any]] = json.loads(
            f"[{','.join(texts)}]", object_pairs_hook=each_once
        )
    except (ValueError, RecursionError):
        rows = []
    if len(rows) == len(texts) and {type(row) for row in rows} == {dict}:
        return rows
    return [_json_row(path, n, text) for n, text in zip(lines, texts, strict=True)]


def _json_row(path: Path, line: int, text: str) -> dict[str, Any]:
    try:
        row = json.loads(text, object_pairs_hook=each_once)
    except json.JSONDecodeError as error:
        if not text.endswith("\n"):
            raise InputError(
                _cut_off(path, line, Message("no whole object"))
            ) from error
        raise InputError(
            "{name}, line {line}, column {colno}: no JSON ({msg}).",
            name=path.name,
            line=line,
            colno=error.colno,
            msg=error.msg,
        ) from error
    except (ValueError, RecursionError) as error:  # digits or brackets without end
        raise InputError(
            "{name}, line {line}: no JSON ({error}).",
            name=path.name,
            line=line,
            error=error,
        ) from error
    if not isinstance(row, dict):
        kind = type(row).__name__
        raise InputError(
            "{name}, line {line}: an object is wanted, got {kind}.",
            name=path.name,
            line=line,
            kind=kind,
        )
    return row


def _extend(
    columns: dict[str, list[Any]], rows: list[dict[str, Any]], before: int
) -> None:
    if set().union(*rows) - columns.keys():
        for name in dict.fromkeys(name for row in rows for name in row):
            # Rows before a name's first, as rows without it, have an empty cell.
            columns.setdefault(name, [None] * before)
    for name, cells in columns.items():
        cells.extend([row.get(name) for row in rows])


def _read_parquet(path: Path) -> LogColumns:
    with needs_extra("A Parquet file", "tables"):
        import pyarrow
        from pyarrow import parquet
    try:
        table = parquet.read_table(path)
    except pyarrow.ArrowInvalid as error:
        raise InputError(
            "{name} is no Parquet file, or is cut off.",
            name=path.name,
        ) from error
    if not table.num_rows:
        raise InputError(
            "{name} has columns and no rows.",
            name=path.name,
        )
    return LogColumns({n: table[n] for n in table.column_names}, path.name)


_READERS = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".json": _read_json,
    ".parquet": _read_parquet,
}
