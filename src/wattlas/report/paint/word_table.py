"""Tables without lines whose columns give way by words, never inside a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table

GAP = 2
"""Blanks between columns."""


class _Widths(NamedTuple):
    """Of a column: its longest word, its longest cell, its longest line or head."""

    longest_word: int
    kept: int
    longest_line: int


class WordTable(Table):
    """A table that wraps its widest columns first, and each between words.

    Columns of words (to the left) with `no_wrap` give way after all others. Where the
    table is too wide although every column is as narrow as its longest word, columns of
    words break these. Figures (to the right) never break.
    """

    def __init__(self) -> None:
        super().__init__(
            box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim"
        )

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield the table in the widths that fit."""
        for column in self.columns:
            column.width = None
        measured = [_measured(console, options, column) for column in self.columns]
        natural = [m.longest_line for m in measured]
        room = options.max_width - GAP * (len(natural) - 1)
        if sum(natural) > room:
            widths = fitted(natural, _floors(self.columns, measured), room)
            for column, width in zip(self.columns, widths, strict=True):
                column.width = width
                column.no_wrap = False
        yield from super().__rich_console__(console, options)


def fitted(
    natural: Sequence[int], floors: Sequence[Sequence[int]], room: int
) -> list[int]:
    """Return widths that fit a room, the widest giving way first, floor after floor.

    >>> fitted([30, 10, 6], [(8, 10, 6), (1, 10, 6)], 30)
    [14, 10, 6]
    >>> fitted([30, 10, 6], [(20, 10, 6), (1, 10, 6)], 30)
    [14, 10, 6]
    >>> fitted([30, 10, 6], [(20, 10, 6), (1, 10, 6)], 10)
    [1, 10, 6]
    """
    found = list(natural)
    for least in floors:
        while sum(found) > room:
            wide = [i for i, floor in enumerate(least) if found[i] > floor]
            if not wide:
                break
            found[max(wide, key=lambda i: found[i])] -= 1
    return found


def _floors(columns: Sequence[Column], measured: Sequence[_Widths]) -> list[list[int]]:
    """Return the least widths: of kept lines, of whole words, of broken words."""
    pairs = list(zip(columns, measured, strict=True))
    kept = [m.kept if c.no_wrap else m.longest_word for c, m in pairs]
    left = [c.justify == "left" for c in columns]
    words = [
        m.longest_word if is_left else width
        for is_left, m, width in zip(left, measured, kept, strict=True)
    ]
    broken = [1 if is_left else w for is_left, w in zip(left, words, strict=True)]
    return [kept, words, broken]


def _measured(console: Console, options: ConsoleOptions, column: Column) -> _Widths:
    """Return the widths of a column with its head."""
    head = Measurement.get(console, options, column.header)
    cells = [Measurement.get(console, options, cell) for cell in column.cells]
    return _Widths(
        longest_word=max(head.minimum, *(m.minimum for m in cells), 0),
        kept=max(head.minimum, *(m.maximum for m in cells), 0),
        longest_line=max(head.maximum, *(m.maximum for m in cells), 0),
    )
