"""Rows that cannot be used, counted by reason: few sentences for any number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from wattlas.errors import InputError, Message, Several
from wattlas.estimation.request_log.problems import (
    SHOWN_PROBLEMS,
    ProblemKind,
    RowProblem,
)
from wattlas.plain import Plain

PlaceOf: TypeAlias = Callable[[int], tuple[str, int]]
"""The file of a row of a batch, from 0, and its row in there, from 1."""
MOST_REASONS = 1000
"""Reasons that are told apart; further ones are counted together."""


@dataclass(frozen=True, slots=True)
class ProblemCount(Plain):
    """A reason why rows have no result, how many, and where the first of them is.

    `row` counts from 1 within the file. An empty reason stands for many others.
    """

    reason: str
    kind: ProblemKind
    rows: int
    file: str
    row: int


class Tally:
    """Counts problems of rows by their reason."""

    def __init__(self, counted: Iterable[ProblemCount] = ()) -> None:
        self._counts: dict[tuple[ProblemKind, str], ProblemCount] = {}
        for count in counted:
            self._add(count)

    def add(self, problems: Iterable[RowProblem], place_of: PlaceOf) -> None:
        """Count the problems of a batch, by where its rows are."""
        for problem in problems:
            file, row = place_of(problem.row - 1)
            self._add(ProblemCount(problem.reason, problem.kind, 1, file, row))

    def merge(self, other: Tally) -> None:
        """Count what another has counted."""
        for count in other._counts.values():
            self._add(count)

    @property
    def counts(self) -> tuple[ProblemCount, ...]:
        """The reasons, in order of their first rows."""
        return tuple(sorted(self._counts.values(), key=lambda c: (c.file, c.row)))

    def _add(self, count: ProblemCount) -> None:
        key = count.kind, count.reason
        if key not in self._counts and len(self._counts) >= MOST_REASONS:
            key, count = (count.kind, ""), replace(count, reason="")
        known = self._counts.get(key)
        if known is None:
            self._counts[key] = count
            return
        first = min(known, count, key=lambda c: (c.file, c.row))
        self._counts[key] = replace(first, rows=known.rows + count.rows)


def refuse_rows(counts: Iterable[ProblemCount], rows: int, left: bool) -> InputError:
    """Return the error that names the first problems and says how to go on.

    `left` says whether a row without a problem is left.
    """
    listed = list(counts)
    bad = sum(count.rows for count in listed)
    told = [Message("{count:,} of {rows:,} rows cannot be used.", count=bad, rows=rows)]
    told += [_told(count) for count in listed[:SHOWN_PROBLEMS]]
    if len(listed) > SHOWN_PROBLEMS:
        told.append(
            Message("And {count:,} other problems.", count=len(listed) - SHOWN_PROBLEMS)
        )
    told.append(
        Message("Correct them, or set skip_bad to go on without them.")
        if left
        else Message("No row is left to estimate.")
    )
    return InputError("{said}", said=Several(told, " "))


def _told(count: ProblemCount) -> Message:
    more = Message(" and {count:,} more", count=count.rows - 1)
    return Message(
        "{file}, row {row:,}{more}: {reason}",
        file=count.file,
        row=count.row,
        more=more if count.rows > 1 else "",
        reason=count.reason,
    )
