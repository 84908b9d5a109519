"""The charts of a plan's record: which week, which costs, which savings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.planning.answer.figures import Figures
from wattlas.planning.answer.record import Plan
from wattlas.report.charts import plan as charts
from wattlas.report.charts.theme import Drawing
from wattlas.report.words import plan_charts as words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_KW_PER_MW = 1e3
_SHOWN_SHARE = 0.01
"""Sites that draw less than this share of the largest have no row of their own."""
_KW, _LOAD, _CHARGE, _DISCHARGE = "_kw", "facility", "_charge", "_discharge"
_NOT_SUPPLY = (_LOAD, "it", "training_it")
_UTC = "UTC"


def plan_drawings(plan: Plan) -> dict[str, Drawing]:
    """Return every chart that a plan has, by the name of its file.

    The dispatch of the week that moves most, the costs of plan and baseline, and what
    the levers save.
    """
    found = {
        "dispatch": dispatch(plan) if plan.series else None,
        "costs": costs(plan),
        "levers": levers(plan) if plan.baseline else None,
    }
    return {name: drawing for name, drawing in found.items() if drawing is not None}


def dispatch(plan: Plan, start: datetime | None = None) -> Drawing:
    """Return the chart of a week; without a start, of the one that moves most."""
    every = site_dispatches(plan)
    largest = max(s.load.max() for s in every)
    sites = [s for s in every if s.load.max() > _SHOWN_SHARE * largest]
    begin = start or most_moving_week(sites, plan.year)
    row = facts.row("sites", plan.home)
    zone = row["timezone"] if row else _UTC
    return charts.dispatch_chart(sites, begin, zone, _weather(plan))


def costs(plan: Plan) -> Drawing:
    """Return the stack of costs: the baseline and the plan, and the plan's sites."""
    cases: dict[str, Mapping[str, float]] = {}
    if plan.baseline is not None:
        cases[words.BASELINE] = _all_sites(plan.baseline.figures)
    cases[words.PLAN] = _all_sites(plan.figures)
    if len(plan.figures.costs) > 1:
        cases |= {f"  {site}": lines for site, lines in plan.figures.costs.items()}
    return charts.cost_chart(
        cases, plan.currency, words.COST_TITLE.format(title=plan.title)
    )


def levers(plan: Plan) -> Drawing:
    """Return what each lever saves alone, and the plan with all of them."""
    return charts.levers_chart(
        lever_savings(plan), plan.currency, words.LEVERS_TITLE.format(title=plan.title)
    )


def lever_savings(plan: Plan) -> list[charts.LeverSaving]:
    """Return the savings of each lever and of the plan against the baseline."""
    if plan.baseline is None:
        return []
    before = plan.baseline.figures
    after = {lever.name: lever.figures for lever in plan.levers} | {
        "plan": plan.figures
    }
    return [
        charts.LeverSaving(
            words.LEVERS.get(name, name),
            before.electricity_cost - figures.electricity_cost,
            before.total_cost - figures.total_cost,
        )
        for name, figures in after.items()
    ]


def site_dispatches(plan: Plan) -> list[charts.SiteDispatch]:
    """Return each site's flows of a plan, in MW, from its series."""
    flows: dict[str, dict[str, Array]] = {}
    for name, values in plan.series.items():
        site, _, flow = name.rpartition(".")
        if flow.endswith(_KW):
            mine = flows.setdefault(site, {})
            mine[flow.removesuffix(_KW)] = np.asarray(values) / _KW_PER_MW
    return [_dispatch(site, mine) for site, mine in flows.items() if _LOAD in mine]


def _dispatch(site: str, flows: Mapping[str, Array]) -> charts.SiteDispatch:
    supply: dict[str, Array] = {}
    drawn: dict[str, Array] = {}
    for name, values in flows.items():
        if name == "surplus":
            drawn[name] = values
        elif name.endswith(_CHARGE):
            drawn["charging"] = drawn.get("charging", np.zeros(len(values))) + values
        elif name not in _NOT_SUPPLY:
            supply[name.removesuffix(_DISCHARGE)] = values
    return charts.SiteDispatch(site, supply, flows[_LOAD], drawn)


def most_moving_week(sites: list[charts.SiteDispatch], year: int) -> datetime:
    """Return the Monday of the week in which supply moves most.

    That is the greatest sum over parts of their standard deviation within the week.
    """
    hours = min(len(s.load) for s in sites)
    mondays = _mondays(year, hours)

    def moving(first: int) -> float:
        window = slice(first, first + charts.WEEK_H)
        return float(sum(np.std(v[window]) for s in sites for v in s.supply.values()))

    best = max(mondays, key=moving)
    return datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=best)


def _mondays(year: int, hours: int) -> list[int]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    first = (7 - start.weekday()) % 7 * 24
    return list(range(first, hours - charts.WEEK_H + 1, charts.WEEK_H)) or [0]


def _all_sites(figures: Figures) -> dict[str, float]:
    lines: dict[str, float] = {}
    for site in figures.costs.values():
        for line, cost in site.items():
            lines[line] = lines.get(line, 0.0) + cost
    return lines


def _weather(plan: Plan) -> str:
    """Return how the weather of the plan's sites is known, each kind once."""
    kinds = (
        known[0]
        for series in plan.provenance.values()
        for name, known in series.items()
        if name == "dry_bulb_c"
    )
    return ", ".join(dict.fromkeys(kinds))
