"""Terms, lines and notes of checked claims as words and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wattlas import facts
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.report.claim_names import name_of, place_of
from wattlas.report.claim_numbers import amount_text, term_text
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH, Language


def line_name(line: Line, say: Language = ENGLISH) -> str:
    """Return the label of a line."""
    values = {k: _value(k, v, say) for k, v in line.values.items()}
    if line.name == "known":
        boundary = values.get("boundary")
        known = words.KNOWN["whole" if not boundary else "boundary"]
        return say(known, **values)
    return say(words.LINES[line.name], **values)


_NAMED = ("subject", "place", "thing", "scope", "who", "what", "server", "of", "to")
_WORDS = {
    "quantity": words.QUANTITIES,
    "form": words.FORMS,
    "boundary": words.BOUNDARY_NAMES,
    "rate": words.RATES,
}
"""Fields whose values are codes with words of their own."""


def _value(name: str, value: Any, say: Language) -> str:
    if isinstance(value, Term):
        return term_text(value, say)
    if name == "place":
        return place_of(str(value), say)
    if name in _NAMED:
        return name_of(str(value), say)
    if name in _WORDS:
        return say(_WORDS[name].get(str(value), str(value)))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def formula_text(line: Line, say: Language = ENGLISH) -> str:
    """Return the formula of a line with its terms in place."""
    if not line.formula:
        return ""
    plain = (replace(t, low=None, high=None) for t in line.terms)
    return line.formula.format(*(term_text(t, say) for t in plain))


def line_text(line: Line, say: Language = ENGLISH) -> str:
    """Return the label of a line with its formula, where it has one."""
    name, formula = line_name(line, say), formula_text(line, say)
    return say(words.FORMULA, name=name, formula=formula) if formula else name


def note_text(note: Note, say: Language = ENGLISH) -> str:
    """Return the sentence of a note or of a correction."""
    values = {k: _value(k, v, say) for k, v in note.values.items()}
    if note.code == "corrected-equivalent":
        return _equivalent(note, values, say)
    if note.code == "corrected-deal":
        row = facts.row("deals", note.values["deal"])
        names = ("who", "what", "form", "year")
        values = {k: _value(k, row[k], say) for k in names}
        values["note"] = say(row["note"])
    if note.values.get("boundary"):
        values["boundary"] = say(words.BOUNDARIES[note.values["boundary"]])
    if note.code == "corrected-figure" and values["boundary"]:
        values["boundary"] = say(words.OF_BOUNDARY, boundary=values["boundary"])
    if note.code == "share-note":
        values["text"] = say(note.values["text"])
    sentence = words.CORRECTED.get(note.code) or words.NOTES[note.code]
    return say(sentence, **(note.values if "!r" in sentence else values))


def _equivalent(note: Note, values: dict[str, str], say: Language) -> str:
    home = note.values["thing"] == "household"
    kind = "homes" if home else "count"
    if note.values["what"] == "solved-distance":
        kind = "distance"
    over = note.values["over"]
    plain = over.value == 1.0 and not over.text
    values["over"] = "" if plain else say(words.OVER, over=term_text(over, say))
    if plain and over.unit == "year":
        values["over"] = say(words.IN_A_YEAR if home else words.FOR_A_YEAR)
    values["total"] = term_text(replace(note.values["total"], text=""), say)
    return say(words.CORRECTED[f"corrected-equivalent-{kind}"], **values)


def relation_text(part: Part, say: Language = ENGLISH) -> str:
    """Return what a part was read as, in words."""
    read: dict[str, str] = {k: _read(k, v, say) for k, v in part.read.items()}
    if part.relation == "trend":
        return say(words.TRENDS[part.read["claim"]])
    if part.relation == "equivalent":
        read |= _of_equivalent(part, read, say)
    if part.relation in ("share", "growth"):
        read |= _of_series(part, say)
    return say(words.RELATIONS[part.relation], **read)


def _of_equivalent(part: Part, read: dict[str, str], say: Language) -> dict[str, str]:
    """Return what is said of an equivalent, in words."""
    thing, over = read["thing"], read.get("over")
    if part.read["thing"] == "household" and "region" in read:
        thing = say(words.HOMES_IN, place=place_of(part.read["region"], say))
    what = words.QUANTITIES[part.read.get("quantity", "training_energy_kwh")]
    of = {"quantity": say(what), "subject": read.get("subject", "")}
    return {
        "total": read.get("total") or say(words.QUANTITY_OF, **of),
        "count": read.get("count", "1"),
        "thing": thing,
        "over": say(words.OVER, over=over) if over else "",
    }


def _of_series(part: Part, say: Language) -> dict[str, str]:
    """Return what is said of a share or a growth, in words."""
    read = part.read
    ends = {
        name: say(words.IS, value=amount_text(str(read[name]), say))
        if read.get(name)
        else ""
        for name in ("value", "rate")
    }
    of = words.SHARES.get(str(read.get("split", "")), "")
    shape = words.SHAPES[str(read.get("shape", ""))]
    return {"of": say(of), "shape": say(shape), **ends}


_AMOUNTS = ("total", "value", "count", "over", "amount", "power", "saved")


def _read(name: str, value: Any, say: Language) -> str:
    if isinstance(value, dict):
        amount = value.get("amount")
        if amount:
            return amount_text(amount, say)
        return name_of(value.get("subject", ""), say)
    if isinstance(value, list | tuple):
        return " × ".join(amount_text(str(v), say) for v in value)
    if name in _AMOUNTS:
        return amount_text(str(value), say)
    return _value(name, value, say)
