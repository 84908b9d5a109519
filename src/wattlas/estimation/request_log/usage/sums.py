"""Counts of tokens from their parts: inside the count that is given, or added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.errors import Message, Several
from wattlas.estimation.request_log.columns import Floats

Truths: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """What rows give of their tokens; 0 where a part is absent, nan without a total.

    `cache_beside` and `reasoning_beside` say how the field is documented.
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


@dataclass(frozen=True)
class Counts:
    """Tokens of each row, whole; `unknown` are rows whose parts do not add up."""

    prompt: Floats
    output: Floats
    cache_beside: Truths
    reasoning_beside: Truths
    unknown: Truths
    told: Callable[[int], Message] = field(repr=False)


def counts_of(parts: Parts) -> Counts:
    """Return the counts of rows: the reading that is possible and gives the total.

    A part inside a count is no larger than it. Among the readings that this allows, a
    row with a total takes one that gives it; without a total, the documented one.

    >>> one, no = np.ones(1), np.zeros(1, np.bool_)
    >>> parts = Parts(500 * one, 100 * one, 0 * one, 0 * one, 0 * one, 900 * one,
    ...               1500 * one, no, no)
    >>> counts_of(parts).output.tolist()
    [1000.0]
    """
    rows = len(parts.prompt)
    chosen = np.zeros(rows, np.bool_)
    prompt, output = np.full(rows, np.nan), np.full(rows, np.nan)
    cache_beside, reasoning_beside = parts.cache_beside, parts.reasoning_beside
    for other_cache, other_reasoning in product((False, True), repeat=2):
        cache = parts.cache_beside ^ other_cache
        reasoning = parts.reasoning_beside ^ other_reasoning
        whole = _prompt(parts, cache), _output(parts, reasoning)
        fits = _is_possible(parts, cache, reasoning) & _gives_total(parts, whole)
        new = fits & ~chosen
        prompt, output = (
            np.where(new, now, before)
            for now, before in zip(whole, (prompt, output), strict=True)
        )
        cache_beside = np.where(new, cache, cache_beside)
        reasoning_beside = np.where(new, reasoning, reasoning_beside)
        chosen |= fits
    known = np.isfinite(parts.prompt) & np.isfinite(parts.output)
    return Counts(
        prompt=np.where(chosen, prompt, parts.prompt),
        output=np.where(chosen, output, parts.output),
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


def _gives_total(parts: Parts, whole: tuple[Floats, Floats]) -> Truths:
    return np.asarray(np.isnan(parts.total) | (whole[0] + whole[1] == parts.total))


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
