"""What each lever of a plan saves alone, and what the plan would lose without it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from wattlas.planning.answer.figures import Figures
from wattlas.planning.answer.levers import LeftOut
from wattlas.planning.answer.record import Plan
from wattlas.report.format import significant
from wattlas.report.plan_tables import NOUGHT, TRACE
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words

MILLION = 1e6
PLAN = "plan"
DUST = 1e-6
"""Share of a cost below which a saving is what a solver's tolerance leaves."""


def levers_table(plan: Plan) -> Table:
    """Return cost and saving of baseline, levers and plan, and cost without each."""
    heads = ("electricity", "with chips", "saves", "of which el.", "without it")
    table = plain_table(f"million {plan.currency}/year", *heads)
    base = plan.baseline.figures if plan.baseline else None
    more = {item.name: _more_cell(item, plan) for item in plan.left_out}
    for name, found in _cases(plan):
        cells = _costs(found, None if found is base else base)
        table.add_row(_named(name), *cells, more.get(name, ""), style=_style(name))
    return table


def burdens_table(plan: Plan) -> Table:
    """Return energy, carbon and water of baseline, levers and plan."""
    table = plain_table("a year", "MWh", "tCO2e", "m3")
    for name, found in _cases(plan):
        sums = (found.facility_kwh, found.carbon, found.water)
        cells = (significant(total / 1e3) for total in sums)
        table.add_row(_named(name), *cells, style=_style(name))
    return table


def _cases(plan: Plan) -> Iterator[tuple[str, Figures]]:
    """Yield baseline, levers and plan by their code."""
    if plan.baseline is not None:
        yield plan.baseline.name, plan.baseline.figures
    for lever in plan.levers:
        yield lever.name, lever.figures
    yield PLAN, plan.figures


def _named(code: str) -> str:
    if code in words.LEVERS:
        return f"  {words.LEVERS[code]} alone"
    return words.TOGETHER if code == PLAN else words.BASELINE


def _style(code: str) -> str | None:
    return "bold" if code == PLAN else None


def moving_line(plan: Plan) -> str | None:
    """Return whether other sites than home are worth it; None where there are none."""
    sites = next((item for item in plan.left_out if item.name == "sites"), None)
    if sites is None:
        return None
    if sites.total_more is None:
        return words.MOVING[None].format(home=plan.home)
    pays = sites.total_more > TRACE * abs(plan.figures.electricity_cost)
    return words.MOVING[pays].format(
        home=plan.home,
        more=f"{significant(sites.total_more / MILLION)} million",
        currency=plan.currency,
    )


def _more_cell(item: LeftOut, plan: Plan) -> str:
    if item.total_more is None:
        return words.NO_PLAN
    if abs(item.total_more) <= TRACE * abs(plan.figures.electricity_cost):
        return NOUGHT
    sign = "+" if item.total_more > 0 else ""
    return f"{sign}{significant(item.total_more / MILLION)}"


def _saved(before: float, after: float) -> str:
    saved = before - after
    return significant(saved / MILLION) if abs(saved) > DUST * abs(before) else NOUGHT


def _costs(found: Figures, base: Figures | None) -> list[str]:
    saved = saved_electricity = ""
    if base:
        saved = _saved(base.total_cost, found.total_cost)
        saved_electricity = _saved(base.electricity_cost, found.electricity_cost)
    return [
        significant(found.electricity_cost / MILLION),
        significant(found.total_cost / MILLION),
        saved,
        saved_electricity,
    ]
