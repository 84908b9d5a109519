"""Rows of a request log that cannot be used: which, where in the file, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.errors import InputError, Message, Several
from wattlas.estimation import lookup
from wattlas.estimation.api_names import format_in, read_api_name
from wattlas.estimation.input_values import check_limits
from wattlas.estimation.request_log.columns import Codes, Floats, Numbers, Words
from wattlas.estimation.request_log.names import REQUIRED
from wattlas.estimation.request_log.table import RequestColumns
from wattlas.plain import Plain, written
from wattlas.records import Input

ProblemKind: TypeAlias = Literal["wrong", "model", "none"]

SHOWN_PROBLEMS = 5
MOST_UNKNOWN_NAMES = 100
"""Further unknown names in one column: it is not the column that it is taken for."""


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


def check_numbers(columns: RequestColumns, problems: Problems) -> dict[str, Floats]:
    """Return the values of the columns of numbers; note what is not possible.

    Raises
    ------
    InputError
        If one value was given for all rows and is not possible.
    """
    problems.add_each(columns.wrong)
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
    if "precision" not in columns.words:
        _note_formats(columns.words["model"], problems)
    return codes, keys


def _note_formats(column: Words, problems: Problems) -> None:
    """Note rows whose model says a format of weights that no table has."""
    for code, word in enumerate(column.names):
        _, unread = format_in(word)
        if unread and read_api_name(word) is not None:
            said = Message(
                "{name!r} says weights in {format}, which is not known: give "
                "precision.",
                name=word,
                format=unread,
            )
            problems.add_model(np.flatnonzero(column.codes == code).tolist(), said)


def _check_values(name: str, column: Numbers, problems: Problems) -> None:
    values, unread = column.values, column.unread
    for row, text in unread.items():
        if text:
            no_number = "{name} must be a number, got {value!r}."
            problems.add([row], Message(no_number, name=name, value=text))
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
    if not values.size:
        return {}
    whole = name == "batch" or bool((values == np.floor(values)).all())
    if whole and not (_outside(name, values.min()) or _outside(name, values.max())):
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
    if not given and np.isfinite(value) and value % 1:
        return Message(
            "{name} must be a whole number, got {value:.10g}.",
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
            key = _key(name, word, near=unknown < MOST_UNKNOWN_NAMES) if word else ""
        except InputError as error:
            if column.single:
                raise
            unknown += 1
            rows = np.flatnonzero(column.codes == code).tolist()
            if name == "model":
                problems.add_model(rows, error.message)
            elif unknown > MOST_UNKNOWN_NAMES:
                raise InputError(_too_many(name)) from error
            else:
                problems.add(rows, error.message)
            key = ""
        codes.append(keys.setdefault(key, len(keys)) if key else -1)
    renumbered = np.array([*codes, -1], np.int32)
    return renumbered[column.codes], list(keys)


def _key(name: str, word: str, near: bool) -> str:
    """Return the key of a word; look for `near` names where it is not known."""
    if name == "model":
        if not near and not lookup.is_known(word):
            raise InputError(
                "No model named {word!r}. Names: wattlas facts models.",
                word=word,
            )
        return lookup.find_model(word).name
    table = {"hardware": "hardware", "country": "countries"}.get(name, f"{name}s")
    return facts.resolve(table, word)


def _too_many(name: str) -> Message:
    return Message(
        "Over {most_unknown_names} names in the column {name} are unknown. Is "
        "it the right column? Names: wattlas facts.",
        most_unknown_names=MOST_UNKNOWN_NAMES,
        name=name,
    )
