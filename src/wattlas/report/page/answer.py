"""The first screen of a study's page: the answer in a sentence, and four numbers."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas import facts
from wattlas.records import RESULT_UNITS, Range
from wattlas.report import terminal
from wattlas.report.format import per_cent, significant
from wattlas.report.page.blocks import Card
from wattlas.report.study import distinct_names
from wattlas.report.words import en
from wattlas.report.words import page as words
from wattlas.report.words.language import Language
from wattlas.workflow import Placement, StudyResult

DECIDING = (
    "electricity_cost",
    "facility_energy_kwh",
    "it_energy_kwh",
    "chip_energy_kwh",
)
"""The result by which alternatives are ranked: the first that all of them have."""
CARDS = (
    "facility_energy_kwh",
    "it_energy_kwh",
    "chip_energy_kwh",
    "electricity_cost",
    "total_cost",
    "facility_carbon_kgco2e",
    "site_water_l",
)
"""Results of the first screen, in their order: the first four that are known."""
SHOWN_CARDS = 4
NOT_BESIDE = {
    "it_energy_kwh": "facility_energy_kwh",
    "chip_energy_kwh": "it_energy_kwh",
    "total_cost": "electricity_cost",
}
"""A result that is left out where the better one is known."""
HOUSEHOLD = {"zh": "household-year-cn", "en": "household-year-us"}
"""The household that readers of a language picture."""


def is_choice(result: StudyResult) -> bool:
    """Say whether placements differ in chip or place: what one can choose.

    Cases that differ in neither are views of one thing, not alternatives.
    """
    return len({(p.hardware, p.place) for p in result.placements}) > 1


def deciding(result: StudyResult) -> str:
    """Return the name of the result by which a study's placements are compared."""
    return next(
        name for name in DECIDING if all(name in p.total for p in result.placements)
    )


def chosen(result: StudyResult) -> Placement:
    """Return the placement of the first screen: the lowest, else the first."""
    if not is_choice(result):
        return result.placements[0]
    name = deciding(result)
    return min(result.placements, key=lambda p: p.total[name].mid)


def answer(result: StudyResult, best: Placement, say: Language) -> str:
    """Return the answer of a study in one sentence."""
    said = (_of_choice if is_choice(result) else _of_first)(result, best, say)
    return said[:1].upper() + said[1:]


def _of_choice(result: StudyResult, best: Placement, say: Language) -> str:
    name, first = deciding(result), result.placements[0]
    names = distinct_names(result.placements)
    value, bounds = _said(best.total[name], name, say)
    common = {
        "result": say(en.RESULTS[name]),
        "count": str(len(result.placements)),
        "value": value,
        "first": names[id(first)],
        "what": say(en.BASES[result.basis]),
        **bounds,
    }
    if best is first:
        return say(words.ANSWER_FIRST_IS_BEST, **common)
    share = 1.0 - best.total[name].mid / first.total[name].mid
    return say(
        words.ANSWER_SEVERAL, best=names[id(best)], share=per_cent(share), **common
    )


def _of_first(result: StudyResult, only: Placement, say: Language) -> str:
    name = next(n for n in CARDS if n in only.total)
    total = only.total[name]
    value, bounds = _said(total, name, say)
    sentence = words.ANSWER_ONE if total.low < total.high else words.ANSWER_EXACT
    return say(
        sentence,
        what=say(en.BASES[result.basis]),
        result=say(en.RESULTS[name]),
        energy=value,
        household=_household(only.total.get("facility_energy_kwh"), say),
        cases=_cases(result, name, say),
        **bounds,
    )


def _cases(result: StudyResult, name: str, say: Language) -> str:
    values = [p.total[name] for p in result.placements if name in p.total]
    if len(values) < 2:
        return ""
    ordered = sorted(values, key=lambda value: value.mid)
    least, _ = _said(ordered[0], name, say)
    most, _ = _said(ordered[-1], name, say)
    return say(words.ANSWER_CASES, count=str(len(values)), least=least, most=most)


def _household(energy: Range | None, say: Language) -> str:
    if energy is None:
        return ""
    key = HOUSEHOLD[say.code]
    count = energy.mid / facts.number("equivalents", key, "energy_kwh").value
    return say(words.HOUSEHOLDS[key], count=significant(count)) if count >= 1 else ""


def cards(placement: Placement, say: Language) -> Iterator[Card]:
    """Yield the numbers of the first screen, with their ranges."""
    known = [n for n in CARDS if n in placement.total]
    kept = [n for n in known if NOT_BESIDE.get(n) not in known or n == "total_cost"]
    for name in kept[:SHOWN_CARDS]:
        value = placement.total[name]
        low, mid, high, unit = terminal.range_cells(value, RESULT_UNITS[name])
        notes = [say(words.RANGE, low=low, high=high)] if value.low < value.high else []
        if value.currency and value.year:
            unit = unit.removesuffix(value.year)
            notes.append(say(words.MONEY_OF, year=value.year))
        yield Card(say(en.RESULTS[name]), mid, _unit(unit, say), ", ".join(notes))


def _said(value: Range, name: str, say: Language) -> tuple[str, dict[str, str]]:
    low, mid, high, unit = terminal.range_cells(value, RESULT_UNITS[name])
    return f"{mid} {_unit(unit, say)}".strip(), {"low": low, "high": high}


def _unit(unit: str, say: Language) -> str:
    return " ".join(say(word) for word in unit.split())
