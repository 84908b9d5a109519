"""Cues: every phrase of the tables gives its cue away, in its form and no other."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.claims.cues import COUNTED, CUES, pattern, patterns
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import read

PHRASES = [
    (table, cue, phrase)
    for table in (CUES, COUNTED)
    for cue, some in facts.phrases(table).items()
    for phrase in some
]


def test_every_phrase_gives_its_cue_away() -> None:
    """Law: of every row, whatever letters it is in."""
    for table, cue, phrase in PHRASES:
        text = f"it {phrase.words} {phrase.then}".rstrip()
        of_table = pattern(cue) if table == CUES else pattern("", cue)
        assert of_table.search(text), (table, cue, phrase)
        assert of_table.search(text.upper()), (table, cue, phrase)


def test_a_whole_word_is_no_part_of_another() -> None:
    """Law: a row of whole words alone is not seen inside of a longer word."""
    lone = {
        (cue, phrase.words) for table, cue, phrase in PHRASES
        if table == CUES and phrase.form == "word" and not phrase.then
    }  # fmt: skip
    for cue, words in lone:
        found = [m[0].lower() for m in patterns()[cue].finditer(f"zz{words}zz")]
        assert words.lower() not in found, (cue, words)


@pytest.mark.parametrize(("text", "noun"), [
    ("5 interactions", "use"), ("5 homes", "household"), ("5 H100s", "chip"),
    ("5 queries", "use"), ("5辆", "car"), ("5 trees", ""),
])  # fmt: skip
def test_what_a_count_counts(text: str, noun: str) -> None:
    """By hand: by the word behind the number."""
    reading = read(text)
    assert noun_of(reading, reading.mentions[0]) == noun
