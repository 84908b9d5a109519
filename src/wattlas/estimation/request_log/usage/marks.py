"""Rows of a log that are no inference, by the marks that programs leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.columns import (
    Floats,
    Words,
    numbers_of,
    words_of,
)

INFERENCE = frozenset({"chat", "generate_content", "text_completion", "generation"})
"""Operations that make an answer; others repeat or sum up what these used."""
ANSWERS = frozenset({"message", "response"})
"""What programs write as the type of an answer itself."""
EMBEDDINGS = frozenset({"embeddings", "embedding"})
PIECES = frozenset({"message_start", "message_delta", "content_block_delta"})
"""Lines of a stream: their counts grow from one to the next."""
KIND_OF_ROWS = "generation"
"""A column `type` that never says this speaks of something else."""
FIRST_FAILURE = 400
YES = frozenset({"true", "1", "yes"})
NO_ERROR = frozenset({"null", "none", "false", "0", "nan"})
FAILED = frozenset(
    {"failure", "failed", "error", "errored", "expired", "cancelled", "canceled"}
)
AGAIN = Message("The same answer is told again: its last row counts.")


@dataclass(frozen=True)
class Answered:
    """What rows report: nan where nothing. `is_opened` says that it lay in objects."""

    prompt: Floats
    output: Floats
    is_opened: bool

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """The rows without any count."""
        return np.isnan(self.prompt) & np.isnan(self.output)


def left_out(marks: Mapping[str, Any], answered: Answered) -> dict[int, Message]:
    """Return the rows that are no inference, or one told before, with the reason.

    >>> marks, one = {"operation": ["chat", "invoke_agent"]}, np.ones(2)
    >>> print(left_out(marks, Answered(one, one, is_opened=False))[1])
    invoke_agent is no inference: what it calls has rows of its own.
    """
    rows, empty = len(answered.prompt), answered.is_empty
    reasons: dict[int, Message] = {}
    if answered.is_opened:
        told = Message("It reports no usage.")
        reasons |= dict.fromkeys(np.flatnonzero(empty).tolist(), told)
        if "answer" in marks:
            ids = words_of(marks["answer"], "id", rows)
            reasons |= dict.fromkeys(_told_before(ids, answered), AGAIN)
    if "operation" in marks:
        operations = words_of(marks["operation"], "operation", rows)
        reasons |= dict(_of_operations(operations, empty))
    if "type" in marks:
        reasons |= dict(_of_types(words_of(marks["type"], "type", rows), empty))
    return reasons | dict(_failed(marks, answered)) | dict(_stored(marks, rows))


def _told_before(ids: Words, answered: Answered) -> Iterator[int]:
    """Yield rows whose answer a later one tells again: its counts only grow."""
    last: dict[tuple[int, float], int] = {}
    for row in np.flatnonzero((ids.codes >= 0) & ~answered.is_empty).tolist():
        key = int(ids.codes[row]), float(np.nan_to_num(answered.prompt[row]))
        if key in last:
            yield last[key]
        last[key] = row


def _failed(
    marks: Mapping[str, Any], answered: Answered
) -> Iterator[tuple[int, Message]]:
    """Yield requests that failed before they answered."""
    rows, silent = len(answered.output), np.nan_to_num(answered.output) == 0
    if "error" in marks:
        errors = words_of(list(map(_error, marks["error"])), "error", rows)
        for row in np.flatnonzero((errors.codes >= 0) & silent).tolist():
            yield row, Message("The request failed.")
    if "state" in marks:
        states = words_of(marks["state"], "status", rows)
        for row in _rows_where(states, lambda word: word.lower() in FAILED):
            if silent[row]:
                state = states.names[states.codes[row]]
                yield row, Message("The request failed: {state}.", state=state)
    if "status" in marks:
        status = numbers_of(marks["status"], "status", rows).values
        for row in np.flatnonzero(status >= FIRST_FAILURE).tolist():
            code = int(status[row])
            yield row, Message("The request failed with status {code}.", code=code)


def _error(cell: Any) -> str | None:
    """Return the text of an error, None where there is none."""
    return str(cell) if cell and str(cell) not in NO_ERROR else None


def _stored(marks: Mapping[str, Any], rows: int) -> Iterator[tuple[int, Message]]:
    if "cache-hit" in marks:
        hits = words_of(marks["cache-hit"], "cache_hit", rows)
        told = Message("Answered from a store of answers, without inference.")
        for row in _rows_where(hits, lambda word: word.lower() in YES):
            yield row, told


def _of_operations(
    operations: Words, empty: NDArray[np.bool_]
) -> Iterator[tuple[int, Message]]:
    for row in np.flatnonzero(empty & (operations.codes < 0)).tolist():
        yield row, Message("A span without tokens.")
    for code, name in enumerate(operations.names):
        if not name or name.lower() in INFERENCE | ANSWERS:
            continue
        reason = Message(
            "{name} is no inference: what it calls has rows of its own.",
            name=name,
        )
        if name.lower() in EMBEDDINGS:
            reason = Message("Embeddings are not estimated from a log.")
        for row in np.flatnonzero(operations.codes == code).tolist():
            yield row, reason


def _of_types(types: Words, empty: NDArray[np.bool_]) -> Iterator[tuple[int, Message]]:
    names = {name.lower() for name in types.names}
    if names & PIECES:
        raise InputError(
            "The log holds pieces of streams, whose counts grow. Give the last usage "
            "of each answer, one row for each."
        )
    if KIND_OF_ROWS in names:
        yield from _of_operations(types, empty)


def _rows_where(words: Words, wanted: Any) -> Iterator[int]:
    for code, name in enumerate(words.names):
        if name and wanted(name):
            yield from np.flatnonzero(words.codes == code).tolist()
