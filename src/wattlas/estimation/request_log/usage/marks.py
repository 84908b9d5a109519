"""Rows of a log that are no inference, by the marks that programs leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.columns import Words, numbers_of, words_of

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


def left_out(
    marks: Mapping[str, Any], rows: int, empty: NDArray[np.bool_]
) -> dict[int, Message]:
    """Return the rows that are no inference, with the reason; `empty` have no tokens.

    >>> marks = {"operation": ["chat", "invoke_agent"]}
    >>> print(left_out(marks, 2, np.zeros(2, np.bool_))[1])
    invoke_agent is no inference: what it calls has rows of its own.
    """
    reasons: dict[int, Message] = {}
    if "operation" in marks:
        operations = words_of(marks["operation"], "operation", rows)
        reasons |= dict(_of_operations(operations, empty))
    if "type" in marks:
        reasons |= dict(_of_types(words_of(marks["type"], "type", rows), empty))
    if "cache-hit" in marks:
        hits = words_of(marks["cache-hit"], "cache_hit", rows)
        for row in _rows_where(hits, lambda word: word.lower() in YES):
            reasons[row] = Message(
                "Answered from a store of answers, without inference."
            )
    if "status" in marks:
        status = numbers_of(marks["status"], "status", rows).values
        for row in np.flatnonzero(status >= FIRST_FAILURE).tolist():
            reasons[row] = Message(
                "The request failed with status {statu:g}.",
                statu=status[row],
            )
    return reasons


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
