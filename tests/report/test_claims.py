"""Verdict claims as text and as a page."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import wattlas
from wattlas import check_file
from wattlas.claims import VERDICTS
from wattlas.claims.record import Term
from wattlas.claims.schema import RELATIONS
from wattlas.report import claims_page
from wattlas.report.claim_numbers import term_piece
from wattlas.report.claim_terms import note_sentence
from wattlas.report.paint.text import text_of
from wattlas.report.words import claim_notes
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH

SOURCE = Path(wattlas.__file__).parent / "claims"
BUILT = {
    "words-": {"words-reactor-safety"},
    "slip-": {"slip-too-large", "slip-too-small"},
}
"""Codes that the judges put together, with all that they can be."""


def first_texts(name: str) -> set[str]:
    """Return the texts that calls of a name have as their first argument."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if ast.unparse(node.func) == name:
                found |= literals(node.args[0])
    return found


def literals(node: ast.AST) -> set[str]:
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    if isinstance(node, ast.JoinedStr):
        start = str(getattr(node.values[0], "value", ""))
        return BUILT.get(start, set())
    value = getattr(node, "value", None)
    return {value} if isinstance(value, str) else set()


def test_every_note_has_a_sentence_and_none_is_left_over():
    """Law: codes of the judges and keys of the words are the same."""
    codes = first_texts("Note") | {
        "moves",
        "no-figure",
        "no-baseline",
        "no-period",
        "no-split",
        "other-year",
        "zero-stated",
    }
    assert codes == claim_notes.NOTES.keys()


def test_every_line_has_a_label_and_none_is_left_over():
    """Law: as above, for the lines of a recomputation."""
    codes = first_texts("Line") | {"solved-distance", "solved-count"}
    assert codes - {"known"} == words.LINES.keys()


def test_every_verdict_and_relation_has_words():
    """Law: verdicts with a meaning, relations with a title."""
    for table in (words.VERDICTS, words.MEANINGS):
        assert tuple(table) == VERDICTS
    kinds = {r.model_fields["kind"].default for r in RELATIONS}
    assert kinds | {"none", "denial", "arithmetic"} == words.RELATIONS.keys()


def test_every_sentence_can_be_filled():
    """Law: braces of the words are names."""
    for text in (*claim_notes.NOTES.values(), *claim_notes.CORRECTED.values()):
        fields = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        assert all(re.fullmatch(r"[a-z_]+", name) for name in fields), text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term(433_000.0, "kWh"), "433 MWh"),
        (Term(2705.0, "kWh/year"), "2,700 kWh/year"),
        (Term(0.000462, "kWh/use"), "0.462 Wh/use"),
        (Term(0.1997, "%"), "20 %"),
        (Term(21.2e9, "L"), "21.2 million m3"),
        (Term(1.35e9, "1/day"), "1.35 billion/day"),
        (Term(2050.4, "date"), "2050"),
        (Term(3.6, "times", "", 3.0, 4.5), "3.6 (3-4.5) times"),
        (Term(1.0, "kWh", "1 度"), "1 度"),
    ],
)
def test_a_term_is_told_in_a_handy_unit(term, text):
    """By hand: three digits, the unit's size, a range in brackets, or as stated."""
    assert text_of(term_piece(term), ENGLISH) == text


def test_notes_of_all_examples_can_be_said(root):
    """Law: every note and correction of every example has a sentence without braces."""
    for name in ("ai-electricity-2023", "claims-2023-2026"):
        for claim in check_file(root / "examples" / "claims" / f"{name}.yaml").claims:
            for part in claim.parts:
                notes = [*part.notes, *([part.corrected] if part.corrected else [])]
                said = [text_of(note_sentence(n), ENGLISH) for n in notes]
                assert not [s for s in said if "{" in s]


def test_the_page_is_the_one_that_would_be_written(root):
    """`make docs` writes it: a page cannot show what is no longer judged so."""
    folder = root / "examples" / "claims"
    article = check_file(folder / "ai-electricity-2023.yaml")
    later = check_file(folder / "claims-2023-2026.yaml")
    text = (root / "docs" / "claims.md").read_text(encoding="utf-8")
    assert text == claims_page.page(article, later)


def test_an_ambiguous_quantity_shows_its_readings(run):
    """A ton is metric, short or long: all three are shown, and the span is judged."""
    text = run("check", "GPT-3's training emitted 552 tons of CO2.").stdout
    assert "\nRight" in text
    ways = "metric ton 552 tCO2e or short ton 501 tCO2e or long ton 561 tCO2e"
    assert ways in " ".join(text.split())
