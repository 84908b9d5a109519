"""The grid of each site of a study: its price, charge, limit, carbon and water."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wattlas.errors import InputError
from wattlas.hours import Clock, SiteHours
from wattlas.hours.series import read_series
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.applies import GRID, refuse_elsewhere, refuse_unused
from wattlas.planning.ask.bills import charged
from wattlas.planning.ask.money import Purse, power_kw
from wattlas.planning.supply import UNLIMITED, Grid
from wattlas.study import SiteSection, Study

if TYPE_CHECKING:
    from wattlas.planning.problem import Array


def grids_of(
    study: Study,
    sections: Iterable[SiteSection],
    hours: Mapping[str, SiteHours],
    purse: Purse,
) -> Iterable[Grid]:
    """Yield the grids that a study has: none where `power` does not name the grid.

    Raises
    ------
    InputError
        If a site has no price or two grids, or the grid has a field that it cannot
        use.
    """
    options = [p for p in study.power if p.use == GRID]
    if not study.power:
        options = [PowerSection(use=GRID)]
    for option in options:
        refuse_unused(option, GRID, elsewhere=False)
        refuse_elsewhere(option, hours)
    for section in sections:
        here = [p for p in options if not p.sites or section.use in p.sites]
        if len(here) > 1:
            raise InputError(
                "power: the grid stands twice for {use}; give it once, or each with "
                "its own sites.",
                use=section.use,
            )
        if here:
            yield _grid(section, hours[section.use], here[0], purse)


def _grid(
    section: SiteSection, hours: SiteHours, option: PowerSection, purse: Purse
) -> Grid:
    limits = [UNLIMITED]
    if section.connection is not None:
        limits.append(power_kw(section, "connection"))
    sold_at = sale_price(option, purse, hours.start_utc.year)
    leaves = min(limits)
    if section.export_limit is not None:
        leaves = power_kw(section, "export_limit")
    if option.max is not None:
        limits.append(power_kw(option, "max", GRID))
    found = charged(section, hours, purse)
    filed = None if found.terms is None else found.terms.sell_price_per_kwh
    if sold_at is None:
        sold_at = 0.0 if filed is None else filed
    return replace(
        found,
        limit_kw=min(limits),
        export_limit_kw=leaves,
        intensity_kgco2e_per_kwh=hours.intensity_kgco2e_per_kwh,
        water_l_per_kwh=hours.grid_water_l_per_kwh,
        export_price_per_kwh=sold_at,
    )


def sale_price(option: PowerSection, purse: Purse, year: int) -> Array | float | None:
    """Return what a kWh brings that an option sells, None where none is given.

    Raises
    ------
    InputError
        If both a price and a series of prices are given.
    """
    if option.export_price is None:
        if option.export_price_series is None:
            return None
        file = read_series(option.export_price_series, "price_per_kwh", Clock(year))
        return file.values * purse.rate(file.currency or purse.currency)
    if option.export_price_series is not None:
        raise InputError(
            "power: {use} has an export_price and an export_price_series: give one of "
            "them.",
            use=option.use,
        )
    return purse.given(option, "export_price", option.use)


def has_grid(study: Study, site: str) -> bool:
    """Say whether power of the grid may be used at a site."""
    options = [p for p in study.power if p.use == GRID]
    return not study.power or any(not p.sites or site in p.sites for p in options)


def sale_prices(study: Study, purse: Purse, year: int) -> dict[str, Array | float]:
    """Return by site what its grid pays for a kWh that is sold; none where it is 0."""
    found: dict[str, Array | float] = {}
    for option in (p for p in study.power if p.use == GRID):
        price = sale_price(option, purse, year)
        if price is not None:
            found |= dict.fromkeys(option.sites or [s.use for s in study.sites], price)
    return found
