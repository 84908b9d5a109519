"""Scenarios as a document: what plans come to, and what each regrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wattlas.draws import interval
from wattlas.planning.scenarios import Candidate, Outcome, Scenarios
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.format import TRACE
from wattlas.report.table import (
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    share,
    word,
)
from wattlas.report.words import en
from wattlas.report.words import planning as parts
from wattlas.report.words import scenarios as words
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import KG_PER_T, KW_PER_MW, L_PER_M3, MILLION

SHOWN = 8
"""Candidates of least mean cost that are printed; all are in the record."""
LEAST_SHOWN = 1e-3
"""Values below this, in MW or in millions, are what a solver's tolerance leaves."""


def scenarios_document(scenarios: Scenarios) -> Document:
    """Return what plans come to, what each regrets, and the one for all."""
    count = len(scenarios.outcomes)
    without = sum(o is None for o in scenarios.outcomes)
    missing = [word(words.NO_PLAN, count=_count(without))] if without else []
    how = word(
        words.HOW,
        count=_count(len(scenarios.inputs)),
        chances=_count(len(scenarios.chances)),
        block=Number(scenarios.block_hours),
        seed=str(scenarios.seed),
    )
    built: dict[str, list[Block]] = {
        "results": [outcomes_table(scenarios), regrets_table(scenarios)],
        "assumed": [Prose((*missing, how)), inputs_table(scenarios)],
    }
    title = word(
        words.TITLE,
        title=scenarios.title,
        count=_count(count),
        year=Number(scenarios.year, form="year"),
    )
    return Document(title, sections_of(SECTIONS, built), answer=_robust(scenarios))


def outcomes_table(scenarios: Scenarios) -> Table:
    """Return cost, carbon, water and capacities over the scenarios' own plans."""
    columns = (
        Column("result", Word(en.RESULT), kind="word"),
        Column("value", spread=True),
        Column("central", Word(words.CENTRAL)),
        Column("one_for_all", Word(words.ONE_FOR_ALL)),
    )
    met = [o for o in scenarios.outcomes if o is not None]
    central = scenarios.central
    money = f"million {scenarios.currency}/year"
    rows = [
        _row(
            Word(words.ROWS["cost"]),
            money,
            [o.cost / MILLION for o in met],
            central.cost / MILLION,
            scenarios.robust.mean_cost / MILLION,
        ),
        _row(
            Word(words.ROWS["carbon"]),
            "tCO2e/year",
            [o.carbon_kg / KG_PER_T for o in met],
            central.carbon_kg / KG_PER_T,
        ),
        _row(
            Word(words.ROWS["water"]),
            "m3/year",
            [o.water_l / L_PER_M3 for o in met],
            central.water_l / L_PER_M3,
        ),
        *_capacities(scenarios, met, "power_kw", "MW"),
        *_capacities(scenarios, met, "energy_kwh", "MWh"),
    ]
    return Table("outcomes", "", columns, tuple(rows))


def regrets_table(scenarios: Scenarios) -> Table:
    """Return the mean cost and the regret of the best candidates."""
    money = f"million {scenarios.currency}/year"
    columns = (
        Column("plan", Word(words.PLAN), kind="word"),
        Column("mean_cost", Word(words.MEAN_COST), money),
        Column("mean_regret", Word(words.MEAN_REGRET), money),
        Column("most_regret", Word(words.MOST_REGRET), money),
        Column("fails", Word(words.FAILS_IN), "scenarios"),
    )
    ranked = sorted(scenarios.candidates, key=lambda c: (c.failures, c.mean_cost))
    rows = tuple(
        Row(
            (
                _name(c),
                *(_seen(v / MILLION) for v in (c.mean_cost, c.mean_regret)),
                _seen(c.max_regret / MILLION),
                _count(c.failures),
            )
        )
        for c in ranked[:SHOWN]
    )
    return Table("regrets", Word(words.REGRETS), columns, rows)


def inputs_table(scenarios: Scenarios) -> Table:
    """Return what was drawn: its range, its unit and the key of its source."""
    columns = (
        Column("input", Word(en.INPUT), kind="word"),
        Column("value", spread=True),
        Column("source", Word(en.SOURCE), kind="word"),
    )
    rows = [
        Row((item.label, Number(item.mid, item.unit, item.low, item.high), item.source))
        for item in sorted(scenarios.inputs, key=lambda i: (i.place, i.name))
    ]
    rows += [
        Row((word(words.COMES, key=key), share(chance), ""))
        for key, chance in scenarios.chances.items()
    ]
    return Table("drawn", Word(words.DRAWN), columns, tuple(rows))


def _row(
    name: Piece,
    unit: str,
    values: Sequence[float],
    central: float,
    one_for_all: float | None = None,
) -> Row:
    held = None if one_for_all is None else _seen(one_for_all)
    return Row((name, _range(values, unit), _seen(central), held))


def _capacities(
    scenarios: Scenarios, met: Sequence[Outcome], of: str, unit: str
) -> Iterator[Row]:
    sizes = [getattr(o, of) for o in met]
    most = max((v for s in sizes for v in s.values()), default=0.0) / KW_PER_MW
    central, robust = getattr(scenarios.central, of), getattr(scenarios.robust, of)
    for key in dict.fromkeys(k for s in sizes for k in s):
        values = [s.get(key, 0.0) / KW_PER_MW for s in sizes]
        if max(values) > max(LEAST_SHOWN, TRACE * most):
            beside = (one.get(key, 0.0) / KW_PER_MW for one in (central, robust))
            yield _row(_option(key), unit, values, *beside)


def _option(key: str) -> Piece:
    """Return the name of an option at a site."""
    option, at, site = key.partition("@")
    if not at:
        return parts.part_name(option)
    return word(words.OPTION_AT, option=parts.part_name(option), site=site)


def _range(values: Sequence[float], unit: str) -> Number:
    draws = np.asarray(values)
    low, high = (_seen(v).value for v in interval(draws))
    return Number(_seen(float(np.median(draws))).value, unit, low, high)


def _seen(value: float) -> Number:
    """Return a value; a trace of the solver's tolerance is none."""
    return Number(0.0 if abs(value) < LEAST_SHOWN else float(value))


def _count(value: int) -> Number:
    return Number(value, form="count")


def _name(candidate: Candidate) -> Word:
    known = words.NAMES.get(str(candidate.plan))
    if known:
        return Word(known)
    return word(words.OF_SCENARIO, number=str(candidate.plan))


def _robust(scenarios: Scenarios) -> Piece:
    chosen = scenarios.robust
    said: list[Piece] = [
        word(
            words.ROBUST,
            name=_name(chosen),
            mean=_seen(chosen.mean_cost / MILLION),
            currency=scenarios.currency,
            regret=_seen(chosen.mean_regret / MILLION),
            most=_seen(chosen.max_regret / MILLION),
        )
    ]
    if scenarios.gap is not None:
        said.append(_how_good(scenarios, share(scenarios.gap, fine=True)))
    if chosen.failures:
        said.append(word(words.FAILS, count=_count(chosen.failures)))
    return joined(said, " ")


def _how_good(scenarios: Scenarios, gap: Number) -> Word:
    planned = sum(o is not None for o in scenarios.outcomes)
    stacked = _count(scenarios.stacked)
    if not scenarios.stacked:
        return word(words.APART, gap=gap)
    together = scenarios.stacked == planned
    return word(words.TOGETHER if together else words.SOME, stacked=stacked, gap=gap)
