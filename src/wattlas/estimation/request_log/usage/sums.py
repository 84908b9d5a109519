"""Counts of tokens from their parts: inside the count that is given, or added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import Message, Several
from wattlas.estimation.request_log.columns import Floats

Truths: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """What rows give of their tokens; 0 where a part is absent, nan without a total.

    `cache_beside` and `reasoning_beside` say how the field is documented, `cache_apart`
    whether totals may leave it out, `cache_of` and `reasoning_of` which column it is.
    """

    prompt: Floats
    output: Floats
    cached: Floats
    cache_write: Floats
    tools: Floats
    reasoning: Floats
    total: Floats
    cache_beside: Truths
    reasoning_beside: Truths
    cache_apart: Truths
    cache_of: Places
    reasoning_of: Places


@dataclass(frozen=True)
class Counts:
    """Tokens of each row, whole; `unknown` are rows whose parts do not add up.

    `total_without_parts` are those whose total leaves out a cache or reasoning.
    """

    prompt: Floats
    output: Floats
    cache_beside: Truths
    reasoning_beside: Truths
    total_without_parts: Truths
    unknown: Truths
    told: Callable[[int], Message] = field(repr=False)


def counts_of(parts: Parts) -> Counts:
    """Return the counts of rows: the reading that is possible and gives the total.

    A part inside a count is no larger than it. Among the readings that this allows, a
    row takes one that gives its total. Where several do, it takes that of other rows
    of the same column, of which only one is possible; else the documented one.

    >>> one, no, at = np.ones(1), np.zeros(1, np.bool_), np.zeros(1, np.int64)
    >>> parts = Parts(500 * one, 100 * one, 0 * one, 0 * one, 0 * one, 900 * one,
    ...               1500 * one, no, no, no, at, at)
    >>> counts_of(parts).output.tolist()
    [1000.0]
    """
    return _chosen(_as_other_rows(parts))


def _as_other_rows(parts: Parts) -> Parts:
    """Return parts with the reading of a column that its other rows prove."""
    fits = np.array(
        [[_fits(parts, c, r) for r in (False, True)] for c in (False, True)]
    )
    cache, reasoning = fits.any(axis=1), fits.any(axis=0)
    has_cache = parts.cached + parts.cache_write > 0
    return replace(
        parts,
        cache_beside=parts.cache_beside ^ _is_other(cache & has_cache, parts.cache_of),
        reasoning_beside=parts.reasoning_beside
        ^ _is_other(reasoning & (parts.reasoning > 0), parts.reasoning_of),
    )


def _is_other(possible: Truths, column_of: Places) -> Truths:
    """Return the rows of columns that are never read as documented where one can tell.

    `possible` says by row whether the documented reading is, and whether the other is.
    """
    documented, other = possible
    other_columns = set(column_of[other & ~documented].tolist())
    other_columns -= set(column_of[documented & ~other].tolist())
    return np.isin(column_of, list(other_columns))


def _fits(parts: Parts, other_cache: bool, other_reasoning: bool) -> Truths:
    cache = parts.cache_beside ^ other_cache
    reasoning = parts.reasoning_beside ^ other_reasoning
    return _is_possible(parts, cache, reasoning) & _gives_total(parts, cache, reasoning)


def _chosen(parts: Parts) -> Counts:
    rows = len(parts.prompt)
    chosen = np.zeros(rows, np.bool_)
    cache_beside, reasoning_beside = parts.cache_beside, parts.reasoning_beside
    for other_cache, other_reasoning in product((False, True), repeat=2):
        new = _fits(parts, other_cache, other_reasoning) & ~chosen
        cache_beside = cache_beside ^ (new & other_cache)
        reasoning_beside = reasoning_beside ^ (new & other_reasoning)
        chosen |= new
    known = np.isfinite(parts.prompt) & np.isfinite(parts.output)
    prompt = np.where(chosen, _prompt(parts, cache_beside), parts.prompt)
    output = np.where(chosen, _output(parts, reasoning_beside), parts.output)
    return Counts(
        prompt=prompt,
        output=output,
        total_without_parts=chosen & (prompt + output > parts.total),
        cache_beside=cache_beside,
        reasoning_beside=reasoning_beside,
        unknown=known & ~chosen,
        told=lambda row: _told(parts, row),
    )


def _prompt(parts: Parts, beside: Truths) -> Floats:
    cache = np.where(beside, parts.cached + parts.cache_write, 0.0)
    return np.asarray(parts.prompt + parts.tools + cache)


def _output(parts: Parts, beside: Truths) -> Floats:
    return np.asarray(parts.output + np.where(beside, parts.reasoning, 0.0))


def _is_possible(parts: Parts, cache: Truths, reasoning: Truths) -> Truths:
    cache_fits = cache | (parts.cached + parts.cache_write <= parts.prompt)
    return np.asarray(cache_fits & (reasoning | (parts.reasoning <= parts.output)))


def _gives_total(parts: Parts, cache: Truths, reasoning: Truths) -> Truths:
    """Say whether a reading gives the total: some leave out what lies beside.

    Of reasoning that is shown by its size: it is more than the answer that is counted.
    """
    whole = _prompt(parts, cache) + _output(parts, reasoning)
    stored = parts.cached + parts.cache_write
    no_cache = cache & parts.cache_apart & (whole - stored == parts.total)
    is_more = parts.reasoning > parts.output
    no_reasoning = reasoning & is_more & (whole - parts.reasoning == parts.total)
    gives = np.isnan(parts.total) | (whole == parts.total)
    return np.asarray(gives | no_cache | no_reasoning)


def _told(parts: Parts, row: int) -> Message:
    names: Mapping[str, Floats] = {
        "prompt": parts.prompt,
        "cached": parts.cached,
        "written to a cache": parts.cache_write,
        "of tools": parts.tools,
        "output": parts.output,
        "reasoning": parts.reasoning,
    }
    given = [
        Message("{count:g} {part}", count=v[row], part=Message(name))
        for name, v in names.items()
        if v[row]
    ]
    total = parts.total[row]
    wanted = Message(" to the total of {total:g}", total=total)
    return Message(
        "The tokens do not add up{wanted}: {given}.",
        wanted="" if np.isnan(total) else wanted,
        given=Several(given),
    )
