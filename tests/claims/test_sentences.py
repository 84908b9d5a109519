"""The sentences that a newcomer tries first, by hand, by law, and bad ones."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import check
from wattlas.claims import VERDICTS
from wattlas.claims.judging import inverted, slip
from wattlas.claims.recipe import recipes
from wattlas.errors import InputError

CHATGPT = (
    "ChatGPT uses 18.72 GWh a month for 270 million visits a day "
    "with five questions each"
)
TESLAS = "OpenAI 每训练一次,相当于 3000 辆特斯拉同时跑 32 公里"
SERVERS = (
    "An AI server with 4 x 1800 W draws six to seven times an ordinary server "
    "with 2 x 800-1200 W"
)
HOMES = "BLOOM took 433,000 kWh to train, as much as 117 Chinese homes use in a year"


def lines(text: str, name: str):
    """Return the lines of that name of the parts of a checked sentence."""
    return [x for p in check(text).parts for x in p.lines if x.name == name]


def test_bloom_in_chinese_homes():
    """By hand: 433,000 / 117 = 3,701 kWh a home; at 2,705 kWh (2022) 160 homes."""
    found = check(HOMES)
    assert found.verdict == "partly_right"
    assert [p.verdict for p in found.parts] == ["right_scope_differs", "partly_right"]
    assert lines(HOMES, "implied-each")[0].result.value == pytest.approx(3701, abs=1)
    assert lines(HOMES, "solved-count")[0].result.value == pytest.approx(160, abs=0.2)


def test_teslas_need_another_distance():
    """By hand: 1,287,000 / 96,000 = 13.4 kWh a km; at 0.155 kWh 2,768 km each."""
    assert check(TESLAS).verdict == "contradicted"
    assert lines(TESLAS, "implied-each")[0].result.value == pytest.approx(
        13.4, abs=0.01
    )
    solved = lines(TESLAS, "solved-distance")[0].result
    assert solved.value == pytest.approx(2768, abs=1)
    assert (solved.low, solved.high) == pytest.approx((2383, 3064), abs=1)


def test_chatgpt_of_2023_implies_half_a_watt_hour():
    """By hand: 18.72e6 / (270e6 x 5 x 30) = 0.462 Wh; 4,000 x 6.5 kW x 720 h."""
    assert check(CHATGPT).verdict == "partly_right"
    implied = lines(CHATGPT, "implied-use")[0].result.value
    assert implied == pytest.approx(0.000462, rel=1e-3)
    terms = [[t.value for t in x.terms] for x in lines(CHATGPT, "recipe")]
    assert [4000, 6500, 720] in terms
    assert lines(CHATGPT, "mean-power")[0].result.value == pytest.approx(26e6)


def test_supplies_give_three_to_four_and_a_half():
    """By hand: 7,200 / 2,400 = 3 and 7,200 / 1,600 = 4.5."""
    found = check(SERVERS)
    assert found.verdict == "inconsistent_with_itself"
    ratio = lines(SERVERS, "ratio")[0].result
    assert (ratio.low, ratio.high) == (3.0, 4.5)


def test_a_plant_of_50_mw_is_for_american_homes():
    """By hand: 438 GWh / 40,000 = 10,950 kWh, a US home; in China 162,000 homes."""
    text = "50 MW is enough for 40,000 households"
    assert check(text).verdict == "right_scope_differs"
    assert lines(text, "implied-each")[0].result.high == pytest.approx(10_950)
    places = {x.values["place"]: x.result for x in lines(text, "solved-count")}
    assert places["cn"].value == pytest.approx(0.95 * 438e6 / 2705, rel=1e-6)


def test_generation_of_the_world_did_not_level_off():
    """Ember by way of Our World in Data: 23,155 to 29,665 TWh, 2.5 % a year."""
    found = check("World electricity generation levelled off from 2013 to 2023.")
    assert found.verdict == "contradicted"
    growth = next(x for x in found.parts[0].lines if x.name == "growth")
    assert growth.result.value == pytest.approx(0.0251, abs=1e-4)


def test_the_price_gap_between_east_and_west_is_a_fifth():
    """By hand: 0.676 - 0.541 = 0.135 yuan, 20.0 %."""
    text = "东部电价 0.676 元/度，西部 0.541 元/度"
    assert lines(text, "saving")[0].result.value == pytest.approx(0.135)
    assert lines(text, "saving-share")[0].result.value == pytest.approx(
        0.1997, abs=1e-4
    )


@pytest.mark.parametrize("factor", [10, 100, 1000, 10_000, 1e8])
def test_a_slip_of_order_is_named(factor):
    """Law: what is off by a power of ten, in either direction, is mended by it."""
    assert slip(factor).code == "slip-too-large"
    assert slip(1 / factor).code == "slip-too-small"
    assert slip(factor).values["factor"] == factor
    assert slip(1.0) is None
    assert slip(3.3) is None


def test_an_inverted_ratio_is_seen():
    """By hand: 3 for 0.3 (about a third); 3 for 5 is no inversion."""
    assert inverted(3, 0.3)
    assert inverted(0.3, 3.2)
    assert inverted(3, 5) is None


def test_a_recipe_needs_a_round_count_of_known_servers():
    """By hand: 18,720,000 kWh = 4,000 x 6.5 kW x 720 h; a million kWh has none."""
    found, tried = recipes(18_720_000, "month")
    assert (4000.0, 6500.0, 720.0) in [(r.count, r.power_w, r.hours) for r in found]
    assert tried > 10
    assert recipes(18_723_456, "month")[0] == []
    assert recipes(564_000, "day")[0] == []


@given(st.floats(0.35, 0.42))
def test_doubling_the_total_doubles_the_homes(share):
    """Law: the count that would fit is proportional to the total."""
    one = f"{share:.4f} GWh is what 117 Chinese homes use in a year"
    two = f"{2 * share:.4f} GWh is what 117 Chinese homes use in a year"
    first = lines(one, "solved-count")[0].result.value
    assert lines(two, "solved-count")[0].result.value == pytest.approx(
        2 * first, rel=1e-3
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Training GPT-3 took {} of electricity.",
        "GPT-3 的训练用了 {} 的电。",
    ],
)
@pytest.mark.parametrize(
    "energy",
    [
        "1.287 GWh",
        "1,287 MWh",
        "1287000 kWh",
        "128.7 万度",
        "128.7万千瓦时",
        "1287兆瓦时",
    ],
)
def test_the_unit_does_not_matter(sentence, energy):
    """Law: one quantity in six spellings and two languages has one verdict."""
    assert check(sentence.format(energy)).verdict == "right"


def test_the_record_is_plain_data():
    """The JSON record: verdict with underscores, parts, lines, range, sources."""
    record = json.loads(json.dumps(check(HOMES).to_dict(), allow_nan=False))
    assert record["verdict"] in VERDICTS
    assert record["confidence"] in ("high", "medium", "low")
    part = record["parts"][1]
    assert part["relation"] == "equivalent"
    assert part["range"]["low"] < part["range"]["value"] < part["range"]["high"]
    assert part["recomputation"][0]["formula"] == "{0} / {1}"
    assert part["sources"]
    assert record["corrected"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bakery used 12 MWhh of power.", "unknown-unit"),
        ("The bakery emitted 12 tons.", "ambiguous"),
        ("The bakery used 12 zorps.", "no-known-unit"),
        ("The bakery is nice.", "no-quantity"),
        ("The bakery used 12 MWh.", "nothing-known"),
    ],
)
def test_what_is_not_understood_is_said(text, code):
    """Nothing is invented: a verdict is unsupported or not numeric, with the reason."""
    found = check(text)
    assert found.verdict in ("unsupported", "not_numeric")
    assert code in [n.code for p in found.parts for n in p.notes]


def test_an_empty_or_endless_claim_is_refused():
    """Bad input: one sentence that says what to do."""
    with pytest.raises(InputError, match=r"^The claim is empty: write a sentence"):
        check(" \n ")
    with pytest.raises(InputError, match=r"at most 4,000 are read as one: give it as"):
        check("GPT-3 took 1,287 MWh. " * 400)


# fmt: off
PIECES = st.sampled_from([
    "GPT-3", "BLOOM", "ChatGPT", "训练", " train ", "433 MWh", "0 kWh", "43.3万度",
    "3倍", "twice", " than ", "Chinese homes", "特斯拉", "32 公里", "a day", "每天",
    "5 questions", "20 %", "World electricity", "flat", "2013-2023", "by 2030",
    "Helion", "Microsoft", "invested", "0.5 元/度", "save", "0 度", "1e300 kWh",
    "5 MWh", "AI", "data centres", "most", "water", "0 litres", "50 MW", "0 W",
    "2 x 0 W", "小型堆", "传统反应堆", " ", "，",
])
# fmt: on


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join)))
def test_no_sentence_breaks_the_checker(text):
    """Fuzz: a verdict, or one of our errors; the record is finite."""
    try:
        found = check(text)
    except InputError:
        assert not text.split()
        return
    assert found.verdict in VERDICTS
    for part in found.parts:
        for line in part.lines:
            assert not math.isnan(line.result.value)
    json.dumps(found.to_dict(), allow_nan=False)
