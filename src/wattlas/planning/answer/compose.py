"""Put the answer together from an optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.record import Proof, Size, TrainingPlan
from wattlas.planning.ask import Asked
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.stages import Settings, Solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHOWN = 1e-3
"""Sizes below this share of the largest are dust of the solver."""


def built_kw(plan: Solved) -> dict[str, float]:
    """Return the power of every plant and store. [kW]"""
    out: dict[str, float] = {}
    for name, dimension in (("capacity_mw", "plant"), ("store_mw", "store")):
        if plan.has(name):
            values = plan.values(name) * THOUSAND
            out |= dict(zip(plan.labels(name, dimension), values.tolist(), strict=True))
    return out


def sizes(plan: Solved) -> tuple[Size, ...]:
    """Return what is built or bought, site by site, largest first."""
    built = built_kw(plan)
    load_kw = max(float(plan.values("it_mw").max()) * THOUSAND, 1e-9)
    kept = {k: kw for k, kw in built.items() if kw > SHOWN * load_kw}
    found = [_plant_size(plan, i, kept) for i in range(len(plan.problem.plants))]
    found += [_store_size(plan, i, kept) for i in range(len(plan.problem.stores))]
    return tuple(sorted((s for s in found if s is not None), key=lambda s: -s.power_kw))


def _plant_size(plan: Solved, i: int, kept: dict[str, float]) -> Size | None:
    plant = plan.problem.plants[i]
    if plant.key not in kept:
        return None
    kw = kept[plant.key]
    output = float(plan.values("output_mw")[i].sum()) * THOUSAND
    units = round(kw / plant.unit_kw) if plant.unit_kw else None
    used = output / (kw * plan.problem.hours)
    return Size(plant.key, plant.option, plant.site, kw, None, units, used)


def _store_size(plan: Solved, i: int, kept: dict[str, float]) -> Size | None:
    store = plan.problem.stores[i]
    if store.key not in kept:
        return None
    energy = float(plan.values("store_mwh")[i]) * THOUSAND
    given = float(plan.values("discharge_mw")[i].sum()) * THOUSAND
    used = given / max(energy, 1e-9)
    return Size(
        store.key, store.option, store.site, kept[store.key], energy, None, used
    )


def training_plan(plan: Solved) -> TrainingPlan | None:
    """Return where and when the run is trained."""
    training = plan.problem.training
    if training is None:
        return None
    running = plan.values("running_k") * THOUSAND
    i = int(running.sum(axis=1).argmax())
    site, _, chip = plan.labels("running_k", "run")[i].partition(":")
    mine = running[i]
    held = (plan.values("taken_k")[i] - plan.values("returned_k")[i]) * THOUSAND
    busy = np.flatnonzero(mine > SHOWN * mine.max(initial=0.0))
    kind = next(c for c in training.chips if c.key == chip)
    return TrainingPlan(
        site=site,
        chip=chip,
        first_hour=int(busy.min()),
        last_hour=int(busy.max()),
        chips=float(held.max()),
        running_hours=float(mine.sum() / max(held.max(), 1e-9)),
        waiting_chip_hours=float(np.maximum(held - mine, 0.0).sum()),
        it_energy_kwh=float(mine.sum()) * kind.it_energy_kwh / kind.chip_hours,
    )


def serving_shares(plan: Solved) -> tuple[dict[str, float], dict[str, float]]:
    """Return the share of requests by site, and the chips held, by site and kind."""
    if not plan.has("served_m_per_h"):
        return {}, {}
    served = plan.values("served_m_per_h").sum(axis=1)
    shares = dict.fromkeys(plan.problem.sites, 0.0)
    for label, value in zip(plan.labels("served_m_per_h", "desk"), served, strict=True):
        shares[label.rpartition(">")[2].partition(":")[0]] += float(
            value / served.sum()
        )
    chips = plan.values("serving_chips_k") * THOUSAND
    halls = plan.labels("serving_chips_k", "hall")
    least = SHOWN * float(chips.max(initial=0.0))
    held = {h: float(c) for h, c in zip(halls, chips, strict=True) if c > least}
    return shares, held


def proof(plan: Solved, settings: Settings, beside: Settings) -> Proof:
    """Return how good the plan is, and how it was found."""
    relaxed = plan.relaxed_k
    whole = (plan.sized.objective_k - relaxed) / max(abs(relaxed), 1e-9)
    rows, columns = plan.sized.grouped.program.matrix.shape
    return Proof(
        method=plan.sized.found.method,
        block_hours=plan.problem.hours / plan.sized.steps.count,
        beside_block_hours=beside.block_hours,
        gap=plan.gap,
        whole_gap=max(whole, 0.0),
        proven=plan.proven,
        tolerance=settings.tolerance,
        rows=rows,
        columns=columns,
        seconds=plan.seconds,
    )


def _grid_series(plan: Solved, site: str) -> dict[str, Array]:
    """Return price and carbon of a site's grid, where it has one and they are known."""
    grid = plan.problem.grid(site)
    figures = ("price_per_kwh", "intensity_kgco2e_per_kwh")
    known = {n: getattr(grid, n) for n in figures if grid is not None}
    hours = plan.problem.hours
    return {
        f"{site}.{name}": np.broadcast_to(np.asarray(series, float), hours)
        for name, series in known.items()
        if series is not None
    }


def hourly_series(plan: Solved) -> dict[str, Array]:
    """Return hourly flows by site and name, and price and carbon of its grid.

    In kW; levels in kWh, requests in an hour, money and kgCO2e for a kWh.
    """
    out: dict[str, Array] = {}
    for i, site in enumerate(plan.problem.sites):
        out[f"{site}.it_kw"] = plan.values("it_mw")[i] * THOUSAND
        out[f"{site}.facility_kw"] = out[f"{site}.it_kw"] * plan.problem.pue[site]
        out[f"{site}.grid_kw"] = plan.values("import_mw")[i] * THOUSAND
        out |= _grid_series(plan, site)
        if plan.has("surplus_mw"):
            out[f"{site}.surplus_kw"] = plan.values("surplus_mw")[i] * THOUSAND
    for i, plant in enumerate(plan.problem.plants):
        name = f"{plant.site}.{plant.option}_kw"
        out[name] = out.get(name, 0.0) + plan.values("output_mw")[i] * THOUSAND
    for i, store in enumerate(plan.problem.stores):
        for flow in ("charge", "discharge"):
            values = plan.values(f"{flow}_mw")[i] * THOUSAND
            out[f"{store.site}.{store.option}_{flow}_kw"] = values
        levels = plan.values("level_mwh")[i] * THOUSAND
        out[f"{store.site}.{store.option}_level_kwh"] = levels
    return out | _work_series(plan)


def _work_series(plan: Solved) -> dict[str, Array]:
    out: dict[str, Array] = {}
    if plan.has("served_m_per_h"):
        labels = plan.labels("served_m_per_h", "desk")
        for label, row in zip(labels, plan.values("served_m_per_h"), strict=True):
            name = f"{label.rpartition('>')[2].partition(':')[0]}.requests_per_h"
            out[name] = out.get(name, 0.0) + row * 1e6
    if plan.has("running_k"):
        runs = plan.problem.training
        for label, row in zip(
            plan.labels("running_k", "run"), plan.values("running_k"), strict=True
        ):
            site, _, key = label.partition(":")
            chip = next(c for c in runs.chips if c.key == key) if runs else None
            power = chip.it_energy_kwh / chip.chip_hours if chip else 0.0
            name = f"{site}.training_it_kw"
            out[name] = out.get(name, 0.0) + row * THOUSAND * power
    return out


def provenance(asked: Asked) -> dict[str, dict[str, tuple[str, str]]]:
    """Return for each site and series how it is known, and its sources."""
    return {
        site: {
            name: (p.kind, " ".join(p.sources)) for name, p in hours.provenance.items()
        }
        for site, hours in asked.hours.items()
    }
