"""Load that may be shed, and power that a site gives up when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame
from wattlas.planning.program.grid import drawn_mw
from wattlas.planning.program.limits import facility_mw
from wattlas.planning.supply import BEHIND_METER

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def add_flexibility(m: linopy.Model, f: Frame) -> None:
    """Add what is offered, shed and held ready, as decisions."""
    if len(f.shed):
        m.add_variables(lower=0, coords=[f.shed, f.time], name="shed_mw")
    if not len(f.offer):
        return
    low, high = (
        xr.DataArray([getattr(o, n) / THOUSAND for o in f.problem.offers], [f.offer])
        for n in ("min_kw", "max_kw")
    )
    m.add_variables(lower=low, upper=high, coords=[f.offer], name="offered_mw")
    if len(f.ready):
        m.add_variables(lower=0, coords=[f.ready, f.time], name="ready_mw")


def shed_within_flexible(m: linopy.Model, f: Frame) -> None:
    """Of a load at most its flexible part is shed.

    ``shed <= flexible * (given + placed * share)``
    """
    if len(f.shed):
        m.add_constraints(left_to_shed_mw(m, f) >= 0, name="shed_within_flexible")


def load_when_called(m: linopy.Model, f: Frame) -> None:
    """While a call lasts, a site draws less than its baseline by all that is called.

    ``import + sum(off-site output - sold) + sum[called](offered) <= baseline``

    What is offered twice is given up twice, where both are called at once.
    """
    if len(f.offer):
        together = np.array([o.called for o in f.problem.offers], float)
        drawn = _of_offers(drawn_mw(m, f), f)
        _keep(m, f, drawn, together, "called", "load_when_called")


def ready_for_calls(m: linopy.Model, f: Frame) -> None:
    """In every hour in which a call may begin, what answers it is there.

    ``pue * (it - left to shed) - sum(behind-meter availability * capacity) - ready +
    sum(offered) <= baseline``

    Nobody knows when calls come: so the answer does not rest on the hours in which they
    are assumed. What comes through the connection is no answer; a plant that is slow
    counts with what it gives.
    """
    if not len(f.offer):
        return
    left: Any = facility_mw(m, f)
    if len(f.shed):
        sites = [s.site for s in f.problem.sheddable]
        left = left - f.pue * f.at_sites(left_to_shed_mw(m, f), sites)
    if f.behind_meter:
        left = left - f.at_sites(_standing_by_mw(m, f), f.places(f.behind_meter))
    if len(f.ready):
        sites = [s.site for s in f.problem.stores if s.key in f.ready]
        left = left - f.at_sites(m["ready_mw"], sites)
    every = np.ones((len(f.offer), f.problem.hours))
    _keep(m, f, _of_offers(left, f), every, "callable", "ready_for_calls")


def ready_within_power(m: linopy.Model, f: Frame) -> None:
    """A battery holds ready at most its power.

    ``ready <= power``
    """
    if len(f.ready):
        room = m["ready_mw"] - m["store_mw"].sel(store=f.ready)
        m.add_constraints(room <= 0, name="ready_within_power")


def ready_within_level(m: linopy.Model, f: Frame) -> None:
    """For a whole event a battery has what it holds, and what the notice lets it take.

    ``event_hours * ready <= root(eff) * level + eff * notice_hours * power``
    """
    if len(f.ready):
        stores = m["store_mw"].sel(store=f.ready)
        level = f.one_way.sel(store=f.ready) * m["level_mwh"].sel(store=f.ready)
        taken = f.one_way.sel(store=f.ready) ** 2 * f.notice_h * stores
        room = m["ready_mw"] - (1.0 / f.event_h) * (level + taken)
        m.add_constraints(room <= 0, name="ready_within_level")


def ready_within_energy(m: linopy.Model, f: Frame) -> None:
    """For a whole event a battery has at most its energy.

    ``event_hours * ready <= root(eff) * energy``
    """
    if len(f.ready):
        most = f.one_way.sel(store=f.ready) * m["store_mwh"].sel(store=f.ready)
        room = m["ready_mw"] - (1.0 / f.event_h) * most
        m.add_constraints(room <= 0, name="ready_within_energy")


def shed_at_sites_mw(m: linopy.Model, f: Frame) -> Any:
    """Return the IT load that is shed at each site in each hour. [MW]"""
    return f.at_sites(m["shed_mw"], [s.site for s in f.problem.sheddable])


def left_to_shed_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what of each load that may be shed is not shed. [MW]"""
    items = f.problem.sheddable
    given = [s.most_kw / THOUSAND * (not s.place) for s in items]
    left = f.series(f.shed, given) - m["shed_mw"]
    placed = [s for s in items if s.place]
    if placed:
        index = f.shed[[bool(s.place) for s in items]]
        share = (1.0 * m["place_share"]).sel(
            place=xr.DataArray([s.place for s in placed], coords=[index])
        )
        most = f.series(index, [s.most_kw / THOUSAND for s in placed])
        there = most * share.drop_vars("place")
        left = left + there.reindex({"shed": f.shed}).fillna(0)
    return left


def flexibility_cost_k(m: linopy.Model, f: Frame) -> Any:
    """Return what is not computed is worth, less what offers are paid. [thousands]

    ``sum(shed_cost * shed) - sum((years * payment + call_payment * called_hours) *
    offered)``
    """
    total: Any = 0.0
    if len(f.shed):
        cost = xr.DataArray([s.cost_per_kwh for s in f.problem.sheddable], [f.shed])
        total = total + (cost * m["shed_mw"]).sum()
    if len(f.offer):
        years = f.problem.years
        paid = xr.DataArray(
            [o.worth_per_kw(years) for o in f.problem.offers], [f.offer]
        )
        total = total - (paid * m["offered_mw"]).sum()
    return total


def _standing_by_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what each plant behind the meter can give in the hour. [MW]"""
    plants = [p for p in f.problem.plants if p.node == BEHIND_METER]
    quick = [float(p.ramp_share_per_hour >= 1) for p in plants]
    slow = [1.0 - x for x in quick]
    index = f.plant[[p.node == BEHIND_METER for p in f.problem.plants]]
    counted = xr.DataArray([float(p.stands_by) for p in plants], coords=[index])
    can = xr.DataArray(quick, coords=[index]) * f.availability.sel(plant=index)
    standing = (counted * can) * m["capacity_mw"].sel(plant=index)
    given = counted * xr.DataArray(slow, coords=[index])
    return standing + given * m["output_mw"].sel(plant=index)


def _of_offers(of_sites: Any, f: Frame) -> Any:
    """Return flows of sites for each offer at them."""
    site = xr.DataArray([o.site for o in f.problem.offers], [f.offer], name="site")
    return of_sites.sel(site=site).drop_vars("site")


def _keep(
    m: linopy.Model, f: Frame, flow: Any, counted: np.ndarray, when: str, name: str
) -> None:
    """Keep a flow under the baseline less offers of the site, in some hours of each."""
    offers = f.problem.offers
    total = flow
    for i, other in enumerate(offers):
        at = np.array([[o.site == other.site] for o in offers], float) * counted[i]
        weight = xr.DataArray(at, coords=[f.offer, f.time])
        total = total + weight * m["offered_mw"].sel(offer=other.key, drop=True)
    most = f.series(f.offer, [o.baseline_kw / THOUSAND for o in offers])
    hours = np.array([getattr(o, when) for o in offers])
    mask = xr.DataArray(hours, coords=[f.offer, f.time])
    m.add_constraints(total <= most, name=name, mask=mask)
