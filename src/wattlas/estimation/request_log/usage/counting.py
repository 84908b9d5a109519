"""Usage of a log that stands in the fields of programs: found, counted, reported."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.estimation.request_log.columns import Numbers, numbers_of
from wattlas.estimation.request_log.names import own_name
from wattlas.estimation.request_log.usage.fields import (
    CACHE,
    COUNTS,
    FLATTENED,
    KINDS,
    MARKS,
    NUMBERED,
    PART_OF,
    WRITE_PART,
    field_of,
    is_in_usage,
)
from wattlas.estimation.request_log.usage.marks import Answered, left_out
from wattlas.estimation.request_log.usage.merging import (
    BESIDE,
    Roles,
    UsageColumn,
    cache_apart,
    columns_of,
    counts_beside,
    merged_model,
    merged_numbers,
    rows_of,
    written_to_cache,
)
from wattlas.estimation.request_log.usage.nested import DOT, opened_columns
from wattlas.estimation.request_log.usage.reading import ColumnReading
from wattlas.estimation.request_log.usage.sums import Counts, Parts, counts_of

PLAIN_ROLES = frozenset({*COUNTS, "cached_prompt_tokens", "model"})
"""What columns of our own say, without parts, totals and marks."""
SAME = tuple(role for role in NUMBERED if role != WRITE_PART)
"""Roles of which several columns say the same number."""
WITHOUT_PARTS = "total-without-parts"
"""How a total is read that leaves out what lies beside the counts."""


@dataclass(frozen=True)
class Usage:
    """What a log's usage comes to.

    `columns` are ours, and `sources` what they are read from; `is_counted` says that
    they may be other numbers than the log's. `wrong` and `left_out` are rows, from 0,
    with the reason; `unused` are fields of usage that nothing rests on.
    """

    columns: Mapping[str, Any]
    is_counted: bool
    sources: Mapping[str, Any]
    readings: tuple[ColumnReading, ...]
    wrong: Mapping[int, Message]
    left_out: Mapping[int, Message]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenedLog:
    """The columns of a log by path, and the names of those that held objects."""

    columns: Mapping[str, Any]
    paths: Mapping[str, Any]
    opened: frozenset[str]

    @classmethod
    def of(cls, columns: Mapping[str, Any], ignored: Collection[str]) -> OpenedLog:
        """Return a log without the columns that are ignored, with objects opened."""
        kept = {name: cells for name, cells in columns.items() if name not in ignored}
        paths, opened = opened_columns(kept, lambda path: role_of(path) is not None)
        paths = {path: cells for path, cells in paths.items() if path not in ignored}
        return cls(columns, paths, frozenset(opened))


def read_usage(log: OpenedLog) -> Usage | None:
    """Return the usage of a log, or None where plain columns say all.

    Raises
    ------
    InputError
        If a row sums up requests, or is a piece of an answer.

    Examples
    --------
    >>> usage = read_usage(OpenedLog.of({"usage": [{"input_tokens": 7,
    ...     "output_tokens": 2, "cache_read_input_tokens": 90}]}, ()))
    >>> usage.columns["prompt_tokens"].values.tolist()
    [97.0]
    """
    # What names an answer in a log of programs may name anything in one of columns.
    known = [c for c in _columns(log.paths) if log.opened or c.role != "answer"]
    if all(DOT not in c.path and own_name(c.path) in PLAIN_ROLES for c in known):
        return None
    for column in known:
        if column.role == "sum" and _sums_up(column):
            raise _summed(column.path)
    sources = {c.path for c in known} | log.opened
    used = {name: cells for name, cells in log.columns.items() if name in sources}
    return _usage(known, used, is_opened=bool(log.opened))


def _summed(path: str) -> InputError:
    return InputError(
        "Each row of {path} sums up several requests. Give a log with one row "
        "for each.",
        path=path,
    )


def refuse_buckets(paths: Mapping[str, Any]) -> None:
    """Refuse a log whose lists hold usage of many requests, as reports of usage do.

    Raises
    ------
    InputError
        If an object of a list counts tokens and requests.
    """
    for path, cells in paths.items():
        for found in _counts_within(path, cells):
            raise _summed(found)


def _counts_within(path: str, cell: Any) -> Iterator[str]:
    """Yield the paths of counts of requests beside counts of tokens, within lists."""
    if isinstance(cell, list):
        for item in cell:
            yield from _counts_within(path, item)
    elif isinstance(cell, Mapping):
        roles = {role_of(name): name for name in cell}
        if "sum" in roles and "prompt_tokens" in roles:
            yield f"{path}{DOT}{roles['sum']}"
        for name, inner in cell.items():
            yield from _counts_within(f"{path}{DOT}{name}", inner)


def _sums_up(column: UsageColumn) -> bool:
    """Say whether a column counts more than one request for some row."""
    rows = rows_of([column.cells])
    values = numbers_of(column.cells, column.path, rows).values
    return bool((np.nan_to_num(values) > 1).any())


def role_of(path: str) -> str | None:
    """Return the role of a column, or None where it has none."""
    own = own_name(path.rpartition(DOT)[2].lower().removeprefix(FLATTENED))
    if own in PLAIN_ROLES and (DOT not in path or is_in_usage(path)):
        known = field_of(path) if DOT in path else None
        return known.role if known else own
    known = field_of(path)
    return known.role if known and known.role not in ("container", "setting") else None


def _columns(flat: Mapping[str, Any]) -> Iterator[UsageColumn]:
    for path, cells in flat.items():
        role = role_of(path)
        if role is None or role in KINDS:
            continue
        known = field_of(path)
        relation = known.relation if known else ""
        own = "cached" if role == "cached_prompt_tokens" else role
        yield UsageColumn(path, own or "", relation, cells)


def _usage(
    known: Sequence[UsageColumn], used: Mapping[str, Any], is_opened: bool
) -> Usage:
    roles = Roles.of(known)
    wrong: dict[int, Message] = {}
    given = _given(roles, wrong)
    parts = _parts(roles, given)
    counts = counts_of(parts)
    for row in np.flatnonzero(counts.unknown).tolist():
        wrong.setdefault(row, counts.told(row))
    marks = {role: roles[role][0].cells for role in (*MARKS, "type") if roles[role]}
    answered = Answered(counts.prompt, counts.output, is_opened)
    return Usage(
        columns=_our_columns(roles, given, counts),
        is_counted=is_opened or any(roles[part] for part in (*PART_OF, "total")),
        sources=used,
        readings=tuple(r for c in known for r in _readings(c, roles, counts)),
        wrong=wrong,
        left_out=left_out(marks, answered),
    )


def _given(roles: Roles, wrong: dict[int, Message]) -> dict[str, Numbers]:
    """Return the numbers of each role: of parts first, which counts may hold or not."""
    others = (role for role in SAME if role not in COUNTS)
    given = {role: merged_numbers(roles, role, wrong) for role in others}
    given["cache-write"] = written_to_cache(roles, given["cache-write"], wrong)
    part = {role: np.nan_to_num(given[role].values) for role in PART_OF}
    cache = np.where(
        counts_beside(roles, *CACHE), part["cached"] + part["cache-write"], 0.0
    )
    reasoning = np.where(counts_beside(roles, "reasoning"), part["reasoning"], 0.0)
    for role, beside in zip(COUNTS, (cache, reasoning), strict=True):
        given[role] = merged_numbers(roles, role, wrong, beside)
    return given


def _parts(roles: Roles, given: Mapping[str, Numbers]) -> Parts:
    parts = {role: np.nan_to_num(given[role].values) for role in PART_OF}
    prompt, output = (given[name].values for name in COUNTS)
    in_cache = parts["cached"] + parts["cache-write"]
    # A count that is absent beside its parts is none.
    prompt = np.where(np.isnan(prompt) & (in_cache > 0), 0.0, prompt)
    output = np.where(np.isnan(output) & (parts["reasoning"] > 0), 0.0, output)
    return Parts(
        prompt=prompt,
        output=output,
        cached=parts["cached"],
        cache_write=parts["cache-write"],
        tools=parts["tools"],
        reasoning=parts["reasoning"],
        total=given["total"].values,
        cache_beside=counts_beside(roles, *CACHE),
        reasoning_beside=counts_beside(roles, "reasoning"),
        cache_apart=cache_apart(roles),
        cache_of=columns_of(roles, *CACHE),
        reasoning_of=columns_of(roles, "reasoning"),
    )


def _our_columns(
    roles: Roles, given: Mapping[str, Numbers], counts: Counts
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, values in zip(COUNTS, (counts.prompt, counts.output), strict=True):
        if roles[name] or _stands_alone(roles, name):
            columns[name] = Numbers(values, given[name].unread)
    if roles["cached"]:
        cached = given["cached"]
        columns["cached_prompt_tokens"] = Numbers(
            np.nan_to_num(cached.values), cached.unread
        )
    if roles["model"]:
        columns["model"] = merged_model(roles)
    return columns


def _stands_alone(roles: Roles, count: str) -> bool:
    """Say whether a part beside a count is all that a log has of it."""
    parts = (
        column for part, of in PART_OF.items() if of == count for column in roles[part]
    )
    return any(column.relation in BESIDE for column in parts)


def _readings(
    column: UsageColumn, roles: Roles, counts: Counts
) -> Iterator[ColumnReading]:
    """Yield how a column was read; the rows of a total that lacks parts apart."""
    there = roles.is_there(column)
    if column.role == "total":
        lacks = there & counts.total_without_parts
        whole = int((there & ~lacks).sum())
        if lacks.any():
            yield ColumnReading(column.path, WITHOUT_PARTS, int(lacks.sum()))
        if whole or not lacks.any():
            yield ColumnReading(column.path, "total", whole)
        return
    beside = {
        "reasoning": counts.reasoning_beside,
        "tools": np.ones(roles.rows, np.bool_),
        "cached": counts.cache_beside,
        "cache-write": counts.cache_beside,
        WRITE_PART: counts.cache_beside,
    }.get(column.role)
    rows = int(there.sum())
    added = 0 if beside is None else int((there & beside).sum())
    inside = 0 if beside is None else rows - added
    yield ColumnReading(column.path, column.role, rows, inside, added)
