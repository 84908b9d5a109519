"""Fields of usage that no count is read from: of an unknown kind, or of no matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.columns import Floats, numbers_of
from wattlas.estimation.request_log.names import own_name
from wattlas.estimation.request_log.usage.counting import OpenedLog, Usage, role_of
from wattlas.estimation.request_log.usage.fields import (
    DETAIL,
    FLATTENED,
    field_of,
    is_in_usage,
    is_no_count,
    looks_like_tokens,
)
from wattlas.estimation.request_log.usage.merging import rows_of
from wattlas.estimation.request_log.usage.nested import DOT


def is_unknown_count(path: str) -> bool:
    """Say whether a column or a field of usage looks like tokens of no known kind.

    >>> [is_unknown_count(n) for n in ("draft_tokens", "usage.x_tokens", "a.x_tokens")]
    [True, True, False]
    """
    leaf = path.rpartition(DOT)[2]
    if role_of(path) or field_of(path) or own_name(leaf):
        return False
    return looks_like_tokens(leaf) and (DOT not in path or is_in_usage(path))


def check_counts_known(log: OpenedLog) -> None:
    """Refuse a column that counts tokens of a kind that is not known.

    Raises
    ------
    InputError
        If a column looks like tokens, has a number but 0 and has no meaning here.
    """
    rows = rows_of(log.paths.values())
    for path, cells in log.paths.items():
        counts = is_unknown_count(path) and DOT not in path
        if counts and _says_something(cells, path, rows).any():
            raise InputError(
                "The column {path} looks like tokens, and what it counts is not "
                "known. Rename it, or leave it aside: --ignore-columns {path}.",
                path=path,
            )


def with_unread(usage: Usage, log: OpenedLog) -> Usage:
    """Return usage with what its fields say besides: rows of unknown counts are wrong.

    >>> from wattlas.estimation.request_log.usage import read_usage
    >>> log = OpenedLog.of({"usage": [{"input_tokens": 7, "output_tokens": 2,
    ...     "num_search_queries": 3}]}, ())
    >>> with_unread(read_usage(log), log).unused
    ('usage.num_search_queries',)
    """
    return replace(
        usage,
        wrong={**dict(_unknown(log)), **usage.wrong},
        unused=tuple(_unused(log)),
    )


def _unknown(log: OpenedLog) -> Iterator[tuple[int, Message]]:
    """Yield rows whose objects count tokens of a kind that is not known."""
    rows = rows_of(log.paths.values())
    for path, cells in log.paths.items():
        if DOT not in path or not is_unknown_count(path):
            continue
        for row in np.flatnonzero(_says_something(cells, path, rows)).tolist():
            yield (
                row,
                Message(
                    "{path} looks like tokens, and what it counts is not known. Rename "
                    "the field, or leave it out (of a log: --ignore-columns {path}).",
                    path=path,
                ),
            )


def _unused(log: OpenedLog) -> Iterator[str]:
    """Yield fields of usage with numbers but 0 that nothing rests on."""
    rows = rows_of(log.paths.values())
    for path, cells in log.paths.items():
        if _is_no_count(path) and _says_something(cells, path, rows).any():
            yield path


def _is_no_count(path: str) -> bool:
    *holders, leaf = path.split(DOT)
    if not holders:
        return False  # a column that nothing reads is told as one
    role = role_of(path)
    if role is not None:
        return role == DETAIL
    in_usage = any(holder.lower().startswith(FLATTENED) for holder in holders)
    return in_usage and field_of(path) is None and not is_no_count(leaf)


def _says_something(cells: Any, path: str, rows: int) -> NDArray[np.bool_]:
    """Return the rows in which a column has a number but 0."""
    return np.asarray(np.nan_to_num(_values(cells, path, rows)) != 0)


def _values(cells: Any, path: str, rows: int) -> Floats:
    try:
        return numbers_of(cells, path, rows).values
    except InputError:  # lists, times, truths: no counts
        return np.full(rows, np.nan)
