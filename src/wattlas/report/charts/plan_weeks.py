"""The weeks of a plan's record: its flows, a typical week, the worst, their charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning import Plan
from wattlas.planning.answer.parts import Series
from wattlas.planning.answer.parts import Week as PlanWeek
from wattlas.report.charts.dispatch import SiteDispatch, Week, dispatch_chart
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.parts import SHOWN_SHARE
from wattlas.report.charts.theme import Drawing
from wattlas.report.format import per_cent, significant
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KW_PER_MW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SUPPLY = ("output", "discharge")
DRAWN = {
    "charge": "charging",
    "exported": "exported",
    "sold": "exported",
    "curtailed": "curtailed",
}
"""Quantities that take power beside the load, and their names in a chart."""
LEFT = ("curtailed",)
"""What an option could have given and did not is in no flow: only what is thrown away
at a site is."""
_UTC = "UTC"


def typical_dispatch(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return the chart of the week that is nearest to the mean of the year."""
    week = next((w for w in plan.weeks if w.kind == "typical"), None)
    if week is None:
        return None
    start = _start(plan, week)
    return _drawn(plan, "dispatch", start, _why("typical", start, say), say)


def worst_dispatch(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return the chart of the worst week; None where all weeks are as good."""
    worst = next((w for w in plan.weeks if w.kind != "typical"), None)
    if worst is None or worst.value is None or worst.mean is None:
        return None
    write = significant if worst.kind == "dearest" else per_cent
    start = _start(plan, worst)
    why = _why(
        worst.kind,
        start,
        say,
        value=write(worst.value),
        mean=write(worst.mean),
        currency=plan.currency,
    )
    return _drawn(plan, "worst-week", start, why, say)


def _start(plan: Plan, week: PlanWeek) -> datetime:
    return datetime(plan.year, 1, 1, tzinfo=UTC) + timedelta(hours=week.first_hour)


def _why(code: str, start: datetime, say: Language, **values: str) -> str:
    wanted = {k: v for k, v in values.items() if f"{{{k}}}" in words.WEEKS[code]}
    return say(words.WEEKS[code], day=f"{start:{say(words.DATE)}}", **wanted)


def _drawn(plan: Plan, name: str, start: datetime, why: str, say: Language) -> Drawing:
    zone = zone_of(plan, plan.home)
    caption = say(words.DISPATCH_CAPTION, timezone=zone, weather=_weather(plan, say))
    week = Week(start, zone, say(words.TITLES[name]), sentences(why, caption))
    return dispatch_chart(shown_dispatches(plan), week, say)


def zone_of(plan: Plan, site: str) -> str:
    """Return the time zone of a site of a plan, else UTC."""
    position = plan.positions.get(site)
    return position.timezone if position else _UTC


def shown_dispatches(plan: Plan) -> list[SiteDispatch]:
    """Return the flows of the sites that draw more than dust."""
    every = site_dispatches(plan)
    largest = max(s.load.max() for s in every)
    return [s for s in every if s.load.max() > SHOWN_SHARE * largest]


def site_dispatches(plan: Plan) -> list[SiteDispatch]:
    """Return each site's flows of a plan, in MW, from its series."""
    loads = {s.site: s for s in plan.series if s.quantity == "facility_power"}
    return [
        _dispatch(load, [s for s in plan.series if s.site == site])
        for site, load in loads.items()
    ]


def _dispatch(load: Series, flows: Sequence[Series]) -> SiteDispatch:
    supply: dict[str, Array] = {}
    drawn: dict[str, Array] = {}
    for flow in flows:
        values = np.asarray(flow.values) / KW_PER_MW
        if flow.quantity in SUPPLY:
            supply[flow.option] = values
        elif flow.quantity in DRAWN and not (flow.option and flow.quantity in LEFT):
            name = DRAWN[flow.quantity]
            drawn[name] = drawn.get(name, np.zeros(len(values))) + values
    return SiteDispatch(load.site, supply, np.asarray(load.values) / KW_PER_MW, drawn)


def _weather(plan: Plan, say: Language) -> str:
    """Return how the weather of the plan's sites is known, each kind once."""
    kinds = (
        known.kind
        for series in plan.provenance.values()
        for name, known in series.items()
        if name == "dry_bulb_c"
    )
    named = ", ".join(say(kind) for kind in dict.fromkeys(kinds))
    return named or say(words.NOT_SAID)
