"""Hourly series from CSV: zones, daylight saving, units; what is wrong is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from wattlas import errors
from wattlas.hours import Clock, site_hours
from wattlas.hours.files.unit import scale_of
from wattlas.hours.series import read_series

YEAR = Clock(2023)
EAST = timezone(timedelta(hours=8))
SHARED = Path(__file__).parents[3] / "shared" / "data" / "planning"


def write(path: Path, header: str, values, first: datetime, step=None) -> str:
    """Write a series whose time stamps count on from a first one."""
    step = step or timedelta(hours=1)
    rows = [f"{(first + i * step).isoformat()},{v}" for i, v in enumerate(values)]
    path.write_text("\n".join([header, *rows]))
    return str(path)


def local(path: Path, header: str, times, values) -> str:
    rows = [f"{t.isoformat()},{v}" for t, v in zip(times, values, strict=True)]
    path.write_text("\n".join([header, *rows]))
    return str(path)


def test_a_zone_in_each_stamp(tmp_path):
    """By hand: midnight in zone +8 is 16:00 UTC the day before: the year's end."""
    first = datetime(2023, 1, 1, tzinfo=EAST)
    path = write(tmp_path / "a.csv", "time,price [CNY/MWh]", range(8760), first)
    read = read_series(path, "price_per_kwh", YEAR)
    assert read.currency == "CNY"
    assert read.values[-8] == 0.0
    assert read.values[0] == pytest.approx(8 / 1000)


@pytest.mark.parametrize(
    ("name", "unit", "factor"),
    [
        ("price [EUR/MWh]", "price_per_kwh", 1e-3),
        ("price_eur_per_kwh", "price_per_kwh", 1.0),
        ("price_usd_per_mwh", "price_per_kwh", 1e-3),
        ("carbon [g/kWh]", "intensity_kgco2e_per_kwh", 1e-3),
        ("Carbon Intensity gCO₂eq/kWh (LCA)", "intensity_kgco2e_per_kwh", 1e-3),
        ("intensity (kg/MWh)", "intensity_kgco2e_per_kwh", 1e-3),
        ("solar", "requests_of_hour", 1.0),
    ],
)
def test_the_unit_stands_in_the_name(tmp_path, name, unit, factor):
    """By hand: a value of 200 in each way of writing its unit."""
    first = datetime(2023, 1, 1, tzinfo=UTC)
    path = write(tmp_path / "a.csv", f"time,{name}", [200] * 8760, first)
    assert read_series(path, unit, YEAR).values[0] == pytest.approx(200 * factor)


def test_a_local_clock_that_is_put_forward_and_back(tmp_path):
    """Law: hours of Berlin's clock, written without zone, come back in UTC."""
    zone = YEAR.local("Europe/Berlin")
    starts = [
        datetime(2023, 1, 1) + timedelta(days=int(d), hours=int(h))
        for d, h in zip(zone.day_of_year - 1, zone.hour, strict=True)
    ]
    starts[-1] = datetime(2024, 1, 1)
    path = local(
        tmp_path / "a.csv",
        "time [Europe/Berlin],price [EUR/MWh]",
        starts,
        range(8760),
    )
    read = read_series(path, "price_per_kwh", YEAR)
    assert (read.values * 1000).round() == pytest.approx(np.arange(8760))


def test_another_year_is_laid_on_the_calendar(tmp_path):
    """By hand: 2024 has a 29 February, 2023 has not; 28 February stands for it."""
    first = datetime(2023, 1, 1, tzinfo=UTC)
    path = write(tmp_path / "a.csv", "time,x", range(8760), first)
    read = read_series(path, "requests_of_hour", Clock(2024))
    assert len(read.values) == 8784
    assert (read.values[1416:1440] == np.arange(1392, 1416)).all()
    assert read.note == "hours of 2023; 29 February repeats the 28th"
    back = write(
        tmp_path / "b.csv", "time,x", range(8784), datetime(2024, 1, 1, tzinfo=UTC)
    )
    assert read_series(back, "requests_of_hour", YEAR).values[1416] == 1440


def test_quarters_of_an_hour_are_averaged(tmp_path):
    """By hand: 0, 1, 2, 3 make an hour of 1.5."""
    path = write(
        tmp_path / "a.csv",
        "time,x",
        range(8760 * 4),
        datetime(2023, 1, 1, tzinfo=UTC),
        timedelta(minutes=15),
    )
    assert read_series(path, "requests_of_hour", YEAR).values[:2].tolist() == [1.5, 5.5]


def test_a_column_of_several(tmp_path):
    """Reference: hourly intensity of Spain in 2023, mean of the file 160 g/kWh."""
    path = SHARED / "emaps_ES_2023_hourly.csv"
    if not path.is_file():
        pytest.skip("the hourly intensities are not beside the project")
    name = "Carbon Intensity gCO₂eq/kWh (LCA)"
    read = read_series(f"{path}#{name}", "intensity_kgco2e_per_kwh", YEAR)
    assert read.values.mean() == pytest.approx(0.160, abs=0.0005)


FIRST = datetime(2023, 1, 1, tzinfo=UTC)


def message(path: str, unit: str = "price_per_kwh") -> str:
    with pytest.raises(errors.InputError) as error:
        read_series(path, unit, YEAR)
    return str(error.value).replace(path.partition("#")[0], "{}")


@pytest.mark.parametrize("name", ["EUR/MWh", "USD/kWh", "€/MWh", "GBP/MWh"])
@pytest.mark.parametrize("said", ["EUR/MWh", "USD/kWh", "ct/kWh", "AUD/MWh"])
def test_a_unit_that_the_name_of_its_column_denies_is_refused(name, said):
    """Law: what is said is what the column's name says, or there is a sentence."""
    alike = name.replace("€", "EUR") == said
    if alike:
        scale_of(f"p [{name}]", "money/kWh", "a.csv", said=said, of_layout="")
    else:
        with pytest.raises(errors.UnitError, match=f"unit {name}, and unit says"):
            scale_of(f"p [{name}]", "money/kWh", "a.csv", said=said, of_layout="")


def test_a_sign_of_several_currencies_is_told_by_the_unit():
    """By hand: a dollar of a column is Australian where the unit says so."""
    found = scale_of("p [$/MWh]", "money/kWh", "a", said="AUD/MWh", of_layout="")
    assert found == (0.001, "AUD")


def test_8759_hours(tmp_path):
    """Bad input: the whole sentence."""
    path = write(tmp_path / "a.csv", "time,price [EUR/MWh]", range(8759), FIRST)
    assert message(path) == (
        "{}: has 8,759 hours, a year has 8,760 or 8,784. It goes from "
        "2023-01-01T00:00Z to 2023-12-31T22:00Z; give one whole year."
    )


def test_a_gap(tmp_path):
    """Bad input: an hour is left out in the middle; the whole sentence."""
    times = [FIRST + timedelta(hours=h) for h in range(8760) if h != 50]
    path = local(tmp_path / "a.csv", "time,price [EUR/MWh]", times, range(8759))
    assert message(path) == (
        "{}, line 52: time leaps from 2023-01-03T01:00Z to 2023-01-03T03:00Z; a row of "
        "60 minutes comes before. Fill gaps before you give the file, or ask for it: "
        "fill: interpolate or previous."
    )


def test_an_empty_value(tmp_path):
    """Bad input: two values are missing; the whole sentence."""
    values = ["", "nan", *range(8758)]
    path = write(tmp_path / "a.csv", "time,price [EUR/MWh]", values, FIRST)
    assert message(path) == (
        "{}, line 2: 'price [EUR/MWh]' is empty there, the first of 2 empty "
        "rows. Fill gaps before you give the file, or ask for it: fill: interpolate "
        "or previous."
    )


def test_one_empty_value_is_not_the_first_of_others(tmp_path):
    """Bad input: what is alone is said alone."""
    path = write(tmp_path / "a.csv", "time,price [EUR/MWh]", ["", *range(8759)], FIRST)
    assert "is empty there. Fill gaps" in message(path)


def test_times_without_a_zone(tmp_path):
    """Bad input: local or UTC? Nothing is guessed."""
    first = datetime(2023, 1, 1)
    path = write(tmp_path / "a.csv", "time,price [EUR/MWh]", range(8760), first)
    assert message(path) == (
        "{}: the times of 'time' have no zone. Write them as 2027-01-01T00:00+08:00, "
        "name the column 'time [Asia/Shanghai]', or give zone."
    )


def test_the_wrong_zone(tmp_path):
    """Bad input: UTC hours called Berlin's meet an hour that does not exist there."""
    first = datetime(2023, 1, 1)
    header = "time [Europe/Berlin],price [EUR/MWh]"
    path = write(tmp_path / "a.csv", header, range(8760), first)
    assert message(path) == (
        "{}, line 2020: 2023-03-26T02:00 is no time in Europe/Berlin: clocks are put "
        "forward over it. Is the file in another zone, such as UTC?"
    )


def test_a_zone_that_is_none(tmp_path):
    """Bad input: the whole sentence."""
    header = "time [Europe/Berln],price [EUR/MWh]"
    path = write(tmp_path / "a.csv", header, range(8760), datetime(2023, 1, 1))
    assert message(path) == (
        "No time zone named 'Europe/Berln'. Write it as Asia/Shanghai, "
        "America/New_York or UTC."
    )


@pytest.mark.parametrize(
    ("header", "value", "sentence"),
    [
        (
            "time,price",
            "1",
            "{}: column 'price' has no unit. Write it behind the name: price "
            "[EUR/MWh], or give unit.",
        ),
        (
            "time,a [EUR/MWh],b [EUR/MWh]",
            "1,2",
            "{}: has several columns: a [EUR/MWh], b [EUR/MWh]. Name one behind the "
            "path: {}#a [EUR/MWh].",
        ),
        (
            "when,price [EUR/MWh]",
            "1",
            "{}: no column of times among when, price [EUR/MWh]. Name it 'time', with "
            "stamps such as 2027-01-01T00:00+08:00.",
        ),
        (
            "time,price [EUR/MWh]",
            "dear",
            "{}, line 2: 'dear' in column 'price [EUR/MWh]' is no number.",
        ),
        (
            "time,price [EUR/MWh]",
            "inf",
            "{}, line 2: 'inf' is not finite.",
        ),
        (
            "time",
            "",
            "{}: is no table of hours; the first line names the columns, such as "
            "time,price [EUR/MWh].",
        ),
    ],
)
def test_what_a_file_must_say(tmp_path, header, value, sentence):
    """Bad input: the whole sentence."""
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n2023-01-01T00:00Z,{value}\n")
    assert message(str(path)) == sentence


def test_a_column_that_is_not_there(tmp_path):
    """Bad input: the nearest right name."""
    path = tmp_path / "a.csv"
    path.write_text("time,a [EUR/MWh],b [EUR/MWh]\n2023-01-01T00:00Z,1,2\n")
    assert message(f"{path}#a [EUR/MW]") == (
        "{}: has no column 'a [EUR/MW]'. Did you mean 'a [EUR/MWh]'? It has: a "
        "[EUR/MWh], b [EUR/MWh]."
    )


def test_output_above_nameplate(tmp_path):
    """Bad input: plants give 0 to 1 of their nameplate."""
    path = write(tmp_path / "a.csv", "time,x", [0.5, 2, *[0.1] * 8758], FIRST)
    with pytest.raises(errors.InputError) as error:
        site_hours("oslo", 2023, solar_series=path)
    assert str(error.value) == (
        f"{path}: x at 2023-01-01T01:00+00:00 must be 0 to 1 (output over the rated "
        "power), got 2. Did you mean '2 %'?"
    )


def test_a_price_beside_a_price_series(tmp_path):
    """Bad input: two answers to one question."""
    path = write(tmp_path / "a.csv", "time,price [EUR/MWh]", range(8760), FIRST)
    with pytest.raises(errors.InputError, match=r"^price_series says the price of ev"):
        site_hours("oslo", 2023, price_series=path, price="0.1 EUR/kWh")


def test_average_carbon_below_zero(tmp_path):
    """Bad input; a marginal intensity may be negative where plants are wasted."""
    values = [-5, *[100] * 8759]
    path = write(tmp_path / "a.csv", "time,carbon [g/kWh]", values, FIRST)
    with pytest.raises(errors.InputError) as error:
        site_hours("oslo", 2023, carbon_series=path)
    assert str(error.value) == (
        f"{path}: carbon [g/kWh] at 2023-01-01T00:00+00:00 must be 0 to 3 (carbon per "
        "kWh), got -0.005 kgCO2e/kWh."
    )
    marginal = site_hours("oslo", 2023, carbon_series=path, carbon_kind="marginal")
    assert marginal.intensity_kgco2e_per_kwh[0] == pytest.approx(-0.005)
    assert marginal.intensity_kind == "marginal"
