"""The labels and the data of the program: a problem as labelled arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.flexible_frame import FlexibleFrame
from wattlas.planning.supply import BEHIND_METER, OFF_SITE, Plant
from wattlas.planning.tariff import Window, has_least, standing_charge, windows

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr

THOUSAND = 1000.0
MILLION = 1e6


@dataclass(frozen=True)
class Frame(FlexibleFrame):
    """A problem with labelled data for the constraints; one step is one hour."""

    @cached_property
    def site(self) -> pd.Index[Any]:
        """The sites, as a dimension."""
        return pd.Index(self.problem.sites, name="site")

    @cached_property
    def plant(self) -> pd.Index[Any]:
        """The plants and contracts, as a dimension."""
        return pd.Index([p.key for p in self.problem.plants], name="plant")

    @cached_property
    def store(self) -> pd.Index[Any]:
        """The batteries, as a dimension."""
        return pd.Index([s.key for s in self.problem.stores], name="store")

    @cached_property
    def month(self) -> xr.DataArray:
        """The billing month of each hour."""
        return xr.DataArray(self.problem.months, coords=[self.time], name="month")

    @cached_property
    def certified(self) -> pd.Index[Any] | None:
        """For what certificates may be bought: the year, its months, hours of sites.

        None where none may be.
        """
        matching = self.problem.limits.matching
        if matching is None or matching.certificate_price_per_kwh is None:
            return None
        if matching.basis == "hourly":
            return self.site
        months = np.unique(self.problem.months)
        return pd.Index([0] if matching.basis == "annual" else months, name="month")

    @cached_property
    def windows(self) -> list[Window]:
        """The hours whose highest power a bill charges for, of every grid."""
        months = self.problem.months
        return [w for g in self.problem.grids for w in windows(g, months)]

    @cached_property
    def standing(self) -> dict[str, float]:
        """What a site pays whatever it draws, where it does or has a least. [money]"""
        months, years = self.problem.months, self.problem.years
        paid = {g: standing_charge(g, months, years) for g in self.problem.grids}
        return {g.site: cost for g, cost in paid.items() if cost or has_least(g)}

    def is_used(self, site: str) -> bool:
        """Say whether a site has work, or may have, beside loads placed there."""
        p = self.problem
        served = p.serving is not None and any(s == site for _, s in p.serving.routes)
        trained = p.training is not None and site in p.training.sites
        return bool(np.any(p.base_it_kw.get(site, 0.0)) or served or trained)

    def months_of(self, site: str) -> np.ndarray:
        """Return the month of each hour on the clock of a site's bill."""
        terms = next((g.terms for g in self.problem.grids if g.site == site), None)
        return self.problem.months if terms is None else terms.month

    @cached_property
    def behind_meter(self) -> list[str]:
        """The plants at the sites."""
        return [p.key for p in self.problem.plants if p.node == BEHIND_METER]

    @cached_property
    def off_site(self) -> list[str]:
        """The plants and contracts that deliver through a connection."""
        return [p.key for p in self.problem.plants if p.node == OFF_SITE]

    @cached_property
    def exporting(self) -> list[str]:
        """The sites whose own plants may sell what the site does not take."""
        return [
            g.site
            for g in self.problem.grids
            if g.export_limit_kw > 0
            and any(
                np.any(np.asarray(g.export_price_per_kwh) > 0) or self._counts_sold(p)
                for p in self._plants(g.site)
            )
        ]

    @cached_property
    def spilling(self) -> list[str]:
        """The sites where a plant cannot go lower than the site may want."""
        return [
            s for s in self.site if any(p.min_load_share > 0 for p in self._plants(s))
        ]

    @cached_property
    def leaving(self) -> list[str]:
        """The sites whose own plants may give more than the site takes."""
        return [s for s in self.site if s in (*self.exporting, *self.spilling)]

    @cached_property
    def selling(self) -> list[str]:
        """The plants elsewhere for which it matters what they sell at their node."""
        return [
            p.key
            for p in self.problem.plants
            if p.node == OFF_SITE
            and (
                np.any(np.asarray(p.sale_price_per_kwh) > 0)
                or p.min_load_share > 0
                or self._counts_sold(p)
            )
        ]

    def _plants(self, site: str) -> list[Plant]:
        return [
            p for p in self.problem.plants if p.site == site and p.node == BEHIND_METER
        ]

    def _counts_sold(self, plant: Plant) -> bool:
        """Say whether what a plant gives counts though nobody here takes it."""
        matching = self.problem.limits.matching
        by_volume = matching is not None and matching.basis != "hourly"
        return by_volume and plant.carbon_free

    def output_mw(self, m: Any, keys: Sequence[str]) -> Any:
        """Return the output of some plants; nothing where there are none."""
        return m["output_mw"].sel(plant=list(keys))

    def places(self, keys: Sequence[str]) -> list[str]:
        """Return the site of each of some plants."""
        sites = {p.key: p.site for p in self.problem.plants}
        return [sites[key] for key in keys]

    @cached_property
    def pue(self) -> xr.DataArray:
        """Power of each building over that of its IT, by hour."""
        return self.series(self.site, [self.problem.pue[s] for s in self.site])

    def of_site(self, rows: dict[str, Any]) -> xr.DataArray:
        """Return an hourly series of each site; 0 where it has none."""
        return self.series(self.site, [rows.get(s, 0.0) for s in self.site])

    def of_grid(self, name: str) -> xr.DataArray:
        """Return a figure of every site's grid by hour; 0 where it has none."""
        rows = {g.site: getattr(g, name) for g in self.problem.grids}
        return self.of_site({s: 0.0 if v is None else v for s, v in rows.items()})

    def of_plant(self, name: str) -> xr.DataArray:
        """Return a number of each plant."""
        values = [float(getattr(p, name)) for p in self.problem.plants]
        return xr.DataArray(values, coords=[self.plant])

    def hours_of_plant(self, name: str) -> xr.DataArray:
        """Return a figure of each plant by hour."""
        return self.series(self.plant, [getattr(p, name) for p in self.problem.plants])

    def of_store(self, name: str) -> xr.DataArray:
        """Return a number of each store."""
        values = [float(getattr(s, name)) for s in self.problem.stores]
        return xr.DataArray(values, coords=[self.store])

    @cached_property
    def availability(self) -> xr.DataArray:
        """Share of its nameplate that each plant can give, by hour."""
        return self.hours_of_plant("availability")

    def at_sites(self, flows: Any, places: Sequence[str]) -> Any:
        """Return the sum of flows at each site; `places` are the sites of their rows.

        Sites without flows have an empty sum.
        """
        (dimension,) = [d for d in flows.dims if d not in ("time", "_term")]
        labels = flows.coords[dimension]
        where = xr.DataArray(list(places), coords=[labels], name="site")
        total = (1.0 * flows).groupby(where).sum()
        return total.reindex({"site": self.site}).fillna(0)
