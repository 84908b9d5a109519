"""Numbers as files write them: decimal point or comma, thousands, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MISSING = frozenset(
    ("", "-", "--", "–", "—", "n/e", "n/a", "na", "nan", "null", "none", "nil", "#n/a")
)
_GROUPED = {s: re.compile(rf"[+-]?[1-9]\d{{0,2}}(\{s}\d{{3}})+") for s in ",."}
_PLAIN = {
    s: re.compile(
        rf"[+-]?(?:\d{{1,3}}(?:\{other}\d{{3}})+|\d*)(?:\{s}\d*)?(?:[eE][+-]?\d+)?"
    )
    for s, other in ((",", "."), (".", ","))
}
_SPACES = str.maketrans("−", "-", " \u00a0\u202f\u2009'’")
_DECIMALS = {"comma": ",", "point": ".", ",": ",", ".": "."}


def numbers_of(
    cells: Sequence[str],
    lines: Sequence[int],
    named: tuple[str, str],
    *,
    decimal: str | None = None,
    separator: str = ",",
) -> Array:
    """Return cells as numbers, NaN where one is missing.

    Which sign is the decimal one is told by the column as a whole: a cell such as
    `-6,85` or `1.234,5` decides; where every cell could be read both ways it must be
    said.

    Parameters
    ----------
    cells, lines : sequences of the same length
        Text, and the line that it stands on.
    named : tuple of str
        The file and the column, for messages.
    decimal : str, optional
        `,` or `.` (or comma, point), where it is known.
    separator : str
        What parts the columns: behind a comma, a point is the decimal sign.

    Raises
    ------
    InputError
        If a cell is no number, or the decimal sign cannot be told.

    Examples
    --------
    >>> numbers_of(["1.234,5", "-", "-6,85"], [2, 3, 4], ("x", "y"))
    array([1234.5 ,     nan,   -6.85])
    """
    plain = [cell.translate(_SPACES) for cell in cells]
    known = _DECIMALS.get(decimal or "")
    if decimal and known is None:
        raise InputError(
            "decimal must be , or . (comma, point), got {decimal!r}.",
            decimal=decimal,
        )
    sign = known or _decimal(plain, lines, named, separator)
    other = "." if sign == "," else ","
    where, column = named
    values = np.full(len(plain), np.nan)
    for i, cell in enumerate(plain):
        if cell.lower() in MISSING:
            continue
        if not _PLAIN[sign].fullmatch(cell) or not any(c.isdigit() for c in cell):
            raise InputError(_no_number(cells[i], lines[i], column, where))
        values[i] = float(cell.replace(other, "").replace(sign, "."))
        if not isfinite(values[i]):
            raise InputError(
                "{where}, line {line}: {cell!r} is not finite.",
                where=where,
                line=lines[i],
                cell=cells[i],
            )
    return values


def _no_number(cell: str, line: int, column: str, where: str) -> Message:
    if cell.strip().lower().lstrip("+-") in ("inf", "infinity"):
        return Message(
            "{where}, line {line}: {cell!r} is not finite.",
            where=where,
            line=line,
            cell=cell,
        )
    return Message(
        "{where}, line {line}: {cell!r} in column {column!r} is no number.",
        where=where,
        line=line,
        cell=cell,
        column=column,
    )


def _decimal(
    cells: Sequence[str], lines: Sequence[int], named: tuple[str, str], separator: str
) -> str:
    """Return the decimal sign of a column; raise InputError where it is open."""
    votes: dict[str, int] = {}
    open_signs: dict[str, int] = {}
    for i, cell in enumerate(cells):
        at = {s: cell.rfind(s) for s in ",."}
        if max(at.values()) < 0:
            continue
        sign = max(at, key=lambda s: at[s])
        lone = min(at.values()) < 0
        if lone and _GROUPED[sign].fullmatch(cell):
            if cell.count(sign) > 1:
                votes.setdefault("." if sign == "," else ",", i)
            else:
                open_signs.setdefault(sign, i)
        else:
            votes.setdefault(sign, i)
    where, column = named
    if len(votes) > 1:
        late = max(votes.values())
        raise InputError(
            "{where}, line {line}: {cell!r} in column {column!r} has another decimal "
            "sign than rows before. Say which: decimal: ',' or '.'.",
            where=where,
            line=lines[late],
            cell=cells[late],
            column=column,
        )
    if votes:
        return next(iter(votes))
    if not open_signs or (set(open_signs) == {"."} and separator == ","):
        return "."
    first = min(open_signs.values())
    raise InputError(
        "{where}, line {line}: {cell!r} in column {column!r} can be read in two ways, "
        "and so can every other row. Say which sign is the decimal one: decimal: ',' "
        "or '.'.",
        where=where,
        line=lines[first],
        cell=cells[first],
        column=column,
    )
