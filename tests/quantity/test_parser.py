"""Quantities as people write them, against factors worked out by hand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.errors import InputError, UnitError
from wattlas.quantity import Quantity, parse
from wattlas.quantity.vocabulary import FACTORS

EXACT = [
    # energy [kWh]
    ("433 MWh", "kWh", 433_000.0),
    ("433MWh", "kWh", 433_000.0),
    (" 433  MWh ", "kWh", 433_000.0),
    ("1,287,000 kWh", "kWh", 1_287_000.0),
    ("1.287 GWh", "kWh", 1_287_000.0),
    ("0.5 TWh", "kWh", 5e8),
    ("240 Wh", "kWh", 0.24),
    ("3.6 MJ", "kWh", 1.0),
    ("7.2 GJ", "kWh", 2000.0),
    ("3600 kJ", "kWh", 1.0),
    ("3600000 J", "kWh", 1.0),
    ("43.3万度", "kWh", 433_000.0),
    ("12.8 亿千瓦时", "kWh", 1.28e9),
    ("8 度", "kWh", 8.0),
    ("8 千瓦时", "kWh", 8.0),
    ("17", "kWh", 17.0),
    ("1e3 kWh", "kWh", 1000.0),
    ("+2.5E-1 kWh", "kWh", 0.25),
    (".5 kWh", "kWh", 0.5),
    # power [W]
    ("400 W", "W", 400.0),
    ("0.7 kW", "W", 700.0),
    ("150 MW", "W", 1.5e8),
    ("1.2 GW", "W", 1.2e9),
    # time [h], [year]
    ("24 h", "h", 24.0),
    ("90 min", "h", 1.5),
    ("40 ms", "h", 40e-3 / 3600),
    ("1800 s", "h", 0.5),
    ("14 days", "h", 336.0),
    ("2 weeks", "h", 336.0),
    ("1 hour", "h", 1.0),
    ("3 years", "year", 3.0),
    ("1 year", "h", 8760.0),
    ("73 days", "year", 0.2),
    ("5", "year", 5.0),
    # counts [1]
    ("15T", "1", 15e12),
    ("15 trillion", "1", 15e12),
    ("15e12", "1", 15e12),
    ("50M", "1", 50e6),
    ("50 million", "1", 50e6),
    ("1.3B", "1", 1.3e9),
    ("2 bn", "1", 2e9),
    ("64k", "1", 64_000.0),
    ("13.5 亿", "1", 1.35e9),
    ("35 %", "1", 0.35),
    ("1.2", "1", 1.2),
    ("-3", "1", -3.0),
    (64, "1", 64.0),
    (1.15, "1", 1.15),
    (1e22, "1", 1e22),
    # carbon, mass
    ("390 g/kWh", "kgCO2e/kWh", 0.39),
    ("390 gCO2e/kWh", "kgCO2e/kWh", 0.39),
    ("0.39 kgCO2e/kWh", "kgCO2e/kWh", 0.39),
    ("0.39 t/MWh", "kgCO2e/kWh", 0.39),
    ("0.581 kg/度", "kgCO2e/kWh", 0.581),
    ("24.7 t", "kgCO2e", 24_700.0),
    ("500 kg", "t", 0.5),
    # water
    ("0.26 mL", "L", 0.00026),
    ("1 m3", "L", 1000.0),
    ("100 gal", "L", 378.5411784),
    ("1.8 L/kWh", "L/kWh", 1.8),
    ("500 mL/kWh", "L/kWh", 0.5),
    ("1.8 m3/MWh", "L/kWh", 1.8),
]

MONEY = [
    ("0.541 CNY/kWh", "money/kWh", 0.541, "CNY"),
    ("0.541 元/度", "money/kWh", 0.541, "CNY"),
    ("0.541元/千瓦时", "money/kWh", 0.541, "CNY"),
    ("¥0.541/kWh", "money/kWh", 0.541, "CNY"),
    ("$0.07/kWh", "money/kWh", 0.07, "USD"),
    ("US$0.07/kWh", "money/kWh", 0.07, "USD"),
    ("70 USD/MWh", "money/kWh", 0.07, "USD"),
    ("€ 90/MWh", "money/kWh", 0.09, "EUR"),
    ("£0.2/kWh", "money/kWh", 0.2, "GBP"),
    ("-5 EUR/MWh", "money/kWh", -0.005, "EUR"),
    ("0.07", "money/kWh", 0.07, ""),
    ("2.5 USD/h", "money/h", 2.5, "USD"),
    ("80 CNY/t", "money/t", 80.0, "CNY"),
    ("80 CNY/t", "money/kgCO2e", 0.08, "CNY"),
    ("1,200 RMB", "money", 1200.0, "CNY"),
]

RANGES = [
    ("1.1..1.3", "1", (1.1, None, 1.3)),
    ("1.1 .. 1.3", "1", (1.1, None, 1.3)),
    ("0.2..0.4..0.5", "1", (0.2, 0.4, 0.5)),
    ("390..420 g/kWh", "kgCO2e/kWh", (0.39, None, 0.42)),
    ("1..2 GWh", "kWh", (1e6, None, 2e6)),
    ("1,000..2,000 kWh", "kWh", (1000.0, None, 2000.0)),
    ("-2..3", "1", (-2.0, None, 3.0)),
    ("5..5", "1", (5.0, None, 5.0)),
]


@pytest.mark.parametrize(("text", "unit", "value"), EXACT)
def test_a_number_and_its_unit(text, unit, value):
    """By hand: SI prefixes, 3.6 MJ a kWh, 365 days a year, 3.785411784 L a gallon."""
    parsed = parse(text, unit)
    assert parsed.mid == pytest.approx(value, rel=1e-12)
    assert parsed.low == parsed.mid == parsed.high
    assert parsed.currency == ""


@pytest.mark.parametrize(("text", "unit", "value", "currency"), MONEY)
def test_money(text, unit, value, currency):
    """By hand: a price per MWh is a thousandth of that per kWh; 元/度 is CNY/kWh."""
    parsed = parse(text, unit)
    assert parsed.mid == pytest.approx(value, rel=1e-12)
    assert parsed.currency == currency


@pytest.mark.parametrize(("text", "unit", "wanted"), RANGES)
def test_ranges(text, unit, wanted):
    """By hand: two numbers are low and high, three have the middle; one unit behind."""
    low, mid, high = wanted
    parsed = parse(text, unit)
    assert (parsed.low, parsed.high) == pytest.approx((low, high))
    assert parsed.mid == (None if mid is None else pytest.approx(mid))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 BTU", "kWh", 1055.06 / 3.6e6),
        ("1 acre-foot", "L", 43_560 * 0.3048**3 * 1000),
        ("1 horsepower", "W", 745.7),
        ("1 fortnight", "h", 336.0),
        ("2 kcal", "kWh", 2 * 4184 / 3.6e6),
        ("3 m³", "L", 3000.0),
    ],
)
def test_rarer_units(text, unit, value):
    """NIST SP 811: a BTU is 1,055.06 J, a horsepower 745.7 W; feet differ by 2 ppm."""
    assert parse(text, unit).mid == pytest.approx(value, rel=1e-4)


BAD = [
    ("", "kWh", "'' is no quantity; write for example '433 MWh'."),
    ("plenty", "W", "'plenty' is no quantity; write for example '400 W'."),
    ("kWh 5", "kWh", "'kWh 5' is no quantity; write for example '433 MWh'."),
    ("nan", "1", "'nan' is no quantity; write for example '1.2' or '1.1..1.3'."),
    ("soon", "h", "'soon' is no quantity; write for example '24 h'."),
    (
        "cheap",
        "money/kWh",
        "'cheap' is no quantity; write for example '0.08 USD/kWh'.",
    ),
    (
        "green",
        "kgCO2e/kWh",
        "'green' is no quantity; write for example '390 g/kWh'.",
    ),
    (
        "5 kW",
        "kWh",
        "A quantity in kWh was expected, got the unit 'kW'. Did you mean 'kWh'?",
    ),
    (
        "5 kwhh",
        "kWh",
        "A quantity in kWh was expected, got the unit 'kwhh'. Did you mean 'kWh'?",
    ),
    (
        "5 MHw",
        "kWh",
        "A quantity in kWh was expected, got the unit 'MHw'. Did you mean 'MWh'?",
    ),
    ("5 blobs", "kWh", "A quantity in kWh was expected, got the unit 'blobs'."),
    ("5 s", "W", "A quantity in W was expected, got the unit 's'."),
    ("12 tokens", "1", "A plain number was expected, got the unit 'tokens'."),
    (
        "390 g",
        "kgCO2e/kWh",
        "A quantity in kgCO2e/kWh was expected, got the unit 'g'.",
    ),
    (
        "390 g/",
        "kgCO2e/kWh",
        "A quantity in kWh was expected, got no unit.",
    ),
    (
        "15T..10T",
        "1",
        "A range goes from low to high, got [15000000000000.0, 10000000000000.0].",
    ),
    (
        "1..2..3..4",
        "1",
        "A plain number was expected, got the unit '..4'.",
    ),
    ("12,87 kWh", "kWh", "'12,87' is no number: commas only group thousands."),
    (
        "1,2870,000 kWh",
        "kWh",
        "'1,2870,000' is no number: commas only group thousands.",
    ),
    ("1.3..1.1", "1", "A range goes from low to high, got [1.3, 1.1]."),
    ("1..3..2", "1", "A range goes from low to high, got [1.0, 3.0, 2.0]."),
    (
        "0.08 bucks/kWh",
        "money/kWh",
        "'bucks' is no currency; write its code, such as USD or CNY.",
    ),
    ("80 CNY", "money/kWh", "A price per kWh was expected, got 'CNY'."),
    (
        "80 CNY/t",
        "money/kWh",
        "A quantity in kWh was expected, got the unit 't'.",
    ),
    (
        "2 9**9**9**9",
        "kWh",
        "A quantity in kWh was expected, got the unit '9**9**9**9'.",
    ),
]


@pytest.mark.parametrize(("text", "unit", "sentence"), BAD)
def test_what_cannot_be_read_says_why(text, unit, sentence):
    """Bad input: what was written, what is allowed, what is near."""
    with pytest.raises(InputError, match=f"^{re.escape(sentence)}$"):
        parse(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "example"),
    [("433", "kWh", "'433 MWh'"), (400, "W", "'400 W'"), ("7", "h", "'24 h'")],
)
def test_a_needed_unit_is_asked_for(text, unit, example):
    """Bad input: an energy without unit is refused where the unit is needed."""
    sentence = f"{text!r} has no unit; write for example {example}."
    with pytest.raises(UnitError, match=f"^{re.escape(sentence)}$"):
        parse(text, unit, needs_unit=True)


UNITS = sorted(
    (own, written, factor)
    for own, units in FACTORS.items()
    for written, factor in units.items()
)


@given(
    number=st.floats(allow_nan=False, allow_infinity=False, width=32),
    unit=st.sampled_from(UNITS),
)
def test_what_is_written_is_read_back(number, unit):
    """Law: a float written with any known unit comes back times the unit's factor."""
    own, written, factor = unit
    parsed = parse(f"{number!r} {written}", own)
    assert parsed == Quantity(number * factor, number * factor, number * factor)


@given(
    ends=st.lists(
        st.floats(min_value=-1e12, max_value=1e12), min_size=2, max_size=2
    ).map(sorted),
    unit=st.sampled_from(["kWh", "MWh", "GJ"]),
)
def test_a_written_range_is_read_back(ends, unit):
    """Law: a range comes back in order, both ends times the same factor."""
    low, high = ends
    parsed = parse(f"{low!r}..{high!r} {unit}", "kWh")
    factor = FACTORS["kWh"][unit]
    assert (parsed.low, parsed.mid, parsed.high) == (low * factor, None, high * factor)


@given(
    text=st.text(max_size=30)
    | st.from_regex(r"[-+$€]?[0-9.,e]{1,8}[ a-zA-Z/%*^.()]{0,12}", fullmatch=True),
    unit=st.sampled_from([*FACTORS, "kgCO2e/kWh", "money/kWh", "money", "L/kWh"]),
)
def test_any_text_is_read_or_refused(text, unit):
    """Law: whatever is typed, the answer is a quantity or an InputError."""
    try:
        parsed = parse(text, unit)
    except InputError:
        return
    assert parsed.low <= parsed.high


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("40 CNY/kW", "money/kW/month", 40.0),
        ("40 CNY/kW/month", "money/kW/month", 40.0),
        ("480 CNY/kW-yr", "money/kW/month", 40.0),
        ("20000 USD/MW/year", "money/kW/year", 20.0),
        ("1200 USD/kW", "money/kW", 1200.0),
        ("0.2 s", "ms", 200.0),
    ],
)
def test_costs_in_the_periods_in_which_they_are_billed(text, unit, value):
    """By hand: a year has twelve months, a MW a thousand kW."""
    assert parse(text, unit).mid == pytest.approx(value)
