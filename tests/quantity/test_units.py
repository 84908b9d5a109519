"""Every unit that is read has the size that its definition gives."""

from __future__ import annotations

import pytest

from wattlas.errors import InputError
from wattlas.quantity import find, parse, read
from wattlas.quantity.numerals import number_at
from wattlas.quantity.per import per_at
from wattlas.quantity.spellings import UNITS
from wattlas.quantity.vocabulary import FACTORS

BTU_J, CALORIE_J = 1055.05585262, 4.184
MILE_KM, POUND_KG, GALLON_L = 1.609344, 0.45359237, 3.785411784
BY_DEFINITION = {
    "kWh": {
        "度": 1, "千卡": 1e3 * CALORIE_J / 3.6e6, "BTU": BTU_J / 3.6e6,
        "therm": 1e5 * BTU_J / 3.6e6, "toe": 41.868e9 / 3.6e6, "tce": 8141,
        "MWH": 1e3, "GWH": 1e6, "TWH": 1e9,
    },
    "W": {"hp": 745.69987158227, "KW": 1e3},
    "L": {
        "升": 1, "毫升": 1e-3, "m3": 1e3, "立方米": 1e3, "hL": 100, "ML": 1e6,
        "GL": 1e9,
        "km3": 1e12, "cubic feet": 28.316846592, "acre-feet": 43_560 * 28.316846592,
        "加仑": GALLON_L, "imperial gallons": 4.54609,
    },
    "kg": {
        "千克": 1, "mg": 1e-6, "克": 1e-3, "吨": 1e3, "kt": 1e6, "Mt": 1e9, "Gt": 1e12,
        "磅": POUND_KG, "short tons": 2000 * POUND_KG,
    },
    "km": {"公里": 1, "英里": MILE_KM, "米": 1e-3, "feet": MILE_KM / 5280},
    "h": {
        "毫秒": 1e-3 / 3600, "秒": 1 / 3600, "分钟": 1 / 60, "小时": 1, "天": 24,
        "周": 168, "个月": 730, "年": 8760, "decades": 87_600, "世纪": 876_000,
    },
}  # fmt: skip
"""What one of each is in our unit: SI, the international mile and pound, the US gallon,
the oil equivalent of 41.868 GJ."""
DEFINED = [(o, u, v) for o, units in BY_DEFINITION.items() for u, v in units.items()]
LATIN = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "m": 1e-3}
WORDS = {"": 1, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12}
CHINESE = {"": 1, "千": 1e3, "兆": 1e6, "吉": 1e9, "太": 1e12, "毫": 1e-3}
BASES = [
    *((LATIN, base, size) for base, size in (("Wh", 1e-3), ("W", 1), ("J", 1 / 3.6e6))),
    *((WORDS, base, 1e-3) for base in ("watt-hour", "watt hours", "watthours")),
    *((WORDS, base, size) for base, size in (("watts", 1), ("joules", 1 / 3.6e6))),
    *((CHINESE, base, 1e-3) for base in ("瓦时", "瓦小时")),
    *((CHINESE, base, 1) for base in ("瓦", "瓦特")),
    *((CHINESE, base, 1 / 3.6e6) for base in ("焦", "焦耳")),
]


@pytest.mark.parametrize(("own", "spelled", "size"), DEFINED)
def test_a_unit_has_the_size_of_its_definition(own, spelled, size):
    """By definition, as above."""
    assert UNITS[spelled].factor == pytest.approx(size)
    assert UNITS[spelled].unit == own


@pytest.mark.parametrize(("prefixes", "base", "size"), BASES, ids=lambda v: str(v)[:12])
def test_a_prefix_multiplies(prefixes, base, size):
    """By definition: kilo, 千 are a thousand times, mega, 兆 a million times …"""
    for prefix, factor in prefixes.items():
        assert UNITS[prefix + base].factor == pytest.approx(factor * size), prefix


@pytest.mark.parametrize("own", ["kWh", "W", "L", "h"])
def test_what_is_typed_and_what_is_written_have_one_size(own):
    """Law: two tables of units agree wherever they share a spelling."""
    shared = {u for u in FACTORS[own] if u in UNITS and UNITS[u].unit == own}
    assert len(shared) >= 4
    for unit in shared:
        assert FACTORS[own][unit] == pytest.approx(UNITS[unit].factor), unit


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3 g", "kgCO2e", 3e-3), ("3 kgCO2e", "kgCO2e", 3), ("3 t", "kgCO2e", 3e3),
        ("3 ktCO2", "kgCO2e", 3e6), ("3 MtCO2eq", "kgCO2e", 3e9),
        ("3 Gt", "kgCO2e", 3e12), ("3 吨", "kgCO2e", 3e3), ("3 万吨", "kgCO2e", 3e7),
        ("3 Gt", "t", 3e9), ("3 kg", "t", 3e-3), ("3 k", "1", 3e3), ("3M", "1", 3e6),
        ("3 million", "1", 3e6), ("3B", "1", 3e9), ("3 bn", "1", 3e9),
        ("3 billion", "1", 3e9), ("3T", "1", 3e12), ("3 trillion", "1", 3e12),
        ("3 万", "1", 3e4), ("3 亿", "1", 3e8), ("3 %", "1", 0.03),
        ("3 GPU-hours", "h", 3), ("3 k TPU-hours", "h", 3e3), ("3M", "h", 3e6),
        ("3 million chip-hours", "h", 3e6), ("3 weeks", "year", 504 / 8760),
        ("3 万千瓦时", "kWh", 3e4), ("3 亿千瓦时", "kWh", 3e8), ("3 万度", "kWh", 3e4),
        ("3 亿度", "kWh", 3e8), ("3 kJ", "kWh", 3 / 3.6e3), ("3 GJ", "kWh", 3 / 3.6e-3),
        ("3 MW", "W", 3e6), ("3 GW", "W", 3e9), ("3 gal", "L", 3 * GALLON_L),
    ],
)  # fmt: skip
def test_a_typed_unit_has_the_size_of_its_definition(text, unit, value):
    """By definition: prefixes of SI, 万 = 1e4, 亿 = 1e8, a year of 8,760 h."""
    assert parse(text, unit).mid == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 5 kWh", "at-least"), ("exceeds 5 kWh", "at-least"),
        ("超过5度电", "at-least"), ("5 kWh or more", "at-least"),
        ("5万度以上", "at-least"),
        ("less than 5 kWh", "at-most"), ("up to 5 kWh", "at-most"),
        ("不到5度电", "at-most"), ("about 5 kWh", "about"), ("roughly 5 kWh", "about"),
        ("约5度电", "about"), ("5 kWh or so", "about"), ("5度电左右", "about"),
        ("it took 5 kWh", ""),
    ],
)  # fmt: skip
def test_words_around_a_quantity_bound_it(text, bound):
    """By hand: what the words say in English and Chinese."""
    assert read(text).bound == bound


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("/百公里", "km", 100), ("/3千度", "kWh", 3e3), ("/2万度", "kWh", 2e4),
        (" per 1000 kWh", "kWh", 1e3), (" per 5 MWh", "kWh", 5e3), ("/天", "day", 1),
        (" per years", "year", 1), (" daily", "day", 1),
    ],
)  # fmt: skip
def test_a_rate_has_the_size_of_what_stands_below(text, unit, factor):
    """By hand: each 20,000 kWh, each 100 km, each 5,000 kWh."""
    found = per_at(text, 0)
    assert (found.unit, found.factor) == (unit, pytest.approx(factor))
    assert found.end == len(text)


def test_two_digits_in_a_row_may_be_a_range():
    """By hand: 三四 and 三五 are 3 to 4 and 3 to 5; 二五 is 25."""
    ends = {
        t: (number_at(t, 0).low, number_at(t, 0).high) for t in ("三四", "三五", "二五")
    }
    assert ends == {"三四": (3, 4), "三五": (3, 5), "二五": (25, 25)}
    half = number_at("半成", 0)
    assert (half.low, half.mid, half.high) == (0.05, 0.05, 0.05)


def test_a_range_of_three_ends_has_a_middle():
    """By hand: low, central and high each with its unit; four ends are no range."""
    found = parse("2 MWh..3 MWh..4 MWh", "kWh")
    assert (found.low, found.mid, found.high) == (2e3, 3e3, 4e3)
    with pytest.raises(InputError):
        parse("2 MWh..3 MWh..4 MWh..5 MWh", "kWh")
    with pytest.raises(InputError):
        parse("2 kWh and 3 kWh", "kWh")


def test_ends_of_a_range_keep_their_own_size():
    """By hand: 5 MWh is 5,000 kWh whatever the other end is counted in."""
    found = read("5 MWh to 6 million kWh")
    assert (found.low, found.high) == (5e3, 6e6)
    record = found.to_dict()
    assert (record["low"], record["mid"], record["high"]) == (5e3, None, 6e6)


def test_a_year_is_a_number_without_a_unit():
    """By hand: 2022 alone is a date; of kWh it is energy, of dollars money."""
    found = {t: find(t)[0].dimension for t in ("in 2022", "2022 kWh", "2022 dollars")}
    assert found == {"in 2022": "date", "2022 kWh": "energy", "2022 dollars": "money"}
    assert [m.low for m in find("two")] == [2.0]
    assert find("one") == []
    assert find("433 MWh", [(0, 7)]) == []
