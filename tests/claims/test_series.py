"""Figures that change: a row is right of its year, and none wrong of its months."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from wattlas import check, facts
from wattlas.claims.judges.figure import is_series, judge
from wattlas.claims.schema import Figure
from wattlas.quantity import Mention
from wattlas.records import Fact

ROWS = [
    fact for key in facts.keys("subjects")
    for fact in facts.numbers("subjects", key).values() if is_series(fact.quantity)
]  # fmt: skip
DIMENSIONS = {"kWh": "energy", "L": "volume", "kgCO2e": "carbon", "1": "count"}


def judged(key: str, quantity: str, value: float, unit: str, year: int) -> str:
    stated = Mention("", 0, 0, DIMENSIONS[unit], value, value, value, unit)
    subject = key.partition("@")[0]
    relation = Figure(subject=subject, quantity=quantity, value=stated, year=year)
    return judge(relation).verdict


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.key} {r.quantity}")
def test_what_a_row_says_is_right_of_its_year(row: Fact) -> None:
    """Law: of every row, its own value and both ends of its range."""
    for value in (row.value, row.low, row.high):
        found = judged(row.key, row.quantity, value, row.unit, int(row.year))
        assert found.startswith("right"), (value, found)


def test_between_two_months_nothing_is_wrong() -> None:
    """Law: what grows severalfold within a year is not refuted by another month."""
    years = defaultdict(list)
    for row in ROWS:
        if row.quantity == "uses_per_day" or row.quantity.endswith("_users"):
            years[row.key.partition("@")[0], row.quantity, int(row.year)].append(row)
    several = {k: rows for k, rows in years.items() if len(rows) > 1}
    assert several
    for (subject, quantity, year), rows in several.items():
        middle = math.sqrt(math.prod(sorted(r.value for r in rows)[:2]))
        assert judged(subject, quantity, middle, "1", year) != "contradicted"
        assert judged(subject, quantity, 10 * middle, "1", year) == "contradicted"


@pytest.mark.parametrize(("sentence", "verdict"), [
    ("ChatGPT handled 1 billion prompts a day in December 2024.", "right"),
    ("ChatGPT handled 10 billion prompts a day in 2024.", "contradicted"),
    ("ChatGPT handled 700 million prompts a day in 2024.", "unsupported"),
    ("ChatGPT在2024年每天处理10亿次提问。", "right"),
    ("The Gemini app has 750 million monthly users.", "right"),
    ("Google used 6.1 billion gallons of water in 2023.", "right_scope_differs"),
    ("Grok 4's training used 310 GWh.", "right"),
    ("A Claude query takes 3 Wh.", "unsupported"),
])  # fmt: skip
def test_figures_of_2024_to_2026(sentence: str, verdict: str) -> None:
    """By hand: beside the rows of the tables."""
    assert check(sentence).verdict == verdict


def test_claude_is_no_old_model() -> None:
    """By hand: the service of today is meant, not the first model of the name."""
    found = check("A Claude query takes 3 Wh.")
    assert [(t.table, t.key) for t in found.things] == [("subjects", "claude")]
