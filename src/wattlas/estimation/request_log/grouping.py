"""Rows of a request log sorted into groups that share a configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.estimation.request_log.columns import Codes, is_alike

Rows: TypeAlias = NDArray[np.int64]
"""Numbers of rows, from 0."""
SORTED_FAST = 2**16
"""Numbers below it are sorted by their digits, not by comparing."""


@dataclass(frozen=True)
class Configuration:
    """What the rows of one group have in common."""

    model: str
    hardware: str | None
    site: str | None
    country: str | None
    precision: str | None
    batch_given: bool


def group_rows(
    codes: Mapping[str, Codes],
    keys: Mapping[str, Sequence[str]],
    batch_given: NDArray[np.bool_],
    bad: NDArray[np.bool_],
) -> Iterator[tuple[Configuration, Rows]]:
    """Yield each configuration of the rows that are not bad, with its rows.

    >>> codes = {"model": np.array([0, 0, 1]), "hardware": np.array([0, 0, 0])}
    >>> keys = {"model": ["bloom-176b", "gpt-3"], "hardware": ["h100-sxm"]}
    >>> no = np.zeros(3, np.bool_)
    >>> [(c.model, rows.tolist()) for c, rows in group_rows(codes, keys, no, no)]
    [('bloom-176b', [0, 1]), ('gpt-3', [2])]
    """
    rows = np.flatnonzero(~bad)
    if not len(rows):
        return
    numbers = _numbered([*codes.values(), batch_given], rows)
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers)).tolist()
    for start, end in pairwise(dict.fromkeys([0, *ends])):
        members = rows[order[start:end]]
        first = members[0]
        words = {
            name: keys[name][code[first]] if code[first] >= 0 else None
            for name, code in codes.items()
        }
        yield _configuration(words, bool(batch_given[first])), members


def _configuration(words: Mapping[str, str | None], batch_given: bool) -> Configuration:
    return Configuration(
        model=words["model"] or "",
        hardware=words.get("hardware"),
        site=words.get("site"),
        country=words.get("country"),
        precision=words.get("precision"),
        batch_given=batch_given,
    )


def _numbered(
    columns: Sequence[NDArray[np.generic]], rows: Rows
) -> NDArray[np.generic]:
    """Return one number for each row, the same for rows that agree in all columns."""
    numbers, size = np.zeros(len(rows), np.int64), 1
    for column in columns:
        if is_alike(column):
            continue
        codes = (column if len(rows) == len(column) else column[rows]).astype(np.int64)
        codes -= codes.min()
        span = int(codes.max()) + 1
        if size > 1 and size * span > SORTED_FAST:
            numbers = _without_gaps(numbers)
            size = int(numbers.max()) + 1
        numbers, size = (
            (numbers * span + codes, size * span) if size > 1 else (codes, span)
        )
    return _small(numbers)


def _small(numbers: NDArray[np.int64]) -> NDArray[np.generic]:
    """Return numbers in few bits: sorting these is a radix sort, many times faster."""
    most = int(numbers.max())
    if most >= SORTED_FAST:
        numbers = _without_gaps(numbers)
        most = int(numbers.max())
    for kind in (np.uint8, np.uint16):
        if most <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers


def _without_gaps(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    present = np.zeros(int(numbers.max()) + 1, np.bool_)
    present[numbers] = True
    renumbered: NDArray[np.int64] = np.cumsum(present)[numbers] - 1
    return renumbered
