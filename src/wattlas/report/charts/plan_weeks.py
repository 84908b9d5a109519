"""The weeks of a plan's record: its flows, a typical week, the worst, their charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.planning import Plan
from wattlas.report.charts.dispatch import WEEK_H, SiteDispatch, Week, dispatch_chart
from wattlas.report.charts.parts import SHOWN_SHARE
from wattlas.report.charts.theme import Drawing, sentences
from wattlas.report.format import per_cent, significant
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KW_PER_MW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PRICE = "price_per_kwh"
"""Name of the series of a site's price, where a record has it. [money/kWh]"""
_KW, _LOAD, _CHARGE, _DISCHARGE = "_kw", "facility", "_charge", "_discharge"
_NOT_SUPPLY = (_LOAD, "it", "training_it")
_UTC = "UTC"


@dataclass(frozen=True)
class Worst:
    """The worst week: its first hour, a code that says why, and the two figures.

    `value` is of the week and `mean` of the year: money per kWh that the buildings
    draw where `why` is `dearest`, a share where it is `least-free`.
    """

    start: datetime
    why: str
    value: float
    mean: float


def typical_dispatch(plan: Plan, say: Language = ENGLISH) -> Drawing:
    """Return the chart of the week that is nearest to the mean of the year."""
    sites = shown_dispatches(plan)
    start = typical_week(sites, plan.year)
    return _drawn(plan, "dispatch", start, _why("typical", start, say), say)


def worst_dispatch(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return the chart of the worst week; None where all weeks are as good."""
    worst = worst_week(plan)
    if worst is None:
        return None
    write = significant if worst.why == "dearest" else per_cent
    why = _why(
        worst.why,
        worst.start,
        say,
        value=write(worst.value),
        mean=write(worst.mean),
        currency=plan.currency,
    )
    return _drawn(plan, "worst-week", worst.start, why, say)


def _why(code: str, start: datetime, say: Language, **values: str) -> str:
    wanted = {k: v for k, v in values.items() if f"{{{k}}}" in words.WEEKS[code]}
    return say(words.WEEKS[code], day=f"{start:{say(words.DATE)}}", **wanted)


def _drawn(plan: Plan, name: str, start: datetime, why: str, say: Language) -> Drawing:
    zone = zone_of(plan.home)
    caption = say(words.DISPATCH_CAPTION, timezone=zone, weather=_weather(plan, say))
    week = Week(start, zone, say(words.TITLES[name]), sentences(why, caption))
    return dispatch_chart(shown_dispatches(plan), week, say)


def zone_of(site: str) -> str:
    """Return the time zone of a site of the tables, else UTC."""
    row = facts.row("sites", site)
    return str(row["timezone"]) if row else _UTC


def shown_dispatches(plan: Plan) -> list[SiteDispatch]:
    """Return the flows of the sites that draw more than dust."""
    every = site_dispatches(plan)
    largest = max(s.load.max() for s in every)
    return [s for s in every if s.load.max() > SHOWN_SHARE * largest]


def site_dispatches(plan: Plan) -> list[SiteDispatch]:
    """Return each site's flows of a plan, in MW, from its series."""
    flows: dict[str, dict[str, Array]] = {}
    for name, values in plan.series.items():
        site, _, flow = name.rpartition(".")
        if flow.endswith(_KW):
            mine = flows.setdefault(site, {})
            mine[flow.removesuffix(_KW)] = np.asarray(values) / KW_PER_MW
    costs = plan.figures.costs
    return [
        _dispatch(site, mine, sells=bool(costs.get(site, {}).get("sold")))
        for site, mine in flows.items()
        if _LOAD in mine
    ]


def _dispatch(site: str, flows: Mapping[str, Array], *, sells: bool) -> SiteDispatch:
    supply: dict[str, Array] = {}
    drawn: dict[str, Array] = {}
    for name, values in flows.items():
        if name == "surplus":
            drawn["exported" if sells else "curtailed"] = values
        elif name.endswith(_CHARGE):
            drawn["charging"] = drawn.get("charging", np.zeros(len(values))) + values
        elif name not in _NOT_SUPPLY:
            supply[name.removesuffix(_DISCHARGE)] = values
    return SiteDispatch(site, supply, flows[_LOAD], drawn)


def carbon_free_mw(site: SiteDispatch) -> Array:
    """Return what carbon-free supply gives of a site's load in each hour. [MW]

    ``matched = min(carbon-free output - surplus + discharge - charge, load)``

    never below zero: as a plan counts matching by the hour.
    """
    given = np.zeros(len(site.load))
    for part, values in site.supply.items():
        row = facts.row("technologies", part)
        if part == "battery" or (row and row["carbon_free"] == "yes"):
            given = given + values
    for values in site.drawn.values():
        given = given - values
    return np.clip(given, 0.0, site.load)


def typical_week(sites: list[SiteDispatch], year: int) -> datetime:
    """Return the Monday of the week whose mean supply is nearest to the year's.

    The distance is the sum over sites and parts of the squared difference of means.
    """
    flows = [v for s in sites for v in (*s.supply.values(), s.load)]

    def distance(week: slice) -> float:
        return float(sum((v[week].mean() - v.mean()) ** 2 for v in flows))

    return _best(sites, year, lambda week: -distance(week))


def worst_week(plan: Plan) -> Worst | None:
    """Return the worst week: the dearest, or the one with least carbon-free supply.

    A plan with carbon-free matching is judged by that, and so is one whose record has
    no hourly price. None where no week is worse than another.
    """
    sites = shown_dispatches(plan)
    prices = {s.site: plan.series.get(f"{s.site}.{PRICE}") for s in sites}
    priced = all(p is not None for p in prices.values())
    if plan.figures.matched_kwh is None and priced:
        why, sign = "dearest", 1.0
        parts = [np.asarray(prices[s.site]) * _grid(s) for s in sites]
    else:
        why, sign = "least-free", -1.0
        parts = [carbon_free_mw(s) for s in sites]
    part, load = np.sum(parts, axis=0), np.sum([s.load for s in sites], axis=0)

    def ratio(week: slice) -> float:
        return float(part[week].sum() / load[week].sum())

    start = _best(sites, plan.year, lambda week: sign * ratio(week))
    first = _hour(start)
    value, mean = ratio(slice(first, first + WEEK_H)), ratio(slice(None))
    return None if np.isclose(value, mean) else Worst(start, why, value, mean)


def _grid(site: SiteDispatch) -> Array:
    return site.supply.get("grid", np.zeros(len(site.load)))


def _hour(start: datetime) -> int:
    beginning = datetime(start.year, 1, 1, tzinfo=UTC)
    return int((start - beginning).total_seconds() // 3600)


def _best(
    sites: list[SiteDispatch], year: int, worth: Callable[[slice], float]
) -> datetime:
    hours = min(len(s.load) for s in sites)
    weeks = (slice(first, first + WEEK_H) for first in _mondays(year, hours))
    best = max(weeks, key=worth)
    return datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=best.start)


def _mondays(year: int, hours: int) -> list[int]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    first = (7 - start.weekday()) % 7 * 24
    return list(range(first, hours - WEEK_H + 1, WEEK_H)) or [0]


def _weather(plan: Plan, say: Language) -> str:
    """Return how the weather of the plan's sites is known, each kind once."""
    kinds = (
        known[0]
        for series in plan.provenance.values()
        for name, known in series.items()
        if name == "dry_bulb_c"
    )
    named = ", ".join(say(kind) for kind in dict.fromkeys(kinds))
    return named or say(words.NOT_SAID)
