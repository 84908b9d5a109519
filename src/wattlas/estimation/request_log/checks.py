"""Rows of a request log that cannot be used: which, where in the file, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.errors import InputError, Message, Several
from wattlas.estimation import lookup
from wattlas.estimation.inputs import check_limits
from wattlas.estimation.request_log.columns import Codes, Floats, Numbers, Words
from wattlas.estimation.request_log.table import REQUIRED, RequestColumns
from wattlas.plain import Plain, written
from wattlas.records import Input

SHOWN_PROBLEMS = 5
MOST_UNKNOWN_NAMES = 100
"""Further unknown names in one column: it is not the column that it is taken for."""


@dataclass(frozen=True, slots=True)
class RowProblem(Plain):
    """A row that cannot be used: its number and line, from 1, and the reason."""

    row: int
    line: int | None
    reason: str
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

    def __init__(self, lines: Sequence[int] | None = None) -> None:
        self._lines = lines
        self._reasons: dict[int, list[Message]] = {}

    def __len__(self) -> int:
        """Return the number of rows that have a problem."""
        return len(self._reasons)

    def add(
        self, rows: Iterable[int], reason: Message | Callable[[int], Message]
    ) -> None:
        """Note what is wrong with rows: one sentence, or one for each of them."""
        for row in rows:
            told = reason if isinstance(reason, Message) else reason(row)
            self._reasons.setdefault(int(row), []).append(told)

    def mask(self, rows: int) -> NDArray[np.bool_]:
        """Return which of the rows have a problem."""
        bad = np.zeros(rows, np.bool_)
        bad[np.fromiter(self._reasons, np.int64, len(self._reasons))] = True
        return bad

    def records(self) -> tuple[RowProblem, ...]:
        """Return one record for each row that has a problem, in order of rows."""
        lines = self._lines
        return tuple(
            _problem(row + 1, lines[row] if lines else None, reasons)
            for row, reasons in sorted(self._reasons.items())
        )


def _problem(row: int, line: int | None, reasons: list[Message]) -> RowProblem:
    said = Message("{reasons}", reasons=Several(reasons, " "))
    return RowProblem(row, line, str(said), said)


def refuse(problems: Sequence[RowProblem], rows: int) -> InputError:
    """Return the error that names the first problems and says how to go on."""
    alike: dict[str, list[RowProblem]] = {}
    for problem in problems:
        alike.setdefault(problem.reason, []).append(problem)
    shown = [_told(same) for same in islice(alike.values(), SHOWN_PROBLEMS)]
    if len(alike) > SHOWN_PROBLEMS:
        shown.append(
            Message("And {count:,} other problems.", count=len(alike) - SHOWN_PROBLEMS)
        )
    go_on = Message("Correct them, or set skip_bad to go on without them.")
    if len(problems) == rows:
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


def check_numbers(columns: RequestColumns, problems: Problems) -> dict[str, Floats]:
    """Return the values of the columns of numbers; note what is not possible.

    Raises
    ------
    InputError
        If one value was given for all rows and is not possible.
    """
    for name, column in columns.numbers.items():
        if column.single:
            found = Problems()
            _check_values(name, Numbers(column.values[:1], {}), found)
            for problem in found.records():
                raise InputError(problem.said or problem.reason)
        else:
            _check_values(name, column, problems)
    values = {name: column.values for name, column in columns.numbers.items()}
    prompt, cached = values["prompt_tokens"], values["cached_prompt_tokens"]
    problems.add(
        np.flatnonzero((cached > prompt) & (prompt >= 0)).tolist(),
        lambda row: Message(
            "cached_prompt_tokens are part of prompt_tokens: at most {most:g}, got "
            "{cached:g}.",
            most=prompt[row],
            cached=cached[row],
        ),
    )
    return values


def resolve_words(
    columns: RequestColumns, problems: Problems
) -> tuple[dict[str, Codes], dict[str, list[str]]]:
    """Return codes and keys of the columns of words; note what is unknown."""
    codes, keys = {}, {}
    for name, column in columns.words.items():
        if name in REQUIRED:
            empty = np.flatnonzero(column.codes < 0).tolist()
            problems.add(empty, Message("{name} is empty.", name=name))
        codes[name], keys[name] = _resolved(name, column, problems)
    return codes, keys


def _check_values(name: str, column: Numbers, problems: Problems) -> None:
    values, unread = column.values, column.unread
    for row, text in unread.items():
        if text:
            said = Message(
                "{name} must be a number, got {value!r}.", name=name, value=text
            )
            problems.add([row], said)
    empty = np.isnan(values)
    if name != "batch":  # an empty batch is not given
        rows = np.flatnonzero(empty).tolist()
        is_empty = Message("{name} is empty.", name=name)
        problems.add([r for r in rows if not unread.get(r)], is_empty)
    reasons = _reasons(name, values[~empty] if empty.any() else values)
    rows = np.flatnonzero(np.isin(values, list(reasons))).tolist() if reasons else []
    problems.add(rows, lambda row: reasons[values[row]])


def _reasons(name: str, values: Floats) -> dict[float, Message]:
    """Return why values are outside what `serve` allows, by value."""
    if not values.size or not (
        _outside(name, values.min()) or _outside(name, values.max())
    ):
        return {}
    reasons = {value: _outside(name, value) for value in np.unique(values).tolist()}
    return {value: reason for value, reason in reasons.items() if reason}


def _outside(name: str, value: float) -> Message | None:
    # A log may hold requests without an answer, which `serve` refuses.
    given = name == "batch"
    if value < 0 and not given:
        return Message(
            "{name} must be >= 0, got {value:g}.",
            name=name,
            value=value,
        )
    try:
        check_limits(Input(name, value, value, value, "fixed", "1", "given", given))
    except InputError as error:
        return error.message
    return None


def _resolved(name: str, column: Words, problems: Problems) -> tuple[Codes, list[str]]:
    keys: dict[str, int] = {}
    codes = []
    unknown = 0
    for code, word in enumerate(column.names):
        try:
            key = _key(name, word) if word else ""
        except InputError as error:
            if column.single:
                raise
            unknown += 1
            if unknown > MOST_UNKNOWN_NAMES:
                raise InputError(_too_many(name)) from error
            problems.add(np.flatnonzero(column.codes == code).tolist(), error.message)
            key = ""
        codes.append(keys.setdefault(key, len(keys)) if key else -1)
    renumbered = np.array([*codes, -1], np.int32)
    return renumbered[column.codes], list(keys)


def _key(name: str, word: str) -> str:
    if name == "model":
        return lookup.find_model(word).key
    table = {"hardware": "hardware", "country": "countries"}.get(name, f"{name}s")
    return facts.resolve(table, word)


def _too_many(name: str) -> Message:
    return Message(
        "Over {most_unknown_names} names in the column {name} are unknown. Is "
        "it the right column? Names: wattlas facts.",
        most_unknown_names=MOST_UNKNOWN_NAMES,
        name=name,
    )
