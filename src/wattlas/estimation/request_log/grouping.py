"""Rows of a request log sorted into groups that share a configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.estimation.request_log.columns import Codes

Rows: TypeAlias = NDArray[np.int64]
"""Numbers of rows, from 0."""


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
    for start, end in pairwise([0, *ends]):
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
    numbers = np.zeros(len(rows), np.int64)
    for column in columns:
        codes = column[rows].astype(np.int64)
        codes -= codes.min()
        span = int(codes.max()) + 1
        if span > 1:
            numbers = _without_gaps(numbers * span + codes)
    # Sorting 16-bit numbers is a radix sort: many times faster than the others.
    return numbers.astype(np.uint16) if numbers.max() < 2**16 else numbers


def _without_gaps(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    present = np.zeros(int(numbers.max()) + 1, np.bool_)
    present[numbers] = True
    renumbered: NDArray[np.int64] = np.cumsum(present)[numbers] - 1
    return renumbered
