"""Lines, notes and relations of checked claims as words and figures."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import Any

from wattlas import facts
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.report.claim_names import name_of, place_of
from wattlas.report.claim_numbers import amount_piece, term_piece
from wattlas.report.table import Piece, Word, joined, word
from wattlas.report.words import claim_notes
from wattlas.report.words import claims as words


def line_name(line: Line) -> Word:
    """Return the label of a line."""
    values = {k: _value(k, v) for k, v in line.values.items()}
    if line.name == "known":
        boundary = line.values.get("boundary")
        return Word(words.KNOWN["boundary" if boundary else "whole"], values)
    return Word(words.LINES[line.name], values)


_NAMED = ("subject", "place", "thing", "scope", "who", "what", "server", "of", "to")
_WORDS = {
    "quantity": words.QUANTITIES,
    "form": words.FORMS,
    "boundary": words.BOUNDARY_NAMES,
    "rate": words.RATES,
}
"""Fields whose values are codes with words of their own."""


def _value(name: str, value: Any) -> Piece:
    if isinstance(value, Term):
        return term_piece(value)
    if name == "place":
        return place_of(str(value))
    if name in _NAMED:
        return name_of(str(value))
    if name in _WORDS:
        return Word(_WORDS[name].get(str(value), str(value)))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def formula_of(line: Line) -> Piece:
    """Return the formula of a line with its terms in place."""
    terms = [term_piece(replace(t, low=None, high=None)) for t in line.terms]
    parts: list[Piece] = []
    for literal, place, _, _ in Formatter().parse(line.formula):
        parts += [literal] if place is None else [literal, terms[int(place)]]
    return joined(parts, "")


def line_label(line: Line) -> Word:
    """Return the label of a line with its formula, where it has one."""
    name = line_name(line)
    if not line.formula:
        return name
    return word(words.FORMULA, name=name, formula=formula_of(line))


def note_sentence(note: Note) -> Word:
    """Return the sentence of a note or of a correction."""
    values = {k: _value(k, v) for k, v in note.values.items()}
    if note.code == "corrected-equivalent":
        return _equivalent(note, values)
    if note.code == "corrected-deal":
        row = facts.row("deals", note.values["deal"])
        names = ("who", "what", "form", "year")
        values = {k: _value(k, row[k]) for k in names} | {"note": Word(row["note"])}
    if note.values.get("boundary"):
        values["boundary"] = Word(words.BOUNDARIES[note.values["boundary"]])
    if note.code == "corrected-figure":
        named = note.values["boundary"]
        of = word(words.OF_BOUNDARY, boundary=values["boundary"]) if named else ""
        values["boundary"] = of
    if note.code == "share-note":
        values["text"] = Word(note.values["text"])
    sentence = claim_notes.CORRECTED.get(note.code) or claim_notes.NOTES[note.code]
    as_written = {k: str(v) for k, v in note.values.items()}
    return Word(sentence, as_written if "!r" in sentence else values)


def _equivalent(note: Note, values: dict[str, Piece]) -> Word:
    home = note.values["thing"] == "household"
    kind = "homes" if home else "count"
    if note.values["what"] == "solved-distance":
        kind = "distance"
    over = note.values["over"]
    plain = over.value == 1.0 and not over.text
    values["over"] = "" if plain else word(words.OVER, over=term_piece(over))
    if plain and over.unit == "year":
        values["over"] = Word(words.IN_A_YEAR if home else words.FOR_A_YEAR)
    values["total"] = term_piece(replace(note.values["total"], text=""))
    return Word(claim_notes.CORRECTED[f"corrected-equivalent-{kind}"], values)


def relation_of(part: Part) -> Word:
    """Return what a part was read as, in words."""
    read = {k: _read(k, v) for k, v in part.read.items()}
    if part.relation == "trend":
        return Word(words.TRENDS[part.read["claim"]])
    if part.relation == "equivalent":
        read |= _of_equivalent(part, read)
    if part.relation in ("share", "growth"):
        read |= _of_series(part)
    if any(line.name == "implied-use" for line in part.lines):
        return Word(words.OF_USES, read)
    return Word(words.RELATIONS[part.relation], read)


def _of_equivalent(part: Part, read: dict[str, Piece]) -> dict[str, Piece]:
    """Return what is said of an equivalent, in words."""
    thing, over = read["thing"], read.get("over")
    if part.read["thing"] == "household" and "region" in read:
        thing = word(words.HOMES_IN, place=place_of(part.read["region"]))
    quantity = part.read.get("quantity", "training_energy_kwh")
    what = words.QUANTITIES.get(quantity, quantity)
    of = {"quantity": Word(what), "subject": read.get("subject", "")}
    return {
        "total": read.get("total") or Word(words.QUANTITY_OF, of),
        "count": read.get("count", "1"),
        "thing": thing,
        "over": word(words.OVER, over=over) if over else "",
    }


def _of_series(part: Part) -> dict[str, Piece]:
    """Return what is said of a share or a growth, in words."""
    read = part.read
    ends: dict[str, Piece] = {
        name: word(words.IS, value=amount_piece(str(read[name])))
        if read.get(name)
        else ""
        for name in ("value", "rate")
    }
    if "quantity" in read:
        what = words.QUANTITIES.get(str(read["quantity"]), str(read["quantity"]))
        of_subject = {
            "quantity": Word(what),
            "subject": _read("subject", read["subject"]),
        }
        ends["subject"] = Word(words.QUANTITY_OF, of_subject)
    of = words.SHARES.get(str(read.get("split", "")), "")
    shape = words.SHAPES[str(read.get("shape", ""))]
    return {"of": Word(of), "shape": Word(shape), **ends}


_AMOUNTS = ("total", "value", "count", "over", "amount", "power", "saved")


def _read(name: str, value: Any) -> Piece:
    if isinstance(value, dict):
        amount = value.get("amount")
        if amount:
            return amount_piece(amount)
        return name_of(value.get("subject", ""))
    if isinstance(value, list | tuple):
        return joined((amount_piece(str(v)) for v in value), " × ")
    if name in _AMOUNTS:
        return amount_piece(str(value))
    return _value(name, value)
