"""What is given by name or in a list is used, refused, or said to be unused."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.errors import InputError
from wattlas.notes import Note

CHIP = {"hardware": "h100-sxm", "draws": 64}
VERBS = {
    "train": (wattlas.train, {"model": "bloom", "site": "oregon", **CHIP}),
    "serve": (wattlas.serve, {"model": "llama-3.1-8b", "site": "oregon", **CHIP}),
    "generate": (wattlas.generate, {"model": "flux.1-dev", "country": "fr", **CHIP}),
}


def unused(name):
    """Return the note that an input was given and not used."""
    return Note("not-used", {"name": name})


@pytest.mark.parametrize("verb", VERBS)
def test_an_input_is_set_by_the_label_that_is_printed(verb):
    """Law: every label of a place or chip that a result prints can be set."""
    function, least = VERBS[verb]
    printed = function(**least).assumed
    for label in [name for name in printed if "@" in name]:
        if printed[label].unit[:3] in ("USD", "CNY"):
            continue
        found = function(**least, overrides={label: printed[label].mid})
        assert found.given[label].mid == printed[label].mid


def test_a_label_and_its_name_are_not_both_set():
    """Bad input: one of the two would be lost; so would an option beside a label."""
    function, least = VERBS["train"]
    with pytest.raises(InputError, match="pue and pue@oregon are both set: set one"):
        function(**least, overrides={"pue": 1.1, "pue@oregon": 1.2})
    with pytest.raises(InputError, match="pue@mars"):
        function(**least, overrides={"pue@mars": 1.2})


@pytest.mark.parametrize(
    ("verb", "name", "value"),
    [
        ("serve", "kv_heads", 2),
        ("generate", "vae_temporal_factor", 2),
    ],
)
def test_what_a_branch_that_is_not_taken_would_read_is_said(verb, name, value):
    """Law: a figure rests on what is set, or the result says that none does."""
    function, least = VERBS[verb]
    default, found = function(**least), function(**least, overrides={name: value})
    same = found.results == default.results
    assert (unused(name) in found.notes) == same


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_set_moves_a_figure_or_is_said_to_be_unused(verb):
    """Law: the same of every input, at twice or half its default."""
    function, least = VERBS[verb]
    default = function(**least)
    for item in [i for i in default.inputs if not i.given and i.mid][::3]:
        try:
            found = function(**least, overrides={item.name: item.mid / 2})
        except InputError:
            continue
        still = found.results == default.results and found.extras == default.extras
        assert not still or unused(item.name) in found.notes, item.name


def test_a_currency_without_money_is_said():
    """Law: without a place nothing costs anything, and no rate is told."""
    for function in (wattlas.train, wattlas.serve):
        least = {"model": "llama-3.1-8b", "hardware": "h100-sxm", "currency": "CNY"}
        notes = function(**least).notes
        assert unused("currency") in notes
        assert not [n for n in notes if n.code == "currency"]
    log = {"prompt_tokens": [100.0], "output_tokens": [5.0]}
    with pytest.raises(InputError, match="currency CNY would not be used"):
        wattlas.estimate_requests(log, **least)


@pytest.mark.parametrize("name", ["site", "country", "currency", "model", "hardware"])
def test_an_empty_text_is_refused(name):
    """Bad input: nothing is no name."""
    function, least = VERBS["train"]
    with pytest.raises(InputError, match=f"^{name} is empty: give it a value, or"):
        function(**least | {name: " "})


@pytest.mark.parametrize(
    ("option", "written", "plain"),
    [
        ("intensity", "60 克/度", "60 g/kWh"),
        ("intensity", "0.5 千克/千瓦时", "0.5 kg/kWh"),
        ("intensity", "0.5 公斤/度", "0.5 kg/kWh"),
        ("intensity", "0.5 吨/兆瓦时", "0.5 t/MWh"),
        ("price", "0.5 元/度", "0.5 CNY/kWh"),
        ("price", "500 元/兆瓦时", "500 CNY/MWh"),
        ("price", "0.08 美元/度", "0.08 USD/kWh"),
        ("grid_water", "2 升/度", "2 L/kWh"),
    ],
)
def test_units_are_read_in_chinese_as_in_english(option, written, plain):
    """By hand: the same figure in two languages."""
    least = {"chip_hours": 10, "hardware": "h100-sxm", "country": "fr", "draws": 64}
    one, other = (
        wattlas.train(**least, **{option: text}).given for text in (written, plain)
    )
    assert one == other


def test_a_chip_is_named_once():
    """Bad input: the second would be a second row of the same."""
    chips = {"hardware": "h100-sxm,h100", "model": "llama-3.1-8b", "draws": 64}
    with pytest.raises(InputError, match="hardware names h100-sxm twice: name it"):
        wattlas.deploy(**chips, requests_per_second=5)
    with pytest.raises(InputError, match="method names stock twice: name it once"):
        wattlas.outlook(method=["stock", "stock"])


def test_what_is_unusual_of_a_server_is_said():
    """By hand: 400 supplies of 180 kW are none that is met."""
    remarks = wattlas.server(server="400 x 180000 W").remarks
    assert [r.values["name"] for r in remarks] == ["supplies", "supply_w"]
