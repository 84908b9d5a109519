"""The panel of a page: its data are those that were computed, its script its own."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from wattlas import workflow
from wattlas.report.blocks import Document
from wattlas.report.paint.html import document_html
from wattlas.report.parts import Made
from wattlas.report.what_if import panel_of, script, script_hash
from wattlas.report.words.language import language
from wattlas.study import Study
from wattlas.workflow.what_if import what_if

STUDY = Study.from_dict(
    {
        "title": "</script><b>T",
        "model": "llama-3.1-8b",
        "train": {"tokens": "1T", "hardware": "h100"},
        "sites": ["oslo"],
    }
)
MADE = Made("wattlas run t.yaml -o t.html", date(2026, 11, 30))


@pytest.fixture(scope="module")
def found():
    result = workflow.run(STUDY)
    return what_if(STUDY, result, result.placements[0])


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_panel_holds_the_points(found, code):
    """Law: every point of every card is the record's, in the unit that is shown."""
    panel, moved = panel_of(found, language(code)), found
    data = json.loads(panel.data)
    energy = moved.placement.total["facility_energy_kwh"].mid
    shown = panel.cards[0].value.value
    for own, told in zip(moved.inputs, data["inputs"], strict=True):
        assert told["values"] == list(own.values)
        for point, at in zip(own.results, told["results"][0]["points"], strict=True):
            mid = point["facility_energy_kwh"].mid
            assert at[1] == pytest.approx(mid / energy * shown)
        assert told["results"][0]["exact"] == ("facility_energy_kwh" in own.linear)


DOCUMENT = Document("</script><b>T", ())
"""A page with the panel alone."""


def test_a_page_allows_its_own_script_alone(found):
    """Law: one script, allowed by its hash; a page without the panel has none."""
    document, moved = DOCUMENT, found
    page = document_html(document, MADE, language("en"), moved)
    assert page.count("<script>") == 1
    assert f"script-src {script_hash(script())}" in page
    assert f"<script>{script()}</script>" in page
    assert "</script><b>T" not in page
    plain = document_html(document, MADE, language("en"))
    assert "<script" not in plain
    assert "script-src" not in plain


def test_every_input_has_a_label_and_its_source(found):
    page = document_html(DOCUMENT, MADE, language("zh"), found)
    sliders = re.findall(r'<input type="range" id="([^"]+)"', page)
    assert sliders == re.findall(r'<label for="([^"]+)"', page)
    assert len(sliders) == len(found.inputs) >= 3
