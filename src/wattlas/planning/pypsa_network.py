"""A problem as a PyPSA network, as far as PyPSA can express it.

Sites are buses behind connection buses; serving and training are links from power to
work; the monthly demand charge is one connection for each month. What cannot be
expressed is named, and left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.pypsa_work import ENDLESS_MW, add_serving, add_training
from wattlas.planning.supply import BEHIND_METER, OFF_SITE, Grid, Plant, Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def left_out(problem: Problem) -> list[str]:
    """Return the codes of what a PyPSA network of the problem cannot hold."""
    limits = problem.limits
    training, serving = problem.training, problem.serving
    found = {
        "carbon-cap": limits.carbon_cap_kg is not None,
        "water": limits.water_cap_l is not None or limits.water_price_per_l > 0,
        "matching": limits.matching is not None,
        "capital-budget": limits.capital_budget is not None,
        "store-hours": any(s.duration_h is not None for s in problem.stores),
        "tariff": any(g.terms is not None or g.ratchet_share for g in problem.grids),
        "certificates": limits.matching is not None
        and limits.matching.certificate_price_per_kwh is not None,
        "heat": bool(problem.heat),
        "flexibility": bool(problem.offers or problem.sheddable),
        "cycles": any(np.isfinite(s.max_cycles) for s in problem.stores),
        "whole-units": any(p.unit_kw > 0 for p in problem.plants),
        "placed-load": bool(problem.placed),
        "kept-warm": bool(serving and serving.kept_warm),
        "held-chips": bool(
            training
            and (
                training.min_run_hours
                or len(training.sites) * len(training.chips) > 1
                or any(c.chip_hour_cost or c.waiting_it_kw for c in training.chips)
            )
        ),
        "other-objective": limits.carbon_weight_per_kg > 0
        or limits.water_weight_per_l > 0,
    }
    return [name for name, is_so in found.items() if is_so]


def require_pypsa() -> None:
    """Raise MissingExtraError where PyPSA is not installed."""
    with needs_extra("A PyPSA network", "pypsa"):
        import pypsa  # noqa: F401


def network(problem: Problem) -> Any:
    """Return a PyPSA network of a problem. [MW, MWh, thousands of money]

    Raises
    ------
    MissingExtraError
        If PyPSA is not installed.
    """
    with needs_extra("A PyPSA network", "pypsa"):
        import pypsa

    n = pypsa.Network()
    n.set_snapshots(range(problem.hours))
    for site in problem.sites:
        _add_site(n, problem, site)
    for plant in problem.plants:
        _add_plant(n, problem, plant)
    for store in problem.stores:
        _add_store(n, problem, store)
    if problem.serving is not None:
        add_serving(n, problem)
    if problem.training is not None:
        add_training(n, problem)
    return n


def export(problem: Problem, path: Path) -> list[str]:
    """Write a PyPSA network of a problem; return the codes of what it leaves out."""
    network(problem).export_to_netcdf(str(path))
    return left_out(problem)


def _add_site(n: Any, problem: Problem, site: str) -> None:
    n.add("Bus", site)
    n.add("Bus", f"{site} connection")
    base = problem.base_it_kw.get(site)
    if base is not None:
        n.add(
            "Load", f"{site} load", bus=site, p_set=base * problem.pue[site] / THOUSAND
        )
    grid = problem.grid(site)
    if any(p.site == site and p.min_load_share > 0 for p in problem.plants):
        _add_sink(n, site, 0.0, ENDLESS_MW)
    if grid is not None:
        most = min(grid.export_limit_kw / THOUSAND, ENDLESS_MW)
        _add_sink(n, site, grid.export_price_per_kwh, most, "export")
        _add_grid(n, problem, grid)


def _add_sink(
    n: Any, bus: str, price: Array | float, most_mw: float, name: str = "spilt"
) -> None:
    """Add what takes power away from a bus, and pays for it."""
    n.add(
        "Generator",
        f"{bus} {name}",
        bus=bus,
        sign=-1.0,
        p_nom=most_mw,
        marginal_cost=-price,
    )


def _add_grid(n: Any, problem: Problem, grid: Grid) -> None:
    cost = grid.price_per_kwh.copy()
    if grid.intensity_kgco2e_per_kwh is not None:
        cost += problem.limits.carbon_price_per_kg * grid.intensity_kgco2e_per_kwh
    name = f"{grid.site} connection"
    n.add(
        "Generator",
        f"{grid.site} grid",
        bus=name,
        p_nom=ENDLESS_MW,
        marginal_cost=cost,
    )
    limit = min(grid.limit_kw / THOUSAND, ENDLESS_MW)
    if not grid.demand_charge_per_kw_month:
        n.add("Link", name, bus0=name, bus1=grid.site, p_nom=limit)
        return
    for month in np.unique(problem.months):
        n.add(
            "Link",
            f"{name} {month}",
            bus0=name,
            bus1=grid.site,
            p_nom_extendable=True,
            p_nom_max=limit,
            p_max_pu=(problem.months == month).astype(float),
            capital_cost=grid.demand_charge_per_kw_month,
        )


def _add_plant(n: Any, problem: Problem, plant: Plant) -> None:
    limits = problem.limits
    bus = plant.site
    if plant.node != BEHIND_METER:
        bus = f"{plant.key} node"
        n.add("Bus", bus)
        _add_sink(n, bus, plant.sale_price_per_kwh, ENDLESS_MW, "sold")
    if plant.node == OFF_SITE:
        n.add(
            "Link",
            f"{plant.key} delivery",
            bus0=bus,
            bus1=f"{plant.site} connection",
            p_nom=ENDLESS_MW,
            marginal_cost=plant.delivery_cost_per_kwh,
        )
    carbon = limits.carbon_price_per_kg * plant.intensity_kgco2e_per_kwh
    slow = plant.ramp_share_per_hour < 1
    most = plant.max_kw / THOUSAND if plant.chance >= 1 else 0.0
    n.add(
        "Generator",
        plant.key,
        bus=bus,
        p_nom_extendable=True,
        p_nom_min=plant.min_kw / THOUSAND,
        p_nom_max=most,
        p_max_pu=plant.availability,
        p_min_pu=plant.min_load_share * plant.availability,
        ramp_limit_up=plant.ramp_share_per_hour if slow else np.nan,
        ramp_limit_down=plant.ramp_share_per_hour if slow else np.nan,
        marginal_cost=plant.energy_cost_per_kwh + carbon,
        capital_cost=plant.annual_cost_per_kw * problem.years,
    )


def _add_store(n: Any, problem: Problem, store: Store) -> None:
    one_way = float(np.sqrt(store.efficiency))
    inverter, cells = f"{store.key} inverter", f"{store.key} cells"
    n.add("Bus", inverter)
    n.add("Bus", cells)
    n.add(
        "Link",
        inverter,
        bus0=store.site,
        bus1=inverter,
        p_min_pu=-1.0,
        p_nom_extendable=True,
        p_nom_min=store.min_kw / THOUSAND,
        p_nom_max=store.max_kw / THOUSAND,
        capital_cost=store.annual_cost_per_kw * problem.years,
    )
    ways = (
        (f"{store.key} charge", inverter, cells),
        (f"{store.key} give", cells, inverter),
    )
    # What goes into a link pays for what comes out of it.
    made = problem.limits.carbon_price_per_kg * store.intensity_kgco2e_per_kwh
    for name, bus0, bus1 in ways:
        n.add(
            "Link",
            name,
            bus0=bus0,
            bus1=bus1,
            p_nom=ENDLESS_MW,
            efficiency=one_way,
            marginal_cost=made * one_way if bus1 == inverter else 0.0,
        )
    n.add(
        "Store",
        store.key,
        bus=cells,
        e_nom_extendable=True,
        e_cyclic=True,
        capital_cost=store.annual_cost_per_kwh * problem.years,
    )
