"""Quantities by hand: low, mid and high of each, and what is read back."""

from __future__ import annotations

import pytest

from wattlas.errors import InputError
from wattlas.quantity import canonical, find, parse, read

EXACT = {
    "half a TWh": 0.5e9,
    "half a million kWh": 5e5,
    "三倍半": 3.5,
    "两个半小时": 2.5,
    "十亿度电": 1e9,
    "5K queries": 5e3,
    "two hundred MWh": 2e5,
    "six thousand kWh": 6e3,
    "2 million billion kWh": 2e15,
    "3 bn kWh": 3e9,
    "3 mn kWh": 3e6,
    "3 tn kWh": 3e12,
    "7 g CO2": 7e-3,
    "7 kt CO2": 7e6,
    "7 Mt CO2": 7e9,
    "7 Gt CO2": 7e12,
    "2 EJ": 2e18 / 3.6e6,
    "3 艾焦": 3e18 / 3.6e6,
    "2 PJ": 2e15 / 3.6e6,
    "2 GJ": 2e9 / 3.6e6,
    "2 MJ": 2e6 / 3.6e6,
    "5 USD per 1000 kWh": 5e-3,
    "10 kWh per 1000 queries": 1e-2,
    "3方水": 3e3,
    "7 ktCO2e": 7e6,
    "7 MtCO2": 7e9,
    "2 hundred MWh": 2e5,
    "近十亿度电": 1e9,
    "上亿度电": 1e8,
    "3百万度": 3e6,
    "3千万度": 3e7,
    "3十亿度": 3e9,
    "3百亿度": 3e10,
    "3千亿度": 3e11,
    "3万亿度": 3e12,
    "一亿二千万度": 1.2e8,
    "三万五千度": 3.5e4,
    "两千三百万度": 2.3e7,
    "一千零五十度": 1050.0,
    "2 quads": 2e15 * 1055.05585262 / 3.6e6,
    "100港元": 100.0,
    "100 HKD": 100.0,
    "5分钱": 0.05,
    "doubled": 2.0,
    "tripled": 3.0,
    "quadrupled": 4.0,
    "tenfold": 10.0,
    "halved": 0.5,
    "翻一番": 2.0,
    "翻两番": 4.0,
    "2023 年": 2023.0,
}
"""Texts of one value, in our own unit."""

RANGES = {
    "几百度电": (2e2, 9e2),
    "数十万吨": (2e8, 9e8),
    "几千度电": (2e3, 9e3),
    "几亿度电": (2e8, 9e8),
    "两到三度": (2.0, 3.0),
    "2 to 5 MWh": (2e3, 5e3),
    "2-3 MWh": (2e3, 3e3),
    "2 kWh to 3 MWh": (2.0, 3e3),
    "2019-21": (2019.0, 2021.0),
    "2 to 3 tons": (2 * 907.18474, 3 * 1016.0469088),
}
"""Texts of a range without a middle."""


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_a_value_is_low_mid_and_high(text, value):
    """By hand: all three are the value."""
    (found,) = [m for m in find(text) if m.dimension != "unknown"]
    assert (found.low, found.mid, found.high) == pytest.approx((value,) * 3)


@pytest.mark.parametrize(("text", "ends"), RANGES.items())
def test_a_range_has_both_ends(text, ends):
    """By hand: the ends, and no middle."""
    (found,) = find(text)
    assert (found.low, found.high) == pytest.approx(ends)
    assert found.mid is None


@pytest.mark.parametrize(
    ("text", "times", "bound"),
    [
        ("增长了3倍", 4.0, ""),
        ("增加一倍", 2.0, ""),
        ("增加超过两倍", 3.0, "at-least"),
        ("增长3倍以上", 4.0, "at-least"),
        ("rose fourfold", 4.0, ""),
    ],
)
def test_a_rise_by_times_is_one_more(text, times, bound):
    """By hand: 增长三倍 is four times; 超过 and 以上 are at least."""
    (found,) = find(text)
    assert (found.dimension, found.middle, found.bound) == ("ratio", times, bound)


@pytest.mark.parametrize(
    ("text", "unit", "three"),
    [
        ("五千万", "1", (5e7, 5e7, 5e7)),
        ("两到三度", "kWh", (2.0, None, 3.0)),
        ("2到3千瓦", "W", (2e3, None, 3e3)),
        ("3 to 4 MWh", "kWh", (3e3, None, 4e3)),
        ("10 kWh..15 kWh..20 kWh", "kWh", (10.0, 15.0, 20.0)),
        ("10 kWh..20 kWh", "kWh", (10.0, None, 20.0)),
        ("10 kWh..10 kWh", "kWh", (10.0, None, 10.0)),
        ("两到三年", "year", (2.0, None, 3.0)),
        ("80 USD/t", "money/kgCO2e", (0.08, 0.08, 0.08)),
        ("50 pence/kWh", "money/kWh", (0.5, 0.5, 0.5)),
        ("50 p/kWh", "money/kWh", (0.5, 0.5, 0.5)),
        ("5 分/kWh", "money/kWh", (0.05, 0.05, 0.05)),
        ("5 ct/kWh", "money/kWh", (0.05, 0.05, 0.05)),
        ("5 cents/kWh", "money/kWh", (0.05, 0.05, 0.05)),
        ("12 USD/kW/年", "money/kW/month", (1.0, 1.0, 1.0)),
        ("12 USD/kW/year", "money/kW/month", (1.0, 1.0, 1.0)),
        ("5 CNY/kW/月", "money/kW/month", (5.0, 5.0, 5.0)),
        ("5 CNY/kW/month", "money/kW/month", (5.0, 5.0, 5.0)),
    ],
)
def test_what_is_typed_has_low_mid_and_high(text, unit, three):
    """By hand: in the wanted unit, also where it is written as in running text."""
    found = parse(text, unit)
    assert (found.low, found.mid, found.high) == three


@pytest.mark.parametrize("text", ["2 MWh..1 MWh", "1 MWh..3 MWh..2 MWh"])
def test_a_range_that_falls_is_refused(text):
    """Bad input: ends with units of their own, in the wrong order."""
    with pytest.raises(InputError, match=r"from low to high"):
        parse(text, "kWh")


@pytest.mark.parametrize(
    "text", [*EXACT, *RANGES, "about 3 to 4 kWh a month", "5 % to 7 %", "2..3 USD/MWh"]
)
def test_the_canonical_text_is_read_back(text):
    """Law: what we write of a quantity has its three values."""
    m = find(text)[0]
    if m.dimension in ("count", "date", "money", "ratio", "time"):
        return
    again = read(canonical(m))
    assert (again.low, again.high) == pytest.approx((m.low, m.high))


def test_rival_readings_are_each_for_one_of_what_stands_below():
    """By hand: a ton for each 1,000 queries, metric or short, is a thousandth."""
    (m,) = [m for m in find("2 tons per 1000 queries") if m.readings]
    assert sorted(r.value for r in m.readings) == pytest.approx(
        sorted(v / 1000 for v in (r.value for r in find("2 tons")[0].readings))
    )


@pytest.mark.parametrize("text", ["一方面用电", "两方案", "三方向"])
def test_a_side_is_no_cubic_metre(text):
    """Law: 方 within a word is no unit."""
    assert not [m for m in find(text) if m.dimension == "volume"]


def test_years_that_fall_are_no_span():
    """Law: 2021-19 is the year 2021 and something else."""
    assert find("2021-19")[0].high == 2021


def test_a_rate_may_stand_some_words_before():
    """By hand: what is said for each day stands up to 30 letters before."""
    (found,) = find("Per day the hall takes about 5 kWh")
    assert found.per == "day"


@pytest.mark.parametrize("words", ["year on year", "year-over-year", "year-on-year"])
def test_a_year_before_a_comparison_of_years_is_a_year(words: str) -> None:
    """Law: so many years are *years*; behind a date *year* compares."""
    found = find(f"It rose 34% in 2022 {words}")
    assert [(m.dimension, m.middle) for m in found] == [("share", 0.34), ("date", 2022)]
    assert find("for 2022 years")[0].dimension == "time"


@pytest.mark.parametrize("more", ["多", "余"])
@pytest.mark.parametrize("unit", [("度", 1.0), ("千瓦时", 1.0), ("兆瓦时", 1000.0)])
@pytest.mark.parametrize("scale", [("万", 1e4), ("亿", 1e8)])
def test_what_is_more_than_a_round_number_keeps_its_unit(more, unit, scale) -> None:
    """Law: 17万多度 and 17多万度 are at least 17万度, whatever the unit."""
    least = 17 * scale[1] * unit[1]
    for text in (f"17{scale[0]}{more}{unit[0]}", f"17{more}{scale[0]}{unit[0]}"):
        found = find(text)
        assert [(m.low, m.bound) for m in found] == [(least, "at-least")], text


@pytest.mark.parametrize(
    ("word", "per"), [("日", "day"), ("月", "month"), ("年", "year")]
)
def test_a_rate_may_be_one_character_before_what_is_used(word, per) -> None:
    assert find(f"ChatGPT{word}耗电量超过50万度")[0].per == per
    assert find(f"该中心{word}用电50万度")[0].per == per
    assert find("2024年用电50万度")[1].per == find("今年用电50万度")[0].per == ""
