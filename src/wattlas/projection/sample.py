"""Draws of every quantity of an outlook: by method, draw, year and region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wattlas import facts
from wattlas.chain import growth
from wattlas.chain.types import Array, Value
from wattlas.projection.assumptions import Assumptions, Drawn
from wattlas.projection.demand import (
    Demand,
    Values,
    demand,
    missed_factor,
    region_shares,
)
from wattlas.projection.footprint import Mixes, footprint, mixes
from wattlas.projection.highest_hour import highest_hour
from wattlas.projection.history import BASE_YEAR, base_generation_twh
from wattlas.projection.own_limits import Regional, has_own, within_own
from wattlas.projection.places import is_place, of_place, place_mix
from wattlas.projection.record import ALL, PERCENTILES
from wattlas.projection.supply import Served, Supply, serve, supply

BLOCK = 4096
"""Draws that are held at once: memory does not grow with the number of draws."""

Samples = dict[str, dict[str, Value]]


@dataclass(frozen=True)
class Frame:
    """What is asked for: methods, years and draws."""

    methods: tuple[str, ...]
    years: tuple[int, ...]
    draws: int
    seed: int
    region: str = "world"


@dataclass(frozen=True)
class Block:
    """One block of draws: the inputs, the limits and each method's quantities."""

    size: int
    values: Drawn
    limits: Supply
    samples: Samples


def blocks(inputs: Assumptions, frame: Frame) -> Iterator[Block]:
    """Yield blocks of draws, each a Latin hypercube of its own seed."""
    count = -(-frame.draws // BLOCK)
    for i in range(count):
        size = min(BLOCK, frame.draws - i * BLOCK)
        yield block(inputs.draw(size, frame.seed + i), frame, size)


def block(v: Drawn, frame: Frame, size: int = 1) -> Block:
    """Return each method's quantities for given values of the inputs."""
    patience, count = _patience(v), len(frame.years)
    span = np.arange(frame.years[0], frame.years[-1] + patience + 1.0)
    years = span.reshape(1, -1, 1)
    asked = years[:, :count]
    shares = region_shares(v, years)
    own = has_own(frame.region, v)
    limits = regional = supply(v, years, shares[0], is_connected=not own)
    added = {k: np.asarray(a)[:, :count] for k, a in limits.added_twh.items()}
    mix, missed = mixes(added, v, asked), missed_factor(v, asked)
    generation = {"generation_twh": generation_twh(v, asked)}
    samples: Samples = {}
    for method in frame.methods:
        wanted = demand(method, v, years, shares)
        found = _of_regions(wanted, regional, missed, mix, patience) | generation
        if is_place(frame.region):
            there = Regional(regional, found["data_centre_demand_twh"], missed)
            limits, found = _of_a_place(frame, found, there, mix, v)
        samples[method] = found
    return Block(size, v, limits, samples)


def _patience(v: Values) -> int:
    return round(float(np.ravel(v["patience.years"])[0]))


def _of_regions(
    wanted: Demand, limits: Supply, missed: Value, mix: Mixes, patience: int
) -> dict[str, Value]:
    """Return the quantities of all regions, within the limits of supply."""
    count = np.shape(missed)[1]
    everything = wanted.data_centres_twh
    new = np.cumsum(limits.new_twh, axis=1)
    # Errors of the past are of what was used: of demand and supply together.
    found = serve(everything, new, patience, count).scaled(missed)
    ai, everything = (
        np.asarray(twh)[:, :count] * missed for twh in (wanted.ai_twh, everything)
    )
    return _quantities(ai, everything, found, mix)


def _of_a_place(
    frame: Frame, samples: dict[str, Value], there: Regional, mix: Mixes, v: Values
) -> tuple[Supply, dict[str, Value]]:
    """Return a place's limits and quantities, from those of all regions."""
    years = np.array(frame.years, dtype=float).reshape(1, -1, 1)
    limits, here = there.limits, of_place(frame.region, samples, v, years)
    if has_own(frame.region, v):
        limits, here = within_own(frame.region, here, there, v, _patience(v))
    local = place_mix(frame.region, mix, v, years)
    return limits, here | _footprint(here["ai_served_twh"], local)


def with_highest_hour(part: Block, region: str) -> Block:
    """Return a block with what its grids take in their highest hour. [GW]"""
    samples = {
        method: found | highest_hour(found, part.values, region)
        for method, found in part.samples.items()
    }
    return replace(part, samples=samples)


def _quantities(
    ai_twh: Value, everything_twh: Value, found: Served, mix: Mixes
) -> dict[str, Value]:
    # AI has the part of each shortfall that it has of demand.
    part = ai_twh / everything_twh
    served = found.served_twh * part
    return {
        "ai_demand_twh": ai_twh,
        "ai_served_twh": served,
        "ai_delayed_twh": found.delayed_twh * part,
        "ai_unserved_twh": found.unserved_twh * part,
        "data_centre_demand_twh": everything_twh,
        "data_centre_served_twh": found.served_twh,
    } | _footprint(served, mix)


def _footprint(served_twh: Value, mix: Mixes) -> dict[str, Value]:
    carbon, water = footprint(served_twh, mix)
    return {"ai_carbon_mtco2e": carbon, "ai_water_gl": water}


def generation_twh(v: Values, years: Value) -> Value:
    """Generation of each region: its own growth turns into that of the world. [TWh]"""
    parts = [
        twh
        * growth.growth_index(
            v[f"generation_growth.{region}"],
            v["generation_growth.world"],
            v["halving_years.options"],
            years - BASE_YEAR,
        )
        for region, twh in base_generation_twh().items()
    ]
    return np.concatenate(parts, axis=-1)


def of_region(samples: dict[str, Value], region: str) -> dict[str, Array]:
    """Return a region's draws by quantity, (draws, years); the world is the sum.

    The draws of a place are of that place alone.
    """
    keys = facts.keys("outlook_regions")
    found = {
        name: np.sum(values, axis=-1)
        if region == "world" or is_place(region)
        else np.asarray(values)[..., keys.index(region)]
        for name, values in samples.items()
    }
    served, generation = (
        found[name] for name in ("data_centre_served_twh", "generation_twh")
    )
    shares = {
        "share_of_generation": found["ai_demand_twh"] / generation,
        "data_centre_share": served / generation,
    }
    if "peak_gw" in found:
        shares["share_of_peak"] = found["data_centre_peak_gw"] / found["peak_gw"]
    return found | shares


def percentiles(values: Value) -> Array:
    """Return the percentiles of draws along the first axis."""
    fractions = [p / 100 for p in PERCENTILES]
    found: Array = np.quantile(values, fractions, axis=0)
    return found


def by_method(block: Block, region: str) -> dict[str, dict[str, Array]]:
    """Return a region's draws by method and quantity, with all methods together."""
    found = {m: of_region(s, region) for m, s in block.samples.items()}
    if len(found) > 1:
        found[ALL] = _together(list(found.values()))
    else:
        found[ALL] = next(iter(found.values()))
    return found


def _together(methods: Sequence[dict[str, Array]]) -> dict[str, Array]:
    size = max(len(m["ai_demand_twh"]) for m in methods)
    return {
        name: np.concatenate(
            [np.broadcast_to(m[name], (size, m[name].shape[1])) for m in methods]
        )
        for name in methods[0]
    }
