"""Columns of a log that say the same in several places, as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import Message
from wattlas.estimation.request_log.columns import (
    Floats,
    Numbers,
    Words,
    is_single,
    numbers_of,
    words_of,
)
from wattlas.estimation.request_log.usage.fields import (
    CACHE,
    COUNTS,
    INSIDE,
    NUMBERED,
    WRITE_PART,
)

SUREST = ("response", "request", "")
"""Where a model is named, the surest first: an answer says which version it is."""
APART = "apart"
BESIDE = (APART, "beside")
HOLDS_CACHE = "prompt_tokens"
"""Who calls the count so has the cache inside it, whatever the fields of the cache."""


@dataclass(frozen=True)
class UsageColumn:
    """A column that gives a role; `relation` says how it is documented."""

    path: str
    role: str
    relation: str
    cells: Any


@dataclass(frozen=True)
class Roles:
    """The columns of each role, and their numbers by path."""

    rows: int
    columns: Mapping[str, Sequence[UsageColumn]]
    numbers: Mapping[str, Numbers]

    @classmethod
    def of(cls, columns: Sequence[UsageColumn]) -> Roles:
        """Return columns by their roles."""
        rows = rows_of(column.cells for column in columns)
        by_role: dict[str, list[UsageColumn]] = {}
        for column in columns:
            by_role.setdefault(column.role, []).append(column)
        numbers = {
            column.path: numbers_of(column.cells, column.path, rows)
            for column in columns
            if column.role in NUMBERED
        }
        return cls(rows, by_role, numbers)

    def __getitem__(self, role: str) -> Sequence[UsageColumn]:
        """Return the columns of a role: none where the log has none."""
        return self.columns.get(role, ())

    def is_there(self, column: UsageColumn) -> NDArray[np.bool_]:
        """Return the rows in which a column says something but zero."""
        if column.path in self.numbers:
            return np.asarray(np.nan_to_num(self.numbers[column.path].values) != 0)
        cells = column.cells
        if isinstance(cells, list):  # of texts, or of objects such as an error
            cells = [None if cell is None else str(cell) for cell in cells]
        return np.asarray(words_of(cells, column.path, self.rows).codes >= 0)


def rows_of(columns: Iterable[Any]) -> int:
    """Return the number of rows of columns, of which some are one value for all.

    >>> rows_of(["llama-3.1-8b", [5, 6]]), rows_of([5])
    (2, 1)
    """
    return next((len(cells) for cells in columns if not is_single(cells)), 1)


def merged_numbers(
    roles: Roles, role: str, wrong: dict[int, Message], beside: Floats | None = None
) -> Numbers:
    """Return the numbers of a role; note rows where two columns differ, or are none.

    Of a count one column may hold parts that lie `beside` the other: then it is that.
    """
    values = np.full(roles.rows, np.nan)
    for column in roles[role]:
        numbers = roles.numbers[column.path]
        with np.errstate(invalid="ignore"):  # inf is told below
            apart = np.abs(values - numbers.values)
        with_parts = apart == (0.0 if beside is None else beside)
        differ = (apart > 0) & ~with_parts
        values = np.where(with_parts, np.fmin(values, numbers.values), values)
        for row in np.flatnonzero(differ).tolist():
            wrong[row] = Message(
                "{path} says {value:g} where another column says {value_2:g}.",
                path=column.path,
                value=numbers.values[row],
                value_2=values[row],
            )
        negative = numbers.values < 0 if role not in COUNTS else np.zeros(0)
        for row in np.flatnonzero(negative).tolist():
            wrong[row] = Message(
                "{path} must be >= 0, got {value:g}.",
                path=column.path,
                value=numbers.values[row],
            )
        for row, text in numbers.unread.items():
            if text:
                wrong[row] = Message(
                    "{path} must be a number, got {text!r}.",
                    path=column.path,
                    text=text,
                )
        values = np.where(np.isnan(values), numbers.values, values)
    return Numbers(values, {})


def merged_model(roles: Roles) -> Words:
    """Return the model of each row: of an answer, else of a request, else as named."""
    names: dict[str, int] = {}
    codes = np.full(roles.rows, -1, np.int32)
    for column in sorted(roles["model"], key=_place):
        words = words_of(column.cells, "model", roles.rows)
        own = [
            names.setdefault(name, len(names)) if _is_name(name) else -1
            for name in words.names
        ]
        codes = np.where(codes < 0, np.array([*own, -1], np.int32)[words.codes], codes)
    return Words(codes.astype(np.int32), tuple(names))


def _is_name(text: str) -> bool:
    """Say whether a text can name a model: a version alone, 2024-08-06, cannot."""
    return any(character.isalpha() for character in text)


def _place(column: UsageColumn) -> int:
    return next(n for n, part in enumerate(SUREST) if part in column.path)


def counts_beside(roles: Roles, *parts: str) -> NDArray[np.bool_]:
    """Return the rows whose fields are documented to lie beside the count."""
    columns = (c for part in parts for c in roles[part])
    beside = _any_there(roles, (c for c in columns if c.relation in BESIDE))
    if "cached" not in parts:
        return beside
    holding = (
        c for c in roles["prompt_tokens"] if c.path.lower().endswith(HOLDS_CACHE)
    )
    return beside & ~_any_there(roles, holding)


def _any_there(roles: Roles, columns: Iterable[UsageColumn]) -> NDArray[np.bool_]:
    found = np.zeros(roles.rows, np.bool_)
    for column in columns:
        found |= roles.is_there(column)
    return found


def cache_apart(roles: Roles) -> NDArray[np.bool_]:
    """Return the rows whose total may leave out their cache: none of it is inside."""
    columns = [c for part in CACHE for c in roles[part]]
    apart = _any_there(roles, (c for c in columns if c.relation == APART))
    return apart & ~_any_there(roles, (c for c in columns if c.relation == INSIDE))


def columns_of(roles: Roles, *parts: str) -> NDArray[np.int64]:
    """Return the number of the column that gives a part in each row, -1 for none."""
    found = np.full(roles.rows, -1, np.int64)
    columns = [column for part in parts for column in roles[part]]
    for number, column in enumerate(columns):
        found[(found < 0) & roles.is_there(column)] = number
    return found


def written_to_cache(
    roles: Roles, whole: Numbers, wrong: dict[int, Message]
) -> Numbers:
    """Return the tokens written to a cache: a count, or the sum of its parts.

    Programs write 0 for the one where they tell the other.
    """
    parts = np.full(roles.rows, np.nan)
    for column in roles[WRITE_PART]:
        values = roles.numbers[column.path].values
        parts = np.where(np.isnan(values), parts, np.nan_to_num(parts) + values)
    counted = np.nan_to_num(whole.values)
    differ = (counted != 0) & (np.nan_to_num(parts) != 0) & (counted != parts)
    for row in np.flatnonzero(differ).tolist():
        wrong[row] = Message(
            "Written to a cache are {whole:g} tokens, and {parts:g} by their parts.",
            whole=whole.values[row],
            parts=parts[row],
        )
    return Numbers(np.where(counted != 0, whole.values, parts), whole.unread)
