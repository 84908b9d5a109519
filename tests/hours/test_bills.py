"""Bills of filed tariffs, against bills by hand and those of NREL's REopt tests."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wattlas import errors
from wattlas.hours import Clock
from wattlas.hours.bills import bill, read_urdb

YEAR = Clock(2022)
ALL_0 = [[0] * 24] * 12


def tariff(tmp_path, **fields) -> str:
    """Write a tariff of one energy period, priced at nothing, changed by fields."""
    filed = {
        "name": "test",
        "energyratestructure": [[{"rate": 0.0}]],
        "energyweekdayschedule": ALL_0,
        "energyweekendschedule": ALL_0,
    }
    path = tmp_path / "tariff.json"
    path.write_text(json.dumps({"items": [filed | fields]}))
    return str(path)


def monthly(rates) -> dict:
    """Demand charges of one rate a month."""
    structure = [[{"rate": rate}] for rate in rates]
    return {"flatdemandstructure": structure, "flatdemandmonths": list(range(12))}


def billed(path, load, clock=YEAR, **export):
    return bill(read_urdb(path, clock, "UTC"), np.asarray(load, float), **export)


def flat(kwh: float) -> np.ndarray:
    return np.full(8760, kwh / 8760)


def test_flat_energy_and_demand(tmp_path):
    """Reference: REopt's case no_techs: 10,000 kWh at 0.1, 10 USD/kW a month."""
    path = tariff(
        tmp_path, energyratestructure=[[{"rate": 0.1}]], **monthly([10.0] * 12)
    )
    paid = billed(path, flat(10_000))
    assert paid.energy == pytest.approx(1000)
    assert paid.demand == pytest.approx(136.99, abs=0.005)


LOOKED_AT = np.full(8760, 100.0)
for step, power in ((22, 200), (2403, 400), (4088, 500), (8333, 300)):
    LOOKED_AT[step - 1] = power
RATES = [10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5]


def test_ratchet_of_named_months(tmp_path):
    """Reference: REopt's look-back at January, April and December."""
    named = [int(m in (1, 4, 12)) for m in range(1, 13)]
    path = tariff(
        tmp_path, **monthly(RATES), lookbackpercent=0.75, lookbackmonths=named
    )
    assert billed(path, LOOKED_AT).demand == pytest.approx(74_500)


def test_ratchet_of_the_months_before(tmp_path):
    """Reference: REopt's look-back at the six months before, in a circle."""
    path = tariff(tmp_path, **monthly(RATES), lookbackpercent=0.75, lookbackrange=6)
    assert billed(path, LOOKED_AT).demand == pytest.approx(79_375)


def test_ratchet_of_a_year(tmp_path):
    """Reference: REopt's URDB ratchet: 1 kW, 100 once, 35 % of 12 months."""
    load = np.ones(8760)
    load[7] = 100
    rates = [10.5] * 4 + [11.5] * 6 + [10.5] * 2
    path = tariff(tmp_path, **monthly(rates), lookbackpercent=0.35, lookbackrange=12)
    assert billed(path, load).demand == pytest.approx(5302.50)


def test_tiered_time_of_use_demand(tmp_path):
    """Reference: REopt's tiered TOU demand of a flat GWh: nothing to 50 kW, then 12."""
    path = tariff(
        tmp_path,
        demandratestructure=[[{"max": 50, "rate": 0.0}, {"rate": 12.0}]],
        demandweekdayschedule=ALL_0,
        demandweekendschedule=ALL_0,
    )
    assert billed(path, flat(1e6)).demand == pytest.approx(9238.36, abs=1)


def test_tiers_of_energy_and_demand(tmp_path):
    """Reference: REopt's tiered energy and demand: 99,600 USD a year.

    By hand too: 31-day months use 74,400 kWh, all in the first tier.
    """
    path = tariff(
        tmp_path,
        energyratestructure=[[{"max": 74_400, "rate": 0.10}, {"rate": 0.05}]],
        flatdemandstructure=[[{"max": 100, "rate": 10.0}, {"rate": 5.0}]],
        flatdemandmonths=[0] * 12,
    )
    paid = billed(path, flat(876_000))
    assert paid.energy + paid.demand == pytest.approx(99_600)


@pytest.mark.parametrize(
    ("year", "hours", "energy", "demand"),
    [(2023, 8760, 2.8, 180.5), (2024, 8784, 3.6, 280.5)],
)
def test_the_year_sets_the_weekdays(tmp_path, year, hours, energy, demand):
    """Reference: REopt's leap year: 10 kW on a Sunday of 2023, a Monday of 2024."""
    day = [0] * 7 + [1] * 12 + [0] * 5
    peak = [0] * 14 + [1] * 5 + [0] * 5
    path = tariff(
        tmp_path,
        energyratestructure=[[{"rate": 0.28}], [{"rate": 0.36}]],
        energyweekdayschedule=[day] * 12,
        flatdemandstructure=[[{"rate": 18.05}]],
        demandratestructure=[[{"rate": 0.0}], [{"rate": 10.0}]],
        demandweekdayschedule=[peak] * 12,
        demandweekendschedule=ALL_0,
    )
    load = np.zeros(hours)
    load[31 * 24 + 29 * 24 + 3 * 24 + 16 - 1] = 10
    paid = billed(path, load, Clock(year))
    assert paid.energy == pytest.approx(energy)
    assert paid.demand == pytest.approx(demand)


def test_periods_lie_on_the_clock_of_the_place(tmp_path):
    """By hand: 0:00 to 1:00 in Chicago is 6:00 UTC in winter, 5:00 in summer."""
    night = [[1] + [0] * 23] * 12
    path = tariff(
        tmp_path,
        energyratestructure=[
            [{"rate": 0.0, "sell": 0.0}],
            [{"rate": 1.0, "sell": 0.5}],
        ],
        energyweekdayschedule=night,
        energyweekendschedule=night,
    )
    terms = read_urdb(path, YEAR, "America/Chicago")
    assert np.flatnonzero(terms.energy_price_per_kwh[0])[:2].tolist() == [6, 30]
    july = 181 * 24
    assert terms.energy_price_per_kwh[0, july + 5] == 1.0
    assert terms.sell_price_per_kwh[july + 5] == 0.5


def test_fixed_minimum_and_adjusted_charges(tmp_path):
    """By hand: 1 USD a day is 365 in 2022; 0.1 + 0.02 a kWh for 100 kWh a month is 12,
    and a minimum of 50 adds what lacks."""
    path = tariff(
        tmp_path,
        energyratestructure=[[{"rate": 0.1, "adj": 0.02}]],
        fixedchargefirstmeter=1.0,
        fixedchargeunits="$/day",
        mincharge=50.0,
        minchargeunits="$/month",
    )
    load = np.zeros(8760)
    load[np.searchsorted(YEAR.local("UTC").month, np.arange(1, 13))] = 100
    paid = billed(path, load)
    assert paid.fixed == pytest.approx(365.0)
    assert paid.energy == pytest.approx(144.0)
    assert paid.total == pytest.approx(600.0)


@pytest.mark.parametrize(("year", "days"), [(2022, 365), (2024, 366)])
@pytest.mark.parametrize(
    ("unit", "charge"), [("$/month", 12.0), ("$/day", 0.0), ("$/year", 1.0)]
)
def test_a_fixed_charge_comes_as_often_as_it_says(tmp_path, year, days, unit, charge):
    """By hand: 12 times a month, once a day of the very year, once a year."""
    path = tariff(tmp_path, fixedchargefirstmeter=7.0, fixedchargeunits=unit)
    clock = Clock(year)
    paid = billed(path, np.zeros(clock.hours), clock)
    assert paid.fixed == pytest.approx(7.0 * (charge or days))


def test_a_least_amount_of_a_year_is_no_least_of_its_months(tmp_path):
    """By hand: 1,200 a year; 1,300 are used in January alone, and nothing lacks."""
    path = tariff(
        tmp_path,
        energyratestructure=[[{"rate": 1.0}]],
        mincharge=1200.0,
        minchargeunits="$/year",
    )
    january = np.zeros(8760)
    january[10] = 1300.0
    assert billed(path, january).total == pytest.approx(1300.0)
    assert billed(path, january / 2).total == pytest.approx(1200.0)


def test_tiers_of_a_day_grow_with_the_days_of_the_month(tmp_path):
    """By hand: 10 kWh a day at 0.1, then 0.2; 20 kWh a day are half in each: 1,095."""
    tiers = [[{"max": 10, "unit": "kWh daily", "rate": 0.1}, {"rate": 0.2}]]
    path = tariff(tmp_path, energyratestructure=tiers)
    assert billed(path, flat(20 * 365)).energy == pytest.approx(1095.0)
    terms = read_urdb(path, YEAR, "UTC")
    assert terms.tier_end_kwh[:3, 0].tolist() == [310, 280, 310]


def test_fuel_adjustments_are_added_by_month(tmp_path):
    """By hand: 0.1 and 0.01 to 0.12 more, for 744 kWh in January, 672 in February."""
    path = tariff(
        tmp_path,
        energyratestructure=[[{"rate": 0.1}]],
        fueladjustmentsmonthly=[0.01 * m for m in range(1, 13)],
    )
    hours = YEAR.local("UTC").month
    months = np.bincount(hours, minlength=13)[1:]
    by_hand = float((months * (0.1 + 0.01 * np.arange(1, 13))).sum())
    assert billed(path, np.ones(8760)).energy == pytest.approx(by_hand)
    assert read_urdb(path, YEAR, "UTC").unused == ()


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"demandreactivepowercharge": 0.3, "demandwindow": 15}, None),
        ({"energyattrs": [{"Fuel": "$0.012/kWh"}]}, None),
        ({"servicetype": "Delivery"}, None),
        ({"servicetype": "Bundled", "fixedchargeeaaddl": 0.0, "dgrules": ""}, ()),
        ({"a_charge_to_come": 3.0, "another": [0, 0]}, ("a_charge_to_come",)),
        ({"sector": "Commercial", "utility": "U", "enddate": 1700000000}, ("enddate",)),
        (
            {"demandratestructure": [[{"rate": 0, "ratchet": 0.8}]]}
            | {f"demand{d}schedule": ALL_0 for d in ("weekday", "weekend")},
            ("demandratestructure.ratchet",),
        ),
        (
            {
                "energyratestructure": [
                    [{"rate": 1, "sell": 0.1, "max": 9}, {"sell": 0}]
                ]
            },
            ("sell",),
        ),
    ],
)
def test_every_field_that_is_not_billed_is_named(tmp_path, fields, names):
    """Law: what a file says and its terms do not hold is named, by whatever name."""
    unused = read_urdb(tariff(tmp_path, **fields), YEAR, "UTC").unused
    assert unused == (tuple(fields) if names is None else names)


def test_parts_of_the_bill_add_up_over_any_load(tmp_path):
    """Law: a bill grows with the load, and windows of a month cover it once."""
    path = tariff(tmp_path, **monthly(RATES))
    terms = read_urdb(path, YEAR, "America/New_York")
    hours = np.sort(np.concatenate([w.hours for w in terms.demand]))
    assert (hours == np.arange(8760)).all()
    one = bill(terms, np.ones(8760))
    assert bill(terms, np.full(8760, 3.0)).total == pytest.approx(3 * one.total)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"energyratestructure": [[{"rate": 0.1, "unit": "kWh/kW"}]]},
            "energyratestructure is in 'kWh/kW', of which no bill is made here; "
            "allowed: kWh, kWh daily. Give price and demand_charge instead.",
        ),
        (
            {"energyweekdayschedule": [[1] * 24] * 12},
            "energyweekdayschedule names period 1; there are 1, counted from 0.",
        ),
        (
            {"energyweekendschedule": [[0] * 24] * 11},
            "energyweekendschedule must have 12 rows of 24 periods, got 11 x 24.",
        ),
        (
            {"fueladjustmentsmonthly": [0.01, "x"]},
            "fueladjustmentsmonthly must be 12 numbers, got [0.01, 'x'].",
        ),
        (
            {"fixedchargefirstmeter": "ten"},
            "fixedchargefirstmeter must be a number, got 'ten'.",
        ),
        (
            {"fixedchargefirstmeter": 10, "fixedchargeunits": "$/hour"},
            "fixedchargeunits must be one of $/month, $/day, $/year, got '$/hour'.",
        ),
        (
            {"energyratestructure": [[{"rate": "dear"}]]},
            "energyratestructure, period 0: rate must be a number, got 'dear'.",
        ),
        (
            {"lookbackpercent": 0.5},
            "a ratchet needs a share from 0 to 1 (lookbackpercent, or 12 in "
            "demandratchetpercentage) and the months that it looks at (lookbackrange, "
            "or 12 lookbackmonths).",
        ),
        (
            {
                "energyratestructure": [
                    [{"max": 50, "rate": 1}, {"max": 20, "rate": 2}, {"rate": 3}]
                ]
            },
            "energyratestructure, period 0: each tier ends above the one before, got "
            "50, 20, inf.",
        ),
    ],
)
def test_what_cannot_be_billed(tmp_path, fields, sentence):
    """Bad input: the whole sentence."""
    path = tariff(tmp_path, **fields)
    with pytest.raises(errors.InputError) as error:
        read_urdb(path, YEAR, "UTC")
    assert str(error.value) == f"{path}: {sentence}"


def test_export_without_a_price(tmp_path):
    """Bad input: nothing is taken for the price of export; the whole sentence."""
    path = tariff(tmp_path)
    with pytest.raises(errors.InputError) as error:
        billed(path, flat(1), export_kw=flat(8760))
    assert str(error.value) == (
        "test: says nothing of what exported energy brings, and 8.76e+03 kWh are "
        "exported. Give its price."
    )


def test_what_some_hours_bring_is_not_that_of_others(tmp_path):
    """Law: absent is not zero: a price of export in one of two periods is no series."""
    path = tariff(
        tmp_path, energyratestructure=[[{"rate": 1.0, "sell": 0.1}], [{"rate": 2.0}]]
    )
    terms = read_urdb(path, YEAR, "UTC")
    assert terms.sell_price_per_kwh is None
    assert terms.unused == ("sell",)
