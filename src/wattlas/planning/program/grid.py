"""The connection to the grid: its limits, and what is sold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def connection_limit(m: linopy.Model, f: Frame) -> None:
    """What comes through the connection, bought or delivered, stays within its limit.

    ``import + sum(off-site output - sold) <= import_limit``

    What leaves has a limit of its own, a bound of `export`: power that leaves makes no
    room for more to come.
    """
    limits = {g.site: g.limit_kw / THOUSAND for g in f.problem.grids}
    limited = [s for s in f.site if np.isfinite(limits.get(s, np.inf))]
    if limited:
        limit = xr.DataArray([limits[s] for s in limited], coords={"site": limited})
        drawn = drawn_mw(m, f).sel(site=limited)
        m.add_constraints(drawn <= limit, name="connection_limit")


def export_from_plants(m: linopy.Model, f: Frame) -> None:
    """Only plants at the site give what leaves it, or what is thrown away there.

    ``export + spilt <= sum(behind-meter output)``
    """
    if not f.leaving:
        return
    given = f.at_sites(f.output_mw(m, f.behind_meter), f.places(f.behind_meter))
    room = given.sel(site=f.leaving) - left_mw(m, f).sel(site=f.leaving)
    m.add_constraints(room >= 0, name="export_from_plants")


def sale_within_output(m: linopy.Model, f: Frame) -> None:
    """A plant elsewhere sells at its own node what it does not deliver.

    ``sold <= off-site output``
    """
    if f.selling:
        kept = m["output_mw"].sel(plant=f.selling) - m["sold_mw"]
        m.add_constraints(kept >= 0, name="sale_within_output")


def drawn_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what comes to each site through its connection in each hour. [MW]"""
    drawn = 1.0 * m["import_mw"]
    return drawn + delivered_mw(m, f, f.off_site) if f.off_site else drawn


def delivered_mw(m: linopy.Model, f: Frame, keys: list[str]) -> Any:
    """Return what plants elsewhere deliver to each site: what they do not sell. [MW]"""
    total = f.at_sites(f.output_mw(m, keys), f.places(keys))
    sold = [k for k in keys if k in f.selling]
    if sold:
        given_up = m["sold_mw"].sel(plant=sold)
        total = total - f.at_sites(given_up, f.places(sold))
    return total


def left_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what of each site's own plants is exported or thrown away. [MW]"""
    total: Any = 0.0
    for name in ("export_mw", "spilt_mw"):
        if name in m.variables:
            flow = (1.0 * m[name]).reindex({"site": f.site}).fillna(0)
            total = total + flow
    return total
