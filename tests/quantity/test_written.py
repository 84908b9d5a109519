"""Quantities in running text, English and Chinese, against values by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError, UnitError
from wattlas.quantity import canonical, find, parse, read, spellings

FILE = Path(__file__).with_name("written.csv")
ROWS = list(
    csv.DictReader(FILE.read_text(encoding="utf-8").splitlines(), delimiter="|")
)
# fmt: off
PIECES = st.sampled_from([
    "1", "2.5", "1,000", "43.3万", "亿", "千", "瓦时", "kWh", "MWh", "W", "%", "倍",
    "成",
    "三分之一", "two", "half", "a", "per", "/月", "每天", "元/度", "分钱", "一度电",
    "~",
    "-", "to", "至", "x", "×", "$", "个", "兆", "吨", "ton", "2022", "年", "GPT-3",
    "H100", ".", ",", "。", "（", "\n", " ",
])
UNITS = st.sampled_from([
    "kWh", "MWh", "W", "GW", "L", "m3", "km", "h", "%", "万度", "亿千瓦时", "元/度",
    "kWh a month", "USD/MWh", "times", "t of CO2", "Wh per query",
])
# fmt: on


@pytest.mark.parametrize("row", ROWS, ids=[r["text"] for r in ROWS])
def test_an_expression_has_its_value(row):
    """By hand: 度 = kWh, 万 = 1e4, 亿 = 1e8, gallon = 3.7854 L, mile = 1.6093 km."""
    found = [m for m in find(row["text"]) if m.dimension != "unknown"]
    values = [m for m in found if m.exact_unit == row["unit"]]
    assert values, [(m.text, m.exact_unit) for m in found]
    assert values[-1].low == pytest.approx(float(row["low"]), rel=1e-6)
    assert values[-1].high == pytest.approx(float(row["high"]), rel=1e-6)


def test_the_corpus_is_large_and_in_two_languages():
    """The count that is promised."""
    chinese = [r for r in ROWS if any("\u4e00" <= c <= "\u9fff" for c in r["text"])]
    assert len(ROWS) >= 150
    assert len(chinese) >= 50


@pytest.mark.parametrize(
    ("text", "count", "low", "high"),
    [
        ("4 x 1800 W", 4, 7200, 7200),
        ("2×800W~1200W", 2, 1600, 2400),
        ("两个800W~1200W", 2, 1600, 2400),
    ],
)
def test_items_have_a_count_and_a_total(text, count, low, high):
    """By hand: the count times the ends."""
    mention = read(text)
    assert mention.times == (count, count)
    assert mention.total() == (low, high)


@pytest.mark.parametrize("text", ["5 tons", "5 兆"])
def test_what_can_be_read_in_two_ways_is_said_so(text):
    """Ambiguity is reported, not guessed: no middle, both readings, and the span."""
    mention = read(text)
    assert mention.mid is None
    assert len(mention.readings) > 1
    assert mention.low < mention.high


@pytest.mark.parametrize(
    "text",
    ["GPT-3 and H100", "CO2", "no number here", "Llama", "一些", "80度高温的热水"],
)
def test_names_and_temperatures_are_no_energies(text):
    """A digit inside a name is no number; degrees are not kWh."""
    assert [m for m in find(text) if m.dimension not in ("count", "date")] == []


def test_what_names_stand_for_can_be_left_out():
    """Spans of names hold no quantity."""
    text = "Llama 3.1 took 433 MWh"
    assert [m.text for m in find(text, [(0, 9)])] == ["433 MWh"]


def test_one_quantity_is_wanted():
    """Bad input: none, two, or an unknown unit; the nearest is named."""
    with pytest.raises(
        InputError, match=r"^'plenty' is no quantity; write for example"
    ):
        read("plenty")
    with pytest.raises(InputError, match=r"^'1 kWh and 2 kWh' holds 2 quantities"):
        read("1 kWh and 2 kWh")
    with pytest.raises(UnitError, match=r"unknown unit\. Did you mean 'MWh'\?$"):
        read("433 MWhh")


def test_parse_takes_what_people_write_and_refuses_what_is_ambiguous():
    """By hand, in the unit that is wanted; both readings of 兆 are shown."""
    assert parse("7 分钱一度电", "money/kWh").mid == 0.07
    assert parse("三千二百万", "1").mid == 32e6
    assert parse("50兆瓦", "W").mid == 5e7
    with pytest.raises(InputError, match=r"two ways: mega: 5e\+06 or trillion: 5e\+12"):
        parse("5 兆", "1")


@given(st.floats(1e-6, 1e15, allow_subnormal=False), UNITS)
def test_our_own_spelling_is_read_back(value, unit):
    """Law: what a quantity is written as, is read as the same quantity."""
    once = read(f"{value:.9g} {unit}".replace("e-0", "e-"))
    again = read(canonical(once))
    assert again.middle == pytest.approx(once.middle, rel=1e-9)
    assert again.exact_unit == once.exact_unit


@given(st.integers(1, 99_999_999))
def test_grouping_and_magnitudes_do_not_matter(number):
    """Law: 1,234,567 = 1234567 = 123.4567万."""
    plain = read(f"{number} kWh").low
    assert read(f"{number:,} kWh").low == plain
    assert read(f"{number / 1e4:.4f}万度").low == pytest.approx(plain)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_no_text_breaks_the_scanner(text):
    """Fuzz: mentions lie in the text, in order, with low <= mid <= high."""
    end = 0
    for m in find(text):
        assert 0 <= m.start < m.end <= len(text)
        assert m.low <= m.middle <= m.high
        assert m.start >= end
        end = m.end


@pytest.mark.parametrize("unit", [
    *sorted({u.unit for u in spellings.UNITS.values() if u.unit not in ("", "1")}),
    "gpu-h", "GPU-h", "TPU-hrs", "H100 hours",
])  # fmt: skip
def test_every_unit_that_is_printed_is_read_back(unit: str) -> None:
    """Law: what a record writes of a quantity is taken as that quantity again."""
    once = read(f"2788000 {unit}")
    again = read(canonical(once))
    assert once.dimension != "unknown"
    assert (again.dimension, again.middle) == (once.dimension, once.middle)
