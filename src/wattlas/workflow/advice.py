"""What other ways of doing a piece of work would save: each is estimated anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from wattlas import facts
from wattlas.draws import draw
from wattlas.errors import InputError, Message, Several, nearest_names
from wattlas.estimation.evaluate import range_of
from wattlas.estimation.input_values import input_from_fact
from wattlas.estimation.own_chips import find_chip
from wattlas.parameters import given_of, keywords
from wattlas.parameters.advising import EVERY_WAY, AdviseOptions
from wattlas.parameters.declaration import declared
from wattlas.parameters.serving import ServeOptions
from wattlas.parameters.several import each_once
from wattlas.records import Estimate, Range
from wattlas.units import HOURS_PER_DAY, SECONDS_PER_HOUR
from wattlas.workflow.advice_record import Advice, BetterWay, LeftOut
from wattlas.workflow.better_ways import (
    ALL_WAYS,
    Changes,
    Work,
    central,
    proposals,
    ways_of,
)

ENERGY = "facility_energy_kwh"
RESULTS: Mapping[str, tuple[str, ...]] = {
    "energy": (ENERGY,),
    "cost": ("total_cost", "electricity_cost"),
    "carbon": ("lifecycle_carbon_kgco2e", "facility_carbon_kgco2e"),
}
"""By what the ways are ranked: the results that say it, the fullest first."""
NOT_KEPT: Mapping[str, str] = {
    "queued-for-memory": "no-room",
    "latency-eased": "too-slow",
    "cap-not-met": "nothing-changes",
}
"""Notes of an estimate by which a way is no choice, and why."""
SLACK = 1.001
"""How far a time may lie over the longest that is asked for."""
Estimating: TypeAlias = Callable[..., Estimate]
Again: TypeAlias = Callable[[Mapping[str, Any]], Estimate]
"""The same work with other values of what is given."""


@keywords(AdviseOptions)
def advise(options: AdviseOptions) -> Advice:
    """Return what other ways of serving would save, the most first.

    Every way is an estimate of its own by the same draws; one that does not fit, keeps
    no latency that was asked for, or cannot be estimated is left out, and said.

    Raises
    ------
    InputError
        If the service itself cannot be estimated, or a way is unknown.

    Examples
    --------
    >>> found = advise(model="llama-3.1-70b", hardware="h100-sxm", compare="precision")
    >>> found.rows[0].way, found.rows[0].changes["precision"]
    ('precision', 'fp8')
    """
    from wattlas.estimation.api import serve

    service = ServeOptions(**{n: getattr(options, n) for n in declared(ServeOptions)})
    return advise_on(serve, service, options.compare or EVERY_WAY, options.least)


def advise_on(
    estimate: Estimating,
    options: Any,
    compare: str = EVERY_WAY,
    least: str = "energy",
    **more: str,
) -> Advice:
    """Return what other ways would save of the work that a function estimates.

    `options` are those of the function, `more` what it is given beside them; of several
    chips the first does the work now, and the others are the ways of `hardware`.

    Raises
    ------
    InputError
        If the work cannot be estimated, or a way is unknown.

    Examples
    --------
    >>> from wattlas.estimation import embed
    >>> from wattlas.parameters.networks import EmbedOptions
    >>> job = EmbedOptions(model="bge-large-en", hardware="l4", items="1M", tokens=200)
    >>> [row.changes["model"] for row in advise_on(embed, job, "smaller-model").rows]
    ['bge-small-en', 'bge-base-en']
    """
    names = _ways(compare, type(options))
    chips = [find_chip(c.strip()) for c in (options.hardware or "").split(",") if c]
    chip, *others = each_once("hardware", chips) or (None,)
    options = replace(options, hardware=chip)
    first = estimate(**given_of(options), **more)
    work = Work(options, first, tuple(others))
    ranked_by = _ranked_by(first, least)
    found = list(_tried(work, names, lambda given: estimate(**given, **more)))
    rows = [
        row
        for row in found
        if isinstance(row, BetterWay) and ranked_by in row.saving_share
    ]
    rows.sort(key=lambda row: -row.saving_share[ranked_by].mid)
    left_out = tuple(row for row in found if isinstance(row, LeftOut))
    return Advice(ranked_by, first, tuple(rows), left_out)


def _ways(compare: str, options: type) -> tuple[str, ...]:
    """Return the ways of a list that a verb has."""
    has = ways_of(options)
    written = [_code(word, has) for word in compare.split(",")]
    if written == [EVERY_WAY]:
        return has
    for name in written:
        if name not in has:
            near = Several(nearest_names(name, has), " or ")
            hint = Message(" Did you mean {near}?", near=near) if near.names else ""
            raise InputError(
                "compare takes {known}, or {every}, got {name!r}.{hint}",
                known=", ".join(has),
                every=EVERY_WAY,
                name=name,
                hint=hint,
            )
    return each_once("compare", written)


def _code(word: str, has: tuple[str, ...]) -> str:
    """Return the way that a word means: its first word is enough."""
    code = re.sub(r"[\s_]+", "-", word.strip().lower())
    return next((way for way in has if way.partition("-")[0] == code), code)


def _ranked_by(first: Estimate, least: str) -> str:
    """Return the result by which the ways are ranked."""
    found = next((n for n in RESULTS[least] if n in first.results), None)
    if found is None or first.results[found].mid <= 0:
        raise InputError(
            "The work has no {least} to save: give --country or --site, and a chip "
            "whose figures are known.",
            least=least,
        )
    return found


def _tried(
    work: Work, names: tuple[str, ...], again: Again
) -> Iterator[BetterWay | LeftOut]:
    for name in names:
        try:
            found = proposals(name, work)
        except InputError as error:
            yield LeftOut(name, {}, "nothing-known", str(error))
            continue
        yield from (_one(work, name, changes, again) for changes in found)


def _one(work: Work, name: str, changes: Changes, again: Again) -> BetterWay | LeftOut:
    try:
        estimate = again(_changed(work.options, changes))
    except InputError as error:
        return LeftOut(name, changes, "refused", str(error))
    why = _why_not(work, estimate)
    if why:
        return LeftOut(name, changes, why)
    return _row(work.first, name, changes, estimate)


def _changed(options: Any, changes: Changes) -> dict[str, Any]:
    """Return what is given with some of it changed."""
    given = given_of(options) | dict(changes)
    return {name: value for name, value in given.items() if value != ""}


def _why_not(work: Work, estimate: Estimate) -> str:
    """Return why a way is no choice though it can be estimated, or ''.

    What is so of the work as it is speaks against no other way of it.
    """
    counts = NOT_KEPT.keys() - {n.code for n in work.first.notes}
    said = next((NOT_KEPT[n.code] for n in estimate.notes if n.code in counts), "")
    if said:
        return said
    if estimate.results == work.first.results:
        return "nothing-changes"
    if _exceeds(work, estimate):
        return "too-slow"
    return "too-few-requests" if _starves(work, estimate) else ""


def _exceeds(work: Work, estimate: Estimate) -> bool:
    """Say whether a time is longer than the longest that is allowed."""
    return any(
        extra in estimate.extras
        and longest_ms is not None
        and estimate.extras[extra].mid * 1000 > SLACK * longest_ms
        for extra, longest_ms in _longest_ms(work).items()
    )


def _longest_ms(work: Work) -> dict[str, float | None]:
    """Return how long a first and a next token may take: what is asked for.

    Where no layout of the work itself keeps it, no other way may be slower than that.
    """
    times = {"ttft": ("ttft_ms", "first_token_s"), "tpot": ("tpot_ms", "token_s")}
    if any(note.code == "latency-eased" for note in work.first.notes):
        extras = work.first.extras
        return {extra: extras[extra].mid * 1000 for _, extra in times.values()}
    return {
        extra: work.used(name)
        for option, (name, extra) in times.items()
        if work.asked(option) is not None
    }


def _starves(work: Work, estimate: Estimate) -> bool:
    """Say whether a batch is larger than all requests that are there at once."""
    mids = central(estimate)
    if not {"requests_per_day", "output_tokens"} <= mids.keys():
        return False
    batch, before = (_at_once(m) for m in (mids, work.mids))
    if batch <= before:
        return False
    first, token = (estimate.extras[n].mid for n in ("first_token_s", "token_s"))
    seconds = first + mids["output_tokens"] * token
    per_second = mids["requests_per_day"] / (HOURS_PER_DAY * SECONDS_PER_HOUR)
    return batch > max(1.0, per_second * seconds)


def _at_once(mids: Mapping[str, float]) -> float:
    """Return the requests that a replica runs at once, or may run."""
    return mids.get("batch", mids.get("batch_limit", 1.0))


def _row(first: Estimate, way: str, changes: Changes, other: Estimate) -> BetterWay:
    error = _error(first, way, changes)
    shares = {
        name: _saved(first, other, name, error)
        for name in first.results
        if name in other.results
        and first.results[name].mid > 0
        and first.results[name].currency == other.results[name].currency
    }
    ratio = _ratio(first, other, ENERGY) * error
    return BetterWay(
        way=way,
        changes=changes,
        answers_change=ALL_WAYS[way].answers_change and _touches(changes),
        facility_energy_kwh=other.results[ENERGY],
        saving_share=shares,
        below_first=float(np.mean(ratio < 1)),
    )


def _touches(changes: Changes) -> bool:
    """Say whether changes touch what is computed, and not only how it is packed."""
    return not changes.keys() <= {"packing", "recompute"}


def _saved(first: Estimate, other: Estimate, name: str, error: Any) -> Range:
    mid = 1 - other.results[name].mid / first.results[name].mid
    return range_of(mid, 1 - _ratio(first, other, name) * error)


def _ratio(first: Estimate, other: Estimate, name: str) -> Any:
    return np.asarray(other.samples[name]) / np.asarray(first.samples[name])


def _error(first: Estimate, way: str, changes: Changes) -> Any:
    """Return draws of what the predictions of two ways miss each on its own. [1]"""
    if ALL_WAYS[way].same_work:
        return 1.0
    far = changes.keys() & {"hardware", "engine", "software", "model", "method"}
    name = "other_machine_error" if far else "other_setting_error"
    fact = facts.number("constants", "advice", name)
    label = ",".join(f"{k}={v}" for k, v in changes.items())
    item = replace(input_from_fact(name, fact), place=label)
    count = len(np.atleast_1d(np.asarray(first.samples[ENERGY])))
    return draw([item], count)[item.label]
