"""Pieces as text in a language: messages, figures, units; nothing that acts."""

from __future__ import annotations

import re
import unicodedata
from math import isfinite
from string import Formatter
from typing import Any

from wattlas.errors import Message, Several, WattlasError, cut
from wattlas.report.format import fine_per_cent, per_cent, significant
from wattlas.report.table import Cell, Joined, Number, Variants, Word
from wattlas.report.words.language import ENGLISH, Language, beside, filled

_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Kinds of characters that move a cursor, turn the line round, or are not seen."""
NEVER = "never"
_WORD = re.compile(r"[A-Za-z]{2,}")
RATE, PER = "1/", "per {unit}"
"""A unit that is a bare rate, and how it is said."""


def text_of(piece: Cell, say: Language) -> str:
    """Return a piece as text in a language; of nothing nothing."""
    if piece is None:
        return ""
    if isinstance(piece, str):
        return printable(piece)
    if isinstance(piece, Message):
        return said(piece, say)
    if isinstance(piece, Number):
        return number_text(piece, say)
    if isinstance(piece, Joined):
        texts = [text_of(part, say) for part in piece.parts]
        between = piece.between
        between = say.translated(between) if between.strip() else between
        # After a Chinese full stop there is no space.
        kept = [t for t in texts if t]
        return (between.join(kept) if between else beside(kept)).replace("。 ", "。")
    if isinstance(piece, Variants):
        return text_of(spoken(piece, say), say)
    return _word_text(piece, say)


def said(message: Message, say: Language) -> str:
    """Return a message in a language, with all that stands in it.

    >>> said(Message("{name} is empty.", name="batch"), ENGLISH)
    'batch is empty.'
    """
    text = say.translated(message.text)
    if not message.values:
        return text
    return filled(text, {n: _in_place(v, say) for n, v in message.values.items()})


def _in_place(value: Any, say: Language) -> Any:
    """Return what stands in a place of a message; numbers stay, for their format."""
    if isinstance(value, WattlasError):
        value = value.message
    if isinstance(value, Message):
        return said(value, say)
    if isinstance(value, Several):
        between = say.translated(value.between) if value.between.strip() else ""
        return (between or value.between).join(
            str(_in_place(name, say)) for name in value.shown
        )
    return cut(value)


def spoken(cell: Cell, say: Language) -> Cell:
    """Return what of variants is shown in a language; other pieces as they are."""
    if isinstance(cell, Variants):
        return cell.by_code.get(say.code, cell.by_code["en"])
    return cell


def _word_text(piece: Word, say: Language) -> str:
    said = say.translated(piece.text, piece.context)
    if not piece.values:
        return said
    # Translated first, filled in after: a name in it is never taken for a message.
    text = filled(said, {k: text_of(v, say) for k, v in piece.values.items()})
    # A name that a sentence begins with stays as it is written; a message does not.
    before, first, _, _ = next(iter(Formatter().parse(piece.text)))
    named = not before and isinstance(piece.values.get(first or ""), str)
    is_sentence = piece.text.endswith(".") and not named
    return text[:1].upper() + text[1:] if is_sentence else text


def number_text(number: Number, say: Language) -> str:
    """Return a figure with its range in brackets and its unit."""
    text = figure_text(number.value, number, say)
    if number.low is not None and number.high is not None and number.low < number.high:
        low, high = (figure_text(v, number, say) for v in (number.low, number.high))
        is_interval = number.form == "interval"
        between = ".." if number.low < 0 else "-"
        bounds = f"{low}{between}{high}"
        text = bounds if is_interval else f"{text} ({bounds})"
    return f"{text} {unit_text(number.unit, say)}".strip()


def figure_text(value: float, number: Number, say: Language = ENGLISH) -> str:
    """Return a value as a number is read, without its unit; no year is never."""
    sign = "+" if number.signed and value > 0 else ""
    match number.form:
        case "share":
            text = per_cent(value)
        case "fine_share":
            text = fine_per_cent(value)
        case "count":
            text = f"{value:,.0f}"
        case "year":
            text = f"{value:.0f}" if isfinite(value) else say.translated(NEVER)
        case _:
            text = significant(value, number.digits)
    return sign + text


def unit_text(unit: str, say: Language) -> str:
    """Return a unit in a language: said whole, or by its words; symbols stay.

    >>> unit_text("1/year", ENGLISH), unit_text("GW/year", ENGLISH)
    ('per year', 'GW/year')
    """
    whole = say.translated(unit, "unit")
    if whole != unit:
        return whole
    if unit.startswith(RATE):
        per = unit_text(unit.removeprefix(RATE), say)
        return filled(say.translated(PER, "unit"), {"unit": per})
    return _WORD.sub(lambda match: say.translated(match[0], "unit"), unit)


def printable(text: str) -> str:
    r"""Return a text in which what would act on a terminal stands escaped.

    >>> printable("a\x1b[31mb\nc")
    'a\\x1b[31mb\\nc'
    """
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _ACTING
        else character
        for character in text
    )
