"""Chinese: whatever a check or an outlook says is in the catalogue, with its values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from wattlas import check, facts
from wattlas.report import claims as report
from wattlas.report.words import (
    check_page,
    claim_numbers,
    claims,
    outlook,
    outlook_page,
    parts_page,
)

WORDS = (claims, claim_numbers, check_page, parts_page, outlook, outlook_page)
CODES = {"WITH_ARTICLE", "LARGE"}
"""Names of the words that hold no sentence: keys, sizes."""
TERMINAL = {
    *("FORECASTS", "FORECAST_SCOPES", "CONVERSIONS", "PLAIN_SCENARIOS", "OURS"),
    *("REVISIONS", "LEFT_OUT", "LEFT_OUT_REGION", "NEEDS", "NEED", "OF_LIMITS"),
    *("NEED_LIMITS", "VERDICTS", "BACKTEST", "BACKTEST_QUANTITIES", "NOT_RUNNABLE"),
    *("STUDIES", "METHOD_NAMES", "YES", "NO", "KEPT", "SLOWING", "IN_FULL"),
}
"""Words of the outlook that are said in a terminal alone, in English."""


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
    left = CODES | (TERMINAL if words is outlook else set())
    if words is check_page:
        left |= {"GROUPS"}
    named = {n: v for n, v in vars(words).items() if n.isupper() and n not in left}
    assert untranslated({t for value in named.values() for t in texts(value)}) == set()


def test_words_that_are_left_out_exist():
    """Law: a name that is gone must not stay on a list of what needs no Chinese."""
    assert vars(outlook).keys() >= TERMINAL
    assert {"GROUPS"} <= vars(check_page).keys()
    assert {name for module in WORDS for name in vars(module)} >= CODES


def test_words_of_sizes_and_groups_are_in_the_catalogue(untranslated):
    """Law: as above, where the words stand beside numbers or as keys."""
    large = {name for sizes in claim_numbers.LARGE.values() for _, name in sizes}
    assert untranslated({*check_page.GROUPS, *large}) == set()


def test_names_and_notes_of_the_tables_are_in_the_catalogue(untranslated):
    """Law: what a sentence takes from tables without a column in Chinese."""
    equivalents = (facts.row("equivalents", k) for k in facts.keys("equivalents"))
    names = {row["name_en"].split(",")[0] for row in equivalents}
    names |= {facts.row("deals", key)["note"] for key in facts.keys("deals")}
    servers = (facts.row("servers", key)["name"] for key in facts.keys("servers"))
    assert untranslated(names | {n for n in servers if " server " in n}) == set()


PROPER = re.compile(
    r"[\w./%·-]*|[\d.]+ (%|times)|[A-Z0-9][\w.+-]*( [A-Z0-9(][\w.+)-]*)*"
)
"""Names of models and servers, units and codes, which every language writes alike."""


def test_no_sentence_of_a_verdict_is_english(root, chinese):
    """Law: over the sentences of the corpora, a Chinese answer is wholly Chinese."""
    say, missing = chinese
    folder = root / "tests" / "claims"
    for name in ("held_out", "paraphrases"):
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines(), delimiter="|"):
            assert list(report.blocks(check(row["statement"]), say))
    assert {t for t in missing if not PROPER.fullmatch(t)} == set()
