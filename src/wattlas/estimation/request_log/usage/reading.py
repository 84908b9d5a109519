"""How a column of a log was read, as a record."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.plain import Plain


@dataclass(frozen=True, slots=True)
class ColumnReading(Plain):
    """A column of a log, and what it says in how many rows.

    `role` is the count or the part of one that the column gives; `inside` and `beside`
    count the rows in which a part lies inside its count, or is added to it.
    """

    column: str
    role: str
    rows: int
    inside: int = 0
    beside: int = 0
