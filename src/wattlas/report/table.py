"""A table as a value: messages, typed cells and units, neither painted nor translated.

What a cell holds is a *piece*: plain text, a `Word` (a message and what stands in it),
a `Message` of a lower floor, a `Number` (with its unit and range), or several of them,
`Joined`. The painters of `wattlas.report.paint` show any piece in a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from wattlas.errors import Message
from wattlas.records import Range
from wattlas.report.format import unit_for

Surface: TypeAlias = Literal["terminal", "page", "markdown", "csv"]
EVERYWHERE: frozenset[Surface] = frozenset({"terminal", "page", "markdown", "csv"})
READ: frozenset[Surface] = frozenset({"terminal", "page", "markdown"})
"""Surfaces for people."""
TERMINAL: frozenset[Surface] = frozenset({"terminal"})
PAGE: frozenset[Surface] = frozenset({"page", "markdown"})
"""Surfaces that are kept and handed on."""
WIDE: frozenset[Surface] = EVERYWHERE - TERMINAL
"""Surfaces that have room for more columns than a terminal."""
ABSENT = "–"
"""What stands where a figure is not known; where none belongs stands None."""

Role: TypeAlias = Literal["", "total", "part"]
Form: TypeAlias = Literal[
    "significant", "share", "fine_share", "count", "year", "interval"
]
Piece: TypeAlias = "str | Word | Number | Joined | Variants | Message"
Cell: TypeAlias = "Piece | None"


@dataclass(frozen=True)
class Word:
    """A message by its English text, and the pieces that stand in its places.

    `context` tells two meanings of one English text apart.
    """

    text: str
    values: Mapping[str, Piece] = field(default_factory=dict)
    context: str = ""


@dataclass(frozen=True)
class Number:
    """A figure in a unit, with its 90 % range where it has one.

    `form` says how it is read: to `digits` significant digits, as a share (0-1) in per
    cent, as a whole count, as a year, or as the interval of its range alone. `signed`
    shows a plus.
    """

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    form: Form = "significant"
    digits: int = 3
    signed: bool = False


@dataclass(frozen=True)
class Joined:
    """Pieces one after the other; `between` is a message."""

    parts: tuple[Piece, ...]
    between: str = ", "


@dataclass(frozen=True)
class Variants:
    """What is shown by the code of the language: names that facts have in several."""

    by_code: Mapping[str, Piece]


@dataclass(frozen=True)
class Column:
    """A column: key, head (a message), unit, how it stands, and where it is shown.

    A `number` stands to the right and is never broken; a `unit` is said in the language
    of the reader where it is a word. A `spread` one shows low, mid
    and high as columns of their own, and the unit of each row where it has none itself.
    """

    key: str
    head: Piece = ""
    unit: str = ""
    kind: Literal["word", "number", "unit"] = "number"
    spread: bool = False
    wraps: bool = True
    surfaces: frozenset[Surface] = EVERYWHERE


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; a `total` is set off, a `part` stands in."""

    cells: tuple[Cell, ...]
    role: Role = ""


@dataclass(frozen=True)
class Table:
    """Columns and rows under a title, with notes below.

    A `grouped` table has rows of one first cell together, which surfaces for people
    show as a heading. A `folded` one is opened by the reader of a page.
    """

    key: str
    title: Piece
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Piece, ...] = ()
    grouped: bool = False
    folded: bool = False
    surfaces: frozenset[Surface] = EVERYWHERE

    def without_empty(self) -> Table:
        """Return the table without the columns in which nothing stands.

        >>> columns = (Column("site", "site", kind="word"), Column("used", "used"))
        >>> row = Row(("oslo", None))
        >>> [c.key for c in Table("sizes", "", columns, (row,)).without_empty().columns]
        ['site']
        """
        kept = [
            i
            for i in range(len(self.columns))
            if any(row.cells[i] not in (None, "") for row in self.rows)
        ]
        return self._of(kept)

    def on(self, surface: Surface) -> Table:
        """Return the table with the columns that a surface shows."""
        return self._of(
            [i for i, c in enumerate(self.columns) if surface in c.surfaces]
        )

    def _of(self, kept: list[int]) -> Table:
        rows = (replace(r, cells=tuple(r.cells[i] for i in kept)) for r in self.rows)
        return replace(
            self,
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(rows),
        )


def word(text: str, /, **values: Piece) -> Word:
    """Return a message with what stands in its places.

    >>> word("at {place}", place="Oslo")
    Word(text='at {place}', values={'place': 'Oslo'}, context='')
    """
    return Word(text, values)


def joined(parts: Iterable[Piece], between: str = ", ") -> Joined:
    """Return pieces one after the other."""
    return Joined(tuple(parts), between)


def named(row: Mapping[str, str]) -> Variants:
    """Return the name of a fact in the languages that it has one in."""
    codes = {k.removeprefix("name_"): v for k, v in row.items() if v and "name_" in k}
    return Variants(codes)


def handy(value: float, unit: str, size_of: float | None = None) -> Number:
    """Return a figure in the unit in which it, or another of its row, is read best.

    >>> handy(433_196.0, "kWh")
    Number(value=433.196, unit='MWh', low=None, high=None, form='significant', ...)
    """
    size, name = unit_for(value if size_of is None else size_of, unit)
    return Number(value / size, name)


def ranged(value: Range, unit: str, size_of: float | None = None) -> Number:
    """Return a result with its range, in the unit in which it is read best.

    Money is in its currency and the year of that: ``USD2024``.

    >>> ranged(Range(0.9, 1.0, 1.2, "USD", "2024"), "")
    Number(value=1.0, unit='USD2024', low=0.9, high=1.2, form='significant', ...)
    """
    shown = value.mid or value.high
    size, name = unit_for(shown if size_of is None else size_of, unit)
    if value.currency:
        name = f"{name} {value.currency}{value.year}".strip()
    return Number(value.mid / size, name, value.low / size, value.high / size)


def share(value: float, *, fine: bool = False) -> Number:
    """Return a share (0-1), shown in per cent; `fine` with two significant digits."""
    return Number(value, form="fine_share" if fine else "share")
