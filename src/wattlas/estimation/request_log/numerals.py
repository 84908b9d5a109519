"""Digits as people group them: what 1.234 means where semicolons part the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from wattlas.errors import InputError

SEPARATORS = ".,"
_GROUPED = MappingProxyType(
    {s: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(s)}\d{{3}})+") for s in SEPARATORS}
)
_GAPS = ", \u00a0\u2009\u202f'\u2019"
"""A comma, spaces of any width, apostrophes."""
_GROUPS = re.compile(
    rf"[1-9]\d{{0,2}}(?P<gap>[{_GAPS}])\d{{3}}(?:(?P=gap)\d{{3}})*(?:\.0+)?"
)


def grouped_number(text: str) -> float | None:
    """Return the number of a cell that groups its digits, or None.

    >>> grouped_number("1,234"), grouped_number("12,5"), grouped_number("1 234'567")
    (1234.0, None, None)
    """
    found = _GROUPS.fullmatch(text.strip())
    return float(text.strip().replace(found["gap"], "")) if found else None


def separators_of(texts: Iterable[str], label: str) -> dict[str, str]:
    """Return what each separator means in whole numbers: "" in a group, or ".".

    A separator that does not always stand before three digits is a decimal one. Else
    it groups digits, if one cell is no whole number otherwise.

    Raises
    ------
    InputError
        If all cells are whole numbers both ways, such as 300.000, or both separators
        stand for the same.

    >>> separators_of(["1.234", "2.500", "1.000"], "log.csv")
    {'.': ''}
    >>> separators_of(["1.234,5"], "log.csv")
    {'.': '', ',': '.'}
    """
    meanings: dict[str, str] = {}
    listed = list(texts)
    for separator in SEPARATORS:
        cells = list(_with(separator, listed))
        if not cells:
            continue
        meaning = _meaning(separator, cells)
        if meaning is None:
            raise InputError(
                "{label}: {cell} can be read in two ways, as {cell_2} or as "
                "{partition}. Write numbers without separators of thousands.",
                label=label,
                cell=cells[0],
                cell_2=cells[0].replace(separator, ""),
                partition=cells[0].partition(separator)[0],
            )
        meanings[separator] = meaning
    if len(meanings) > len(set(meanings.values())):
        raise InputError(
            "{label}: . and , stand for the same in its numbers. Write all numbers in "
            "one way.",
            label=label,
        )
    return meanings


def _with(separator: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the cells that hold a separator, up to where the other one follows it."""
    (other,) = set(SEPARATORS) - {separator}
    for text in texts:
        if separator not in text:
            continue
        head, _, _ = text.partition(other)
        yield head if separator in head else text.rpartition(other)[2]


def _meaning(separator: str, cells: list[str]) -> str | None:
    if not all(_GROUPED[separator].fullmatch(cell) for cell in cells):
        return "."
    groups = [cell.split(separator)[1:] for cell in cells]
    proven = any(len(parts) > 1 or parts[0] != "000" for parts in groups)
    return "" if proven else None


def number_by(text: str, meanings: Mapping[str, str]) -> float | None:
    """Return the number of a cell by what its separators mean, or None.

    >>> number_by("1.234,5", {".": "", ",": "."})
    1234.5
    """
    plain = "".join(meanings.get(c, c) for c in text.strip())
    try:
        return float(plain)
    except ValueError:
        return None
