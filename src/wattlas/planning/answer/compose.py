"""Put the answer together from an optimum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.alternatives import Placement
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.parts import (
    Proof,
    SeriesProvenance,
    ServingChips,
    Size,
    TrainingPlan,
)
from wattlas.planning.ask import Asked
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.routing import routing_steps
from wattlas.planning.solve.stages import Settings, Solved
from wattlas.planning.work_places import desks, halls, runs
from wattlas.study import TrainSection

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


def placement(sites: tuple[str, ...], plan: Solved | None, chosen: bool) -> Placement:
    """Return what it is to place the loads at some sites."""
    if plan is None:
        return Placement(sites, None, {}, chosen)
    power: dict[str, float] = {}
    for size in sizes(plan):
        power[size.option] = power.get(size.option, 0.0) + size.power_kw
    return Placement(sites, figures(plan.sized.variant, plan.x), power, chosen)


def training_plan(plan: Solved) -> TrainingPlan | None:
    """Return where and when the run is trained; its window is that time."""
    if plan.problem.training is None:
        return None
    running = plan.values("running_k") * THOUSAND
    i = int(running.sum(axis=1).argmax())
    site, chip = runs(plan.problem)[i]
    mine = running[i]
    held = (plan.values("taken_k")[i] - plan.values("returned_k")[i]) * THOUSAND
    busy = np.flatnonzero(mine > SHOWN * mine.max(initial=0.0))
    first, last = int(busy.min()), int(busy.max())
    return TrainingPlan(
        site=site,
        chip=chip.key,
        first_hour=first,
        last_hour=last,
        chips=float(held.max()),
        running_hours=float(mine.sum() / max(held.max(), 1e-9)),
        waiting_chip_hours=float(np.maximum(held - mine, 0.0).sum()),
        it_energy_kwh=float(mine.sum()) * chip.it_energy_kwh / chip.chip_hours,
        window_first_hour=first,
        window_last_hour=last,
    )


def in_window(
    training: TrainingPlan | None, section: TrainSection | None, year: int
) -> TrainingPlan | None:
    """Return when the run is trained, in the window that a study gives it."""
    if training is None or section is None:
        return training
    first, last = training.first_hour, training.last_hour
    if section.start is not None:
        first = min(first, _hour_of(section.start, year))
    if section.deadline is not None:
        last = max(last, _hour_of(section.deadline, year) - 1)
    return replace(training, window_first_hour=first, window_last_hour=last)


def _hour_of(written: str, year: int) -> int:
    moment = datetime.fromisoformat(written)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round((moment - datetime(year, 1, 1, tzinfo=UTC)) / timedelta(hours=1))


def serving_shares(
    plan: Solved,
) -> tuple[dict[str, float], tuple[ServingChips, ...]]:
    """Return the share of requests by site, and the chips held, by site and kind."""
    if not plan.has("served_m_per_h"):
        return {}, ()
    served = plan.values("served_m_per_h").sum(axis=1)
    shares = dict.fromkeys(plan.problem.sites, 0.0)
    for desk, value in zip(desks(plan.problem), served, strict=True):
        shares[desk.site] += float(value / served.sum())
    chips = plan.values("serving_chips_k") * THOUSAND
    least = SHOWN * float(chips.max(initial=0.0))
    held = (
        ServingChips(hall.site, hall.chip.key, float(count))
        for hall, count in zip(halls(plan.problem), chips, strict=True)
        if count > least
    )
    return shares, tuple(held)


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
        monthly_routing=routing_steps(plan.problem, plan.sized.steps)
        is not plan.sized.steps,
    )


def provenance(asked: Asked) -> dict[str, dict[str, SeriesProvenance]]:
    """Return for each site and series how it is known, and its sources."""
    return {
        site: {
            name: SeriesProvenance(p.kind, p.sources)
            for name, p in hours.provenance.items()
        }
        for site, hours in asked.hours.items()
    }
