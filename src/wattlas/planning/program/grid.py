"""The connection to the grid: its limit, the months' peaks, and what is sold."""

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
    """What passes the connection, also from plants elsewhere, stays within its limit.

    ``import + sum(output through the grid) - surplus <= limit``
    """
    limits = {g.site: g.limit_kw / THOUSAND for g in f.problem.grids}
    limited = [s for s in f.site if np.isfinite(limits.get(s, np.inf))]
    if limited:
        limit = xr.DataArray([limits[s] for s in limited], coords={"site": limited})
        drawn = drawn_mw(m, f).sel(site=limited)
        m.add_constraints(drawn <= limit, name="connection_limit")


def monthly_peak(m: linopy.Model, f: Frame) -> None:
    """The demand charge is paid on the highest power that a month draws.

    ``peak[month] >= import + sum(output through the grid) - surplus``
    """
    if f.charged:
        drawn = drawn_mw(m, f).sel(site=f.charged)
        peak = m["peak_mw"].sel(month=f.month)
        m.add_constraints(drawn - peak <= 0, name="monthly_peak")


def surplus_from_plants(m: linopy.Model, f: Frame) -> None:
    """Only what plants give can be sold or spilt.

    ``surplus <= sum(output)``
    """
    if len(f.plant):
        given = f.at_sites(m["output_mw"], [p.site for p in f.problem.plants])
        m.add_constraints(m["surplus_mw"] - given <= 0, name="surplus_from_plants")


def drawn_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what each site draws through its connection in each hour. [MW]"""
    drawn = 1.0 * m["import_mw"]
    if not len(f.plant):
        return drawn
    remote = [p for p in f.problem.plants if p.through_grid]
    drawn = drawn - m["surplus_mw"]
    if remote:
        output = m["output_mw"].sel(plant=[p.key for p in remote])
        drawn = drawn + f.at_sites(output, [p.site for p in remote])
    return drawn
