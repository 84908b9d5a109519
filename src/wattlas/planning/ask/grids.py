"""The grid of each site of a study: its price, charge, limit, carbon and water."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError, Message
from wattlas.hours import Clock, SiteHours
from wattlas.hours.series import read_series
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.applies import GRID, refuse_elsewhere, refuse_unused
from wattlas.planning.ask.bills import charged
from wattlas.planning.ask.by_year import power_in_year
from wattlas.planning.ask.money import Purse, amount, power_kw
from wattlas.planning.ask.moving import moving_of
from wattlas.planning.supply import UNLIMITED, Grid
from wattlas.study import SiteSection, Study

if TYPE_CHECKING:
    from wattlas.planning.problem import Array


def grids_of(
    study: Study,
    sections: Iterable[SiteSection],
    hours: Mapping[str, SiteHours],
    purse: Purse,
    year: int,
) -> Iterable[Grid]:
    """Yield the grids that a study has: none where `power` does not name the grid.

    `year` is that in the queue of their connections.

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
    moving = moving_of(study)
    factor = 1.0 if moving is None else moving.price("grid", year)
    for section in sections:
        here = [p for p in options if not p.sites or section.use in p.sites]
        if len(here) > 1:
            raise InputError(
                "power: the grid stands twice for {use}; give it once, or each with "
                "its own sites.",
                use=section.use,
            )
        if here:
            grid = _grid(section, hours[section.use], here[0], purse)
            yield _queued(_moved(grid, factor), section, here[0], year)


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
        clean_share=_clean_share(section, hours),
        residual_kgco2e_per_kwh=None
        if section.residual_intensity is None
        else amount(section, "residual_intensity"),
    )


def _clean_share(section: SiteSection, hours: SiteHours) -> Array | None:
    """Return the carbon-free share of what a grid gives, None where it is not known.

    Raises
    ------
    InputError
        If both a share and a series of shares are given.
    """
    if section.clean_share_series is None:
        if section.clean_share is None:
            return None
        return np.full(hours.hours, amount(section, "clean_share"))
    if section.clean_share is not None:
        raise InputError(
            "sites: {use} has a clean_share and a clean_share_series: give one of "
            "them.",
            use=section.use,
        )
    clock = Clock(hours.start_utc.year)
    return read_series(section.clean_share_series, "output_share", clock).values


def refuse_unknown_clean_share(study: Study, grids: Iterable[Grid]) -> None:
    """Refuse a matching that counts the grid where its clean share is not known.

    Raises
    ------
    InputError
        If there is one.
    """
    matching = study.plan.matching if study.plan else None
    if matching is None or not matching.count_grid:
        return
    lacking = [g.site for g in grids if g.clean_share is None]
    if lacking:
        raise InputError(
            "plan.matching: count_grid counts the clean share of the grid, which is "
            "not known at {sites}: give clean_share, such as 0.4, or "
            "clean_share_series under sites.",
            sites=", ".join(lacking),
        )


def _moved(grid: Grid, factor: float) -> Grid:
    """Return a grid all of whose prices are so many times as high."""
    return replace(
        grid,
        price_per_kwh=grid.price_per_kwh * factor,
        demand_charge_per_kw_month=grid.demand_charge_per_kw_month * factor,
        yearly_demand_charge_per_kw=grid.yearly_demand_charge_per_kw * factor,
        fixed_per_month=grid.fixed_per_month * factor,
        export_price_per_kwh=grid.export_price_per_kwh * factor,
    )


def _queued(grid: Grid, section: SiteSection, option: PowerSection, year: int) -> Grid:
    """Return a grid with what its connection gives in a year of its queue."""
    if not section.queue:
        return grid
    whole = None
    if section.connection is not None:
        whole = power_kw(section, "connection")
    name = Message("sites: {use} queue", use=section.use)
    there = power_in_year(section.queue, whole, year, str(name))
    later = (
        (y, power_in_year(section.queue, whole, y, str(name)))
        for y in sorted(section.queue)
        if y > year
    )
    most = np.inf if option.max is None else power_kw(option, "max", GRID)
    return replace(
        grid,
        limit_kw=min(there, most),
        export_limit_kw=min(there, grid.export_limit_kw),
        later_kw=tuple((y, kw) for y, kw in later if there < kw <= most),
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
