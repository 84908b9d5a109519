"""The first screen of a study: the answer in a sentence, and four numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wattlas import facts
from wattlas.records import RESULT_UNITS, Estimate, Range
from wattlas.report.blocks import Card
from wattlas.report.names import distinct_names
from wattlas.report.table import (
    Number,
    Piece,
    Variants,
    Word,
    joined,
    ranged,
    share,
    word,
)
from wattlas.report.words import en
from wattlas.report.words import page as words

if TYPE_CHECKING:
    from wattlas.estimation.side_by_side import HardwareComparison
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


def study_answer(result: StudyResult, best: Placement) -> Word:
    """Return the answer of a study in one sentence."""
    return (_of_choice if is_choice(result) else _of_first)(result, best)


def estimate_answer(estimate: Estimate) -> Word:
    """Return an estimate in one sentence: its energy and range, and what of."""
    name = f"{estimate.boundary}_energy_kwh"
    household = _household(estimate.results.get("facility_energy_kwh"))
    told = {"household": household, "cases": "", "what": Word(en.BASES[estimate.basis])}
    return _one(name, estimate.results[name], told)


def study_cards(placement: Placement) -> Iterator[Card]:
    """Yield the numbers of the first screen, with their ranges."""
    return (card for _, card in result_cards(placement.total))


def result_cards(results: Mapping[str, Range]) -> Iterator[tuple[str, Card]]:
    """Yield the results that stand first, by name, with their ranges."""
    known = [n for n in CARDS if n in results]
    kept = [n for n in known if NOT_BESIDE.get(n) not in known or n == "total_cost"]
    for name in kept[:SHOWN_CARDS]:
        value = results[name]
        mid, bounds = _value(value, name)
        notes = [word(words.RANGE, **bounds)] if value.low < value.high else []
        if value.currency and value.year:
            mid = Number(mid.value, mid.unit.removesuffix(value.year))
            notes.append(word(words.MONEY_OF, year=value.year))
        yield name, Card(Word(en.RESULTS[name]), mid, joined(notes))


def comparison_answer(comparison: HardwareComparison) -> Word:
    """Return chips side by side in one sentence: which draws least, and how much."""
    rows = comparison.rows
    best = min(range(len(rows)), key=lambda i: rows[i].facility_energy_kwh.mid)
    energies = [(row.hardware, row.facility_energy_kwh) for row in rows]
    return _choice("facility_energy_kwh", energies, best, comparison.basis)


def _of_choice(result: StudyResult, best: Placement) -> Word:
    name = deciding(result)
    names = distinct_names(result.placements)
    totals = [(names[id(p)], p.total[name]) for p in result.placements]
    place = next(i for i, p in enumerate(result.placements) if p is best)
    return _choice(name, totals, place, result.basis)


def _choice(
    name: str, totals: Sequence[tuple[Piece, Range]], best: int, basis: str
) -> Word:
    """Return the sentence of alternatives: the best of them beside the first."""
    (first, before), (chosen_name, least) = totals[0], totals[best]
    value, bounds = _value(least, name)
    told: dict[str, Piece] = {
        "result": Word(en.RESULTS[name]),
        "count": str(len(totals)),
        "value": value,
        "first": first,
        "what": Word(en.BASES[basis]),
        **bounds,
    }
    if best == 0:
        return Word(words.ANSWER_FIRST_IS_BEST, told)
    told |= {"best": chosen_name, "share": share(1.0 - least.mid / before.mid)}
    return Word(words.ANSWER_SEVERAL, told)


def _of_first(result: StudyResult, only: Placement) -> Word:
    name = next(n for n in CARDS if n in only.total)
    told: dict[str, Piece] = {
        "what": Word(en.BASES[result.basis]),
        "household": _household(only.total.get("facility_energy_kwh")),
        "cases": _cases(result, name),
    }
    return _one(name, only.total[name], told)


def _one(name: str, total: Range, told: Mapping[str, Piece]) -> Word:
    """Return the sentence of one figure: exact, or with the ends of its range."""
    value, bounds = _value(total, name)
    exact = total.low == total.high
    return Word(
        words.ANSWER_EXACT if exact else words.ANSWER_ONE,
        {
            "result": Word(en.RESULTS[name]),
            "energy": value,
            **told,
            **({} if exact else bounds),
        },
    )


def _cases(result: StudyResult, name: str) -> Piece:
    values = [p.total[name] for p in result.placements if name in p.total]
    if len(values) < 2:
        return ""
    ordered = sorted(values, key=lambda value: value.mid)
    least, most = _value(ordered[0], name)[0], _value(ordered[-1], name)[0]
    return word(words.ANSWER_CASES, count=str(len(values)), least=least, most=most)


def _household(energy: Range | None) -> Piece:
    if energy is None:
        return ""
    said: dict[str, Piece] = {}
    for code, key in HOUSEHOLD.items():
        count = energy.mid / facts.number("equivalents", key, "energy_kwh").value
        sentence = word(words.HOUSEHOLDS[key], count=Number(count))
        said[code] = sentence if count >= 1 else ""
    return Variants(said)


def _value(value: Range, name: str) -> tuple[Number, dict[str, Piece]]:
    """Return the central value with its unit, and the ends of the range without."""
    whole = ranged(value, RESULT_UNITS[name])
    bounds = {"low": whole.low, "high": whole.high}
    ends: dict[str, Piece] = {
        end: Number(bound) for end, bound in bounds.items() if bound is not None
    }
    return Number(whole.value, whole.unit), ends
