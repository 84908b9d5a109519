"""The hourly series of an optimum, labelled: site, option, quantity, unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.parts import Series
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.stages import Solved
from wattlas.planning.supply import VIRTUAL, Plant
from wattlas.planning.work_places import desks, runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DUST_KW = 1.0
"""Power below which nothing counts as curtailed."""
PER_M = 1e6
"""Requests in a million, in which the program counts them."""


def hourly_series(plan: Solved) -> tuple[Series, ...]:
    """Return every hourly series of a plan, site by site.

    Power and flows are in kW, levels in kWh, requests in an hour, price and carbon of
    the grid for a kWh.
    """
    every = _together(
        [*_of_sites(plan), *_of_options(plan), *_of_work(plan), *_of_flexibility(plan)]
    )
    free = [_carbon_free(plan, site, every) for site in plan.problem.sites]
    return (*every, *free)


def _of_sites(plan: Solved) -> Iterator[Series]:
    for i, site in enumerate(plan.problem.sites):
        it_kw = plan.values("it_mw")[i] * THOUSAND
        yield Series(site, "", "it_power", "kW", it_kw)
        facility_kw = it_kw * plan.problem.pue[site]
        yield Series(site, "", "facility_power", "kW", facility_kw)
        drawn = plan.values("import_mw")[i] * THOUSAND
        yield Series(site, "grid", "output", "kW", drawn)
        yield from _of_grid(plan, site)
        for quantity, name in (("exported", "export_mw"), ("curtailed", "spilt_mw")):
            if plan.has(name) and site in plan.labels(name, "site"):
                at = plan.labels(name, "site").index(site)
                flow = plan.values(name)[at] * THOUSAND
                yield Series(site, "", quantity, "kW", flow)


def _of_grid(plan: Solved, site: str) -> Iterator[Series]:
    """Yield price and carbon of a site's grid, where it has one and they are known."""
    grid = plan.problem.grid(site)
    if grid is None:
        return
    for quantity, unit, values in (
        ("price", f"{plan.problem.currency}/kWh", grid.price_per_kwh),
        ("carbon_intensity", "kgCO2e/kWh", grid.intensity_kgco2e_per_kwh),
    ):
        if values is not None:
            every = np.broadcast_to(np.asarray(values, float), plan.problem.hours)
            yield Series(site, "grid", quantity, unit, every)


def _of_options(plan: Solved) -> Iterator[Series]:
    for i, plant in enumerate(plan.problem.plants):
        output = plan.values("output_mw")[i] * THOUSAND
        yield Series(plant.site, plant.option, "output", "kW", output)
        yield from _beside_output(plan, plant, i, output)
    for i, store in enumerate(plan.problem.stores):
        for flow in ("charge", "discharge"):
            values = plan.values(f"{flow}_mw")[i] * THOUSAND
            yield Series(store.site, store.option, flow, "kW", values)
        levels = plan.values("level_mwh")[i] * THOUSAND
        yield Series(store.site, store.option, "level", "kWh", levels)


def _beside_output(
    plan: Solved, plant: Plant, i: int, output: Array
) -> Iterator[Series]:
    """Yield what of its output a plant sells elsewhere, and what it does not make."""
    sold = output if plant.node == VIRTUAL else np.zeros(0)
    if plan.has("sold_mw") and plant.key in plan.labels("sold_mw", "plant"):
        at = plan.labels("sold_mw", "plant").index(plant.key)
        sold = plan.values("sold_mw")[at] * THOUSAND
    if sold.any():
        yield Series(plant.site, plant.option, "sold", "kW", sold)
    if not plant.dispatchable:
        most = np.asarray(plant.availability) * plan.values("capacity_mw")[i] * THOUSAND
        lost = np.maximum(most - output, 0.0)
        if lost.max(initial=0.0) > DUST_KW:
            yield Series(plant.site, plant.option, "curtailed", "kW", lost)


def _of_work(plan: Solved) -> Iterator[Series]:
    if plan.has("served_m_per_h"):
        served = plan.values("served_m_per_h") * PER_M
        for desk, row in zip(desks(plan.problem), served, strict=True):
            yield Series(desk.site, "", "requests", "1/h", row)
    if plan.has("running_k"):
        running = plan.values("running_k") * THOUSAND
        for (site, chip), row in zip(runs(plan.problem), running, strict=True):
            power_kw = chip.it_energy_kwh / chip.chip_hours
            yield Series(site, "", "training_it_power", "kW", row * power_kw)


def _of_flexibility(plan: Solved) -> Iterator[Series]:
    """Yield what is shed of the load, and sold of its heat."""
    if plan.has("shed_mw"):
        shed = plan.values("shed_mw") * THOUSAND
        for item, row in zip(plan.problem.sheddable, shed, strict=True):
            yield Series(item.site, "", "shed", "kW", row)
    if plan.has("heat_mw"):
        heat = plan.values("heat_mw") * THOUSAND
        for sale, row in zip(plan.problem.heat, heat, strict=True):
            yield Series(sale.site, "", "heat_sold", "kW", row)


def _together(series: Iterable[Series]) -> list[Series]:
    """Return series of the same labels as their sum, in the order of the first."""
    sums: dict[tuple[str, str, str, str], Array] = {}
    for item in series:
        before = sums.get(item.labels)
        sums[item.labels] = item.values if before is None else before + item.values
    return [Series(*labels, values) for labels, values in sums.items()]


def _carbon_free(plan: Solved, site: str, series: Iterable[Series]) -> Series:
    mine = [s for s in series if s.site == site]
    free = {p.option for p in plan.problem.plants if p.site == site and p.carbon_free}
    load = next(s.values for s in mine if s.quantity == "facility_power")
    given = [s.values for s in mine if s.option in free and s.quantity == "output"]
    given += [s.values for s in mine if s.quantity == "discharge"]
    drawn = [s.values for s in mine if s.quantity == "charge"]
    drawn += [
        s.values
        for s in mine
        if not s.option and s.quantity in ("exported", "curtailed")
    ]
    virtual = {p.option for p in plan.problem.plants if p.node == VIRTUAL}
    drawn += [
        s.values for s in mine if s.quantity == "sold" and s.option in free - virtual
    ]
    values = carbon_free_kw(load, given, drawn)
    return Series(site, "", "carbon_free_supply", "kW", values)


def carbon_free_kw(load: Array, given: list[Array], drawn: list[Array]) -> Array:
    """Return what carbon-free supply gives of a site's load in each hour. [kW]

    ``matched = min(carbon-free output - what leaves + discharge - charge, load)``

    never below zero: as a plan counts matching by the hour.

    >>> import numpy as np
    >>> load = np.array([1.0, 1.0])
    >>> carbon_free_kw(load, [np.array([3.0, 0.4])], [np.array([3.0, 0.0])])
    array([0. , 0.4])
    """
    net = sum(given, np.zeros(len(load))) - sum(drawn, np.zeros(len(load)))
    return np.clip(net, 0.0, load)
