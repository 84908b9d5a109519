"""Scenarios as aligned text: what plans come to, and what each regrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.draws import interval
from wattlas.planning.scenarios import Candidate, Outcome, Scenarios
from wattlas.report.format import TRACE, fine_per_cent, per_cent, significant
from wattlas.report.terminal import plain_table
from wattlas.report.words import scenarios as words
from wattlas.units import KG_PER_T, KW_PER_MW, L_PER_M3, MILLION

SHOWN = 8
"""Candidates of least mean cost that are printed; all are in the record."""
LEAST_SHOWN = 1e-3
"""Values below this, in MW or in millions, are what a solver's tolerance leaves."""


def scenarios_blocks(found: Scenarios) -> Iterable[RenderableType]:
    """Yield the blocks of scenarios: what plans come to, regrets, the one for all."""
    count = len(found.outcomes)
    title = words.TITLE.format(title=found.title, count=count, year=found.year)
    yield Text(title, style="bold")
    yield outcomes_table(found)
    yield regrets_table(found)
    yield Text(_robust(found))
    without = sum(o is None for o in found.outcomes)
    if without:
        yield Text(words.NO_PLAN.format(count=without))
    yield inputs_table(found)
    yield Text(
        words.HOW.format(
            count=len(found.inputs),
            chances=len(found.chances),
            block=found.block_hours,
            seed=found.seed,
        )
    )


def outcomes_table(found: Scenarios) -> Table:
    """Return cost, carbon, water and capacities over the scenarios' own plans."""
    table = plain_table("", "low", "mid", "high", "central", "one for all")
    met = [o for o in found.outcomes if o is not None]
    rows = words.ROWS
    cost = rows["cost"].format(currency=found.currency)
    lines = [
        (cost, [o.cost / MILLION for o in met], found.central.cost / MILLION),
        (
            rows["carbon"],
            [o.carbon_kg / KG_PER_T for o in met],
            found.central.carbon_kg / KG_PER_T,
        ),
        (
            rows["water"],
            [o.water_l / L_PER_M3 for o in met],
            found.central.water_l / L_PER_M3,
        ),
    ]
    robust = [found.robust.mean_cost / MILLION, None, None]
    for (name, values, central), held in zip(lines, robust, strict=True):
        table.add_row(name, *_range(values), _shown(central), _shown(held))
    for kind in ("power", "energy"):
        for row in _capacities(found, met, kind):
            table.add_row(*row)
    return table


def regrets_table(found: Scenarios) -> Table:
    """Return the mean cost and the regret of the best candidates."""
    money = f"million {found.currency}/year"
    table = plain_table(money, "mean cost", "mean regret", "most regret", "fails in")
    ranked = sorted(found.candidates, key=lambda c: (c.failures, c.mean_cost))
    for c in ranked[:SHOWN]:
        numbers = (c.mean_cost, c.mean_regret, c.max_regret)
        shown = [_shown(n / MILLION) for n in numbers]
        table.add_row(_name(c), *shown, str(c.failures))
    return table


def inputs_table(found: Scenarios) -> Table:
    """Return what was drawn: its range, its unit and the key of its source."""
    table = plain_table(words.DRAWN, "low", "mid", "high", "unit", "source")
    for column in table.columns[4:]:
        column.justify = "left"
    for item in sorted(found.inputs, key=lambda i: (i.place, i.name)):
        numbers = (significant(v) for v in (item.low, item.mid, item.high))
        table.add_row(item.label, *numbers, item.unit, item.source)
    for key, chance in found.chances.items():
        name = words.COMES.format(key=key)
        table.add_row(name, "", per_cent(chance), "", "", "")
    return table


def _capacities(
    found: Scenarios, met: Sequence[Outcome], kind: str
) -> Iterable[tuple[str, ...]]:
    of = f"{kind}_{'kw' if kind == 'power' else 'kwh'}"
    sizes = [getattr(o, of) for o in met]
    most = max((v for s in sizes for v in s.values()), default=0.0) / KW_PER_MW
    for key in dict.fromkeys(k for s in sizes for k in s):
        values = [s.get(key, 0.0) / KW_PER_MW for s in sizes]
        if max(values) > max(LEAST_SHOWN, TRACE * most):
            central = getattr(found.central, of).get(key, 0.0) / KW_PER_MW
            held = getattr(found.robust, of).get(key, 0.0) / KW_PER_MW
            name = words.ROWS[kind].format(key=key)
            yield name, *_range(values), _shown(central), _shown(held)


def _range(values: Sequence[float]) -> tuple[str, str, str]:
    draws = np.asarray(values)
    low, high = interval(draws)
    return _shown(low), _shown(float(np.median(draws))), _shown(high)


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return significant(0.0 if abs(value) < LEAST_SHOWN else value)


def _name(candidate: Candidate) -> str:
    own = words.OF_SCENARIO.format(number=candidate.plan)
    return words.NAMES.get(candidate.plan, own)


def _robust(found: Scenarios) -> str:
    chosen = found.robust
    text = words.ROBUST.format(
        name=_name(chosen),
        mean=_shown(chosen.mean_cost / MILLION),
        currency=found.currency,
        regret=_shown(chosen.mean_regret / MILLION),
        most=_shown(chosen.max_regret / MILLION),
    )
    if found.gap is not None:
        text += " " + _how_good(found, fine_per_cent(found.gap))
    if chosen.failures:
        text += " " + words.FAILS.format(count=chosen.failures)
    return text


def _how_good(found: Scenarios, gap: str) -> str:
    planned = sum(o is not None for o in found.outcomes)
    how = words.TOGETHER if found.stacked == planned else words.SOME
    how = how if found.stacked else words.APART
    return how.format(stacked=found.stacked, gap=gap)
