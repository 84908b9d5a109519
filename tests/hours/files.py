"""Small weather and series files, written by hand for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from math import cos, pi
from pathlib import Path

EPW_HEADER = (
    "LOCATION,Testville,TS,TST,TMY,000000,{latitude},{longitude},{zone},{elevation}\n"
    "DESIGN CONDITIONS,0\nTYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\n"
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\nCOMMENTS 1,\nCOMMENTS 2,\n"
    "DATA PERIODS,1,1,Data,Sunday,1/1,12/31\n"
)
STARTS = [datetime(2021, 1, 1) + timedelta(hours=h) for h in range(8760)]
LEAP_STARTS = [datetime(2024, 1, 1) + timedelta(hours=h) for h in range(8784)]


def temperature(hour_of_year: int) -> float:
    """Warmest at the end of the year's first half, 0 to 20 C."""
    return round(10 - 10 * cos(2 * pi * hour_of_year / 8760), 2)


def epw(path: Path, rows=None, zone=8.0, place=(31.0, 121.0, 4.0)) -> str:
    """Write an EPW; a row is (dry bulb, dew point, ghi, dni, dhi, wind)."""
    rows = rows or [(temperature(h), 5.0, 0.0, 0.0, 0.0, 3.0) for h in range(8760)]
    latitude, longitude, elevation = place
    lines = [
        EPW_HEADER.format(
            latitude=latitude, longitude=longitude, zone=zone, elevation=elevation
        )
    ]
    starts = LEAP_STARTS if len(rows) == len(LEAP_STARTS) else STARTS
    for start, (dry, dew, ghi, dni, dhi, wind) in zip(starts, rows, strict=False):
        lines.append(
            f"{start.year},{start.month},{start.day},{start.hour + 1},0,_,{dry},{dew},"
            f"50,101325,0,0,300,{ghi},{dni},{dhi},0,0,0,0,180,{wind},5,5,20,20000,9,"
            f"999999999,10,0.1,0,88,0.2,0,0\n"
        )
    path.write_text("".join(lines))
    return str(path)


def nsrdb(path: Path, zone=-7, minutes=(30,), years=(2021,)) -> str:
    """Write an NSRDB year: two lines of metadata, hours at :30, trailing commas."""
    lines = [
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,"
        "Local Time Zone,,\n"
        f"NSRDB,1,-,-,-,33.45,-111.98,{zone},337,{zone},,\n"
        "Year,Month,Day,Hour,Minute,GHI,DHI,DNI,Temperature,Dew Point,Wind Speed,\n"
    ]
    for h, start in enumerate(STARTS):
        year = years[start.month % len(years)]
        for minute in minutes:
            lines.append(
                f"{year},{start.month},{start.day},{start.hour},{minute},0,0,0,"
                f"{temperature(h)},2.0,4,\n"
            )
    path.write_text("".join(lines))
    return str(path)


def tmy3(path: Path, zone=-7.0) -> str:
    """Write a TMY3: hours end at 01:00 to 24:00 of local standard time."""
    names = (
        "Date (MM/DD/YYYY),Time (HH:MM),GHI (W/m^2),DNI (W/m^2),DHI (W/m^2),"
        "Dry-bulb (C),Dew-point (C),Wspd (m/s)"
    )
    lines = [f'722780,"TESTVILLE",AZ,{zone},33.45,-111.98,337\n{names}\n']
    for h, start in enumerate(STARTS):
        lines.append(
            f"{start:%m/%d}/1999,{start.hour + 1:02d}:00,0,0,0,{temperature(h)},2.0,4\n"
        )
    path.write_text("".join(lines))
    return str(path)


def pvgis(path: Path) -> str:
    """Write a typical year of PVGIS as CSV: UTC."""
    lines = [
        "Latitude (decimal degrees): 45.000\nLongitude (decimal degrees): 8.000\n"
        "Elevation (m): 250.0\nIrradiance Time Offset (h): 0.1\n"
        "month,year\n"
        + "".join(f"{m},2010\n" for m in range(1, 13))
        + "time(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP\n"
    ]
    for h, start in enumerate(STARTS):
        lines.append(
            f"{start:%Y%m%d:%H}00,{temperature(h)},50,0,0,0,300,2.5,180,99000\n"
        )
    lines.append("\nT2m: 2-m air temperature (degree Celsius)\n")
    path.write_text("".join(lines).replace("\n", "\r\n"))
    return str(path)


def nasa(path: Path, standard="LST", columns="T2M,ALLSKY_SFC_SW_DWN,WS50M") -> str:
    """Write hourly NASA POWER as CSV."""
    lines = [
        "-BEGIN HEADER-\nNASA/POWER CERES/MERRA2 Native Resolution Hourly Data \n"
        f"Dates (month/day/year): 01/01/2021 through 12/31/2021 in {standard}\n"
        "Location: Latitude  35.73   Longitude 107.64 \n"
        "Elevation from MERRA-2: Average for region = 1350.0 meters\n"
        "The value for missing source data: -999 \n-END HEADER-\n"
        f"YEAR,MO,DY,HR,{columns}\n"
    ]
    for h, start in enumerate(STARTS):
        lines.append(
            f"{start.year},{start.month},{start.day},{start.hour},{temperature(h)},0,6\n"
        )
    path.write_text("".join(lines))
    return str(path)


def series(path: Path, header: str, values, first: datetime, step=None) -> str:
    """Write a series whose times count from a first one, with its zone."""
    step = step or timedelta(hours=1)
    rows = [f"{(first + i * step).isoformat()},{v}\n" for i, v in enumerate(values)]
    path.write_text(f"{header}\n" + "".join(rows))
    return str(path)


EAST = timezone(timedelta(hours=8))
