"""Weather files: hours land where they belong, and what is wrong is said."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from wattlas import errors
from wattlas.hours import Clock, site_hours
from wattlas.hours.weather.columns import dew_point_c
from wattlas.hours.weather.files import read_weather
from wattlas.hours.weather.record import Spot

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data" / "planning"


def _files():
    spec = importlib.util.spec_from_file_location("hours_files", HERE / "files.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["hours_files"] = module
    spec.loader.exec_module(module)
    return module


files = _files()
YEAR = Clock(2021)


def test_an_epw_is_hour_ending_in_local_standard_time(tmp_path):
    """By hand: hour 1 of 1 January in zone +8 begins at 16:00 UTC the day before."""
    weather = read_weather(files.epw(tmp_path / "a.epw"), YEAR)
    assert weather.dry_bulb_c[-8] == files.temperature(0)
    assert weather.dry_bulb_c[0] == files.temperature(8)
    assert weather.provenance.kind == "typical"
    assert weather.provenance.note == "EPW of Testville"
    assert weather.spot == Spot(31.0, 121.0, 4.0)
    assert weather.wind_height_m == 10


def test_a_tmy3_is_hour_ending_in_local_standard_time(tmp_path):
    """By hand: 01:00 of 1 January in zone -7 ends an hour that began at 07:00 UTC."""
    weather = read_weather(files.tmy3(tmp_path / "a.csv"), YEAR)
    assert weather.dry_bulb_c[7] == files.temperature(0)
    assert weather.dry_bulb_c[6] == files.temperature(8759)
    assert weather.wind_m_per_s[0] == 4


@pytest.mark.parametrize("minutes", [(30,), (0, 30), (0,)])
@pytest.mark.parametrize("years", [(2021,), (2009, 2015, 2018)])
def test_nsrdb_says_its_zone(tmp_path, minutes, years):
    """By hand: 0:30 of 1 January in zone -7 lies in the hour from 07:00 UTC."""
    path = files.nsrdb(tmp_path / "a.csv", minutes=minutes, years=years)
    weather = read_weather(path, YEAR)
    assert weather.dry_bulb_c[7] == files.temperature(0)
    assert weather.dry_bulb_c[6] == files.temperature(8759)
    assert weather.spot == Spot(33.45, -111.98, 337.0)
    assert weather.provenance.kind == ("typical" if len(years) > 1 else "measured")


@pytest.mark.parametrize(
    ("zone", "shares"), [(5.5, (0.5, 0.5)), (5.75, (0.25, 0.75)), (-3.5, (0.5, 0.5))]
)
def test_zones_of_half_hours(tmp_path, zone, shares):
    """By hand: an hour of UTC has parts of two hours of India, or of Nepal."""
    weather = read_weather(files.epw(tmp_path / "a.epw", zone=zone), YEAR)
    first = int(zone // 1)
    early, late = (files.temperature((first + h) % 8760) for h in (0, 1))
    assert weather.dry_bulb_c[0] == pytest.approx(shares[0] * early + shares[1] * late)


@pytest.mark.parametrize(("year", "hours"), [(2024, 8784), (2023, 8760)])
def test_an_epw_of_a_leap_year(tmp_path, year, hours):
    """By hand: hour 1,416 begins 29 February; a common year goes on with March."""
    rows = [(h / 1000, 5.0, 0.0, 0.0, 0.0, 3.0) for h in range(8784)]
    weather = read_weather(files.epw(tmp_path / "a.epw", rows, 0.0), Clock(year))
    assert len(weather.dry_bulb_c) == hours
    assert weather.dry_bulb_c[1416] == (1.416 if year == 2024 else 1.440)


def test_pvgis_is_utc(tmp_path):
    """By hand: the first row is the first hour of the year in UTC."""
    weather = read_weather(files.pvgis(tmp_path / "a.csv"), YEAR)
    assert weather.dry_bulb_c[0] == files.temperature(0)
    assert weather.spot.elevation_m == 250
    expected = dew_point_c(np.array([files.temperature(4380)]), np.array([50.0]))
    assert weather.dew_point_c[4380] == pytest.approx(expected[0])


@pytest.mark.parametrize(("standard", "first"), [("LST", -7), ("UTC", 0)])
def test_nasa_power_says_its_time(tmp_path, standard, first):
    """By hand: at 107.64 degrees east the solar hour is 7 ahead of UTC."""
    weather = read_weather(files.nasa(tmp_path / "a.csv", standard), YEAR)
    assert weather.dry_bulb_c[first] == files.temperature(0)
    assert weather.wind_height_m == 50
    assert weather.dew_point_c is None
    assert weather.wet_bulb_c is None
    assert weather.beam_w_per_m2 is not None


def test_a_csv_with_our_names(tmp_path):
    """By hand: columns with our names, times with their zone, wind at its height."""
    path = tmp_path / "a.csv"
    rows = [f"{t.isoformat()}+00:00,{20.0},{50.0},{7.0}" for t in files.STARTS]
    path.write_text(
        "time,dry_bulb_c,relative_humidity_percent,wind_80m_m_per_s\n" + "\n".join(rows)
    )
    weather = read_weather(str(path), YEAR, Spot(0.0, 0.0, 0.0))
    assert weather.wind_height_m == 80
    assert weather.dew_point_c[0] == pytest.approx(9.26, abs=0.01)
    assert weather.wet_bulb_c[0] == pytest.approx(13.8, abs=0.1)


def test_a_leap_year_repeats_the_28th(tmp_path):
    """By hand: a file of 8,760 hours has no 29 February; it is that of the 28th."""
    weather = read_weather(files.epw(tmp_path / "a.epw", zone=0.0), Clock(2028))
    assert len(weather.dry_bulb_c) == 8784
    assert (weather.dry_bulb_c[1416:1440] == weather.dry_bulb_c[1392:1416]).all()
    assert weather.dry_bulb_c[-1] == files.temperature(8759)


def test_a_file_makes_the_hours_of_a_site(tmp_path):
    """Law: temperature, plants and PUE of a site follow its file, and say so."""
    known = site_hours("shanghai", 2021, weather=files.epw(tmp_path / "a.epw"))
    assert known.dry_bulb_c[0] == files.temperature(8)
    assert known.provenance["pue"].kind == "typical"
    assert known.solar_capacity_factor.max() == 0
    assert known.pue.mean() == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("name", "site", "zone", "place", "solar"),
    [
        ("AZ_Phoenix", "phoenix", -7, (33.45, -112.0, 337.0), 0.30),
        ("VA_Leesburg", "northern-virginia", -5, (39.08, -77.57, 119.0), 0.22),
    ],
)
def test_a_real_year_gives_the_output_of_real_parks(
    tmp_path, name, site, zone, place, solar
):
    """Reference: trackers there yield 0.20-0.25 and 0.28-0.34 in NREL's and LBNL's
    tables; our own figure is held to 0.01."""
    source = SHARED / f"epw_{name}_hourly.csv"
    if not source.is_file():
        pytest.skip("the typical years are not beside the project")
    with source.open() as file:
        rows = [
            tuple(
                float(r[c])
                for c in (
                    "dry_bulb_C",
                    "dew_point_C",
                    "ghi_Wh_m2",
                    "dni_Wh_m2",
                    "dhi_Wh_m2",
                    "wind_speed_m_s",
                )
            )
            for r in csv.DictReader(file)
        ]
    path = files.epw(tmp_path / "a.epw", rows, zone, place)
    read = site_hours(site, 2021, weather=path)
    made = site_hours(site, 2021)
    assert read.solar_capacity_factor.mean() == pytest.approx(solar, abs=0.01)
    error = made.solar_capacity_factor.mean() / read.solar_capacity_factor.mean() - 1
    assert abs(error) < 0.10
    assert made.dry_bulb_c.mean() == pytest.approx(read.dry_bulb_c.mean(), abs=1.5)
    assert made.wet_bulb_c.mean() == pytest.approx(read.wet_bulb_c.mean(), abs=1.5)
    swing = made.dry_bulb_c.std() / read.dry_bulb_c.std()
    assert swing == pytest.approx(1.0, abs=0.08)


def refusal(call, *arguments) -> str:
    with pytest.raises(errors.InputError) as error:
        call(*arguments)
    return str(error.value)


def test_a_missing_code_is_no_temperature(tmp_path):
    """Bad input: 99.9 stands for missing in EPW; the whole sentence."""
    rows = [(10.0, 5.0, 0.0, 0.0, 0.0, 3.0)] * 8760
    rows[100] = (99.9, 5.0, 0.0, 0.0, 0.0, 3.0)
    path = files.epw(tmp_path / "a.epw", rows, zone=0.0)
    assert refusal(read_weather, path, YEAR) == (
        f"{path}: dry_bulb_c must be -90 to 60 C, got 99.9 at 2021-01-05T04:00+00:00 "
        f"and in 0 other hours. Fill gaps before you give the file: Wattlas guesses "
        f"none."
    )


def test_a_year_that_lacks_an_hour(tmp_path):
    """Bad input: 8,759 hours; the whole sentence."""
    rows = [(10.0, 5.0, 0.0, 0.0, 0.0, 3.0)] * 8759
    path = files.epw(tmp_path / "a.epw", rows, zone=0.0)
    assert refusal(read_weather, path, YEAR) == (
        f"{path}: has 8,759 hours, a year has 8,760 or 8,784. It goes from "
        f"2021-01-01T00:00Z to 2021-12-31T22:00Z; give one whole year."
    )


def test_a_file_that_is_not_there():
    """Bad input: the whole sentence."""
    message = refusal(read_weather, "nowhere.epw", YEAR)
    assert message == "nowhere.epw: cannot be read: No such file or directory."


def test_a_broken_epw(tmp_path):
    """Bad input: a first line that promises an EPW and nothing behind it."""
    path = tmp_path / "a.epw"
    path.write_text("LOCATION,Here\n")
    message = refusal(read_weather, str(path), YEAR)
    assert message.startswith(f"{path}: looks like EPW but cannot be read as such: ")


def test_a_csv_without_a_position(tmp_path):
    """Bad input: a CSV says no latitude, a country has none."""
    path = tmp_path / "a.csv"
    path.write_text("time,dry_bulb_c\n2021-01-01T00:00Z,5\n")
    assert refusal(lambda: site_hours("fr", 2021, weather=str(path))) == (
        f"{path}: says no position, and the place is no site with one. Give an EPW, "
        f"TMY3, PVGIS or NASA POWER file."
    )


def test_a_csv_without_times(tmp_path):
    """Bad input: what it has, and what it needs."""
    path = tmp_path / "a.csv"
    path.write_text("year,month,dry_bulb_c\n2021,1,5\n")
    message = refusal(read_weather, str(path), YEAR, Spot(0.0, 0.0, 0.0))
    assert message.endswith("it has: year, month, dry_bulb_c.")


def test_nasa_power_by_the_day(tmp_path):
    """Bad input: daily data have no HR."""
    path = tmp_path / "a.csv"
    path.write_text(
        "-BEGIN HEADER-\nLatitude 35.73 Longitude 107.64\n-END HEADER-\n"
        "YEAR,MO,DY,T2M\n2021,1,1,5\n"
    )
    assert refusal(read_weather, str(path), YEAR) == (
        f"{path}: NASA POWER needs hourly rows with YEAR, MO, DY, HR; got YEAR, MO, "
        f"DY, T2M."
    )
