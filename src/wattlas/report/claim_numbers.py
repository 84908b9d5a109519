"""Terms of checked claims as figures in a handy unit."""

from __future__ import annotations

from wattlas import quantity
from wattlas.claims.record import Term
from wattlas.errors import InputError
from wattlas.report.format import significant, unit_for
from wattlas.report.table import Form, Number, Piece, Variants, joined, word
from wattlas.report.words import claim_numbers as words
from wattlas.units import HOURS_PER_YEAR, L_PER_M3

OF_A_HOME = 1e5
"""Use of a home is told in kWh, however large: people know it so."""
FEWEST_M3 = 1e6
"""Volumes are told in cubic metres from here on."""
NEVER = 9000.0
"""A year from which on a crossing counts as none."""
_SCALED = ("kWh", "W", "L", "kgCO2e")


def term_number(term: Term) -> Number | Variants:
    """Return a term with its range, in a handy unit; large counts by language.

    >>> term_number(Term(433_000.0, "kWh"))
    Number(value=433.0, unit='MWh', low=None, high=None, form='significant', ...)
    """
    top, _, bottom = term.unit.partition("/")
    per = f"/{bottom}" if bottom else ""
    if top == "date":
        return _date(term)
    counted = {"1": (1.0, ""), "uses": (1.0, "uses")}
    if abs(term.value) >= FEWEST_M3 * L_PER_M3:
        counted["L"] = (L_PER_M3, "m3")
    if top in counted:
        of, name = counted[top]
        sizes = {code: _large(term.value / of, code) for code in words.LARGE}
        return Variants(
            {
                code: _number(term, size * of, _unit(f"{large} {name}".strip(), per))
                for code, (size, large) in sizes.items()
            }
        )
    size, name = _handy(term, top, bottom)
    return _number(term, size, _unit(name, per))


def _date(term: Term) -> Number:
    mid, low, high = (
        None if v is None else v if v < NEVER else float("inf")
        for v in (term.value, term.low, term.high)
    )
    return Number(mid or 0.0, "", low, high, form="year")


def _number(term: Term, size: float, unit: str, form: Form = "significant") -> Number:
    low, high = (None if v is None else v / size for v in (term.low, term.high))
    return Number(term.value / size, unit, low, high, form)


def _unit(name: str, per: str) -> str:
    return f"{name}{per}" if name or not per else words.ALONE.get(per, per)


def _handy(term: Term, top: str, bottom: str) -> tuple[float, str]:
    """Return the size in which a term is read best, and the name of its unit."""
    if top == "%":
        return 0.01, top
    of_a_home = term.unit == "kWh/year" and 1 <= term.value < OF_A_HOME
    if top in _SCALED and bottom != "kWh" and not of_a_home:
        return unit_for(term.value, top)
    return 1.0, top


def _large(value: float, code: str) -> tuple[float, str]:
    """Return the size of a large count and its word: millions, or 亿."""
    for size, name in words.LARGE[code]:
        if abs(value) >= size:
            return size, name
    return 1.0, ""


def term_piece(term: Term) -> Piece:
    """Return a term as stated, or with three digits and its unit."""
    return term.text or term_number(term)


def amount_piece(text: str) -> Piece:
    """Return a canonical quantity in a handy size; what is none stays as it is.

    >>> amount_piece("433000 kWh")
    Number(value=433.0, unit='MWh', low=None, high=None, form='significant', ...)
    """
    try:
        m = quantity.read(text)
    except InputError:
        return text
    ends = (m.low, m.high) if m.is_range else (None, None)
    if m.dimension == "time" and m.middle >= HOURS_PER_YEAR:
        return word(words.YEARS, count=significant(m.middle / HOURS_PER_YEAR))
    unit = {"share": "%", "ratio": "times"}.get(m.dimension, m.exact_unit)
    one = term_number(Term(m.middle, unit, "", *ends))
    return joined((f"{m.times[0]:g} ×", one), " ") if m.times else one
