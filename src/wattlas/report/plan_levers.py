"""What each lever of a plan saves alone, and what the plan would lose without it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from wattlas.planning.answer.parts import Figures
from wattlas.planning.answer.record import Plan
from wattlas.report.format import NOUGHT, TRACE, significant
from wattlas.report.plan_sentences import without_cell
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words
from wattlas.units import KG_PER_T, KWH_PER_MWH, L_PER_M3, MILLION

PLAN = "plan"


def levers_table(plan: Plan) -> Table:
    """Return cost and saving of baseline, levers and plan, and cost without each."""
    heads = ("electricity", "with chips", "saves", "of which el.", "without it")
    table = plain_table(f"million {plan.currency}/year", *heads)
    base = plan.baseline.figures if plan.baseline else None
    for name, found in lever_cases(plan):
        cells = _costs(found, None if found is base else base)
        table.add_row(
            _named(name), *cells, without_cell(plan, name), style=_style(name)
        )
    for name in lone_levers(plan):
        empty = ("",) * (len(heads) - 1)
        table.add_row(f"  {words.LEVERS[name]}", *empty, without_cell(plan, name))
    return table


def lone_levers(plan: Plan) -> list[str]:
    """Return the levers that are left out, but alone have no plan or no baseline."""
    alone = {lever.name for lever in plan.levers}
    return [item.name for item in plan.left_out if item.name not in alone]


def burdens_table(plan: Plan) -> Table:
    """Return energy, carbon and water of baseline, levers and plan."""
    table = plain_table("a year", "MWh", "tCO2e", "m3")
    for name, found in lever_cases(plan):
        sums = (
            found.facility_kwh / KWH_PER_MWH,
            found.carbon / KG_PER_T,
            found.water / L_PER_M3,
        )
        cells = map(significant, sums)
        table.add_row(_named(name), *cells, style=_style(name))
    return table


def lever_cases(plan: Plan) -> Iterator[tuple[str, Figures]]:
    """Yield code and figures of baseline, levers and plan."""
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


def saved_cell(before: float, after: float) -> str:
    """Return what a cost is less than before, in millions; a trace is none."""
    saved = before - after
    return significant(saved / MILLION) if abs(saved) > TRACE * abs(before) else NOUGHT


def _costs(found: Figures, base: Figures | None) -> list[str]:
    saved = saved_electricity = ""
    if base:
        saved = saved_cell(base.total_cost, found.total_cost)
        saved_electricity = saved_cell(base.electricity_cost, found.electricity_cost)
    return [
        significant(found.electricity_cost / MILLION),
        significant(found.total_cost / MILLION),
        saved,
        saved_electricity,
    ]
