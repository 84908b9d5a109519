"""The first screen of a plan: its answer in a sentence, and four numbers."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator

from wattlas.planning import Plan
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.page.blocks import Card
from wattlas.report.plan_sentences import limit_value
from wattlas.report.words import plan_page as words
from wattlas.report.words.language import Language
from wattlas.units import MILLION, W_PER_KW


def plan_answer(plan: Plan, say: Language) -> str:
    """Return what a plan says in one sentence."""
    found = plan.figures
    cost = f"{significant(found.electricity_cost / MILLION)} {say('million')}"
    told = {"year": str(plan.year), "cost": f"{cost} {plan.currency}"}
    if plan.baseline is None:
        return say(words.ANSWER["alone"], **told)
    before = plan.baseline.figures.electricity_cost
    more = found.electricity_cost / before - 1.0
    told["share"] = per_cent(abs(more))
    told["baseline"] = say(words.BASELINES["chips" if found.chip_cost else "load"])
    if more <= 0:
        return say(words.ANSWER["less"], **told)
    return say(words.ANSWER["more-limits" if plan.limit_violations else "more"], **told)


def plan_cards(plan: Plan, say: Language) -> Iterator[Card]:
    """Yield the numbers of a first screen that has a plan alone."""
    found = plan.figures
    money = f"{say('million')} {plan.currency}"
    price = significant(found.electricity_cost / found.facility_kwh)
    electricity = significant(found.electricity_cost / MILLION)
    yield _card(
        "electricity", (electricity, money), ("kwh", f"{price} {plan.currency}"), say
    )
    hours = 8784 if isleap(plan.year) else 8760
    mean = _handy(found.facility_kwh / hours * W_PER_KW, "W")
    yield _card("energy", _handy(found.facility_kwh, "kWh"), ("mean", *mean), say)
    carbon = _handy(found.carbon / found.facility_kwh, "kgCO2e")
    yield _card("carbon", _handy(found.carbon, "kgCO2e"), ("kwh", *carbon), say)
    yield _fourth(plan, say)


def _fourth(plan: Plan, say: Language) -> Card:
    """Return what the chips cost, else how carbon-free the hours are, else water."""
    found = plan.figures
    if found.chip_cost:
        both = (
            significant(found.total_cost / MILLION),
            f"{say('million')} {plan.currency}",
        )
        chips = significant(found.chip_cost / MILLION)
        return _card("with-chips", both, ("chips", f"{chips} {say('million')}"), say)
    for item in plan.limit_violations:
        if item.limit in words.CARDS:
            value, unit = limit_value(item, item.reached).split(" ", 1)
            under = ("asked", limit_value(item, item.asked))
            return _card(item.limit, (value, unit), under, say)
    water = _handy(found.water / found.facility_kwh, "L")
    return _card("water", _handy(found.water, "L"), ("kwh", *water), say)


def _card(
    name: str, value: tuple[str, str], under: tuple[str, ...], say: Language
) -> Card:
    code, *parts = under
    told = say(words.UNDER_CARDS[code], value=" ".join(parts))
    return Card(say(words.CARDS[name]), *value, told)


def _handy(value: float, unit: str) -> tuple[str, str]:
    size, name = unit_for(value, unit)
    return significant(value / size), name
