"""Cells of a CSV file, collected to columns of numbers, words or text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from wattlas.estimation.request_log.columns import (
    CodeOf,
    Codes,
    Numbers,
    numbers_of_cells,
    words_of_codes,
)
from wattlas.estimation.request_log.names import NUMBERS, WORDS, own_name
from wattlas.estimation.request_log.numerals import grouped_number, number_by
from wattlas.estimation.request_log.usage.fields import NUMBERED, field_of

LOCAL_DELIMITER = ";"
"""Parts cells where a comma stands before decimals: a point may group digits there."""


class Cells(Protocol):
    """Collects the cells of a column."""

    @property
    def parted(self) -> Collection[str]:
        """The cells with a separator to read."""

    def extend(self, cells: Sequence[str]) -> None:
        """Take further cells."""

    def column(self, meanings: Mapping[str, str]) -> Any:
        """Return the column, by what separators mean in its numbers."""


class _NumberCells:
    """Collects cells that are numbers, in parts."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._parts: list[Numbers] = []
        self._rows = 0
        self._unread: dict[int, str] = {}
        self._parted: dict[int, str] = {}

    @property
    def parted(self) -> Collection[str]:
        return self._parted.values()

    def extend(self, cells: Sequence[str]) -> None:
        part = numbers_of_cells(cells)
        self._unread |= {self._rows + row: text for row, text in part.unread.items()}
        if self._delimiter == LOCAL_DELIMITER and any(map(_is_parted, cells)):
            texts = ((self._rows + n, cell) for n, cell in enumerate(cells))
            self._parted |= {row: text for row, text in texts if _is_parted(text)}
        self._parts.append(part)
        self._rows += len(cells)

    def column(self, meanings: Mapping[str, str]) -> Numbers:
        values = np.concatenate([p.values for p in self._parts])
        unread = dict(self._unread)
        for row, text in (unread | self._parted).items():
            number = (
                number_by(text, meanings)
                if row in self._parted
                else grouped_number(text)
            )
            if number is not None:
                values[row] = number
                unread.pop(row, None)
        return Numbers(values, unread)


def _is_parted(cell: str) -> bool:
    return "." in cell or "," in cell


class _WordCells:
    """Collects cells that are words, as codes."""

    parted = ()

    def __init__(self) -> None:
        self._codes = CodeOf()
        self._parts: list[Codes] = []

    def extend(self, cells: Sequence[str]) -> None:
        self._parts.append(self._codes.codes(cells))

    def column(self, _: Mapping[str, str]) -> Any:
        return words_of_codes(np.concatenate(self._parts), list(self._codes))


class _OtherCells:
    """Collects cells that no number or name is read from."""

    parted = ()

    def __init__(self) -> None:
        self._cells: list[str] = []

    def extend(self, cells: Sequence[str]) -> None:
        self._cells.extend(cells)

    def column(self, _: Mapping[str, str]) -> list[str]:
        return self._cells


def cells_of(name: str, delimiter: str) -> Cells:
    """Return what collects the cells of a column of that name."""
    known, own = field_of(name), own_name(name)
    if own in NUMBERS or (known is not None and known.role in NUMBERED):
        return _NumberCells(delimiter)
    return _WordCells() if own in WORDS else _OtherCells()
