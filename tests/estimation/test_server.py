"""Servers side by side: what supplies are rated for, and what is drawn."""

from __future__ import annotations

import json

import pytest

from wattlas import facts
from wattlas.errors import ContradictionError, InputError, UnitError, UnknownNameError
from wattlas.estimation.server import COMPARED, FIGURES, server
from wattlas.notes import Note


def test_claim_of_six_to_seven_times_is_three_to_four_and_a_half():
    """By hand: 4 x 1,800 = 7,200 W over 2 x 1,200 and 2 x 800 W: 3.0 and 4.5."""
    claim = server(
        supplies=4, supply_w="1800 W", against_supplies=2, against_supply_w="800..1200"
    )
    ratio = claim.ratios["nameplate_w"]
    assert ratio.low == pytest.approx(3.0, rel=1e-3)
    assert ratio.high == pytest.approx(4.5, rel=1e-3)
    assert ratio.low < ratio.mid < ratio.high
    assert not ratio.contains(6.0)
    assert claim.rules == ("supplies-are-not-draw",)


def test_supplies_in_words_are_the_same_as_in_numbers():
    """Law: "4 x 1800 W" and supplies=4, supply_w=1800 are one server."""
    words = server(server="4 x 1800 W", against="2 × 1.2 kW")
    numbers = server(
        supplies=4, supply_w=1800, against_supplies=2, against_supply_w=1200
    )
    assert words.to_dict() == numbers.to_dict()
    assert words.ratios["supplies_w"].mid == pytest.approx(3.0)


def test_supplies_by_hand():
    """By hand: six of 3,300 W are 19,800 W, 16,500 W with one lost, 9,900 W with half.

    The rating of the DGX H100 is 10,200 W: half of what its supplies add up to.
    """
    figures = server(server="dgx-h100").server.figures
    assert figures["supplies_w"].mid == 19_800
    assert figures["one_supply_failed_w"].mid == 16_500
    assert figures["one_feed_lost_w"].mid == 9_900
    assert figures["nameplate_w"].mid == 10_200


def test_odd_supplies_over_two_feeds():
    """By hand: of three supplies on two feeds, one is sure to be left."""
    assert server(server="3 x 1000 W").server.figures["one_feed_lost_w"].mid == 1000


def test_a_year_by_hand():
    """By hand: 7,750 W x 8,760 h = 67,890 kWh."""
    figures = server(server="dgx-h100").server.figures
    assert figures["typical_year_kwh"].mid == pytest.approx(67_890)


def test_embodied_carbon_holds_host_and_chips():
    """By hand: host 5,700 kg and eight chips of 164 kg are 7,012 kg."""
    figures = server(server="dgx-h100").server.figures
    assert figures["host_embodied_kgco2e"].mid == 5700
    assert figures["embodied_kgco2e"].mid == pytest.approx(7012)


def test_work_per_watt_by_hand():
    """By hand: eight chips of 989.4 TFLOP/s over 7,750 W are 1.0213 TFLOP/s/W."""
    figures = server(server="dgx-h100").server.figures
    assert figures["tflops_per_typical_w"].mid == pytest.approx(1.0213, rel=1e-4)


def test_ordinary_servers_have_no_rate():
    """Absent is not zero: no honest rate of dense arithmetic is known for CPUs."""
    result = server(server="two-socket-2024", against="dgx-h100")
    assert result.server.absent["tflops_per_typical_w"] == "no-rate-of-cpus"
    assert "tflops_per_typical_w" not in result.server.figures
    assert "tflops_per_typical_w" not in result.ratios


def test_supplies_tell_nothing_of_the_draw():
    """Absent is not zero: of a custom server only the supplies are known."""
    custom = server(server="4 x 1800 W").server
    assert custom.absent["typical_w"] == "only-supplies-known"
    assert "typical_year_kwh" not in custom.figures
    assert custom.notes == (Note("nameplate-from-supplies"),)


def test_a_server_against_itself_is_one():
    """Law: the same inputs are drawn once, so every ratio is exactly one."""
    result = server(server="dgx-h100", against="8x H100")
    assert set(result.ratios) == set(COMPARED)
    assert all(r.low == r.mid == r.high == 1 for r in result.ratios.values())


def test_ratios_turn_around():
    """Law: a over b is one over b over a, its ends swapped."""
    ab = server(server="dgx-h100", against="two-socket-2024").ratios["typical_w"]
    ba = server(server="two-socket-2024", against="dgx-h100").ratios["typical_w"]
    assert ab.mid == pytest.approx(1 / ba.mid)
    assert ab.low == pytest.approx(1 / ba.high, rel=1e-3)


def test_draw_lies_below_what_supplies_could_give():
    """Law: for every server idle < typical < nameplate <= all supplies together."""
    for key in facts.keys("servers"):
        found = server(server=key).server.figures
        assert found["idle_w"].mid < found["typical_w"].mid < found["nameplate_w"].mid
        if "supplies_w" in found:
            assert found["nameplate_w"].mid <= found["supplies_w"].mid, key
        assert list(found) == [name for name in FIGURES if name in found]


def test_record_is_plain_data_with_sources():
    """Law: the record goes through JSON, and names where its figures come from."""
    result = server(server="dgx-h100", against="4 x 1800 W").to_dict()
    assert json.loads(json.dumps(result)) == result
    assert result["kind"] == "server"
    assert "newkirk2025" in [source["key"] for source in result["sources"]]
    assert list(result["given"]) == ["supplies@4 x 1800 W", "supply_w@4 x 1800 W"]


BAD = [
    (
        {},
        InputError,
        "A server needs its name (wattlas facts servers), or supplies and supply_w: "
        "how many, and the rating of one in watts.",
    ),
    (
        {"server": "dgx-h100", "supplies": 3},
        ContradictionError,
        "Give the server dgx-h100 or its supplies, not both.",
    ),
    (
        {"server": "dgx-h10"},
        UnknownNameError,
        "No server named 'dgx-h10'. Did you mean 'dgx-h100' or 'dgx-1' or "
        "'dgx-h200'? List all: wattlas facts servers.",
    ),
    (
        {"supplies": 0.5, "supply_w": 800},
        InputError,
        "supplies must be 1 to 10000 (power supplies), got 0.5.",
    ),
    (
        {"supplies": 2, "supply_w": "800 kg"},
        UnitError,
        "supply_w: A quantity in W was expected, got the unit 'kg'.",
    ),
]


@pytest.mark.parametrize(("given", "kind", "sentence"), BAD)
def test_impossible_servers_are_refused(given, kind, sentence):
    """Bad input: one sentence each, with the value and what is allowed."""
    with pytest.raises(kind) as caught:
        server(**given)
    assert str(caught.value) == sentence
