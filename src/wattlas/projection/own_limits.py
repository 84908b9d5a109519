"""What a place connects a year by its own count, in place of the world's share."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wattlas import facts
from wattlas.chain import growth
from wattlas.chain.types import Array, Value
from wattlas.projection.assumptions import CONNECTS
from wattlas.projection.demand import Values
from wattlas.projection.places import region_of
from wattlas.projection.supply import GROWTH_AHEAD, Supply, serve

DEMAND, SERVED = "data_centre_demand_twh", "data_centre_served_twh"
OF_AI = {
    "ai_served_twh": "served_twh",
    "ai_delayed_twh": "delayed_twh",
    "ai_unserved_twh": "unserved_twh",
}


def has_own(place: str, names: Container[str]) -> bool:
    """Say whether what a place connects a year is among the names of inputs.

    >>> has_own("virginia", {"connection_gw.virginia"}), has_own("oregon", ())
    (True, False)
    """
    return f"{CONNECTS}.{place}" in names


@dataclass(frozen=True)
class Regional:
    """What of all regions a place is reckoned from, each by draw, year and region.

    Limits of supply, demand of all data centres [TWh], and what past projections missed
    as a factor.
    """

    limits: Supply
    demand_twh: Value
    missed: Value


def within_own(
    place: str,
    samples: Mapping[str, Value],
    there: Regional,
    v: Values,
    patience: int,
) -> tuple[Supply, dict[str, Value]]:
    """Return a place's own limits, and its energies by draw served within them."""
    at = facts.keys("outlook_regions").index(region_of(place))
    demand, missed = (
        np.asarray(x)[..., at : at + 1] for x in (there.demand_twh, there.missed)
    )
    limits = _own_supply(place, there.limits, samples[DEMAND] / demand, v)
    return limits, _served(samples, limits, missed, patience)


def _own_supply(place: str, of_region: Supply, part: Value, v: Values) -> Supply:
    """Return the limits of a place: its own connections, its part of all else. [TWh]"""
    at = facts.keys("outlook_regions").index(region_of(place))
    count = np.asarray(of_region.generated_twh).shape[1]
    shared = _going_on(part, count)
    generated, onsite = (
        np.asarray(twh)[..., at : at + 1] * shared
        for twh in (of_region.generated_twh, of_region.onsite_twh)
    )
    ahead = np.arange(float(count)).reshape(1, -1, 1)
    index = growth.growth_index(
        v["growth.connection"], GROWTH_AHEAD, v["halving_years.options"], ahead
    )
    connected = growth.energy_twh(v[f"{CONNECTS}.{place}"] * index, v["load.facility"])
    later = np.where(ahead > 0, 1.0, 0.0)
    return replace(
        of_region,
        connected_twh=connected * later,
        generated_twh=generated,
        onsite_twh=onsite,
    )


def _going_on(part: Value, count: int) -> Array:
    """Return a part of every year, the last one going on."""
    known = np.asarray(part)
    more = np.repeat(known[:, -1:], count - known.shape[1], axis=1)
    return np.concatenate([known, more], axis=1)


def _served(
    samples: Mapping[str, Value], limits: Supply, missed: Value, patience: int
) -> dict[str, Value]:
    """Return a place's energies by draw, served within limits. [TWh]"""
    wanted, before = np.asarray(samples[DEMAND]), np.asarray(samples[SERVED])
    new = np.cumsum(limits.new_twh, axis=1)
    found = serve(wanted / missed, new, patience, wanted.shape[1]).scaled(missed)
    ai = samples["ai_demand_twh"] / wanted
    others = samples["generation_twh"] - before
    return (
        dict(samples)
        | {name: getattr(found, field) * ai for name, field in OF_AI.items()}
        | {SERVED: found.served_twh, "generation_twh": others + found.served_twh}
    )
