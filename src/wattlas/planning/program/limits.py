"""Limits of the whole plan: carbon, water, carbon-free matching, capital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame
from wattlas.planning.program.grid import delivered_mw, left_mw

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def carbon_cap(m: linopy.Model, f: Frame) -> None:
    """The plan emits at most the cap, life-cycle.

    ``sum((intensity * import + intensity * output + intensity * discharge)) <=
    carbon_cap``
    """
    cap = f.problem.limits.carbon_cap_kg
    if cap is not None:
        m.add_constraints(carbon_t(m, f) <= cap / THOUSAND, name="carbon_cap")


def water_cap(m: linopy.Model, f: Frame) -> None:
    """The plan consumes at most the cap, litres weighted by the stress of the place.

    ``sum(stress * (wue * it + grid_water * import + water * output)) <=
    water_cap``
    """
    cap = f.problem.limits.water_cap_l
    if cap is not None:
        m.add_constraints(water_m3(m, f) <= cap / THOUSAND, name="water_cap")


_NEARLY_ALL = 0.9999


def matched_by_supply(m: linopy.Model, f: Frame) -> None:
    """What is matched in an hour comes from carbon-free plants, or out of a battery.

    ``matched <= sum(carbon-free output) - sold - export - spilt + discharge - charge +
    certified + clean_share * import``

    What a battery takes from elsewhere counts against the hour in which it charges.
    What is sold or spilt serves nobody here, so it matches nothing: else a plan could
    sell sun and wind by paper and burn gas. What a virtual contract gives matches the
    hour in which it gives it. Certificates and the clean share of the grid count where
    the study lets them.
    """
    if "matched_mw" not in m.variables:
        return
    supply = -1.0 * m["matched_mw"]
    free = [p.key for p in f.problem.plants if p.carbon_free]
    if free:
        supply = supply + delivered_mw(m, f, free)
    if f.leaving:
        supply = supply - left_mw(m, f)
    if len(f.store):
        flow = m["discharge_mw"] - m["charge_mw"]
        supply = supply + f.at_sites(flow, [s.site for s in f.problem.stores])
    supply = supply + beside_plants_mw(m, f)
    m.add_constraints(supply >= 0, name="matched_by_supply")


def matched_within_load(m: linopy.Model, f: Frame) -> None:
    """No hour is matched by more than it draws.

    ``matched <= pue * it``
    """
    if "matched_mw" in m.variables:
        excess = m["matched_mw"] - facility_mw(m, f)
        m.add_constraints(excess <= 0, name="matched_within_load")


def matching_hourly(m: linopy.Model, f: Frame) -> None:
    """Of the energy used, a share is matched in its very hour.

    ``sum(matched) >= share * sum(pue * it)``

    All of it is held to one part in ten thousand: with none to spare in any hour an
    interior method has no inside to walk through, and finds no plan where there is one.
    """
    matching = f.problem.limits.matching
    if matching and matching.basis == "hourly":
        used = (facility_mw(m, f)).sum()
        matched = (m["matched_mw"]).sum()
        share = min(matching.share, _NEARLY_ALL)
        m.add_constraints(matched - share * used >= 0, name="matching_hourly")


def matching_annual(m: linopy.Model, f: Frame) -> None:
    """In a year carbon-free plants give a share of the energy used.

    ``sum(carbon-free output) + certified + sum(clean_share * import) >=
    share * sum(pue * it)``
    """
    matching = f.problem.limits.matching
    if matching and matching.basis == "annual":
        net = (_given_less_wanted(m, f, matching.share)).sum("time")
        if f.certified is not None:
            net = net + m["certified_mwh"].sum()
        m.add_constraints(net >= 0, name="matching_annual")


def matching_monthly(m: linopy.Model, f: Frame) -> None:
    """In every month carbon-free plants give a share of the energy used.

    ``sum[month](carbon-free output) + certified[month] +
    sum[month](clean_share * import) >= share * sum[month](pue * it)``
    """
    matching = f.problem.limits.matching
    if matching and matching.basis == "monthly":
        net = _given_less_wanted(m, f, matching.share)
        monthly = net.groupby(f.month).sum()
        if f.certified is not None:
            monthly = monthly + m["certified_mwh"]
        m.add_constraints(monthly >= 0, name="matching_monthly")


def capital_budget(m: linopy.Model, f: Frame) -> None:
    """What is built costs at most the budget, in capital.

    ``sum(capital_cost * capacity) <= budget``
    """
    budget = f.problem.limits.capital_budget
    if budget is None or not (len(f.plant) or len(f.store)):
        return
    spent: Any = 0.0
    if len(f.plant):
        spent = spent + (f.of_plant("capital_cost_per_kw") * m["capacity_mw"]).sum()
    if len(f.store):
        spent = spent + (f.of_store("capital_cost_per_kw") * m["store_mw"]).sum()
        spent = spent + (f.of_store("capital_cost_per_kwh") * m["store_mwh"]).sum()
    m.add_constraints(spent <= budget / THOUSAND, name="capital_budget")


def beside_plants_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what matches an hour beside plants: certificates, the grid's own. [MW]"""
    total: Any = 0.0
    if "certified_mw" in m.variables:
        total = total + m["certified_mw"]
    matching = f.problem.limits.matching
    if matching and matching.count_grid:
        total = total + f.of_grid("clean_share") * m["import_mw"]
    return total


def facility_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what each building draws in each hour. [MW]"""
    return f.pue * m["it_mw"]


def carbon_t(m: linopy.Model, f: Frame) -> Any:
    """Return the carbon of all electricity, life-cycle. [t]"""
    grid = f.of_grid("intensity_kgco2e_per_kwh")
    total = (grid * m["import_mw"]).sum()
    if len(f.plant):
        own = f.of_plant("intensity_kgco2e_per_kwh")
        total = total + (own * m["output_mw"]).sum()
    if len(f.store):
        made = f.of_store("intensity_kgco2e_per_kwh")
        total = total + (made * m["discharge_mw"]).sum()
    return total


def water_m3(m: linopy.Model, f: Frame) -> Any:
    """Return the water consumed on site and at plants, weighted by stress. [m3]"""
    stress = {s: f.problem.water_stress.get(s, 1.0) for s in f.site}
    weight = xr.DataArray(list(stress.values()), coords=[f.site])
    site = f.of_site(dict(f.problem.wue_l_per_kwh)) * weight
    grid = f.of_grid("water_l_per_kwh") * weight
    total = (site * m["it_mw"]).sum() + (grid * m["import_mw"]).sum()
    if len(f.plant):
        at = [stress[p.site] for p in f.problem.plants]
        own = f.of_plant("water_l_per_kwh") * xr.DataArray(at, coords=[f.plant])
        total = total + ((own) * m["output_mw"]).sum()
    return total


def _given_less_wanted(m: linopy.Model, f: Frame, share: float) -> Any:
    wanted = -share * facility_mw(m, f).sum("site")
    matching = f.problem.limits.matching
    if matching and matching.count_grid:
        wanted = wanted + (f.of_grid("clean_share") * m["import_mw"]).sum("site")
    free = [p.key for p in f.problem.plants if p.carbon_free]
    if not free:
        return wanted
    return m["output_mw"].sel(plant=free).sum("plant") + wanted
