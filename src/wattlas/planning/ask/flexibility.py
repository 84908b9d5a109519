"""What a study's sites may be called to give up, and what of its loads may be shed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.parameters.flexibility import FlexibilitySection
from wattlas.planning.ask.load import is_placed, load_shape, mean_kw, sites_of_load
from wattlas.planning.ask.moments import hour_in
from wattlas.planning.ask.money import Purse, amount, power_kw
from wattlas.planning.problem import Problem
from wattlas.planning.supply import Offer, Sheddable
from wattlas.planning.work_places import Stand
from wattlas.study import LoadSection, SiteSection, Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DAY_H = 24
"""A call comes at most once in so many hours, so that a battery can charge again."""
INTERRUPTIBLE = "interruptible"
FLAT = 1e-9
"""Spread of prices below which they do not say when power is short."""


def with_flexibility(
    study: Study, problem: Problem, purse: Purse, year: int, of_year: int | None = None
) -> Problem:
    """Return a problem with what its study offers and may shed.

    `year` is that of the hours, in which calls are given, `of_year` that of the ramps
    of loads. No more is offered than there is at the baseline.

    Raises
    ------
    InputError
        If an offer lacks what it needs or stands twice, or what is shed has no cost.
    """
    offers: list[Offer] = []
    for site in study.sites:
        for section in site.flexibility:
            offer = _offer(site, section, problem, purse, year)
            if any(o.key == offer.key for o in offers):
                raise InputError(
                    "flexibility at {site}: {kind} stands twice; give each kind once.",
                    site=site.use,
                    kind=section.kind,
                )
            offers.append(offer)
    shed = _sheddable(study, purse, year, year if of_year is None else of_year)
    return problem.having(offers=tuple(offers), sheddable=tuple(shed))


def refuse_beyond_baseline(study: Study, problem: Problem) -> None:
    """Refuse an offer of a given size that is more than its baseline.

    Raises
    ------
    InputError
        If there is one.
    """
    made = {o.key: o for o in problem.offers}
    for site in study.sites:
        for section in (s for s in site.flexibility if s.size is not None):
            most = float(made[f"{section.kind}@{site.use}"].baseline_kw.min())
            size = power_kw(section, "size", section.kind)
            if size > most * (1.0 + 1e-9):
                raise InputError(
                    "flexibility at {site}: {kind} is to give up {size:,.0f} kW, and "
                    "its baseline is {most:,.0f} kW: give a smaller size.",
                    site=site.use,
                    kind=section.kind,
                    size=size,
                    most=most,
                )


def _offer(
    site: SiteSection,
    section: FlexibilitySection,
    problem: Problem,
    purse: Purse,
    year: int,
) -> Offer:
    low, high = _sizes(site.use, section)
    baseline = _baseline(site.use, section, problem)
    most = float(baseline.min())
    called = _called(site.use, section, problem, year)
    begins = np.flatnonzero(np.diff(called.astype(int), prepend=0) > 0)
    callable_ = np.ones(problem.hours, bool)
    for begin in begins:
        callable_[begin : begin + DAY_H] = False
    return Offer(
        kind=section.kind,
        site=site.use,
        baseline_kw=baseline,
        called=called,
        callable=callable_,
        called_hours=float(called.sum()),
        event_hours=section.event_hours,
        notice_hours=amount(section, "notice_hours"),
        payment_per_kw_year=_money(section, "payment", purse),
        call_payment_per_kwh=_money(section, "call_payment", purse),
        min_kw=min(low, most),
        max_kw=min(high, most),
    )


def _money(section: FlexibilitySection, name: str, purse: Purse) -> float:
    if getattr(section, name) is None:
        return 0.0
    return purse.given(section, name, section.kind)


def _sizes(site: str, section: FlexibilitySection) -> tuple[float, float]:
    """Return least and most power that is given up. [kW]"""
    if section.size is not None and section.max is not None:
        raise InputError(
            "flexibility at {site}: {kind} has a size and a max: size is exact, give "
            "one of them.",
            site=site,
            kind=section.kind,
        )
    if section.size is not None:
        exact = power_kw(section, "size", section.kind)
        return exact, exact
    most = np.inf if section.max is None else power_kw(section, "max", section.kind)
    return 0.0, most


def _baseline(site: str, section: FlexibilitySection, problem: Problem) -> Array:
    """Return the power from which an offer is counted, by hour. [kW]"""
    grid = problem.grid(site)
    if grid is None:
        raise InputError(
            "flexibility at {site}: there is no grid that could call it; add the grid "
            "to power.",
            site=site,
        )
    if section.kind == INTERRUPTIBLE:
        if section.baseline is not None:
            raise InputError(
                "flexibility at {site}: {kind} is counted from the connection and has "
                "no baseline, which is for demand-response.",
                site=site,
                kind=section.kind,
            )
        if not np.all(np.isfinite(grid.limit_kw)):
            raise InputError(
                "flexibility at {site}: the connection that is interruptible has no "
                "size; give the site a connection, such as 150 MW.",
                site=site,
            )
        return np.broadcast_to(np.asarray(grid.limit_kw, float), problem.hours)
    if section.baseline is not None:
        own = power_kw(section, "baseline", section.kind)
        return np.full(problem.hours, own)
    load = problem.base_it_kw.get(site)
    if load is None or not np.any(load):
        raise InputError(
            "flexibility at {site}: {kind} has no load of the site's own to count "
            "from; give baseline, such as 20 MW.",
            site=site,
            kind=section.kind,
        )
    return np.asarray(problem.pue[site] * load)


def _called(
    site: str, section: FlexibilitySection, problem: Problem, year: int
) -> NDArray[np.bool_]:
    """Return the hours in which an offer is called.

    Those that are given; else events in the dearest hours of the grid, at most one
    begins in a day, as many as its hours allow.
    """
    length, most = section.event_hours, section.called_hours
    if most < length:
        raise InputError(
            "flexibility at {site}: {kind} is called for {most} hours of a year at "
            "most, and a call lasts {length}; give more called_hours, or fewer "
            "event_hours.",
            site=site,
            kind=section.kind,
            most=most,
            length=length,
        )
    begins = [
        hour_in(year, w, f"flexibility at {site}: a call of {section.kind}")
        for w in section.calls
    ]
    if len(begins) * length > most:
        raise InputError(
            "flexibility at {site}: {kind} has {count} calls of {length} hours, and "
            "{most} called_hours; give more called_hours, or fewer calls.",
            site=site,
            kind=section.kind,
            count=len(begins),
            length=length,
            most=most,
        )
    _refuse_close(site, section, begins)
    if not section.calls:
        grids = (g for g in problem.grids if g.site == site)
        begins = _dearest(site, section, next(grids).price_per_kwh)
    called = np.zeros(problem.hours, bool)
    for begin in begins:
        called[begin : begin + length] = True
    return called


def _refuse_close(
    site: str, section: FlexibilitySection, begins: Sequence[int]
) -> None:
    """Refuse two calls within a day: what answered one need not stand ready anew."""
    order = np.argsort(begins, kind="stable")
    for one, other in pairwise(order.tolist()):
        if begins[other] - begins[one] < DAY_H:
            raise InputError(
                "flexibility at {site}: {kind} is called at {first} and at {second}, "
                "and a call begins a day or more after the one before: give calls "
                "that are further apart, or one, and longer event_hours.",
                site=site,
                kind=section.kind,
                first=section.calls[one],
                second=section.calls[other],
            )


def _dearest(site: str, section: FlexibilitySection, prices: Array) -> list[int]:
    """Return the hours in which the dearest events begin, a day or more apart."""
    if np.ptp(prices) <= FLAT * max(float(np.abs(prices).max()), FLAT):
        raise InputError(
            "flexibility at {site}: the grid has one price in all hours, which does "
            "not say when {kind} is called; give calls, or prices by the hour (tariff, "
            "price_series).",
            site=site,
            kind=section.kind,
        )
    length = section.event_hours
    means = np.convolve(prices, np.ones(length) / length, "valid")
    free = np.ones(len(means), bool)
    begins: list[int] = []
    for begin in np.argsort(-means, kind="stable").tolist():
        if len(begins) == section.called_hours // length:
            break
        if free[begin]:
            begins.append(begin)
            free[max(begin - DAY_H + 1, 0) : begin + DAY_H] = False
    return begins


def _sheddable(
    study: Study, purse: Purse, year: int, of_year: int
) -> Iterator[Sheddable]:
    """Yield what of each load may be shed at each of its sites."""
    placed = 0
    for i, section in enumerate(study.load):
        here, chosen = sites_of_load(section, study), is_placed(section, study)
        share = _flexible(section)
        for site in here if share else ():
            most = share * mean_kw(section, of_year) * load_shape(section, site, year)
            yield Sheddable(
                key=f"load {i}>{site}",
                site=site,
                most_kw=most,
                cost_per_kwh=purse.given(section, "shed_cost", "load"),
                place=Stand(placed, site).label if chosen else "",
            )
        placed += chosen


def _flexible(section: LoadSection) -> float:
    """Return the share of a load that may be shed. [1]"""
    if section.flexible is None:
        return 0.0
    share = amount(section, "flexible", "load")
    if share and section.shed_cost is None:
        raise InputError(
            "load: flexible says that {share:.0%} of it may be shed, and not what that "
            "costs: give shed_cost, what a kWh of the servers is worth that is not "
            "computed, such as 1 USD/kWh; 0 where nothing is lost.",
            share=share,
        )
    return share
