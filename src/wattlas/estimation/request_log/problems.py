"""Problems of the rows of a request log: which row, where in the file, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, Message, Several
from wattlas.plain import Plain, written

ProblemKind: TypeAlias = Literal["wrong", "model", "none"]

SHOWN_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class RowProblem(Plain):
    """A row that is not in the result: its number and line, from 1, and the reason.

    `kind` is `wrong` (refused, or left out with `skip_bad`), `model` (no architecture
    is known for its model) or `none` (no inference: a failed call, a sum of others).
    """

    row: int
    line: int | None
    reason: str
    kind: ProblemKind = "wrong"
    said: Message | None = field(
        default=None, repr=False, compare=False, metadata=written(skip=True)
    )
    """The reason in any language; a record that was read again has it in English."""

    @property
    def place(self) -> Message:
        """Where the row is."""
        if self.line:
            return Message("Row {row} (line {line})", row=self.row, line=self.line)
        return Message("Row {row}", row=self.row)


class Problems:
    """Collects the problems of rows, from 0 as arrays count them."""

    def __init__(
        self,
        lines: Sequence[int] | None = None,
        left_out: Mapping[int, Message] | None = None,
    ) -> None:
        self._lines = lines
        self._left_out = dict(left_out or {})
        self._reasons: dict[int, list[Message]] = {}
        self._models: dict[int, Message] = {}

    def add(
        self, rows: Iterable[int], reason: Message | Callable[[int], Message]
    ) -> None:
        """Note what is wrong with rows: one sentence, or one for each of them."""
        for row in rows:
            told = reason if isinstance(reason, Message) else reason(row)
            self._reasons.setdefault(int(row), []).append(told)

    def add_each(self, reasons: Mapping[int, Message]) -> None:
        """Note what is wrong with rows, from 0, one sentence for each."""
        for row, reason in reasons.items():
            self._reasons.setdefault(row, []).append(reason)

    def add_model(self, rows: Iterable[int], reason: Message) -> None:
        """Note rows whose model cannot be estimated: the others can."""
        self._models |= dict.fromkeys(map(int, rows), reason)

    def mask(self, rows: int) -> NDArray[np.bool_]:
        """Return which of the rows have a problem."""
        bad = np.zeros(rows, np.bool_)
        for noted in (self._reasons, self._models, self._left_out):
            bad[np.fromiter(noted, np.int64, len(noted))] = True
        return bad

    def records(self) -> tuple[RowProblem, ...]:
        """Return one record for each row that has a problem, in order of rows."""
        wrong = {
            row: Message("{reasons}", reasons=Several(told, " "))
            for row, told in self._reasons.items()
        }
        kinds: Iterable[tuple[ProblemKind, Mapping[int, Message]]] = (
            ("model", self._models),
            ("wrong", wrong),
            ("none", self._left_out),
        )
        noted = {
            row: (told, kind) for kind, rows in kinds for row, told in rows.items()
        }
        return tuple(
            _problem(row + 1, self._lines[row] if self._lines else None, *noted[row])
            for row in sorted(noted)
        )


def _problem(
    row: int, line: int | None, said: Message, kind: ProblemKind
) -> RowProblem:
    return RowProblem(row, line, str(said), kind, said)


def refuse(problems: Sequence[RowProblem], rows: int, left: bool) -> InputError:
    """Return the error that names the first problems and says how to go on.

    `left` says whether a row without a problem is left.
    """
    alike: dict[str, list[RowProblem]] = {}
    for problem in problems:
        alike.setdefault(problem.reason, []).append(problem)
    shown = [_told(same) for same in islice(alike.values(), SHOWN_PROBLEMS)]
    if len(alike) > SHOWN_PROBLEMS:
        shown.append(
            Message("And {count:,} other problems.", count=len(alike) - SHOWN_PROBLEMS)
        )
    go_on = Message("Correct them, or set skip_bad to go on without them.")
    if not left:
        go_on = Message("No row is left to estimate.")
    counted = Message(
        "{count:,} of {rows:,} rows cannot be used.", count=len(problems), rows=rows
    )
    return InputError("{said}", said=Several([counted, *shown, go_on], " "))


def _told(same: Sequence[RowProblem]) -> Message:
    more = Message(" and {count:,} more", count=len(same) - 1)
    return Message(
        "{place}{more}: {reason}",
        place=same[0].place,
        more=more if len(same) > 1 else "",
        reason=same[0].said or same[0].reason,
    )
