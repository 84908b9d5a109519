"""A long text is searched as a short one: the same places, the same quantities."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from wattlas.quantity import scan
from wattlas.quantity.numerals import CHINESE
from wattlas.quantity.starts import _NOT_INSIDE, _WORDS, lowered, starts

FOLDER = Path(__file__).parents[1] / "claims"
PLAIN = re.compile(
    rf"{_NOT_INSIDE}(?:(?:US)?[$€£¥]\s?)?(?:\d|(?<!\.)\.\d)"
    rf"|\b(?:{'|'.join(_WORDS)}|a|an)\b(?=[ -][^\W\d_]|(?<!\ba)(?<!\ban))"
    rf"|[{CHINESE}半几数](?!些|氧化)",
    re.IGNORECASE,
)
"""The same as one pattern, which takes six times as long."""


def sentences() -> list[str]:
    found = []
    for name in ("press.tsv", "press_2.tsv", "corpus.tsv"):
        text = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        rows = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        found += [row["sentence"] for row in rows]
    return found


def test_every_place_of_the_one_pattern_is_found() -> None:
    """Law: of real sentences, no quantity is missed at a place of the plain pattern."""
    for sentence in sentences():
        places = {m.start() for m in PLAIN.finditer(sentence)}
        missed = places - {*starts(sentence, lowered(sentence))}
        assert not [at for at in missed if scan.parse_at(sentence, at)], sentence
        assert {sentence[at] for at in missed} <= {"a", "A"}


@pytest.mark.parametrize("joint", [" ", "\n", "。"])
def test_a_quantity_is_the_same_in_a_long_text(joint: str) -> None:
    """Law: what is read in a window is what is read in the whole text."""
    text = joint.join(sentences())
    seen = scan.find(text)
    plain = text.translate(scan.WIDTHS)
    whole = [scan.parse_at(plain, m.start) for m in seen]
    pairs = zip(seen, whole, strict=True)
    assert all(w is None or (m.end, m.low, m.per) == (w.end, w.low, w.per)
               for m, w in pairs)  # fmt: skip
    assert len(seen) > 700


def test_small_letters_keep_their_places() -> None:
    """Law: also of a letter that grows when it is written small."""
    text = "İ used TWICE 5 MW"
    assert len(lowered(text)) == len(text)
    assert [m.text for m in scan.find(text)] == ["TWICE", "5 MW"]


@pytest.mark.parametrize(("text", "bound"), [
    ("no more than 5 MW", "at-most"), ("more than 5 MW", "at-least"),
    ("no less than 5 MW", "at-least"), ("less than 5 MW", "at-most"),
    ("不超过5兆瓦", "at-most"), ("超过5兆瓦", "at-least"),
])  # fmt: skip
def test_the_longest_word_of_a_bound_counts(text: str, bound: str) -> None:
    """By hand: *no more than* is no *more than*."""
    assert scan.find(text)[0].bound == bound


DIGIT = re.compile(r"\d")


@pytest.mark.parametrize("seed", range(2))
def test_other_numbers_in_the_same_words_are_read_as_if_alone(seed: int) -> None:
    """Law: a form that was kept gives what reading anew gives, to the last digit."""
    draw = random.Random(seed)
    text = " ".join(sentences())
    other = DIGIT.sub(lambda d: d[0] if d[0] == "0" else str(draw.randint(1, 9)), text)
    seen = [m for m in scan.find(other) if m.dimension != "ratio"]
    plain = other.translate(scan.WIDTHS)
    whole = [scan.parse_at(plain, m.start) for m in seen]
    for m, w in zip(seen, whole, strict=True):
        assert w is not None
        assert (m.end, m.low, m.high, m.per, m.unit, m.bound, m.dimension) == (
            w.end, w.low, w.high, w.per, w.unit, w.bound, w.dimension,
        ), other[m.start - 40 : m.end + 40]  # fmt: skip


def test_digits_of_a_name_are_no_number() -> None:
    """By hand: CO2 is carbon, whatever was read before it."""
    scan.find("It emitted 5 tonnes of CO7, and 6 tonnes of H9.")
    assert scan.find("It emitted 5 tonnes of CO2.")[0].dimension == "carbon"


CHATTER = ("each of them", "more than", "a day", "电价", "，每天", "in all", "of water")


@pytest.mark.parametrize("seed", range(2))
def test_words_beyond_a_mark_change_no_quantity(seed: int) -> None:
    """Law: what stands in other clauses, lines and sentences leaves a reading alone."""
    draw = random.Random(seed)
    for sentence in draw.sample(sentences(), 150):
        alone = [(m.text, m.low, m.high, m.unit, m.per) for m in scan.find(sentence)]
        joint = draw.choice(("\n", " (", "。", "; ", "！"))
        before, behind = draw.choice(CHATTER), draw.choice(CHATTER)
        text = f"{before}。\n{sentence}{joint}{behind}"
        found = [(m.text, m.low, m.high, m.unit, m.per) for m in scan.find(text)]
        assert found[: len(alone)] == alone


@pytest.mark.parametrize(
    "text", ["每 0 度电 5 元", "每0千瓦时电价3元", "5 L per 0 uses"]
)
def test_a_rate_of_nothing_is_no_rate(text: str) -> None:
    """Bad input: what is stated for none of a unit is stated for no unit."""
    assert not any(m.per for m in scan.find(text))
