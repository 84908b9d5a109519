"""Read a request log of objects: JSON lines, a list, spans, or benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.benchmark_runs import requests_of
from wattlas.estimation.request_log.log_columns import (
    CHUNK_ROWS,
    LogColumns,
    cut_off,
    encoding_of,
)
from wattlas.estimation.request_log.usage.nested import spans_of
from wattlas.plain.text import each_once, json_fault


def read_json_lines(path: Path) -> LogColumns:
    """Return the columns of a file with an object in each line."""
    columns: dict[str, list[Any]] = {}
    lines: list[int] = []
    with path.open(encoding=encoding_of(path)) as file:
        numbered = ((n, text) for n, text in enumerate(file, 1) if not text.isspace())
        while chunk := list(islice(numbered, CHUNK_ROWS)):
            numbers, texts = zip(*chunk, strict=True)
            whole = _json_rows(path, numbers, texts)
            rows = list(_requests(numbers, whole))
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


def read_text_log(path: Path) -> LogColumns:
    """Read a log whose lines are objects; lines of text tell no request.

    Raises
    ------
    InputError
        If its first line is text, as an engine prints it.
    """
    with path.open(encoding=encoding_of(path)) as file:
        first = next((line for line in file if not line.isspace()), "{")
    if not first.lstrip().startswith("{"):
        raise InputError(
            "{name} holds lines of text, such as the rates that an engine prints. Give "
            "the answers themselves, with their usage, as an object in each line.",
            name=path.name,
        )
    return read_json_lines(path)


def read_json(path: Path) -> LogColumns:
    """Read a list of objects, an object that holds one, spans, or a benchmark."""
    try:
        data = json.loads(
            path.read_text(encoding_of(path)), object_pairs_hook=each_once
        )
    except (ValueError, RecursionError) as error:
        raise InputError(
            "{path}: no JSON ({fault}).", path=path, fault=json_fault(error)
        ) from error
    if isinstance(data, dict) and _held(data) is None:
        lists = [item for item in data.values() if isinstance(item, list) and item]
        data = lists[0] if len(lists) == 1 else [data]
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError(
            "{path} holds no list of objects, one for each request.", path=path
        )
    columns: dict[str, list[Any]] = {}
    whole = [row for _, row in _requests(range(len(rows)), rows)]
    if not whole:
        raise InputError("{path} holds no spans.", path=path)
    _extend(columns, whole, 0)
    return LogColumns(columns, path.name)


def _requests(
    lines: Sequence[int], rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield rows with their lines; one may hold spans or a benchmark."""
    for line, row in zip(lines, rows, strict=True):
        held = _held(row)
        yield from ((line, item) for item in ([row] if held is None else held))


def _held(row: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the requests that an object holds, or None where it is one."""
    spans = spans_of(row)
    return requests_of(row) if spans is None else list(spans)


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
            raise InputError(cut_off(path, line, Message("no whole object"))) from error
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
