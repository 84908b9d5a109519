"""Which fields each kind of power option has: what it cannot use is refused."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas.errors import InputError
from wattlas.parameters import given_of
from wattlas.parameters.power import PowerSection

GRID, BATTERY = "grid", "battery"
_SIZE = ("size", "min", "max")
_UNITS = ("unit", "min_units", "max_units")
_CAPITAL = ("capital_cost", "fixed_cost", "learning", "units_before", "life_years")
_TIME = ("lead_time_years", "start", "delay_years", "chance")
_RUNNING = ("variable_cost", "fuel_cost", "min_load", "ramp")
_BURDENS = ("intensity", "water")
_SALE = ("export_price", "export_price_series")
_PLANT = (*_SIZE, *_UNITS, *_CAPITAL, *_TIME, *_RUNNING, *_BURDENS)
FIELDS = {
    GRID: ("max", *_SALE),
    BATTERY: (
        *_SIZE,
        "hours",
        *_CAPITAL,
        "energy_cost",
        "energy_fixed_cost",
        "lead_time_years",
        "start",
        "efficiency",
        "cycles",
        "intensity",
    ),
    "solar": _PLANT,
    "wind": _PLANT,
    "gas": (*_PLANT, "availability"),
    "nuclear": (*_PLANT, "availability"),
    "geothermal": (*_PLANT, "availability"),
    "contract": (
        *_SIZE,
        *_UNITS,
        *_TIME,
        *_RUNNING,
        *_BURDENS,
        "price",
        "fixed_cost",
        "shape",
        "availability",
        "settlement",
    ),
}
"""The fields of each kind of technology, beside `use` and `sites`."""
ELSEWHERE = ("delivery_cost", *_SALE)
"""The fields of what comes over the public grid, whatever its kind."""


def refuse_unused(section: PowerSection, kind: str, elsewhere: bool) -> None:
    """Refuse a field that an option of this kind cannot use.

    Raises
    ------
    InputError
        If there is one; the message says which fields it has, and what has that one.
    """
    own = (*FIELDS[kind], *(ELSEWHERE if elsewhere else ()))
    for name in sorted(given_of(section).keys() - {"use", "sites", *own}):
        kinds = [k for k, fields in FIELDS.items() if name in fields]
        kinds += ["what comes over the public grid"] * (name in ELSEWHERE)
        others = ", ".join(kinds)
        raise InputError(
            "power: {use} has no {name}, which is for {others}. It has: sites, {own}.",
            use=section.use,
            name=name,
            others=others,
            own=", ".join(own),
        )


def refuse_elsewhere(section: PowerSection, sites: Iterable[str]) -> None:
    """Refuse an option at a place that is none of the study's.

    Raises
    ------
    InputError
        If there is one; the message says which sites there are.
    """
    known = list(sites)
    for name in section.sites:
        if name not in known:
            raise InputError(
                "power: {use} is to be at {name!r}, which is none of the study's "
                "sites: {known}.",
                use=section.use,
                name=name,
                known=", ".join(known),
            )
