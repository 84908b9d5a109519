"""How clean a plan is by each account: location, market, hour by hour, by the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.exports import sold_mw
from wattlas.planning.answer.heat import heat_kwh
from wattlas.planning.answer.parts import CarbonScores, Series
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import OFF_SITE, VIRTUAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def scores_of(v: Values, carbon_kg: float, series: Iterable[Series]) -> CarbonScores:
    """Return the carbon of a plan by location and by market, and its clean shares.

    `carbon_kg` is that of the power that the load is given, whatever is certified;
    `series` are the plan's, with the carbon-free supply of each site.

    ``location = carbon + sum(delivered * (grid - plant))``

    ``market = carbon + sum(import * (residual - grid)) - claimed * residual``
    """
    load, free = _of_load(series)
    certified, grid = _certified_kw(v), _clean_kw(v)
    used = max(float(load.sum()), 1e-9)
    bought = certified_kwh(v)
    given = sum(
        float(v.at("output_mw", plant=p.key).sum()) * THOUSAND
        for p in v.problem.plants
        if p.carbon_free
    )
    return CarbonScores(
        location_kg=carbon_kg + sum(_delivered_more(v, s) for s in v.problem.sites),
        market_kg=carbon_kg + sum(_market_more(v, s) for s in v.problem.sites),
        residual_known=all(
            g.residual_kgco2e_per_kwh is not None
            for g in v.problem.grids
            if v.at("import_mw", site=g.site).any()
        ),
        hourly_share=_share(load, free, used),
        hourly_share_with_certificates=_share(load, free + certified, used),
        hourly_share_with_grid=None
        if grid is None
        else _share(load, free + certified + grid, used),
        annual_share=given / used,
        annual_share_with_certificates=(given + bought) / used,
        certified_kwh=bought,
        energy_reuse_factor=sum(heat_kwh(v, s) for s in v.problem.sites) / used,
    )


def certified_kwh(v: Values) -> float:
    """Return the energy of all certificates that are bought. [kWh]"""
    return float(v.all("certified_mw").sum() + v.all("certified_mwh").sum()) * THOUSAND


def certificate_costs(v: Values) -> dict[str, float]:
    """Return what certificates cost by site: by its hours, else by its load. [money]"""
    matching = v.problem.limits.matching
    price = None if matching is None else matching.certificate_price_per_kwh
    if price is None:
        return {}
    return {site: price * kwh for site, kwh in _certified_of_sites(v).items()}


def _certified_of_sites(v: Values) -> dict[str, float]:
    loads = {s: v.load_kwh(s) for s in v.problem.sites}
    used = max(sum(loads.values()), 1e-9)
    yearly = float(v.all("certified_mwh").sum()) * THOUSAND
    return {
        s: yearly * loads[s] / used
        + float(v.at("certified_mw", site=s).sum()) * THOUSAND
        for s in v.problem.sites
    }


def _of_load(series: Iterable[Series]) -> tuple[Array, Array]:
    """Return load and carbon-free supply, a row for each site. [kW]"""
    every = list(series)
    load, free = (
        np.array([s.values for s in every if s.quantity == name])
        for name in ("facility_power", "carbon_free_supply")
    )
    return load, free


def _share(load: Array, matched: Array, used: float) -> float:
    return float(np.minimum(load, matched).sum()) / used


def _certified_kw(v: Values) -> Array:
    rows = [v.at("certified_mw", site=s) * THOUSAND for s in v.problem.sites]
    return np.array([np.broadcast_to(row, v.problem.hours) for row in rows])


def _clean_kw(v: Values) -> Array | None:
    """Return the clean part of what the grid gives each site; None if not known."""
    rows = []
    for site in v.problem.sites:
        grid = v.problem.grid(site)
        drawn = np.broadcast_to(v.at("import_mw", site=site), v.problem.hours)
        if drawn.any() and (grid is None or grid.clean_share is None):
            return None
        share = 0.0 if grid is None or grid.clean_share is None else grid.clean_share
        rows.append(share * drawn * THOUSAND)
    return np.array(rows)


def _delivered_more(v: Values, site: str) -> float:
    """Return by how much more what is delivered to a site emits as the grid does."""
    grid = v.problem.grid(site)
    if grid is None or grid.intensity_kgco2e_per_kwh is None:
        return 0.0
    more = 0.0
    for plant in v.problem.plants:
        if plant.site == site and plant.node == OFF_SITE:
            kept = v.at("output_mw", plant=plant.key) - sold_mw(v, plant)
            apart = grid.intensity_kgco2e_per_kwh - plant.intensity_kgco2e_per_kwh
            more += float((apart * kept).sum())
    return more * THOUSAND


def _market_more(v: Values, site: str) -> float:
    """Return by how much more a site emits at the residual mix, less what is claimed.

    What a virtual contract gives and certificates claim lowers what is bought, in the
    order of the year, and never below nought.
    """
    grid = v.problem.grid(site)
    if grid is None or grid.intensity_kgco2e_per_kwh is None:
        return 0.0
    drawn = v.at("import_mw", site=site) * THOUSAND
    bought = float(drawn.sum())
    mean = grid.intensity_kgco2e_per_kwh
    residual = np.broadcast_to(
        mean if grid.residual_kgco2e_per_kwh is None else grid.residual_kgco2e_per_kwh,
        drawn.shape,
    )
    claimed = _certified_of_sites(v)[site]
    claimed += sum(
        float(v.at("output_mw", plant=p.key).sum()) * THOUSAND
        for p in v.problem.plants
        if p.site == site and p.node == VIRTUAL and p.carbon_free
    )
    left = 1.0 - min(claimed / max(bought, 1e-9), 1.0)
    return float((residual * drawn).sum()) * left - float((mean * drawn).sum())
