"""A growing load reaches all supply: the year as a function of growth, no forecast."""

from __future__ import annotations

from math import log

from wattlas.claims.judges.common import known_line, part_of, unsupported
from wattlas.claims.judges.growth import series_ends, yearly
from wattlas.claims.judging import known_term
from wattlas.claims.known import Known, known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Crossing

LONG_YEARS = (2000, 2025)
"""The years whose mean growth of supply is carried on."""
AT_ONCE = 2032
"""Before this year no growth of the last years would do it."""


def judge(relation: Crossing) -> Part:
    """Return the judged part: crossing years over known growth rates."""
    load = known(relation.subject, "electricity_kwh")
    ends = series_ends(relation.level, LONG_YEARS)
    rates = _rates(relation.subject)
    if not load or ends is None or not rates:
        return unsupported(relation, relation.subject)
    start, supply = load[-1], ends[1]
    grows = 1 + yearly(*ends)
    crossings = [_crossing(start, supply, rate, grows) for rate in rates]
    lines = [known_line(start), known_line(supply), *crossings]
    years = sorted(line.result.value for line in crossings)
    verdict = _verdict(relation, years)
    values = {"first": Term(years[0], "date"), "last": Term(years[-1], "date")}
    spread = Term(years[len(years) // 2], "date", "", years[0], years[-1])
    return part_of(relation, verdict, lines, spread, (Note("extrapolation", values),))


def _crossing(
    start: Known, supply: Known, rate: tuple[str, float, str], supply_grows: float
) -> Line:
    """Return the line with the year in which a growth rate reaches the supply."""
    name, growth, source = rate
    year = _year(start, supply, growth, supply_grows)
    terms = (known_term(start), known_term(supply), Term(growth), Term(supply_grows))
    formula = "{0} × {2}^n = {1} × {3}^n"
    values = {"rate": name}
    return Line("crossing", Term(year, "date"), formula, terms, (source,), values)


def _rates(subject: str) -> list[tuple[str, float, str]]:
    """Return growth factors a year for the load: own low and high, frontier runs."""
    own = known(subject, "growth_per_year")
    if not own:
        ends = series_ends(subject, None)
        return [("series", 1 + yearly(*ends), ends[0].source)] if ends else []
    k = own[-1]
    fast = known("frontier-training", "power_growth_per_year")[-1]
    return [
        ("low", k.low, k.source),
        ("mid", k.mid, k.source),
        ("high", k.high, k.source),
        ("frontier", fast.mid, fast.source),
    ]


def _year(start: Known, supply: Known, growth: float, supply_growth: float) -> float:
    if growth <= supply_growth:
        return 9999.0
    ahead = log(supply.mid / start.mid) / log(growth / supply_growth)
    return start.year + ahead


def _verdict(relation: Crossing, years: list[float]) -> str:
    """A date inside the span is arithmetic, not a forecast; before it, contradicted."""
    if relation.by is not None and relation.by < min(min(years), AT_ONCE) - 1:
        return "contradicted"
    return "partly_right"
