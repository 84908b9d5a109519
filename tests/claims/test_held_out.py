"""Sentences written before the rules: right and wrong ones, English and Chinese."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wattlas import check
from wattlas.claims import VERDICTS

ROWS = list(
    csv.DictReader(
        Path(__file__).with_name("held_out.csv").open(encoding="utf-8"), delimiter="|"
    )
)


@pytest.mark.parametrize("row", ROWS, ids=[r["statement"][:60] for r in ROWS])
def test_a_sentence_gets_the_verdict_that_its_facts_give(row):
    """The column *expected from* says which published figure decides."""
    expected = row["verdict"].split(",")
    assert set(expected) <= set(VERDICTS)
    assert check(row["statement"]).verdict in expected


def test_the_corpus_has_right_and_wrong_sentences_in_both_languages():
    """Law: a checker that says one thing of everything fails on half of them."""
    chinese = [
        r for r in ROWS if any("\u4e00" <= c <= "\u9fff" for c in r["statement"])
    ]
    wrong = [r for r in ROWS if "right" not in r["verdict"]]
    assert len(ROWS) >= 60
    assert len(chinese) >= 25
    assert len(ROWS) / 3 < len(wrong) < 2 * len(ROWS) / 3
