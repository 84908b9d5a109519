"""What if, efficiency and rebound, presets: the same draws with other inputs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError
from wattlas.parameters import outlook_quantity
from wattlas.projection import efficiency, outlook, peak, presets, what_if
from wattlas.projection.assumptions import (
    assumptions,
    given_input,
)
from wattlas.projection.presets import INPUTS, TABLE, preset_inputs
from wattlas.projection.publishers import from_forecast
from wattlas.projection.what_if import WORDS
from wattlas.report.changes import efficiency_document, values_text
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH

ITEMS = assumptions().items
FEW = {"by": 2028, "draws": 16}
STUDIES = facts.keys(TABLE)
VALUES = {"pue": 1.5, "load": 0.5, "rebound": 1.2, "life": 7, "users": 2.2}


@pytest.mark.parametrize("word", WORDS)
def test_each_word_stands_for_an_input(word):
    """Law: the word and the name of its input give the same answer."""
    name = WORDS[word]
    assert name in ITEMS
    value = {word: VALUES.get(word, 20)}
    start = {f"start_year.{word}": 2027} if f"start_year.{word}" in ITEMS else {}
    asked = {"by": 2029, "draws": 16, "overrides": start, "scope": "data-centres"}
    by_word = what_if(changes=value, **asked)
    by_name = what_if(changes={name: value[word]}, **asked)
    assert by_word == by_name


def test_a_change_is_that_of_two_outlooks():
    """By reference: before and after are the outlook without and with the input."""
    found = what_if(changes={"chips": 12}, **FEW).changes[0]
    for given, mine in (
        ({}, found.before_twh),
        ({WORDS["chips"]: 12}, found.after_twh),
    ):
        study = outlook(to=2028, draws=16, overrides=given)
        assert mine.mid == pytest.approx(study.at("ai_served_twh", 2028).mid)


def test_several_changes_stand_alone_and_together():
    """Law: one row each, the sum of none, and one of all."""
    found = what_if(changes={"chips": 12, "load": "0.5..0.6"}, **FEW)
    assert [c.name for c in found.changes] == [
        "shipped_chips.2025",
        "load.chips",
        "together",
    ]
    assert len(found.changes[-1].inputs) == 2


def test_what_is_set_before_is_kept():
    """Law: --set holds on both sides of a change."""
    plain = what_if(changes={"chips": 12}, **FEW).changes[0]
    busy = what_if(changes={"chips": 12}, overrides={"load.chips": 0.7}, **FEW)
    assert busy.changes[0].before_twh.mid > plain.before_twh.mid


def test_rebound_by_hand():
    """By hand: elasticity 0 keeps 1.2^3 of a gain to 2028, 1 takes it all."""
    free = {"spending_share.limit": 1, "connection_gw.2025": 1e4, "added_gw.solar": 1e5}
    # What is drawn around no gain, 0.97 to 1.06 a year, is left to the tolerance.
    found = efficiency(rate=1.2, overrides=free, **FEW)
    ratios = {c.name: c.ratio for c in found.changes}
    assert found.gain == pytest.approx(1.2**3)
    assert ratios["none"] == pytest.approx(1 / 1.2**3, rel=0.08)
    assert ratios["full"] == pytest.approx(1, rel=0.02)
    assert ratios["none"] < ratios["assumed"] < ratios["beyond"]


@pytest.mark.parametrize("study", STUDIES)
def test_presets_are_in_no_default(study):
    """Law: each input exists, is no default, and its source is that of its study."""
    default = assumptions().items
    for inputs in preset_inputs(study).values():
        for item in inputs:
            mine = default[item.name]
            assert (mine.mid, mine.source) != (item.mid, item.source), item.name
            assert item.unit == mine.unit, item.name
            assert from_forecast(item) or int(item.year) <= 2025, item.name


def test_inputs_of_presets_are_named_as_they_are():
    """Law: the figure's quantity is the first part of the input's name."""
    for key in facts.keys(INPUTS):
        row, numbers = facts.row(INPUTS, key), facts.numbers(INPUTS, key)
        assert [*numbers] == [row["input"].partition(".")[0]]
        assert row["parent"] in STUDIES


@pytest.fixture(scope="module")
def all_presets():
    return presets(draws=16)


def test_presets_stand_beside_what_the_study_says(all_presets):
    """By reference: the studies' own figures; each assumption alone, then all."""
    stated = {p.key: p.stated_twh for p in all_presets.presets}
    assert stated["iea"].mid == 946
    assert (stated["lbnl"].low, stated["lbnl"].high) == (325, 580)
    for preset in all_presets.presets:
        assert preset.changes[-1].name == "together"
        assert len({c.before_twh.mid for c in preset.changes}) == 1


def test_one_preset_is_that_of_all(all_presets):
    """Law: studies do not touch each other."""
    alone = presets(of="lbnl", draws=16)
    mine = next(p for p in all_presets.presets if p.key == "lbnl")
    assert replace(alone.presets[0]) == mine


REFUSED = {
    "Give at least one change, such as chips=12 or smr=20.": {"changes": {}},
    "shipped_chips.2025 is given twice: as chips and as shipped_chips.2025.": {
        "changes": {"chips": 12, "shipped_chips.2025": 13}
    },
    "shipped_chips.2025 is given twice, once as chips.": {
        "changes": {"chips": 12},
        "overrides": {"shipped_chips.2025": 13},
    },
    "shipped_chips.2025 must be > 0 and at most 10000 (chips shipped in a year), got "
    "1.2e+07 million.": {"changes": {"chips": 12e6}},
    "by must be 2026 to 2035 (a whole year with one range), got 2050.": {
        "changes": {"chips": 12},
        "by": 2050,
    },
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_changed_is_refused(sentence):
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as error:
        what_if(**({"draws": 16} | REFUSED[sentence]))
    assert str(error.value) == sentence


def test_an_unknown_study_is_answered_by_the_nearest():
    """Bad input: the studies that there are."""
    with pytest.raises(UnknownNameError, match="the studies are iea, lbnl, epri"):
        presets(of="lbln", draws=16)


def test_a_study_goes_by_its_name_in_any_letters():
    """Law: IEA is iea."""
    assert presets(of="IEA", draws=16) == presets(of="iea", draws=16)


def test_a_rate_is_a_factor_and_given_once():
    """Bad input: per cent are no factor; the same input by two names."""
    with pytest.raises(InputError, match=r"rate is a factor a year, got 20 %"):
        efficiency(rate="20 %", **FEW)
    twice = {"growth.extra-efficiency": 1.1}
    with pytest.raises(InputError, match="given twice: as an option and by its name"):
        efficiency(rate=1.2, overrides=twice, **FEW)


def test_a_change_to_nothing_is_refused():
    """Bad input: None changes nothing."""
    with pytest.raises(InputError, match="chips must be a number, got None"):
        what_if(changes={"chips": None}, **FEW)


@pytest.mark.parametrize("name", [n for n, i in ITEMS.items() if "year" in i.unit])
def test_a_refusal_says_years_in_words(name):
    """Law: no 2020 year and no 1/year: the name or the limits say what is counted."""
    with pytest.raises(InputError) as error:
        given_input(
            name, 1e9 if outlook_quantity(name).high < 1e9 else -5, ITEMS[name].unit
        )
    said = str(error.value)
    assert "1/year" not in said
    assert not said.endswith(" year.")
    assert "year" in said


@pytest.mark.parametrize("name", [n for n, i in ITEMS.items() if "year" in i.unit])
def test_a_value_says_years_in_words(name):
    """Law: in print neither, in the table of what is changed."""
    text = text_of(values_text([ITEMS[name]]), ENGLISH)
    assert "1/year" not in text
    assert not re.search(r"\d\)? year$|2,0\d\d", text)


@pytest.mark.parametrize(
    ("rate", "said", "row"),
    [
        (2, "takes 2 times less energy a year", "use takes all of the gain"),
        (0.5, "takes 2 times more energy a year", "use falls by all of the loss"),
        (1, "takes just the energy of the trend until 2028", "rebound of 1"),
        ("0.8..1.25", "takes 1 (0.8-1.25) times the energy a year", "rebound of 1"),
    ],
)
def test_a_rate_is_said_as_it_goes(rate, said, row):
    """Law: less above 1, more below it, neither word at 1 or across it."""
    document = efficiency_document(efficiency(rate=rate, **FEW))
    text = text_of(document.answer, ENGLISH)
    assert said in text
    for word in ("less", "more"):
        assert (f"times {word}" in text) is (f"times {word}" in said)
    rows = [text_of(r.cells[0], ENGLISH) for r in document.sections[0].blocks[0].rows]
    assert any(name.endswith(row) for name in rows)


@pytest.mark.parametrize("value", [0, 1e6])
def test_an_option_names_itself(value):
    """Law: an option that is refused is named as it is given, by every question."""
    for ask, option, beside in (
        (efficiency, "rate", {}),
        (peak, "peak_gw", {"region": "ireland", "firm_gw": 5}),
        (peak, "firm_gw", {"region": "ireland", "peak_gw": 5}),
    ):
        with pytest.raises(InputError, match=f"^{option} must be"):
            ask(**beside, draws=16, **{option: value})
