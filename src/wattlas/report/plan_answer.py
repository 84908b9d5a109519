"""The first screen of a plan: its answer in a sentence, and four numbers."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator

from wattlas.planning.answer.record import Plan
from wattlas.planning.finance.record import Finance
from wattlas.report.blocks import Card
from wattlas.report.plan_sentences import limit_value
from wattlas.report.plan_tables import shown_sizes
from wattlas.report.table import Number, Piece, Word, handy, joined, share, word
from wattlas.report.words import plan_page as words
from wattlas.report.words import planning as shared
from wattlas.units import MILLION, W_PER_KW

MOST_NAMED = 4
"""Options that a first sentence names, the largest ones."""

NO_DIFFERENCE = 5e-4
"""A share of the cost that is told as none: it would be printed as 0 %."""


def plan_answer(plan: Plan) -> Word:
    """Return what a plan costs, and what it builds or signs: the decision."""
    power: dict[str, float] = {}
    for size in shown_sizes(plan):
        power[size.option] = power.get(size.option, 0.0) + size.power_kw
    largest = sorted(power.items(), key=lambda item: -item[1])[:MOST_NAMED]
    if not largest:
        return _cost_answer(plan)
    named = (
        word(
            words.DECIDED_SIZE,
            power=handy(kw * W_PER_KW, "W"),
            option=shared.part_name(option),
        )
        for option, kw in largest
    )
    return word(words.DECIDED, answer=_cost_answer(plan), sizes=joined(named))


def _cost_answer(plan: Plan) -> Word:
    """Return what a plan costs beside its baseline."""
    figures = plan.figures
    cost = Number(figures.electricity_cost / MILLION, f"million {plan.currency}")
    told: dict[str, Piece] = {"year": Number(plan.year, form="year"), "cost": cost}
    if plan.baseline is None:
        return Word(words.ANSWER["alone"], told)
    base = plan.baseline.figures.electricity_cost
    more = figures.electricity_cost - base
    told["baseline"] = Word(words.BASELINES["chips" if figures.chip_cost else "load"])
    if abs(more) <= NO_DIFFERENCE * abs(base):
        return Word(words.ANSWER["same"], told)
    if base <= 0:
        told["base_cost"] = _millions(plan, base)
        return Word(words.ANSWER["beside"], told)
    told["share"] = share(abs(more) / base)
    if more < 0:
        return Word(words.ANSWER["less"], told)
    return Word(words.ANSWER["more-limits" if plan.limit_violations else "more"], told)


def plan_cards(plan: Plan) -> Iterator[Card]:
    """Yield the numbers of a first screen that has a plan alone.

    With its money over years: what is decided, what it costs, and what is at risk.
    """
    if plan.finance is not None:
        yield from _board_cards(plan, plan.finance)
        return
    figures = plan.figures
    energy = figures.facility_kwh
    hours = 8784 if isleap(plan.year) else 8760
    price = Number(figures.electricity_cost / energy, plan.currency)
    mean = handy(energy / hours * W_PER_KW, "W")
    carbon = handy(figures.carbon / energy, "kgCO2e")
    yield _card("electricity", _millions(plan, figures.electricity_cost), "kwh", price)
    yield _card("energy", handy(energy, "kWh"), "mean", mean)
    yield _card("carbon", handy(figures.carbon, "kgCO2e"), "kwh", carbon)
    yield _fourth(plan)


def _board_cards(plan: Plan, money: Finance) -> Iterator[Card]:
    figures, yearly = plan.figures, money.yearly_cost
    price = Number(figures.electricity_cost / figures.facility_kwh, plan.currency)
    yield _card("electricity", _millions(plan, figures.electricity_cost), "kwh", price)
    ends = {"low": _plain(yearly.low), "high": _plain(yearly.high)}
    told = word(words.UNDER_CARDS["range"], **ends)
    name = "levelised-taxed" if money.tax_rate else "levelised"
    yield Card(Word(words.CARDS[name]), _millions(plan, yearly.mid), told)
    capital = sum(item.mid for item in money.capital_by_item.values())
    if money.npv is None:
        carbon = handy(figures.carbon / figures.facility_kwh, "kgCO2e")
        yield _card("carbon", handy(figures.carbon, "kgCO2e"), "kwh", carbon)
    else:
        worth = _millions(plan, money.npv.mid)
        yield _card("capital", _millions(plan, capital), "npv", worth)
    lacking = plan.expected_unserved_kwh
    if lacking is None:
        yield _fourth(plan)
        return
    served = Number(100.0 * (1.0 - lacking.mid / figures.facility_kwh), "%", digits=6)
    yield _card("unserved", handy(lacking.mid, "kWh"), "share", served)


def _plain(value: float) -> Number:
    return Number(value / MILLION, "million")


def _fourth(plan: Plan) -> Card:
    """Return what the chips cost, else how carbon-free the hours are, else water."""
    figures = plan.figures
    if figures.chip_cost:
        chips = Number(figures.chip_cost / MILLION, "million")
        return _card("with-chips", _millions(plan, figures.total_cost), "chips", chips)
    for item in plan.limit_violations:
        if item.limit in words.CARDS:
            asked = limit_value(item, item.asked)
            return _card(item.limit, limit_value(item, item.reached), "asked", asked)
    per_kwh = handy(figures.water / figures.facility_kwh, "L")
    return _card("water", handy(figures.water, "L"), "kwh", per_kwh)


def _millions(plan: Plan, value: float) -> Number:
    return Number(value / MILLION, f"million {plan.currency}")


def _card(name: str, value: Number, under: str, beside: Number) -> Card:
    told = word(words.UNDER_CARDS[under], value=beside)
    return Card(Word(words.CARDS[name]), value, told)
