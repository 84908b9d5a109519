"""Which layout a service runs: the least cost per token at a usual latency.

Every layout is tried at many batches through the links of the chain, all at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.latency import latency
from wattlas.estimation.layouts import Layout, Memory, wide_tile_tokens
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_work import request_work

Array = NDArray[np.float64]
CLOSE = 1.25
"""Layouts up to so many times the least cost are close: the range covers them."""
TIED = 1.03
"""Layouts up to so many times the least cost cost the same: the smallest is taken."""
SMALL_BATCH = 8.0
"""A batch below which a replica is starved of memory."""
RELAXED = 1.5
"""The latency asked for is eased by this factor until some layout keeps it."""
BATCHES_PER_DOUBLING = 8


@dataclass(frozen=True)
class Goal:
    """What a layout is chosen by: limits of the latency, and money of chip and power.

    `batch` is the batch where it is given, `max_sequences` the scheduler's limit in
    each data-parallel group.
    """

    ttft_s: float
    tpot_s: float
    chip_hour_cost: float
    price_per_kwh: float
    max_sequences: float
    batch: float | None = None
    requests_per_second: float | None = None


@dataclass(frozen=True)
class Offer:
    """One layout at the largest batch that keeps the latency, and what a token costs.

    `memory_limit` and `scheduler_limit` are the requests that each would let run.
    """

    layout: Layout
    batch: float
    cost_per_token: float
    chip_hours_per_token: float
    energy_kwh_per_token: float
    ttft_s: float
    tpot_s: float
    requests_per_second: float
    memory_limit: float
    scheduler_limit: float
    wide_tile_tokens: float

    def inputs(self) -> dict[str, float]:
        """Return the inputs of the chain that differ between layouts."""
        layout = self.layout
        return {
            "chips_per_replica": float(layout.chips),
            "pipeline_parallel": float(layout.pipeline_parallel),
            "data_parallel": float(layout.data_parallel),
            "expert_parallel": float(layout.expert_parallel),
            "wide_tile_tokens": self.wide_tile_tokens,
            "batch_limit": self.batch,
        }


@dataclass(frozen=True)
class Trials:
    """Layouts at batches, as arrays: the inputs that differ, and what each gives."""

    which: NDArray[np.intp]
    batch: Array
    cost: Array
    chip_hours: Array
    energy_kwh: Array
    first_token_s: Array
    token_s: Array
    requests_per_second: Array


def offers(
    inputs: Inputs,
    architecture: Architecture,
    layouts: Sequence[Layout],
    memory: Memory,
    goal: Goal,
) -> tuple[list[Offer], float]:
    """Return the offers of the layouts, the cheapest first, and how much latency eased.

    The factor is 1 where some layout keeps the latency that was asked for. Layouts
    that hold no request are left out.
    """
    fitting = _holding(layouts, memory, goal.batch or 1.0)
    if not fitting:
        return [], 1.0
    trials = _trials(inputs, architecture, fitting, memory, goal)
    eased = 1.0
    while not (kept := _within(trials, goal, eased)).any():
        eased *= RELAXED
    found = [
        _offer(trials, place, fitting[index], (inputs, memory, goal))
        for index in np.unique(trials.which[kept])
        for place in [_cheapest(trials, kept & (trials.which == index))]
    ]
    return _ranked(found), eased


def _holding(layouts: Sequence[Layout], memory: Memory, batch: float) -> list[Layout]:
    """Return the layouts that hold a batch; where none does, those of a request."""
    held = [x for x in layouts if memory.room(x) >= batch]
    return held or [x for x in layouts if memory.room(x) >= 1.0]


def with_needed_stages(layouts: Sequence[Layout], memory: Memory) -> list[Layout]:
    """Return the layouts without those that take more stages than the memory needs.

    Stages cost latency: with room for a small batch on half of them operators run more
    replicas instead.
    """
    return [x for x in layouts if _needs_stages(x, memory)]


def _needs_stages(layout: Layout, memory: Memory) -> bool:
    if layout.pipeline_parallel == 1:
        return True
    half = replace(layout, pipeline_parallel=layout.pipeline_parallel // 2)
    return float(memory.room(half)) < SMALL_BATCH


def _ranked(found: Sequence[Offer]) -> list[Offer]:
    """Return offers by cost; where they cost the same, the smallest replica first."""
    by_cost = sorted(found, key=lambda offer: offer.cost_per_token)
    tied = [o for o in by_cost if o.cost_per_token <= TIED * by_cost[0].cost_per_token]
    first = min(tied, key=lambda offer: offer.layout.chips)
    return [first, *(offer for offer in by_cost if offer is not first)]


def close_offers(found: Sequence[Offer]) -> list[Offer]:
    """Return the offers whose cost is near the least, the cheapest first."""
    return [o for o in found if o.cost_per_token <= CLOSE * found[0].cost_per_token]


def _within(trials: Trials, goal: Goal, eased: float) -> NDArray[np.bool_]:
    first = trials.first_token_s <= goal.ttft_s * eased
    kept = np.logical_and(first, trials.token_s <= goal.tpot_s * eased)
    if goal.requests_per_second is None:
        return kept
    asked = trials.requests_per_second <= goal.requests_per_second
    return np.logical_and(kept, asked | (trials.batch <= 1.0))


def _cheapest(trials: Trials, kept: NDArray[np.bool_]) -> int:
    places = np.flatnonzero(kept)
    return int(places[np.argmin(trials.cost[places])])


def _offer(
    trials: Trials,
    place: int,
    layout: Layout,
    given: tuple[Inputs, Memory, Goal],
) -> Offer:
    inputs, memory, goal = given
    return Offer(
        layout=layout,
        batch=float(trials.batch[place]),
        cost_per_token=float(trials.cost[place]),
        chip_hours_per_token=float(trials.chip_hours[place]),
        energy_kwh_per_token=float(trials.energy_kwh[place]),
        ttft_s=float(trials.first_token_s[place]),
        tpot_s=float(trials.token_s[place]),
        requests_per_second=float(trials.requests_per_second[place]),
        memory_limit=float(memory.room(layout)),
        scheduler_limit=goal.max_sequences * layout.data_parallel,
        wide_tile_tokens=wide_tile_tokens(inputs, layout.expert_parallel),
    )


def _trials(
    inputs: Inputs,
    architecture: Architecture,
    layouts: Sequence[Layout],
    memory: Memory,
    goal: Goal,
) -> Trials:
    grids = [_batches(layout, memory, goal) for layout in layouts]
    which = np.repeat(np.arange(len(layouts)), [len(grid) for grid in grids])
    batch = np.concatenate(grids)
    v: dict[str, Value] = {
        **inputs.mids(),
        **_columns(inputs, layouts, which),
        "batch": batch,
    }
    work = request_work(plain_step, v, architecture)
    tokens = np.maximum(v["output_tokens"], 1.0)
    hours = np.asarray(work.chip_hours) / tokens
    energy = np.asarray(work.chip_energy_kwh) / tokens
    facility = energy * float(_facility_ratio(v))
    waits = latency(plain_step, v, architecture, work)
    return Trials(
        which=which,
        batch=batch,
        cost=hours * goal.chip_hour_cost + facility * goal.price_per_kwh,
        chip_hours=hours,
        energy_kwh=energy,
        first_token_s=np.asarray(waits.first_token_s),
        token_s=np.asarray(waits.token_s),
        requests_per_second=batch / (tokens * np.asarray(waits.token_s)),
    )


def _facility_ratio(v: Mapping[str, Value]) -> Value:
    """Return facility over chip energy, near enough to weigh power against chips."""
    return v["pue"] * (1.0 + v["host_power_share"])


def _columns(
    inputs: Inputs, layouts: Sequence[Layout], which: NDArray[np.intp]
) -> dict[str, Array]:
    columns = {
        "chips_per_replica": [x.chips for x in layouts],
        "pipeline_parallel": [x.pipeline_parallel for x in layouts],
        "data_parallel": [x.data_parallel for x in layouts],
        "expert_parallel": [x.expert_parallel for x in layouts],
        "wide_tile_tokens": [
            wide_tile_tokens(inputs, x.expert_parallel) for x in layouts
        ],
    }
    return {n: np.array(c, dtype=float)[which] for n, c in columns.items()}


def _batches(layout: Layout, memory: Memory, goal: Goal) -> Array:
    """Return the batches to try: up to what memory and the scheduler let run."""
    scheduled = goal.max_sequences * layout.data_parallel
    most = max(min(float(memory.room(layout)), scheduled), 1.0)
    if goal.batch is not None:
        return np.array([min(goal.batch, most)])
    doublings = np.log2(most)
    count = int(doublings * BATCHES_PER_DOUBLING) + 1
    return np.append(2.0 ** (np.arange(count) / BATCHES_PER_DOUBLING), most)
