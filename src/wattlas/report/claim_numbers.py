"""Terms of checked claims as numbers with units, in a handy size of a language."""

from __future__ import annotations

from wattlas import quantity
from wattlas.claims.record import Term
from wattlas.errors import InputError
from wattlas.report.format import significant, unit_for
from wattlas.report.words import claim_numbers as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import HOURS_PER_YEAR, L_PER_M3

OF_A_HOME = 1e5
"""Use of a home is told in kWh, however large: people know it so."""
FEWEST_M3 = 1e6
"""Volumes are told in cubic metres from here on."""
NEVER = 9000.0
"""A year from which on a crossing counts as none."""
_SCALED = ("kWh", "W", "L", "kgCO2e")


def number_cells(term: Term, say: Language = ENGLISH) -> tuple[str, str, str, str]:
    """Return low, mid, high and unit of a term, in a handy size."""
    size, unit = _size(term, say)
    ends = (term.low, term.value, term.high)
    low, mid, high = (
        "" if end is None else _number(end / size, term.unit, say) for end in ends
    )
    return low, mid, high, unit


def term_text(term: Term, say: Language = ENGLISH) -> str:
    """Return a term in words: as stated, or with three digits and its unit.

    >>> term_text(Term(433_000.0, "kWh")), term_text(Term(0.2, "%"))
    ('433 MWh', '20 %')
    """
    if term.text:
        return term.text
    low, mid, high, unit = number_cells(term, say)
    ends = f"{mid} ({low}-{high})" if low and high and low != high else mid
    return f"{ends} {unit}".strip()


def amount_text(text: str, say: Language = ENGLISH) -> str:
    """Return a canonical quantity in a handy size; what is none stays as it is.

    >>> amount_text("433000 kWh"), amount_text("700800 h")
    ('433 MWh', '80 years')
    """
    try:
        m = quantity.read(text)
    except InputError:
        return text
    ends = (m.low, m.high) if m.is_range else (None, None)
    if m.dimension == "time" and m.middle >= HOURS_PER_YEAR:
        return say(words.YEARS, count=significant(m.middle / HOURS_PER_YEAR))
    unit = {"share": "%", "ratio": "times"}.get(m.dimension, m.exact_unit)
    one = term_text(Term(m.middle, unit, "", *ends), say)
    return f"{m.times[0]:g} × {one}" if m.times else one


def _size(term: Term, say: Language) -> tuple[float, str]:
    """Return the size in which a term is read best, and the name of its unit."""
    top, _, bottom = term.unit.partition("/")
    size, name = _handy(term, top, bottom, say)
    if not name and bottom in words.ALONE:
        return size, say(words.ALONE[bottom])
    per = say(words.PER[bottom]) if bottom in words.PER else f"/{bottom}"
    return size, f"{name}{per if bottom else ''}"


def _handy(term: Term, top: str, bottom: str, say: Language) -> tuple[float, str]:
    if top in ("", "date"):
        return 1.0, ""
    if top == "1":
        return _count(term.value, say)
    if top == "uses":
        size, name = _count(term.value, say)
        return size, say(words.USES, size=name).strip()
    if top == "L" and abs(term.value) >= FEWEST_M3 * L_PER_M3:
        size, name = _count(term.value / L_PER_M3, say)
        return size * L_PER_M3, f"{name} m3"
    if top == "%":
        return 0.01, top
    of_a_home = term.unit == "kWh/year" and 1 <= term.value < OF_A_HOME
    if top in _SCALED and bottom != "kWh" and not of_a_home:
        return unit_for(term.value, top)
    return 1.0, say(words.UNITS.get(top, top))


def _count(value: float, say: Language) -> tuple[float, str]:
    """Return the size of a large count and its word: millions, or 亿."""
    for size, name in words.LARGE[say.code]:
        if abs(value) >= size:
            return size, say(name)
    return 1.0, ""


def _number(value: float, unit: str, say: Language) -> str:
    if unit == "date":
        return f"{value:.0f}" if value < NEVER else say(words.NEVER)
    return significant(value)
