"""What inputs are called: in words, in both languages, whatever they are of."""

from __future__ import annotations

import pytest

from wattlas import facts
from wattlas.projection import peak, price, what_if
from wattlas.projection.assumptions import assumptions
from wattlas.report.changes import what_if_document
from wattlas.report.outlook_cells import input_name
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH, language

ZH = language("zh")
PLACES = facts.keys("outlook_places")


def names_of(place: str) -> set[str]:
    own = {f"connection_gw.{place}"} if place else set()
    return {*assumptions(place=place).items, *own}


@pytest.mark.parametrize("place", ["", *PLACES])
def test_every_input_has_a_name_in_both_languages(place):
    """Law: none goes by its code, of the world and of every place."""
    for name in names_of(place):
        english, chinese = (text_of(input_name(name), say) for say in (ENGLISH, ZH))
        assert name not in {english, chinese}
        assert not {".", "_"} & set(english), name
        assert english != chinese, name


def test_no_two_inputs_of_a_place_are_called_alike():
    """Law: a name tells an input from all others."""
    for place in ("", "ireland", "pjm"):
        shown = [text_of(input_name(name), ENGLISH) for name in names_of(place)]
        assert sorted(shown) == sorted(set(shown))


@pytest.mark.parametrize("region", ["pjm", "ercot", "ireland"])
def test_the_inputs_of_questions_have_names(region):
    """Law: whatever a question lists beside the outlook."""
    firm = {} if region in {"pjm", "ercot"} else {"firm_gw": 8, "peak_gw": 7}
    asked = (
        peak(region=region, to=2028, draws=16, **firm),
        price(region=region, to=2028, draws=16),
    )
    for item in (item for found in asked for item in found.inputs):
        assert text_of(input_name(item.name), ENGLISH) != item.name


def test_what_if_says_the_input_of_a_place():
    found = what_if(
        region="ireland", changes={"connection_gw.ireland": 0.5}, by=2028, draws=16
    )
    cells = what_if_document(found).sections[0].blocks[0].rows[0].cells
    assert text_of(cells[0], ENGLISH) == "grid connections a year: Ireland"
    assert text_of(cells[0], ZH) == "每年的电网接入：爱尔兰"
