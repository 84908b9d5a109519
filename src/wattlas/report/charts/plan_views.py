"""The charts of a plan's record: all of them by name, costs, savings, the front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wattlas.planning import Plan
from wattlas.planning.answer.energy import CHIP_LINES, Figures
from wattlas.report.charts.costs import (
    CostView,
    LeverSaving,
    cost_chart,
    levers_chart,
)
from wattlas.report.charts.front import front_chart
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.map_views import site_map
from wattlas.report.charts.parts import SHOWN_SHARE
from wattlas.report.charts.plan_weeks import typical_dispatch, worst_dispatch
from wattlas.report.charts.ranges import ranges_chart
from wattlas.report.charts.schedule import training_schedule
from wattlas.report.charts.theme import Drawing, source_names
from wattlas.report.format import TRACE
from wattlas.report.plan_measures import PLAN
from wattlas.report.words import plan_charts as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import MILLION

PLAN_CHARTS = (
    "map",
    "levers",
    "ranges",
    "front",
    "schedule",
    "dispatch",
    "worst-week",
    "costs",
)
"""The charts that a plan may have, by the names of their files."""


def plan_drawings(plan: Plan, say: Language = ENGLISH) -> dict[str, Drawing]:
    """Return every chart that a plan has, by the name of its file."""
    drawings = {n: plan_drawing(plan, n, say) for n in PLAN_CHARTS}
    return {name: drawing for name, drawing in drawings.items() if drawing is not None}


def plan_drawing(plan: Plan, name: str, say: Language = ENGLISH) -> Drawing | None:
    """Return a chart of a plan, with the plan's sources; None where there is none."""
    drawing = _drawing(plan, name, say)
    if drawing is None:
        return None
    said = say(words.SOURCES, sources=source_names(plan.sources, say))
    return replace(drawing, caption=sentences(drawing.caption, said))


def _drawing(plan: Plan, name: str, say: Language) -> Drawing | None:
    match name:
        case "map":
            return site_map(plan, say)
        case "levers":
            saved = any(s.electricity or s.all for s in lever_savings(plan))
            return levers(plan, say) if saved else None
        case "ranges":
            return ranges_chart(plan, say)
        case "front":
            return front_chart(plan, say)
        case "schedule":
            return training_schedule(plan, say)
        case "dispatch":
            return typical_dispatch(plan, say)
        case "worst-week":
            return worst_dispatch(plan, say)
        case _:
            return costs(plan, say)


def costs(plan: Plan, say: Language = ENGLISH) -> Drawing:
    """Return the stack of costs of baseline, plan and its sites, in three units.

    A year; a kWh that the buildings drew, without the chips; a million output tokens,
    where some are served.
    """
    views = [
        CostView(say(axis, currency=plan.currency), found)
        for axis, found in _cost_views(plan, say).items()
    ]
    shown = len(_shown_sites(plan.figures)) or 1
    caption = sentences(
        say(words.COST_CAPTION),
        say(words.HIDDEN_SITES) if len(plan.figures.costs) > shown else "",
        say(words.TOKENS_CAPTION) if plan.figures.output_tokens else "",
        _money_of(plan, say),
    )
    return cost_chart(views, say(words.TITLES["costs"]), caption, say)


def _cost_views(plan: Plan, say: Language) -> dict[str, dict[str, dict[str, float]]]:
    cases = {} if plan.baseline is None else {shared.BASELINE: plan.baseline.figures}
    cases[words.PLAN] = plan.figures
    year, kwh, tokens = (words.COST_VIEWS[n] for n in ("year", "kwh", "tokens"))
    found: dict[str, dict[str, dict[str, float]]] = {year: {}, kwh: {}, tokens: {}}
    for name, figures in cases.items():
        whole = all_sites(figures)
        found[year][say(name)] = over(whole, MILLION)
        found[kwh][say(name)] = over(electricity(whole), figures.facility_kwh)
        if figures.output_tokens:
            found[tokens][say(name)] = over(whole, figures.output_tokens / MILLION)
    for site, lines in _shown_sites(plan.figures).items():
        found[year][f"  {site}"] = over(lines, MILLION)
        drawn = plan.figures.load_kwh[site]
        found[kwh][f"  {site}"] = over(electricity(lines), drawn)
    return {axis: costs for axis, costs in found.items() if costs}


def _shown_sites(figures: Figures) -> Mapping[str, Mapping[str, float]]:
    """Return the costs of sites, where there are several that draw more than dust."""
    least = SHOWN_SHARE * figures.facility_kwh
    shown = {s: c for s, c in figures.costs.items() if figures.load_kwh[s] >= least}
    return shown if len(shown) > 1 else {}


def all_sites(figures: Figures) -> dict[str, float]:
    """Return the costs of all sites together, by line. [money]"""
    lines: dict[str, float] = {}
    for site in figures.costs.values():
        for line, cost in site.items():
            lines[line] = lines.get(line, 0.0) + cost
    return lines


def electricity(lines: Mapping[str, float]) -> dict[str, float]:
    """Return costs by line without those of chips. [money]"""
    return {line: cost for line, cost in lines.items() if line not in CHIP_LINES}


def over(lines: Mapping[str, float], size: float) -> dict[str, float]:
    """Return costs by line, each over a size."""
    return {line: cost / size for line, cost in lines.items()}


def levers(plan: Plan, say: Language = ENGLISH) -> Drawing:
    """Return what each lever saves alone, and the plan with all of them."""
    axis = say(words.SAVING, currency=plan.currency)
    drawn = levers_chart(
        lever_savings(plan, say), axis, say(words.TITLES["levers"]), say
    )
    return replace(drawn, caption=sentences(drawn.caption, _money_of(plan, say)))


def lever_savings(plan: Plan, say: Language = ENGLISH) -> list[LeverSaving]:
    """Return the savings of each lever and of the plan against the baseline."""
    if plan.baseline is None:
        return []
    before = plan.baseline.figures
    named = shared.LEVERS | {PLAN: shared.TOGETHER}
    after = {lever.name: lever.figures for lever in plan.levers} | {PLAN: plan.figures}
    return [
        LeverSaving(
            say(named[name]),
            _saved(before.electricity_cost, figures.electricity_cost),
            _saved(before.total_cost, figures.total_cost),
        )
        for name, figures in after.items()
    ]


def _saved(before: float, after: float) -> float:
    """Return what is saved; nothing where it is a trace of what is paid."""
    saved = before - after
    return saved if abs(saved) > TRACE * abs(before) else 0.0


def _money_of(plan: Plan, say: Language) -> str:
    if not plan.currency_year:
        return ""
    return say(words.MONEY_OF, currency=plan.currency, year=plan.currency_year)
