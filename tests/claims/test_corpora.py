"""Sentences with their verdicts: right and wrong ones, English and Chinese.

`held_out.csv` was written before the rules, `paraphrases.csv` in rounds after them.
When a round was first run, before the rules were mended by it, 77 of 83 and 66 of 75
sentences had the expected verdict.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wattlas import check
from wattlas.claims import VERDICTS

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="|"))


RIGHT = ("right", "right_within_range", "right_scope_differs")
ACCUSED = ("contradicted", "inconsistent_with_itself", "partly_right")


def corpus(name: str) -> list[dict[str, str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return list(
        csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


CORPUS = [
    *corpus("corpus.tsv"),
    *corpus("press.tsv"),
    *corpus("press_2.tsv"),
    *corpus("press_3.tsv"),
    *corpus("press_4.tsv"),
]
"""Real kinds of sentences, each right, wrong, a forecast, or beyond the tables.

On their first run, before the reader was mended by them, 9 of 61 and 11 of 126 had a
wrong verdict; of the second press table 11 of the first 185 and 1 of the last 82, which
were read after the mends. Of the third, the first 156 had 2 (88 % correct) and the last
120, of freer prose, 1 (60 % correct); 111 read after the mends 3 (71 % correct); of 68
traps set against those mends 12. Of the fourth, in six rounds each read before it was
mended by, 4 of 405 (79 % correct). Where more than one answer will do, a stroke stands
between.
"""
ROWS = [*rows("held_out.csv"), *rows("paraphrases.csv")]


@pytest.mark.parametrize("row", ROWS, ids=[r["statement"][:60] for r in ROWS])
def test_a_sentence_gets_the_verdict_that_its_facts_give(row):
    """The column *expected from* says which published figure decides."""
    expected = row["verdict"].split(",")
    assert set(expected) <= set(VERDICTS)
    assert check(row["statement"]).verdict in expected


def test_the_corpus_has_right_and_wrong_sentences_in_both_languages():
    """Law: a checker that says one thing of everything fails on half of them."""
    held_out = rows("held_out.csv")
    chinese = [
        r for r in held_out if any("\u4e00" <= c <= "\u9fff" for c in r["statement"])
    ]
    wrong = [r for r in held_out if "right" not in r["verdict"]]
    assert len(held_out) >= 60
    assert len(chinese) >= 25
    assert len(held_out) / 3 < len(wrong) < 2 * len(held_out) / 3


@pytest.mark.parametrize("row", CORPUS, ids=[r["id"] for r in CORPUS])
def test_no_sentence_is_judged_wrongly(row):
    """By hand: arithmetic, or the row of the tables; an abstention is never wrong."""
    found = check(row["sentence"])
    accused = any(
        v in ACCUSED for v in (found.verdict, *(p.verdict for p in found.parts))
    )
    expected = row["expected"].split("/")
    if "wrong" not in expected:
        assert not accused
    if set(expected) <= {"wrong", "uncheckable"}:
        assert found.verdict not in RIGHT
