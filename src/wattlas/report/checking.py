"""Claims checked, with what is said of them in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wattlas import claims
from wattlas.claims import Verdict, VerdictFile
from wattlas.claims.article import LIMIT
from wattlas.claims.record import Part
from wattlas.errors import InputError
from wattlas.plain import shortened
from wattlas.report.charts.lines import sentences
from wattlas.report.claim_terms import note_sentence, relation_of
from wattlas.report.claims import language_of
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import Language, language


def check(text: str | Mapping[str, Any], reader: str | None = None) -> Verdict:
    """Return the verdict on a statement, told in the language of the statement.

    Parameters
    ----------
    text : str or mapping
        One statement, English or Chinese, with its quantities and units; or a claim as
        data, with `statement`, `quantities` and `relations` as in a file of claims.
    reader : str, optional
        A language model that reads the statement instead of the rules, as
        ``openai:URL#MODEL``: the statement is sent to the address.

    Returns
    -------
    Verdict
        `verdict`, `confidence`, and `parts`: each relation that was read, graded, with
        its recomputation, the known range, notes, sources and the corrected statement.

    Raises
    ------
    InputError
        If the text is empty or too long for one statement, a field is wrong, or the
        reader gives no answer that can be used.

    Examples
    --------
    >>> check("BLOOM took 433,000 kWh, what 117 Chinese homes use in a year").verdict
    'partly_right'
    >>> check("小型堆的功率是传统反应堆的三倍").language
    'zh'
    """
    found = claims.check(text, reader)
    return told(found, language(language_of([found])))


def check_file(path: str | Path, limit: int = LIMIT) -> VerdictFile:
    """Return the verdicts on a file, told in the language of most of its claims.

    Parameters
    ----------
    path : str or Path
        ``.yaml`` or ``.json`` for claims; ``.txt``, ``.md``, ``.html``, ``.pdf`` or
        ``.docx`` for an article to go through.
    limit : int
        The most sentences of a text that are checked; the rest is counted.

    Raises
    ------
    InputError
        If the file cannot be read, is not of these kinds, or is no UTF-8 text.
    """
    found = claims.check_file(path, limit)
    return told_file(found, language(language_of(found.claims)))


def told(claim: Verdict, say: Language) -> Verdict:
    """Return a verdict with what is said of it: how it was read, and what is right."""
    parts = tuple(_told_part(part, say) for part in claim.parts)
    said = [p.corrected_statement for p in parts if p.corrected_statement]
    whole = sentences(*said) or None
    return replace(claim, parts=parts, language=say.code, corrected_statement=whole)


def told_file(file: VerdictFile, say: Language) -> VerdictFile:
    """Return the verdicts of a file with what is said of each."""
    return replace(file, claims=tuple(told(claim, say) for claim in file.claims))


def check_told(claim: Verdict, path: str) -> None:
    """Refuse a verdict whose sentences are not those of its codes.

    Raises
    ------
    InputError
        If one of them was changed.
    """
    if not claim.language:
        return
    again = told(claim, language(claim.language)).to_dict()
    for place, said, follows in _differences(claim.to_dict(), again, path):
        raise InputError(
            "{place} does not follow from the rest: that gives {shortened}, got "
            "{shortened_2}.",
            place=place,
            shortened=shortened(follows),
            shortened_2=shortened(said),
        )


def _differences(one: Any, other: Any, path: str) -> Any:
    """Yield where plain data of one shape differ, and both values."""
    if isinstance(one, dict):
        for key, value in one.items():
            yield from _differences(value, other[key], f"{path}.{key}")
    elif isinstance(one, list) and one and isinstance(one[0], dict):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{path}[{number}]")
    elif one != other:
        yield path, one, other


def _told_part(part: Part, say: Language) -> Part:
    right = part.corrected
    return replace(
        part,
        read_as=text_of(relation_of(part), say),
        said=tuple(text_of(note_sentence(n), say) for n in part.notes),
        corrected_statement=text_of(note_sentence(right), say) if right else None,
    )
