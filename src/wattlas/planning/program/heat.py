"""Heat of the servers that a network takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def add_heat(m: linopy.Model, f: Frame) -> None:
    """Add what of the servers' heat is sold, and the power of its exchangers."""
    sales = f.problem.heat
    if not sales:
        return
    index = _index(f)
    most = xr.DataArray([s.max_kw / THOUSAND for s in sales], coords=[index])
    m.add_variables(lower=0, upper=most, coords=[index], name="heat_capacity_mw")
    # In months in which nobody takes heat none is sold.
    taken = f.series(index, [np.where(s.taken, np.inf, 0.0) for s in sales])
    m.add_variables(lower=0, upper=taken, coords=[index, f.time], name="heat_mw")


def heat_within_servers(m: linopy.Model, f: Frame) -> None:
    """Of the energy of the servers a share can be taken as heat.

    ``heat <= heat_share * it``
    """
    if f.problem.heat:
        index = _index(f)
        share = xr.DataArray([s.share for s in f.problem.heat], coords=[index])
        at = xr.DataArray([s.site for s in f.problem.heat], [index], name="site")
        it = (1.0 * m["it_mw"]).sel(site=at).drop_vars("site")
        m.add_constraints(m["heat_mw"] - share * it <= 0, name="heat_within_servers")


def heat_within_capacity(m: linopy.Model, f: Frame) -> None:
    """Exchangers give at most their power.

    ``heat <= heat_capacity``
    """
    if f.problem.heat:
        room = m["heat_mw"] - m["heat_capacity_mw"]
        m.add_constraints(room <= 0, name="heat_within_capacity")


def heat_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what exchangers cost, less what heat brings. [thousands]

    ``sum(years * annual_cost * heat_capacity) - sum(heat_price * heat)``
    """
    index, years = _index(f), f.problem.years
    yearly = [s.annual_cost_per_kw * years for s in f.problem.heat]
    price = [s.price_per_kwh for s in f.problem.heat]
    paid = (xr.DataArray(yearly, coords=[index]) * m["heat_capacity_mw"]).sum()
    return paid - (xr.DataArray(price, coords=[index]) * m["heat_mw"]).sum()


def _index(f: Frame) -> pd.Index[Any]:
    return pd.Index([s.key for s in f.problem.heat], name="heat")
