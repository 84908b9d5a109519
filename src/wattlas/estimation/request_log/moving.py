"""Models of names that an API moves: each row's by its own day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from wattlas.estimation.moving_names import period_on, periods_of
from wattlas.estimation.request_log.columns import Codes, Words, is_single
from wattlas.estimation.request_log.days import first_days, times_in
from wattlas.estimation.request_log.grouping import Rows


def moves(words: Words) -> bool:
    """Say whether some name is moved from model to model."""
    return any(map(periods_of, words.names))


def named_by_day(words: Words, times: Mapping[str, Any]) -> Words:
    """Return words whose moving names are those of the period of their row.

    Parameters
    ----------
    words : Words
        The models of rows.
    times : mapping
        Columns by path; those of usual names for times tell the day.

    >>> words = Words(np.array([0, 0], np.int32), ("deepseek-chat",))
    >>> named_by_day(words, {"created": ["2025-01-02", "2025-09-02"]}).names[1:]
    ('deepseek-chat@2024-12-26', 'deepseek-chat@2025-08-21')
    """
    names = list(words.names)
    codes: Codes = np.array(words.codes)
    columns = [c for n in times_in(times) if not is_single(c := times[n])]
    for code, name in enumerate(words.names):
        rows = np.flatnonzero(words.codes == code)
        if not periods_of(name) or not columns or not len(rows):
            continue
        days = first_days([_cells(column, rows) for column in columns])
        keys = [_key(name, day) if day else "" for day in days]
        for key in dict.fromkeys(filter(None, keys)):
            codes[rows[[k == key for k in keys]]] = len(names)
            names.append(key)
    return Words(codes, tuple(names)) if len(names) > len(words.names) else words


def _key(name: str, day: str) -> str:
    """Return the name of the period of a day; of the day where none is known."""
    period = period_on(name, day)
    return f"{name}@{day}" if period is None else period.key


def _cells(column: Any, rows: Rows) -> list[Any]:
    """Return the cells of some rows, of any kind of column."""
    if hasattr(column, "to_pylist"):
        found: list[Any] = column.take(rows).to_pylist()
        return found
    listed = column if isinstance(column, list | tuple) else column.tolist()
    return [listed[row] for row in rows.tolist()]
