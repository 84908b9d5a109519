"""The hours of a site: every series that is known of it, and how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.facts.places import site_number
from wattlas.hours import cooling as cooled
from wattlas.hours import output
from wattlas.hours.clock import Clock
from wattlas.hours.given import Place, SiteGiven, find_place, levels
from wattlas.hours.prices import price_hours
from wattlas.hours.records import INTENSITY_KINDS, Provenance, Series, SiteHours
from wattlas.hours.series import given_series, read_series
from wattlas.hours.weather import sun
from wattlas.hours.weather.files import read_weather
from wattlas.hours.weather.normals import normals
from wattlas.hours.weather.record import Weather
from wattlas.hours.weather.synthetic import SEED, typical_year
from wattlas.records import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_INTENSITY = "intensity_kgco2e_per_kwh"
_COURSE = "level of the site, course of its weather"


def site_hours(place: str, year: int, **given: Any) -> SiteHours:
    """Return the hours of a site in a calendar year.

    Parameters
    ----------
    place : str
        A site, or a country or grid region (then without weather of its own).
    year : int
        The calendar year: 8,760 hours, or 8,784 in a leap year.
    **given
        What is known better than the tables, as fields of SiteGiven: levels (`pue`,
        `wue`, `intensity`, `grid_water`, `price`), files (`weather`, `price_series`,
        `carbon_series`, `solar_series`, `wind_series`), keys (`cooling`, `tariff`).

    Raises
    ------
    UnknownNameError
        If there is no such place, cooling type or tariff.
    InputError
        If a value or a file cannot be used.
    MissingExtraError
        If weather is needed and pvlib is not installed.

    Examples
    --------
    >>> shanghai = site_hours("shanghai", 2027, tariff="local")
    >>> float(shanghai.price_per_kwh.max() / shanghai.price_per_kwh.min()) > 2
    True
    >>> shanghai.provenance["wind_capacity_factor"].kind
    'synthetic'
    """
    where, clock, known = find_place(place), Clock(year), SiteGiven(**given)
    if known.carbon_kind not in INTENSITY_KINDS:
        raise InputError(
            "carbon_kind must be average or marginal, got {carbon_kind!r}.",
            carbon_kind=known.carbon_kind,
        )
    figures = levels(where, known)
    weather = _weather(where, clock, known)
    price = price_hours(where, clock, known, figures)
    series = {
        **_plants(where, clock, known, weather),
        **_building(where, clock, known, (figures, weather)),
        **({"price_per_kwh": price.series} if price else {}),
        **_carbon(clock, known, figures),
    }
    stress = site_number(where.site, "water_stress_index")
    arrays: dict[str, Any] = {name: item.values for name, item in series.items()}
    return SiteHours(
        site=where.key,
        timezone=facts.row("sites", where.site)["timezone"] if where.site else "UTC",
        start_utc=clock.start_utc,
        hours=clock.hours,
        currency=price.currency if price else "",
        currency_year=price.currency_year if price else "",
        demand_charge_per_kw_month=price.demand_charge_per_kw_month if price else None,
        intensity_kind=known.carbon_kind,
        water_stress_index=stress.value if stress else None,
        provenance={name: item.provenance for name, item in series.items()},
        figures=_of_tables(figures | _plant_errors(), series),
        **arrays,
    )


def _weather(where: Place, clock: Clock, given: SiteGiven) -> Weather | None:
    if given.weather:
        spot = normals(where.site).spot if where.site else None
        return read_weather(given.weather, clock, spot)
    if where.site is None:
        return None
    return typical_year(
        where.site, clock.year, SEED if given.seed is None else given.seed
    )


def _plants(
    where: Place, clock: Clock, given: SiteGiven, weather: Weather | None
) -> dict[str, Series]:
    series: dict[str, Series] = {}
    if weather is not None:
        series |= _from_weather(where, clock, weather)
    for name, path in (
        ("solar_capacity_factor", given.solar_series),
        ("wind_capacity_factor", given.wind_series),
    ):
        if path:
            series[name] = given_series(read_series(path, "output_share", clock))
    return series


def _from_weather(where: Place, clock: Clock, weather: Weather) -> dict[str, Series]:
    origin = weather.provenance_of
    laid = replace(origin("temperature"), laying=weather.laying)
    series = {"dry_bulb_c": Series(weather.dry_bulb_c, laid)}
    if weather.wet_bulb_c is not None:
        wet = Series(weather.wet_bulb_c, origin("temperature", "dew_point"))
        series["wet_bulb_c"] = wet
    wind = output.wind_capacity_factor(weather)
    if wind is not None:
        series["wind_capacity_factor"] = Series(wind, origin("wind"))
    if weather.global_w_per_m2 is not None:
        at = sun.sky(weather.spot, clock)
        mount = normals(where.site).mount if where.site else "fixed"
        park = output.park_capacity_factor(weather, at, mount)
        roof = output.roof_capacity_factor(weather, at)
        sunny = origin("irradiation", "temperature")
        series["solar_capacity_factor"] = Series(park, sunny)
        series["rooftop_capacity_factor"] = Series(roof, sunny)
    return series


def _building(
    where: Place,
    clock: Clock,
    given: SiteGiven,
    known: tuple[dict[str, Fact], Weather | None],
) -> dict[str, Series]:
    figures, weather = known
    named = given.cooling or (where.site and facts.row("sites", where.site)["cooling"])
    kind = cooled.cooling(named) if named else None
    series: dict[str, Series] = {}
    for name, course in (
        ("pue", cooled.pue_series),
        ("wue_l_per_kwh", cooled.wue_series),
    ):
        if name not in figures:
            continue
        level = figures[name]
        if kind is None or weather is None:
            series[name] = _flat(level, clock)
        else:
            origin = Provenance(weather.provenance.kind, (level.source,), _COURSE)
            series[name] = Series(course(kind, weather, level.value), origin)
    return series


def _carbon(
    clock: Clock, given: SiteGiven, figures: dict[str, Fact]
) -> dict[str, Series]:
    series: dict[str, Series] = {
        name: _flat(figures[name], clock)
        for name in (_INTENSITY, "grid_water_l_per_kwh")
        if name in figures
    }
    if given.carbon_series:
        average = given.carbon_kind == "average"
        name = _INTENSITY if average else f"marginal_{_INTENSITY}"
        file = read_series(given.carbon_series, name, clock)
        series[_INTENSITY] = given_series(file)
    return series


def _flat(level: Fact, clock: Clock) -> Series:
    return Series(
        np.full(clock.hours, level.value), Provenance("flat", (level.source,))
    )


def _of_tables(
    figures: Mapping[str, Fact], series: Mapping[str, Series]
) -> dict[str, Fact]:
    """Return the figures without those of series that a file gives hour by hour."""
    filed = {name for name, item in series.items() if item.provenance.laying}
    return {name: fact for name, fact in figures.items() if name not in filed}


def _plant_errors() -> dict[str, Fact]:
    """Factors by which plants of a typical year may err, as figures of value 1."""
    sun_error = facts.number("constants", "planning", "solar_output_error")
    wind_error = facts.number("constants", "planning", "wind_output_error")
    return {
        "solar_capacity_factor": sun_error,
        "rooftop_capacity_factor": sun_error,
        "wind_capacity_factor": wind_error,
    }
