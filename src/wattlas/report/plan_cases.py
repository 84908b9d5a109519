"""The plans of a study's cases side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.planning import Plan
from wattlas.report.format import NOUGHT, significant
from wattlas.report.plan import plan_blocks
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KG_PER_T, KW_PER_MW, KWH_PER_MWH, L_PER_M3, MILLION


def cases_blocks(title: str, plans: Mapping[str, Plan]) -> Iterable[RenderableType]:
    """Yield the blocks of a study's cases: all side by side, then each plan."""
    yield Text(f"{title}: {words.SIDE_BY_SIDE}", style="bold")
    yield cases_table(plans)
    for case, plan in plans.items():
        yield Text(case, style="bold")
        yield from plan_blocks(plan)


def cases_table(plans: Mapping[str, Plan]) -> Table:
    """Return one row a case: money, energy, carbon, water, what is built."""
    heads, rows = cases_side_by_side(plans)
    table = plain_table(*heads)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def cases_side_by_side(
    plans: Mapping[str, Plan], say: Language = ENGLISH
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return heads and rows of the cases: a year of each, and what it builds. [MW]"""
    options = dict.fromkeys(size.option for p in plans.values() for size in p.sizes)
    built = tuple(f"{words.part(option, say)}, MW" for option in options)
    heads = (*map(say, words.CASE_HEADS), *built)
    rows = [(case, *_cells(p), *_powers(p, options)) for case, p in plans.items()]
    return heads, rows


def _cells(plan: Plan) -> tuple[str, ...]:
    found = plan.figures
    amounts = (
        found.electricity_cost / MILLION,
        found.total_cost / MILLION,
        found.facility_kwh / KWH_PER_MWH,
        found.carbon / KG_PER_T,
        found.water / L_PER_M3,
    )
    return (plan.currency, *map(significant, amounts))


def _powers(plan: Plan, options: Iterable[str]) -> Iterable[str]:
    for option in options:
        kw = sum(size.power_kw for size in plan.sizes if size.option == option)
        yield significant(kw / KW_PER_MW) if kw else NOUGHT
