"""Pages of checked claims: they say what the records say, alone, in two languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wattlas import check, check_file
from wattlas.report import claims
from wattlas.report.blocks import Fold
from wattlas.report.paint.html import document_html
from wattlas.report.paint.text import text_of
from wattlas.report.parts import Made
from wattlas.report.table import Table
from wattlas.report.words.language import ENGLISH, language

HOMES = "BLOOM took 433,000 kWh to train, as much as 117 Chinese homes use in a year"
MADE = Made("wattlas check x -o x.html", date(2026, 11, 25))


@pytest.fixture(scope="module")
def file(root):
    return check_file(root / "examples" / "claims" / "ai-electricity-2023.yaml")


def test_the_first_screen_of_a_claim_says_verdict_and_figures():
    """By hand: 433,000 / 117 = 3,701 kWh a home, known 2,705 (2,300 to 3,100)."""
    document = claims.claim_document(check(HOMES))
    assert document.title == HOMES
    answer = text_of(document.answer, ENGLISH)
    assert answer.startswith("Partly right, with medium confidence. BLOOM 176B: ")
    assert answer.endswith(
        "433 MWh is what 160 (140-188) homes in China use in a year."
    )
    cards = [
        tuple(text_of(piece, ENGLISH) for piece in (c.label, c.value, c.under))
        for c in document.cards
    ]
    relation = "433 MWh is as much as 117 × homes in China"
    assert cards[2:] == [
        ("stated", "3,700 kWh/year", relation),
        ("known", "2,700 (2,300-3,100) kWh/year", "2,300 to 3,100"),
    ]


def test_every_line_of_the_record_stands_on_the_page(file):
    """Law: a fold a claim; in it as many rows as the claim has lines."""
    document = claims.file_document(file)
    folds = [b for s in document.sections for b in s.blocks if isinstance(b, Fold)]
    assert len(folds) == len(file.claims) == 27
    for fold, claim in zip(folds, file.claims, strict=True):
        tables = [b for b in fold.blocks if isinstance(b, Table)]
        lines = sum(len(p.lines) for p in claim.parts)
        assert sum(len(t.rows) for t in tables) == lines
        assert text_of(fold.title, ENGLISH).startswith(f"{claim.id}: ")


def test_the_groups_of_the_first_screen_count_every_claim(file):
    """By hand: 4 + 1 + 4 right, 8 partly, 1 + 5 wrong, 2 + 1 + 1 open; 27 in all."""
    cards = claims.file_document(file).cards
    assert [text_of(card.value, ENGLISH) for card in cards] == ["9", "8", "6", "4"]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_page_stands_alone(file, code):
    """Law: no script, no address, every link of the contents leads to a section."""
    html = document_html(claims.file_document(file), MADE, language(code))
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    links = set(re.findall(r'href="#([\w-]+)"', html))
    assert links == set(re.findall(r'<section id="([\w-]+)"', html))


def test_a_claim_without_figures_has_a_page_too():
    """Law: no chart, no card, and the sections that can be."""
    document = claims.claim_document(check("reactors are safe"))
    assert document.cards == ()
    assert [s.key for s in document.sections][-2:] == ["assumed", "method"]
    assert "<figure>" not in document_html(document, MADE, ENGLISH)


def test_a_statement_is_text_on_a_page():
    """Law: what a statement holds is shown, never run."""
    claim = check("<script>alert(1)</script> GPT-3 took 1,287 MWh & more")
    html = document_html(claims.claim_document(claim), MADE, ENGLISH)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_long_statement_is_short_in_the_heading_and_whole_below():
    """By hand: 120 letters and an ellipsis."""
    statement = "Training GPT-3 took 1,287 MWh" + " and that is a lot" * 20
    document = claims.claim_document(check(statement))
    assert len(document.title) <= claims.LONGEST_TITLE + 2
    assert document.title.endswith(" …")
    assert document.note == statement


ARTICLE = """GPT-3 took 1,287 MWh to train.
Tokyo data centers use 415 TWh.
Microsoft used 240 TWh in 2023.
"""


def test_a_page_of_an_article_says_first_what_is_wrong(tmp_path):
    """Law: wrong, then what could not be checked, then right; the cards so too."""
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    document = claims.file_document(check_file(path))
    folds = [b for s in document.sections for b in s.blocks if isinstance(b, Fold)]
    said = [text_of(f.title, ENGLISH).split(": ")[1] for f in folds]
    assert said == ["contradicted", "unsupported", "right"]
    labels = [text_of(card.label, ENGLISH) for card in document.cards]
    assert labels == ["wrong", "partly right", "open", "right"]
    answer = text_of(document.answer, ENGLISH)
    assert answer == "3 claims: contradicted 1; unsupported 1; right 1."
