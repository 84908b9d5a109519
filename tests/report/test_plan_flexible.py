"""A plan's page on its decision, on flexibility that is paid, on carbon accounts."""

from __future__ import annotations

from dataclasses import replace

from wattlas.planning.answer.parts import CarbonScores, OfferTaken, Size
from wattlas.report.blocks import Prose
from wattlas.report.paint.grid import grid
from wattlas.report.paint.text import text_of
from wattlas.report.plan import plan_blocks
from wattlas.report.plan_answer import plan_answer
from wattlas.report.table import Table
from wattlas.report.words.language import ENGLISH

OFFER = OfferTaken("oslo", "interruptible", 60e3, 150e3, 25, 100.0, 4, 2.0, 18e6, 3e6)
SCORES = CarbonScores(4e5, 5e4, False, 0.7, 0.9, 0.94, 0.71, 0.91, 2e6, 0.25)


def rows(plan, key):
    """Return the texts of a table of a plan."""
    (table,) = (b for b in plan_blocks(plan) if isinstance(b, Table) and b.key == key)
    return [line.texts for line in grid(table, ENGLISH, "page").lines]


def prose(plan):
    """Return the paragraphs of a plan."""
    blocks = (b for b in plan_blocks(plan) if isinstance(b, Prose))
    return [text_of(piece, ENGLISH) for b in blocks for piece in b.paragraphs]


def answer(plan):
    """Return the first sentences of a plan."""
    return text_of(plan_answer(plan), ENGLISH)


def test_what_is_given_up_when_called_and_what_it_is_paid(made):
    """By hand: 60 of 150 MW, in 25 calls of 4 hours, for 18 million, 3 of them."""
    full = made.plan(flexibility=(OFFER,))
    (row,) = rows(full, "flexibility")
    assert row == (
        *("interruptible connection", "oslo", "60", "150", "25", "100", "2", "18"),
        "3",
    )
    shed = replace(full.figures, shed_kwh={"oslo": 5e5})
    assert any(
        "500 MWh of the servers" in p for p in prose(replace(full, figures=shed))
    )


def test_carbon_by_location_and_by_market_stand_side_by_side(made):
    """By hand: 400 t by location, 50 by market; without certificates no row of them."""
    full = made.plan(scores=SCORES)
    shown = {row[0]: row[1] for row in rows(full, "scores")}
    assert shown["location-based carbon"] == "400"
    assert shown["market-based carbon"] == "50"
    assert shown["the same with certificates"] == "90"
    none = replace(full, scores=replace(SCORES, certified_kwh=0.0))
    assert not any("certif" in row[0] for row in rows(none, "scores"))


def test_the_first_sentence_has_the_decision(made):
    """By hand: the largest four of what is built or signed, all sites together."""
    sizes = tuple(
        Size(f"{o}@{s}", o, s, kw)
        for o, s, kw in (
            *(("wind-ppa", "oslo", 2e5), ("wind-ppa", "hamina", 1e5)),
            *(("battery", "oslo", 4e4), ("solar", "oslo", 5e4), ("gas", "oslo", 3e4)),
            ("smr", "oslo", 2e4),
        )
    )
    full = made.plan()
    full = made.plan()
    assert answer(replace(full, sizes=sizes)).endswith(
        " It builds or signs: 300 MW of wind contract, 50 MW of solar park, 40 MW of "
        "battery, 30 MW of gas."
    )
    assert "builds" not in answer(full)
