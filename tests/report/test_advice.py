"""Advice as people read it: what saves stands in the table, all else is named."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.parameters import ServeOptions
from wattlas.report.advice import advice_document, ways_table
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.words.language import language
from wattlas.workflow.advice import advise_on

ASKED = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "draws": 64}


@pytest.fixture(scope="module")
def advice():
    return wattlas.advise(**ASKED, country="pl")


def test_a_clean_grid_is_shown_though_it_saves_no_energy(advice):
    """By hand: Iceland emits less than a tenth of Poland; its PUE is as unknown."""
    shown = {row.cells[0].text for row in ways_table(advice).rows}
    assert "other place" in shown


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_way_that_was_tried_is_named(advice, code):
    """Law: a way stands in the table, or in a sentence that says why it does not."""
    text = document_markdown(advice_document(advice), language(code))
    text = text.replace("\\", "")
    for row in (*advice.rows, *advice.left_out):
        for value in row.changes.values():
            assert value in text


def test_the_first_of_the_answer_is_the_first_of_the_table(advice):
    first = advice.rows[0]
    text = document_markdown(advice_document(advice), language("en"))
    assert f"is a smaller model (--model {first.changes['model']})" in text


def test_where_nothing_saves_it_says_so():
    """By hand: a chip that draws more for the same saves nothing."""
    worse = wattlas.advise(
        **ASKED | {"hardware": "b200-sxm,v100-sxm2"}, compare="hardware"
    )
    text = document_markdown(advice_document(worse), language("en"))
    assert "None of the ways that were tried saves energy." in text
    assert "Tried, and saves no energy: --hardware v100-sxm2." in text


def test_what_saves_other_things_alone_is_no_answer():
    """By hand: of a metered energy another grid saves carbon, and no energy."""
    asked = ServeOptions(energy="5 kWh", boundary="it", requests=1000, country="pl")
    found = advise_on(wattlas.serve, asked)
    text = document_markdown(advice_document(found), language("en"))
    assert "None of the ways that were tried saves energy." in text
    assert [row.way for row in found.rows] == ["place"] * len(found.rows)
