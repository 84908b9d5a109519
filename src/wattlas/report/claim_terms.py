"""Terms, lines and notes of checked claims as words and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wattlas import facts, quantity
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.errors import InputError
from wattlas.report.format import significant, unit_for
from wattlas.report.words import claims as words
from wattlas.units import HOURS_PER_YEAR

_TABLES = (
    "subjects",
    "models",
    "undisclosed",
    "countries",
    "servers",
    "hardware",
)
_THINGS = {"household": "homes", "ai-split": "AI"}
OF_A_HOME = 1e5
"""Use of a home is told in kWh, however large: people know it so."""
MILLION, MILLION_M3 = 1e6, 1e9
_SCALED = ("kWh", "W", "L", "kgCO2e")


def name_of(key: str) -> str:
    """Return the name of a known thing.

    >>> name_of("west-lake"), name_of("country:ie")
    ('West Lake', 'Ireland')
    """
    key = key.removeprefix("country:")
    if row := facts.row("equivalents", key):
        return row["name_en"].split(",")[0]
    if key.startswith("data-centres-") and not facts.row("subjects", key):
        return f"Data centres of {place_of(key.removeprefix('data-centres-'))}"
    if key in _THINGS:
        return _THINGS[key]
    for table in _TABLES:
        row = facts.row(table, key)
        if row:
            return row.get("name") or row.get("name_en") or key
    return key


def place_of(key: str) -> str:
    """Return the name of a place as it stands in a sentence.

    >>> place_of("us"), place_of("cn")
    ('the United States', 'China')
    """
    name = name_of(key)
    return (
        f"the {name.replace('World', 'world')}" if name in words.WITH_ARTICLE else name
    )


def number_cells(term: Term) -> tuple[str, str, str, str]:
    """Return low, mid, high and unit of a term, in a handy size."""
    size, unit = _size(term)
    low = "" if term.low is None else _number(term.low / size, unit)
    high = "" if term.high is None else _number(term.high / size, unit)
    return low, _number(term.value / size, unit), high, _unit_word(unit)


def term_text(term: Term) -> str:
    """Return a term in words: as stated, or with three digits and its unit.

    >>> term_text(Term(433_000.0, "kWh")), term_text(Term(0.2, "%"))
    ('433 MWh', '20 %')
    """
    if term.text:
        return term.text
    low, mid, high, unit = number_cells(term)
    ends = f"{mid} ({low}-{high})" if low and high and low != high else mid
    return f"{ends} {unit}".strip()


def _size(term: Term) -> tuple[float, str]:
    top, slash, bottom = term.unit.partition("/")
    if term.unit == "kWh/year" and 1 <= term.value < OF_A_HOME:
        return 1.0, term.unit
    if top == "L" and abs(term.value) >= MILLION_M3:
        return MILLION_M3, f"million m3{slash}{bottom}"
    if term.unit.startswith("%"):
        return 0.01, term.unit
    if top in _SCALED and bottom != "kWh":
        size, name = unit_for(term.value, top)
        return size, f"{name}{slash}{bottom}"
    if top in ("1", "uses") and abs(term.value) >= MILLION:
        size, name = unit_for(term.value, "")
        return size, f"{name}{slash}{bottom}" + (" uses" if top == "uses" else "")
    return 1.0, "" if term.unit == "1" else term.unit.replace("1/", "/")


def _number(value: float, unit: str) -> str:
    if unit == "date":
        return f"{value:.0f}" if value < 9000 else "never"
    return significant(value)


def _unit_word(unit: str) -> str:
    return {"date": "", "/year": "times a year", "/day": "a day", "times": "times"}.get(
        unit, unit
    )


def line_name(line: Line) -> str:
    """Return the label of a line."""
    values = {k: _value(k, v) for k, v in line.values.items()}
    if line.name == "known":
        what = words.QUANTITIES.get(line.values["quantity"], line.values["quantity"])
        boundary = f", {values['boundary']}" if values.get("boundary") else ""
        return f"{values['subject']}, {what}{boundary}, {values['year']}"
    return words.LINES[line.name].format(**values)


_NAMED = ("subject", "place", "thing", "scope", "who", "what", "server", "of", "to")


def _value(name: str, value: Any) -> str:
    if isinstance(value, Term):
        return term_text(value)
    if name == "place":
        return place_of(str(value))
    if name in _NAMED:
        return name_of(str(value))
    if name == "quantity":
        return words.QUANTITIES.get(str(value), str(value))
    if name == "form":
        return words.FORMS.get(str(value), str(value))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def formula_text(line: Line) -> str:
    """Return the formula of a line with its terms in place."""
    if not line.formula:
        return ""
    plain = (replace(t, low=None, high=None) for t in line.terms)
    return line.formula.format(*(term_text(t) for t in plain))


def line_text(line: Line) -> str:
    """Return the label of a line with its formula, where it has one."""
    formula = formula_text(line)
    return f"{line_name(line)}: {formula}" if formula else line_name(line)


def note_text(note: Note) -> str:
    """Return the sentence of a note or of a correction."""
    values = {k: _value(k, v) for k, v in note.values.items()}
    if values.get("boundary") in words.BOUNDARIES:
        values["boundary"] = words.BOUNDARIES[values["boundary"]]
    if note.code == "corrected-equivalent":
        return _equivalent(note, values)
    if note.code == "corrected-deal":
        row = facts.row("deals", note.values["deal"])
        values = {k: _value(k, row[k]) for k in ("who", "what", "form", "year", "note")}
    if note.code == "corrected-figure":
        values["boundary"] = f" of {values['boundary']}" if values["boundary"] else ""
    sentence = words.CORRECTED.get(note.code) or words.NOTES[note.code]
    if "!r" in sentence:
        return sentence.format(**note.values)
    return sentence.format(**values)


def _equivalent(note: Note, values: dict[str, str]) -> str:
    home = note.values["thing"] == "household"
    kind = "homes" if home else "count"
    if note.values["what"] == "solved-distance":
        kind = "distance"
    over = note.values["over"]
    plain = over.value == 1.0 and not over.text
    values["over"] = "" if plain else f" over {term_text(over)}"
    if plain and over.unit == "year":
        values["over"] = " in a year" if home else " for a year"
    values["total"] = term_text(replace(note.values["total"], text=""))
    return words.CORRECTED[f"corrected-equivalent-{kind}"].format(**values)


def relation_text(part: Part) -> str:
    """Return what a part was read as, in words."""
    read: dict[str, str] = {k: _read(k, v) for k, v in part.read.items()}
    if part.relation == "trend":
        return words.TRENDS[part.read["claim"]]
    if part.relation == "equivalent":
        if "total" not in read:
            what = words.QUANTITIES[part.read.get("quantity", "training_energy_kwh")]
            read["total"] = f"{what} of {read['subject']}"
        read.setdefault("count", "1")
        if part.read["thing"] == "household" and "region" in read:
            read["thing"] = f"homes in {place_of(part.read['region'])}"
        read["over"] = f" over {read['over']}" if "over" in read else ""
    if part.relation in ("share", "growth"):
        read |= _of_series(part)
    return words.RELATIONS[part.relation].format(**read)


def _of_series(part: Part) -> dict[str, str]:
    """Return what is said of a share or a growth, in words."""
    read = part.read
    value, rate = read.get("value"), read.get("rate")
    return {
        "of": words.SHARES.get(str(read.get("split", "")), ""),
        "value": f": {_amount(str(value))}" if value else "",
        "shape": words.SHAPES[str(read.get("shape", ""))],
        "rate": f": {_amount(str(rate))}" if rate else "",
    }


def _read(name: str, value: Any) -> str:
    if isinstance(value, dict):
        amount = value.get("amount")
        return _amount(amount) if amount else name_of(value.get("subject", ""))
    if isinstance(value, list | tuple):
        return " × ".join(_amount(str(v)) for v in value)
    if name in ("total", "value", "count", "over", "amount", "power", "saved"):
        return _amount(str(value))
    return _value(name, value)


def _amount(text: str) -> str:
    """Return a canonical quantity in a handy size."""
    try:
        m = quantity.read(text)
    except InputError:
        return text
    ends = (m.low, m.high) if m.is_range else (None, None)
    if m.dimension == "time" and m.middle >= HOURS_PER_YEAR:
        return f"{significant(m.middle / HOURS_PER_YEAR)} years"
    unit = {"share": "%", "ratio": "times"}.get(m.dimension, m.exact_unit)
    one = term_text(Term(m.middle, unit, "", *ends))
    return f"{m.times[0]:g} × {one}" if m.times else one
