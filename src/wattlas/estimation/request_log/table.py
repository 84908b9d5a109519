"""The columns of a request log, found by name in any kind of table.

A table is a file, a mapping of columns, an Arrow table or a DataFrame of pandas or
polars; what is given beside it is an array, a list or one value for all rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from wattlas.estimation.request_log.days import times_in
from wattlas.estimation.request_log.moving import moves, named_by_day
from wattlas.estimation.request_log.names import (
    DECLARED,
    NUMBERS,
    OF_API,
    REQUIRED,
    WORDS,
    canonical_names,
    own_name,
)
from wattlas.estimation.request_log.usage import (
    ColumnReading,
    OpenedLog,
    Usage,
    check_counts_known,
    read_usage,
    refuse_buckets,
    with_unread,
)
from wattlas.estimation.request_log.usage.fields import field_of
from wattlas.estimation.request_log.usage.nested import DOT

LEAST_SUMMED = 3
"""Rows of the shortest log whose last one can be a sum of others."""
DEFAULTS = {"cached_prompt_tokens": 0.0, "batch": np.nan}
"""Numbers of a log without the column: no cache; a batch that is not given."""


@dataclass(frozen=True)
class RequestColumns:
    """The columns of a log that an estimate needs, and what else it holds.

    `order` are the names as the log has them, with ours or ''; `others` are
    written out unchanged, and those but the `used` ones are read by nothing. `lines`
    are the lines of the file by row, if it has lines. `readings` say how the usage of
    a program was read; `wrong` and `left_out` are rows, from 0, with the reason.
    """

    rows: int
    words: Mapping[str, Words]
    numbers: Mapping[str, Numbers]
    others: Mapping[str, Any]
    order: Mapping[str, str]
    lines: Sequence[int] | None
    readings: tuple[ColumnReading, ...] = ()
    wrong: Mapping[int, Message] = field(default_factory=dict)
    left_out: Mapping[int, Message] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    unused_fields: tuple[str, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns, and fields of usage, that nothing rests on."""
        others = (name for name in self.others if name not in self.used)
        return *others, *self.unused_fields


def read_columns(
    table: Any,
    given: Mapping[str, Any],
    ignored: Collection[str] = (),
    *,
    is_whole: bool = True,
) -> RequestColumns:
    """Return the columns of a table and of what was given beside it.

    Columns that are `ignored` are written out and nothing else. The last row of a
    table that `is_whole` may be the sum of the others; that of a part is a request.

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
    _check_ignored(found, ignored)
    log = OpenedLog.of(found, ignored)
    usage = read_usage(log)
    counted = dict(usage.columns) if usage else {}
    plain = [
        n for n in found if n not in ignored and not (usage and n in usage.sources)
    ]
    own_names = canonical_names(plain)
    given = {name: value for name, value in given.items() if value is not None}
    known = {own: found[name] for name, own in own_names.items()} | counted
    _check_given_once(known, given)
    known |= given
    _check_complete(known, log.paths, getattr(table, "label", "The log"))
    check_counts_known(log)
    known = DEFAULTS | known
    others = {name: found[name] for name in found if name not in own_names}
    rows = _row_count(known | others)
    read = RequestColumns(
        rows=rows,
        words={n: words_of(known[n], n, rows) for n in WORDS if n in known},
        numbers={n: numbers_of(known[n], n, rows) for n in NUMBERS if n in known},
        others=others,
        order={name: own_names.get(name, "") for name in found}
        | {name: name for name in given},
        lines=getattr(table, "lines", None),
        readings=getattr(table, "readings", ()),
    )
    read = read if usage is None else _with_usage(read, with_unread(usage, log))
    read = _with_days(read, log.paths)
    sums = _sum_at_the_end(read) if is_whole else {}
    return replace(read, left_out={**sums, **read.left_out})


def _with_days(read: RequestColumns, paths: Mapping[str, Any]) -> RequestColumns:
    """Return columns with the models that moving names stood for on their days."""
    words = read.words.get("model")
    if words is None or not moves(words):
        return read
    dated = named_by_day(words, paths)
    used = times_in(paths) if dated.names != words.names else ()
    sources = frozenset(path.partition(DOT)[0] for path in used)
    return replace(read, words={**read.words, "model": dated}, used=read.used | sources)


def _sum_at_the_end(read: RequestColumns) -> dict[int, Message]:
    """Return the last row, where it is the sum of at least two before it."""
    tokens = [read.numbers[name] for name in ("prompt_tokens", "output_tokens")]
    if read.rows < LEAST_SUMMED or any(column.single for column in tokens):
        return {}
    before = [column.values[:-1].sum() for column in tokens]
    last = [column.values[-1] for column in tokens]
    is_sum = before == last and all(total > 0 for total in last)
    told = Message("The row is the sum of those before it.")
    return {read.rows - 1: told} if is_sum else {}


def _with_usage(read: RequestColumns, usage: Usage) -> RequestColumns:
    """Return columns with how usage was read: what it counts is written beside it."""
    counted = {f"counted_{name}": name for name in usage.columns if usage.is_counted}
    return replace(
        read,
        order={**read.order, **counted},
        readings=read.readings + usage.readings,
        wrong=usage.wrong,
        left_out=usage.left_out,
        used=frozenset(usage.sources),
        unused_fields=usage.unused,
    )


def _check_ignored(found: Mapping[str, Any], ignored: Collection[str]) -> None:
    for name in ignored:
        if not any(name == n or name.startswith(f"{n}.") for n in found):
            near = nearest_names(name, found, count=1)
            hint = (
                Message(
                    " Did you mean {near!r}?",
                    near=near[0],
                )
                if near
                else ""
            )
            raise InputError(
                "The log has no column {name} to ignore.{hint}",
                name=name,
                hint=hint,
            )


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
    for name in (*REQUIRED, OF_API):
        if name in known:
            continue
        near = _near_columns(found, name)
        if name == OF_API and not near:
            continue
        if not found:
            raise InputError(
                "{name} is missing: give it, or a log with that column.",
                name=name,
            )
        refuse_buckets(found)
        wanted = [name, *DECLARED[name].parameter.columns]
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


def _near_columns(found: Mapping[str, Any], name: str) -> list[str]:
    """Return columns that nothing reads and whose name is near to one of ours."""
    wanted = [name, *DECLARED[name].parameter.columns]
    unread = [n for n in found if own_name(n) is None and field_of(n) is None]
    near = [n for n in unread if nearest_names(n, wanted, count=1)]
    # A word of one of ours is no misspelling of it: name, of gpu_name.
    return [n for n in near if name != OF_API or not any(n in w for w in wanted)]


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
