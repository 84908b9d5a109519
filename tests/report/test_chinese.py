"""Chinese: whatever a check or an outlook says is in the catalogue, with its values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from wattlas import check, facts
from wattlas.report import claims as report
from wattlas.report.paint.terminal import document_lines
from wattlas.report.words import (
    accuracy,
    check_page,
    claim_numbers,
    claims,
    ledger,
    metering,
    outlook,
    outlook_page,
    parts_page,
    requests,
    servers,
)
from wattlas.report.words import facts as fact_words

WORDS = (
    *(claims, claim_numbers, check_page, parts_page, outlook, outlook_page),
    *(metering, ledger, requests, servers, fact_words),
)
CODES = {"WITH_ARTICLE", "LARGE", "ALONE", "PARTS_OF_BASE", "PARTS_OF_NEEDS"} | {
    *("MENDS", "EXTRAS", "PLAIN_SCENARIOS", "GROUPS")
}
"""Names of the words that hold no sentence: keys, sizes, commands."""


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value of the words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)


@pytest.fixture
def untranslated(messages):
    """Return the texts that are not in the catalogue, but for the empty one."""
    return lambda found: {t for t in found if t} - messages


@pytest.mark.parametrize("words", WORDS, ids=lambda module: module.__name__[14:])
def test_every_sentence_is_in_the_catalogue(words, untranslated):
    """Law: all texts of the words; keys and figures stay."""
    left = CODES - ({"GROUPS"} if words is outlook else set())
    named = {n: v for n, v in vars(words).items() if n.isupper() and n not in left}
    assert untranslated({t for value in named.values() for t in texts(value)}) == set()


def test_words_that_are_left_out_exist():
    """Law: a name that is gone must not stay on a list of what needs no Chinese."""
    assert {name for module in WORDS for name in vars(module)} >= CODES


def test_groups_extras_and_tables_are_in_the_catalogue(untranslated):
    """Law: as above, where the words stand as keys, or in the facts."""
    extras = {t for t in metering.EXTRAS.values() if " " in t and "wattlas" not in t}
    assert untranslated({*check_page.GROUPS, *extras, *facts.TABLES.values()}) == set()


def test_one_line_words_of_accuracy_are_in_the_catalogue(untranslated):
    """Law: its pages are English, its tables are said in both languages."""
    said = {t for n, v in vars(accuracy).items() if n.isupper() for t in texts(v)}
    assert untranslated({t for t in said if "\n" not in t}) == set()


def test_names_and_notes_of_the_tables_are_in_the_catalogue(untranslated):
    """Law: what a sentence takes from tables without a column in Chinese."""
    equivalents = (facts.row("equivalents", k) for k in facts.keys("equivalents"))
    names = {row["name_en"].split(",")[0] for row in equivalents}
    names |= {facts.row("deals", key)["note"] for key in facts.keys("deals")}
    servers = (facts.row("servers", key)["name"] for key in facts.keys("servers"))
    assert untranslated(names | {n for n in servers if " server " in n}) == set()


PROPER = re.compile(
    r"\s(×\s)?|[\w./%·-]*|[\d.]+ (%|times)|[A-Z0-9][\w.+-]*( [A-Z0-9(][\w.+)-]*)*"
)
"""Names of models and servers, units and codes, which every language writes alike."""


def test_no_sentence_of_a_verdict_is_english(root, chinese):
    """Law: over the sentences of the corpora, a Chinese answer is wholly Chinese."""
    say, missing = chinese
    folder = root / "tests" / "claims"
    for name in ("held_out", "paraphrases"):
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines(), delimiter="|"):
            list(document_lines(report.claim_document(check(row["statement"])), say))
    assert {t for t in missing if not PROPER.fullmatch(t)} == set()
