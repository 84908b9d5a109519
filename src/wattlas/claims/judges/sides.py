"""The sides of an equivalence: the total, the count of things, what one takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.judges.figure import of_year
from wattlas.claims.judging import term
from wattlas.claims.known import Known, known
from wattlas.claims.record import Term
from wattlas.claims.schema import Equivalent
from wattlas.units import HOURS_PER_YEAR, W_PER_KW

HOMES = ("us", "cn", "eu27", "gb", "jp", "world")
"""Places whose homes a claim may mean that names none."""
PER = {"km": "km", "hour": "h", "household-year": "year", "year": "year"}
"""What one of a thing is for, with the unit of its duration or distance."""
FIGURES = ("energy_kwh", "water_l", "carbon_kgco2e")


@dataclass(frozen=True, slots=True)
class Total:
    """What so many things are to equal, in kWh, L or kg CO2e; known or stated."""

    low: float
    high: float
    term: Term
    known: Known | None = None
    per_year: float = 1.0

    @property
    def mid(self) -> float:
        """The known central value, or the middle of what is stated."""
        return self.per_year * self.known.mid if self.known else self.middle

    @property
    def middle(self) -> float:
        """The middle of low and high."""
        return (self.low + self.high) / 2


def each_of(thing: str, region: str) -> list[Known]:
    """Return what one of a thing takes; homes of several places if none is named."""
    if thing == "household":
        places = (region,) if region else HOMES
        return [k for p in places for k in known(p, "household_use_kwh_per_year")]
    if thing.startswith("country:"):
        return known(thing.partition(":")[2], "generation_kwh")[-1:]
    per = per_of(thing)
    unit = f"/{per}" if per else ""
    return [
        replace(k, unit=k.unit + unit, quantity=q.replace("water", "volume"))
        for q in FIGURES
        for k in known(thing, q)
    ]


def total_of(relation: Equivalent) -> Total | None:
    """Return the stated total, else the known figure of the thing it is of."""
    m = relation.total
    if m is None:
        return _known_total(relation)
    low, high = m.total()
    per_year = PER_YEAR.get(m.per, 1.0) if per_of(relation.thing) == "year" else 1.0
    if m.dimension == "power":
        hours = HOURS_PER_YEAR / W_PER_KW
        use = facts.number("constants", "claims", "plant_use_share")
        return Total(low * hours * use.low, high * hours * use.high, term(m))
    return Total(low * per_year, high * per_year, term(m))


def _known_total(relation: Equivalent) -> Total | None:
    figures = of_year(known(relation.subject, relation.quantity), relation.year)
    if not figures:
        return None
    whole = [k for k in figures if k.boundary == "facility"] or figures
    k = whole[0] if relation.quantity.startswith("training") else whole[-1]
    per_year = PER_YEAR["day"] if "per_day" in relation.quantity else 1.0
    low, high = k.low * per_year, k.high * per_year
    ends = (low, high) if low < high else (None, None)
    unit = f"{k.unit}/year" if per_year > 1 else k.unit
    term_of_total = Term(k.mid * per_year, unit, "", *ends)
    return Total(low, high, term_of_total, k, per_year)


def per_of(thing: str) -> str:
    """Return what one of a thing is for: km, h, year, or nothing."""
    if thing == "household" or thing.startswith("country:"):
        return "year"
    return PER.get(facts.row("equivalents", thing).get("per", ""), "")


def count_of(relation: Equivalent) -> tuple[float, Term]:
    """Return how many things there are, and that as a term."""
    if relation.count is None:
        return 1.0, Term(1.0)
    return relation.count.middle, term(relation.count)


def over_of(relation: Equivalent) -> tuple[float, Term]:
    """Return the distance, hours or years for which each thing runs."""
    m = relation.over
    if m is None:
        return 1.0, Term(1.0, per_of(relation.thing))
    size = m.middle
    if per_of(relation.thing) == "year" and m.unit == "h":
        size /= HOURS_PER_YEAR
    return size, term(m)
