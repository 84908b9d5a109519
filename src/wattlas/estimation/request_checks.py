"""Rows of a request log that cannot be used: which, where in the file, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.request_columns import Codes, Floats, Numbers, Words
from wattlas.estimation.request_table import REQUIRED, RequestColumns

SHOWN_PROBLEMS = 5
MOST_UNKNOWN_NAMES = 100
"""Further unknown names in one column: it is not the column that it is taken for."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be used: its number and line, from 1, and the reason."""

    row: int
    line: int | None
    reason: str

    def __str__(self) -> str:
        """Return where the row is and what is wrong with it."""
        line = f" (line {self.line})" if self.line else ""
        return f"Row {self.row}{line}: {self.reason}"


class Problems:
    """Collects the problems of rows, from 0 as arrays count them."""

    def __init__(self, lines: Sequence[int] | None = None) -> None:
        self._lines = lines
        self._reasons: dict[int, list[str]] = {}

    def __len__(self) -> int:
        """Return the number of rows that have a problem."""
        return len(self._reasons)

    def add(self, rows: Iterable[int], reason: str | Callable[[int], str]) -> None:
        """Note what is wrong with rows: one sentence, or one for each of them."""
        for row in rows:
            told = reason if isinstance(reason, str) else reason(row)
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
            RowProblem(row + 1, lines[row] if lines else None, " ".join(reasons))
            for row, reasons in sorted(self._reasons.items())
        )


def refuse(problems: Sequence[RowProblem], rows: int) -> InputError:
    """Return the error that names the first bad rows and says how to go on."""
    listed = " ".join(str(problem) for problem in problems[:SHOWN_PROBLEMS])
    more = len(problems) - SHOWN_PROBLEMS
    rest = f" And {more:,} more." if more > 0 else ""
    go_on = "Correct them, or set skip_bad to go on without them."
    if len(problems) == rows:
        go_on = "No row is left to estimate."
    return InputError(
        f"{len(problems):,} of {rows:,} rows cannot be used. {listed}{rest} {go_on}"
    )


def check_numbers(columns: RequestColumns, problems: Problems) -> dict[str, Floats]:
    """Return the values of the columns of numbers; note what is not possible."""
    for name, column in columns.numbers.items():
        _check_unread(name, column, problems)
        _check_values(name, column, problems)
    values = {name: column.values for name, column in columns.numbers.items()}
    prompt, cached = values["prompt_tokens"], values["cached_prompt_tokens"]
    problems.add(
        np.flatnonzero(cached > prompt).tolist(),
        lambda row: (
            f"cached_prompt_tokens are part of prompt_tokens: at most "
            f"{prompt[row]:g}, got {cached[row]:g}."
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
            problems.add(empty, f"{name} is empty.")
        codes[name], keys[name] = _resolved(name, column, problems)
    return codes, keys


def _check_unread(name: str, column: Numbers, problems: Problems) -> None:
    for row, text in column.unread.items():
        if text:
            problems.add([row], f"{name} must be a number, got {text!r}.")


def _check_values(name: str, column: Numbers, problems: Problems) -> None:
    values, unread = column.values, column.unread
    if name != "batch":  # an empty batch is not given
        empty = np.flatnonzero(np.isnan(values)).tolist()
        problems.add([r for r in empty if not unread.get(r)], f"{name} is empty.")
    low = values <= 0 if name == "batch" else values < 0
    least = "> 0" if name == "batch" else ">= 0"
    problems.add(
        np.flatnonzero(low).tolist(),
        lambda row: f"{name} must be {least}, got {values[row]:g}.",
    )
    infinite = np.flatnonzero(values == np.inf).tolist()
    problems.add(infinite, f"{name} must be a finite number, got inf.")


def _resolved(name: str, column: Words, problems: Problems) -> tuple[Codes, list[str]]:
    keys: dict[str, int] = {}
    codes = []
    unknown = 0
    for code, word in enumerate(column.names):
        try:
            key = _key(name, word) if word else ""
        except InputError as error:
            unknown += 1
            if unknown > MOST_UNKNOWN_NAMES:
                raise InputError(_too_many(name)) from error
            problems.add(np.flatnonzero(column.codes == code).tolist(), str(error))
            key = ""
        codes.append(keys.setdefault(key, len(keys)) if key else -1)
    renumbered = np.array([*codes, -1], np.int32)
    return renumbered[column.codes], list(keys)


def _key(name: str, word: str) -> str:
    if name == "model":
        return lookup.find_model(word).key
    table = {"hardware": "hardware", "country": "countries"}.get(name, f"{name}s")
    return facts.resolve(table, word)


def _too_many(name: str) -> str:
    return (
        f"Over {MOST_UNKNOWN_NAMES} names in the column {name} are unknown. Is it the "
        f"right column? Names: wattlas facts."
    )
