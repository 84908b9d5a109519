"""The columns of a request log, found by name in any kind of table.

A table is a file, a mapping of columns, an Arrow table or a DataFrame of pandas or
polars; what is given beside it is an array, a list or one value for all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas.errors import (
    ContradictionError,
    InputError,
    Message,
    Several,
    nearest_names,
)
from wattlas.estimation.request_log.columns import (
    Numbers,
    Words,
    is_single,
    numbers_of,
    words_of,
)
from wattlas.parameters import RequestsOptions, declared

_DECLARED = {
    name: item
    for name, item in declared(RequestsOptions).items()
    if item.parameter.columns
}
COLUMNS = tuple(_DECLARED)
"""The columns that an estimate reads, by our names."""
NUMBERS = tuple(name for name, item in _DECLARED.items() if item.quantity)
WORDS = tuple(name for name in COLUMNS if name not in NUMBERS)
REQUIRED = ("model", "hardware", "prompt_tokens", "output_tokens")
DEFAULTS = {"cached_prompt_tokens": 0.0, "batch": np.nan}
"""Numbers of a log without the column: no cache; a batch that is not given."""


@dataclass(frozen=True)
class RequestColumns:
    """The columns of a log that an estimate needs, and what else it holds.

    `order` are the names as the log has them, with ours; `others` are columns that
    nothing reads: they are written out unchanged. `lines` are the lines of the file
    by row, where there is a file with lines.
    """

    rows: int
    words: Mapping[str, Words]
    numbers: Mapping[str, Numbers]
    others: Mapping[str, Any]
    order: Mapping[str, str]
    lines: Sequence[int] | None


def read_columns(table: Any, given: Mapping[str, Any]) -> RequestColumns:
    """Return the columns of a table and of what was given beside it.

    Raises
    ------
    InputError
        If a column is missing, two mean the same, or their lengths differ.

    Examples
    --------
    >>> log = {"gpu": ["h100", "a100"], "ContextTokens": [10, 20]}
    >>> columns = read_columns(log, {"model": "bloom", "output_tokens": 5})
    >>> columns.rows, columns.words["hardware"].names
    (2, ('h100', 'a100'))
    """
    found = _columns_of(table)
    own_names = canonical_names(found)
    given = {name: value for name, value in given.items() if value is not None}
    known = {own: found[name] for name, own in own_names.items()}
    _check_given_once(known, given)
    known |= given
    _check_complete(known, found, getattr(table, "label", "The log"))
    known = DEFAULTS | known
    others = {name: found[name] for name in found if name not in own_names}
    rows = _row_count(known | others)
    return RequestColumns(
        rows=rows,
        words={n: words_of(known[n], n, rows) for n in WORDS if n in known},
        numbers={n: numbers_of(known[n], n, rows) for n in NUMBERS if n in known},
        others=others,
        order={name: own_names.get(name, name) for name in found}
        | {name: name for name in given},
        lines=getattr(table, "lines", None),
    )


def canonical_names(names: Iterable[str]) -> dict[str, str]:
    """Return our name of each column that has one.

    >>> canonical_names(["TIMESTAMP", "ContextTokens"])
    {'ContextTokens': 'prompt_tokens'}
    """
    own = {n: _OWN_NAMES[_plain(n)] for n in names if _plain(n) in _OWN_NAMES}
    for wanted in set(own.values()):
        same = [name for name, meant in own.items() if meant == wanted]
        if len(same) > 1:
            raise ContradictionError(
                "The columns {same} both mean {wanted}. Keep one.",
                same=Several(same, " and "),
                wanted=wanted,
            )
    return own


def _columns_of(table: Any) -> dict[str, Any]:
    if table is None:
        return {}
    if isinstance(table, Mapping):
        return {str(name): table[name] for name in table}
    names = getattr(table, "column_names", None)  # Arrow
    if names is None:
        names = getattr(table, "columns", None)  # pandas, polars
    if names is None:
        raise InputError(
            "A log is a file, a mapping of columns, an Arrow table or a DataFrame, "
            "got {name}.",
            name=type(table).__name__,
        )
    if len(set(names)) < len(names):
        raise InputError("Two columns of the log have the same name. Rename one.")
    return {str(name): table[name] for name in names}


def _check_given_once(known: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    for name in known.keys() & given.keys():
        raise ContradictionError(
            "{name} is given and is a column of the log. Give one of the two.",
            name=name,
        )


def _check_complete(
    known: Mapping[str, Any], found: Mapping[str, Any], label: str
) -> None:
    for name in REQUIRED:
        if name in known:
            continue
        if not found:
            raise InputError(
                "{name} is missing: give it, or a log with that column.",
                name=name,
            )
        wanted = [name, *_DECLARED[name].parameter.columns]
        unread = [n for n in found if n not in canonical_names(found)]
        near = [n for n in unread if nearest_names(n, wanted, count=1)]
        hint = (
            Message(
                " Did you mean {names}?",
                names=Several(map(repr, near), " or "),
            )
            if near
            else ""
        )
        raise InputError(
            "{label} has no column {name} (or {names} ...); it has {found}.{hint} "
            "Rename a column, or give {name}.",
            label=label,
            name=name,
            names=", ".join(wanted[1:4]),
            found=", ".join(found),
            hint=hint,
        )


def _row_count(columns: Mapping[str, Any]) -> int:
    lengths = {n: _length(n, c) for n, c in columns.items() if not is_single(c)}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError(
            "Columns must have the same number of rows, got {told}.",
            told=told,
        )
    rows = next(iter(lengths.values()), 1)
    if rows == 0:
        raise InputError("The log has no rows.")
    return rows


def _length(name: str, column: Any) -> int:
    if isinstance(column, np.ndarray) and column.ndim != 1:
        raise InputError(
            "{name} must have one dimension, got {ndim}.",
            name=name,
            ndim=column.ndim,
        )
    if not hasattr(column, "__len__"):
        kind = type(column).__name__
        raise InputError(
            "{name} must be a value, an array or a list, got {kind}.",
            name=name,
            kind=kind,
        )
    return len(column)


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c not in "_- .")


_OWN_NAMES = {
    _plain(alias): own
    for own in (*WORDS, *NUMBERS)
    for alias in (own, *_DECLARED[own].parameter.columns)
}
