"""The rows of a table that another program wrote: CSV with any sign between."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import LeftOut
from wattlas.metering.ledger.imports.content import text_of

SEPARATORS = (",", ";", "\t", "|")
DECIMAL = re.compile(r"-?\d+,\d+(e-?\d+)?", re.IGNORECASE)
MOST_FIELD = 1 << 20

Row = Mapping[str, str]
Made = TypeVar("Made")


class _Bars(csv.excel):
    """Bars between: a quote is a letter there."""

    quoting = csv.QUOTE_NONE


def _read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table by column, with their numbers.

    Where semicolons part the columns, commas are those of decimals.
    """
    text = text_of(path)
    head = text.partition("\n")[0]
    between = max(SEPARATORS, key=head.count)
    csv.field_size_limit(MOST_FIELD)
    dialect = _Bars if between == "|" else csv.excel
    reader = csv.DictReader(io.StringIO(text), dialect=dialect, delimiter=between)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, _with_points(row) if between == ";" else row
    except csv.Error as error:
        raise InputError("{path} is no CSV file.", path=path) from error
    if not number:
        raise InputError("{path} holds no rows.", path=path)


class Table:
    """A table of a file; what cannot be used of it is left out row by row, and told.

    Raises
    ------
    InputError
        If it is no table, or holds no rows.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows = _read_rows(path)
        self._begin = next(self._rows)

    @property
    def first(self) -> Row:
        """The first row: it says which columns there are."""
        return self._begin[1]

    def made(
        self, make: Callable[[int, Row], Made | None], left: LeftOut
    ) -> Iterator[Made]:
        """Yield what is made of each row and its number; None is passed over."""
        for number, row in chain([self._begin], self._rows):
            try:
                _check_columns(row, number, self.path)
                made = make(number, row)
            except InputError as error:
                text = "row {what}: {error}"
                left.add(Message(text, what=number, error=error))
                continue
            if made is not None:
                yield made


def _check_columns(row: Row, number: int, path: Path) -> None:
    """Raise InputError where a row has not the columns of the first line.

    Its values would stand under the names of others.
    """
    if None in row or None in row.values():
        raise InputError(
            "{path}: row {number} has more or fewer values than the first line has "
            "names: it was written by another version. Give it a file of its own.",
            path=path,
            number=number,
        )


def column_of(row: Row, names: Sequence[str], path: Path) -> str:
    """Return the column of a table that has one of some names, whatever its case.

    Raises
    ------
    InputError
        If it has none; the message lists what it has.
    """
    found = {column.strip().lower(): column for column in row if column}
    for name in names:
        if name.lower() in found:
            return found[name.lower()]
    raise InputError(
        "{path} has no column {names}.",
        path=path,
        names=names[0],
    )


def number_of(row: Row, column: str, path: Path, default: float | None = None) -> float:
    """Return the number of a column: finite and not below zero."""
    text = row.get(column) or ""
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(
            "{path}: the column {column} must be a number, got {text!r}.",
            path=path,
            column=column,
            text=text,
        ) from error
    if not 0 <= value < float("inf"):
        raise InputError(
            "{path}: {column} must be >= 0 and finite, got {text}.",
            path=path,
            column=column,
            text=text,
        )
    return value


def _with_points(row: Row) -> Row:
    return {k: v.replace(",", ".") if DECIMAL.fullmatch(v or "") else v
            for k, v in row.items()}  # fmt: skip
