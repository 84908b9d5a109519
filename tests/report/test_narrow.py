"""Charts on a page: letters that can be read, and on a phone no wider than it."""

from __future__ import annotations

import re

import pytest

from wattlas.report.charts.figures import document_drawings
from wattlas.report.charts.narrow import SCREEN_PX, narrowed
from wattlas.report.charts.theme import LETTERS_PX
from wattlas.report.study import study_document
from wattlas.report.words.language import language

SVG = re.compile(r'<svg aria-hidden="true" width="(\d+)" height="\d+"')
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ')
LETTERS = re.compile(r'font-size="([\d.]+)px"')


@pytest.fixture(scope="module", params=["en", "zh"])
def drawings(request, result_of):
    return document_drawings(
        study_document(result_of("bloom")), language(request.param)
    )


def letters(svg):
    """Return the size of each text as a browser shows the chart. [px]"""
    scale = float(SVG.match(svg)[1]) / float(BOX.search(svg)[1])
    return [scale * float(size) for size in LETTERS.findall(svg)]


def test_letters_are_never_small(drawings):
    """Law: at the size that a page gives a chart, wide or narrow, 11 px or more."""
    for drawing in drawings.values():
        for svg in (drawing.svg(), drawing.narrow_svg()):
            assert min(letters(svg)) > LETTERS_PX - 0.1


def test_a_phone_shows_the_whole_chart(drawings):
    """Law: the narrow chart is no wider than a phone, and says what the wide one says.

    Labels may be broken into lines, so that words are compared without spaces.
    """
    for drawing in drawings.values():
        narrow = drawing.narrow_svg()
        assert float(SVG.match(narrow)[1]) <= SCREEN_PX + 1
        wide = drawing.svg()
        for name in (row.get("label") for row in drawing.rows):
            if isinstance(name, str):
                words = re.sub(r"[\s,]", "", name)
                assert (words in plain(wide)) == (words in plain(narrow))


def plain(svg):
    return re.sub(r"[\s,]", "", "".join(re.findall(r">([^<>]*)</t", svg)))


def test_what_stood_beside_stands_below():
    """By hand: two plots of 300 and 100 px, side by side, become 180 and 60 px."""
    beside = [{"mark": "bar", "width": 300}, {"mark": "bar", "width": 100}]
    found = narrowed({"hconcat": beside, "data": {"values": [{"width": 7}]}}, 180)
    assert [view["width"] for view in found["vconcat"]] == [180.0, 60.0]
    assert found["data"] == {"values": [{"width": 7}]}
