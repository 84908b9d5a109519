"""A whole year of each publisher's layout gives exactly the hours of that year."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from hours import published
from wattlas import errors
from wattlas.hours import Clock, site_hours
from wattlas.hours.series import read_series


def truth(year: int) -> np.ndarray:
    """The rule of `published.value_at` on the hours of a year in UTC."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    hours = Clock(year).hours
    return np.array(
        [published.value_at(first + timedelta(hours=h)) for h in range(hours)]
    )


def written(tmp_path, text: str, name: str = "series.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


YEARS = [
    *((name, 2025) for name in published.PRICES),
    *((name, 2024) for name in ("smard", "energinet", "ercot-dam", "omie")),
]


@pytest.mark.parametrize(("layout", "year"), YEARS)
def test_a_year_of_prices(tmp_path, layout, year):
    """By construction: each hour has the value of its rule; 2024 is a leap year."""
    make, currency, said = published.PRICES[layout]
    path = written(tmp_path, make(year))
    read = read_series({"file": path, **said}, "price_per_kwh", Clock(year))
    assert read.currency == currency
    assert read.values == pytest.approx(truth(year) / 1000, abs=1e-6)
    assert read.laying.filled_h == 0


def test_real_time_prices_of_five_minutes(tmp_path):
    """By construction: stamps of less than an hour are ends."""
    path = written(tmp_path, published.nyiso_real_time(2025))
    read = read_series(path, "price_per_kwh", Clock(2025))
    assert read.values == pytest.approx(truth(2025) / 1000)


@pytest.mark.parametrize(
    "text",
    [
        published.electricity_maps(2024),
        published.electricity_maps(2024, ("direct", "Life cycle")),
    ],
)
def test_a_year_of_carbon(tmp_path, text):
    """By construction, in grams: of the two intensities, that of the life cycle."""
    path = written(tmp_path, text)
    read = read_series(path, "intensity_kgco2e_per_kwh", Clock(2024))
    assert read.values == pytest.approx((truth(2024) + 200) / 1000)


def test_a_year_of_cambium(tmp_path):
    """By construction: its clock is said, and a 29 February repeats the 28th."""
    source = {"file": written(tmp_path, published.cambium(2028)), "zone": "UTC-5"}
    read = read_series(source, "intensity_kgco2e_per_kwh", Clock(2028))
    expected = (truth(2028) + 200) / 1000
    leap = 59 * 24 + 5
    expected[leap : leap + 24] = expected[leap - 24 : leap]
    assert read.values == pytest.approx(expected)
    assert "29 February repeats the 28th" in read.note


def test_load_of_eia(tmp_path):
    """By construction: hours end, thousands are quoted, the adjusted load is taken."""
    path = written(tmp_path, published.eia_930(2025))
    read = read_series(path, "requests_of_hour", Clock(2025))
    assert read.values == pytest.approx(truth(2025) + 1050)


def test_eia_has_no_prices(tmp_path):
    """Bad input: what a publisher does not have is said."""
    path = written(tmp_path, published.eia_930(2025))
    with pytest.raises(errors.InputError, match=r"EIA-930 has load and generation, an"):
        read_series(path, "price_per_kwh", Clock(2025))


@pytest.mark.parametrize(
    ("unit", "currency", "factor"),
    [
        ("ct/kWh", "EUR", 0.01),
        ("p/kWh", "GBP", 0.01),
        ("EUR/MWhe", "EUR", 1e-3),
        ("$/MWHr", "USD", 1e-3),
        ("€/MWh", "EUR", 1e-3),
    ],
)
def test_units_of_price(tmp_path, unit, currency, factor):
    """By hand: 2.5 in each unit."""
    rows = "\n".join(f"{t:%Y-%m-%d %H:%M},2.5" for t in published.starts(2025, "UTC"))
    path = written(tmp_path, f"time (UTC),price [{unit}]\n{rows}")
    read = read_series(path, "price_per_kwh", Clock(2025))
    assert read.currency == currency
    assert read.values[0] == pytest.approx(2.5 * factor)


def test_pounds_of_carbon(tmp_path):
    """By hand: 1,000 lb/MWh is 0.4536 kg/kWh."""
    rows = "\n".join(f"{t:%Y-%m-%d %H:%M},1000" for t in published.starts(2025, "UTC"))
    for name in ("carbon [lb/MWh]", "lbs CO2/MWh", "marginal_lb_co2_per_mwh"):
        path = written(tmp_path, f"time (UTC),{name}\n{rows}")
        read = read_series(path, "intensity_kgco2e_per_kwh", Clock(2025))
        assert read.values[0] == pytest.approx(0.45359237)


def test_a_zone_of_half_hours(tmp_path):
    """By hand: an hour of UTC is half of two hours of India."""
    times = list(published.starts(2025, "Asia/Kolkata"))
    rows = "\n".join(
        f"{published.local(t, 'Asia/Kolkata'):%Y-%m-%d %H:%M},{i}"
        for i, t in enumerate(times)
    )
    path = written(tmp_path, f"time,price [INR/kWh]\n{rows}")
    source = {"file": path, "zone": "Asia/Kolkata"}
    read = read_series(source, "price_per_kwh", Clock(2025))
    # 0:00 to 0:30 UTC is the second half of India's hour 5, then its hour 6 begins.
    assert read.values[:2].tolist() == [5.5, 6.5]
    assert read.values.sum() == pytest.approx(np.arange(8760).sum())


def test_a_site_pays_what_a_market_file_says(tmp_path):
    """By construction: the file's hours are the prices of the site."""
    path = written(tmp_path, published.smard(2025))
    hours = site_hours("frankfurt", 2025, price_series=path)
    assert hours.currency == "EUR"
    assert hours.price_per_kwh == pytest.approx(truth(2025) / 1000)
    assert hours.provenance["price_per_kwh"].note == "SMARD"


def test_several_years_and_the_one_that_is_meant(tmp_path):
    """By construction: of a file of two years, the study's, else that which is said."""
    text = (
        published.ember(2023) + "\n" + "\n".join(published.ember(2024).splitlines()[1:])
    )
    source = {"file": written(tmp_path, text), "area": "France"}
    read = read_series(source, "price_per_kwh", Clock(2024))
    assert read.values == pytest.approx(truth(2024) / 1000)
    with pytest.raises(errors.InputError, match=r"has the years 2023, 2024, and not 2"):
        read_series(source, "price_per_kwh", Clock(2027))
    read = read_series({**source, "year": 2023}, "price_per_kwh", Clock(2027))
    assert read.values == pytest.approx(truth(2027) / 1000)
    assert read.laying.year == 2023


def test_marginal_carbon_of_watttime(tmp_path):
    """By hand: 1,000 lb/MWh in steps of five minutes."""
    five = timedelta(minutes=5)
    times = published.starts(2025, "UTC", five)
    data = [
        {"point_time": f"{t:%Y-%m-%dT%H:%M:%S+00:00}", "value": 1000} for t in times
    ]
    text = json.dumps({"data": data, "meta": {"units": "lbs_co2_per_mwh"}})
    path = written(tmp_path, text, "watttime.json")
    name = "marginal_intensity_kgco2e_per_kwh"
    assert read_series(path, name, Clock(2025)).values[7] == pytest.approx(0.45359237)


def test_half_hours_of_elexon(tmp_path):
    """By construction: of two providers, the one that has prices is taken."""
    half = timedelta(minutes=30)
    data = [
        {
            "startTime": f"{t:%Y-%m-%dT%H:%M:%SZ}",
            "dataProvider": provider,
            "settlementDate": f"{t:%Y-%m-%d}",
            "settlementPeriod": 1,
            "price": price,
            "volume": 1.5,
        }
        for t in published.starts(2025, "Europe/London", half)
        for provider, price in (("APXMIDP", published.value_at(t)), ("N2EXMIDP", 0))
    ]
    path = written(tmp_path, json.dumps({"data": data}), "elexon.json")
    read = read_series(path, "price_per_kwh", Clock(2025))
    assert read.currency == "GBP"
    assert read.values == pytest.approx(truth(2025) / 1000)


def test_output_of_pvgis(tmp_path):
    """By construction: watts of 2 kW of panels, at some minute of each hour in UTC."""
    rows = [
        f"{t:%Y%m%d:%H}10,{(published.value_at(t) + 50) * 10:.1f},100.0,20.0,3.0,0.0"
        for t in published.starts(2020, "UTC")
    ]
    text = "\n".join(
        [
            "Latitude (decimal degrees):\t45.000",
            "Nominal power of the PV system (c-Si) (kWp):\t2.0",
            "System losses (%):\t14.0",
            "time,P,G(i),T2m,WS10m,Int",
            *rows,
            "",
            "P: PV system power (W)",
            "PVGIS (c) European Union, 2001-2025",
        ]
    )
    path = written(tmp_path, text)
    read = read_series(path, "output_share", Clock(2020))
    assert read.values == pytest.approx((truth(2020) + 50) / 200, abs=1e-4)
