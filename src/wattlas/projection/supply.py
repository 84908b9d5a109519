"""What new demand can be connected to and powered by: limits by region and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from wattlas import facts
from wattlas.chain import growth
from wattlas.chain.types import Array, Value
from wattlas.projection import history
from wattlas.projection.demand import Values
from wattlas.projection.history import BASE_YEAR

GROWTH_AHEAD = 1.0
"""Additions stop to grow in the long run: works are then built to replace works."""


@dataclass(frozen=True)
class Supply:
    """What can be added by draw, year and region, a year. [TWh]

    `connected_twh` is what new data centres with a grid connection can draw,
    `generated_twh` what they can win of all new generation on the grid less what
    retires, `onsite_twh` what is built at data centres and needs no connection.
    `added_twh` is all new generation, by option.
    """

    connected_twh: Value
    generated_twh: Value
    onsite_twh: Value
    added_twh: Mapping[str, Value]

    @property
    def new_twh(self) -> Value:
        """New demand that a year can take: the tighter limit, and on site. [TWh]"""
        on_grid = growth.served_twh(self.generated_twh, self.connected_twh)
        return on_grid + self.onsite_twh

    @property
    def grid_binds(self) -> Value:
        """Whether connections bind before generation. [0 or 1]"""
        return (np.asarray(self.connected_twh) < self.generated_twh).astype(float)


@dataclass(frozen=True)
class Served:
    """Demand of all data centres against supply, and AI's part of it. [TWh]

    Served, delayed (served within `patience.years`) and unserved add up to demand; AI
    has the share of each that it has of demand.
    """

    served_twh: Value
    delayed_twh: Value
    unserved_twh: Value

    def scaled(self, factor: Value) -> Served:
        """Return all three times a factor. [TWh]"""
        return Served(
            self.served_twh * factor,
            self.delayed_twh * factor,
            self.unserved_twh * factor,
        )


def options() -> list[str]:
    """Return the ways to add generation, by key."""
    return facts.keys("power_options")


def supply(
    v: Values, years: Value, shares: Value, *, is_connected: bool = True
) -> Supply:
    """Return the limits of each year and region.

    Parameters
    ----------
    v : mapping of input name to float or (draws, 1, 1)
        With `exists.OPTION` where an option has a chance.
    years : (1, years, 1)
    shares : (draws, years, regions)
        Each region's part of new data centres.
    is_connected : bool
        False where connections are those of a place, not a share of the world's.
    """
    added = {key: option_twh(key, v, years, shares) for key in options()}
    onsite = sum(
        (twh * v.get(f"onsite_share.{key}", 0.0) for key, twh in added.items()), 0.0
    )
    on_grid = sum(added.values(), 0.0) - onsite - retired_twh(v, years)
    connected: Value = np.full_like(on_grid, np.inf)
    if is_connected:
        gw = connected_gw(v, years)
        connected = growth.energy_twh(gw, v["load.facility"]) * shares
    # In the base year nothing is added: today's demand is served.
    later = np.where(np.asarray(years) > BASE_YEAR, 1.0, 0.0)
    return Supply(
        connected_twh=np.where(later > 0, connected, 0.0),
        generated_twh=later * np.maximum(v["share.additions"] * on_grid, 0.0),
        onsite_twh=onsite * later,
        added_twh=added,
    )


def connected_gw(v: Values, years: Value) -> Value:
    """Data-centre capacity that the world's grids connect in a year. [GW]"""
    return v["connection_gw.2025"] * growth.growth_index(
        v["growth.connection"],
        GROWTH_AHEAD,
        v["halving_years.options"],
        years - BASE_YEAR,
    )


def option_gw(key: str, v: Values, years: Value) -> Value:
    """Capacity that an option adds to the world in a year. [GW]

    A programme of so many units a year, where one is asked for; else the ramp from the
    start year on, and nothing where the option's chance does not come.
    """
    ahead = np.asarray(years) - v.get(f"start_year.{key}", float(BASE_YEAR))
    runs = np.where(ahead >= 0, 1.0, 0.0)
    programme = v.get(f"units_per_year.{key}", 0.0)
    if np.any(programme):
        return programme * v[f"unit_gw.{key}"] * runs
    index = growth.growth_index(
        v[f"growth.{key}"],
        GROWTH_AHEAD,
        v["halving_years.options"],
        np.maximum(ahead, 0.0),
    )
    return v[f"added_gw.{key}"] * index * runs * v.get(f"exists.{key}", 1.0)


def option_twh(key: str, v: Values, years: Value, shares: Value) -> Value:
    """Energy that an option adds to each region in a year. [TWh]"""
    follows = facts.row("power_options", key)["follows"]
    where = region_pattern(follows) if follows else shares
    return world_option_twh(key, v, years) * where


def world_option_twh(key: str, v: Values, years: Value) -> Value:
    """Energy that an option adds to the world in a year. [TWh]"""
    return growth.energy_twh(option_gw(key, v, years), v[f"capacity_factor.{key}"])


def world_limits_twh(v: Values, years: Value) -> tuple[Value, Value, Value]:
    """Return what the world connects, generates and builds on site a year. [TWh]

    All net new generation, on the grid or on site, not the share that data centres win.
    """
    added = {key: world_option_twh(key, v, years) for key in options()}
    onsite = sum(
        (twh * v.get(f"onsite_share.{key}", 0.0) for key, twh in added.items()), 0.0
    )
    retired = np.sum(retired_twh(v, years), axis=-1, keepdims=True)
    net = np.maximum(sum(added.values(), 0.0) - retired, 0.0)
    connected = growth.energy_twh(connected_gw(v, years), v["load.facility"])
    return connected, net, onsite


def retired_twh(v: Values, years: Value) -> Value:
    """Fossil generation that closes in a year, by region. [TWh]"""
    left = (1 - v["share.retired"]) ** (years - BASE_YEAR)
    return fossil_twh() * v["share.retired"] * left


@cache
def region_pattern(source: str) -> Value:
    """Each region's share of what the world added of a source in five years. [1]"""
    added = [history.added_twh(r, source) for r in facts.keys("outlook_regions")]
    positive: Array = np.maximum(np.array(added), 0.0)
    shares: Value = positive / positive.sum()
    return shares


@cache
def fossil_twh() -> Value:
    """Fossil generation of each region in its last year. [TWh]"""
    last = [max(_history(r).items()) for r in facts.keys("outlook_regions")]
    return np.array(
        [sum(y.by_source_twh.get(s, 0.0) for s in history.FOSSIL) for _, y in last]
    )


def _history(region: str) -> dict[int, history.Year]:
    return history.region_history(region)


def serve(wanted_twh: Value, added_twh: Value, patience: int, years: int) -> Served:
    """Return what of a demand is served, delayed and unserved. [TWh]

    Demand of all data centres and what was added for them since the base year, both by
    draw, year and region, and `patience` years beyond the `years` that are returned.
    """
    wanted = np.asarray(wanted_twh)
    capacity = wanted[:, :1] + added_twh
    wanted = wanted[:, :years]
    served = growth.served_twh(wanted, capacity[:, :years])
    within = growth.served_twh(wanted, capacity[:, patience : patience + years])
    return Served(served, within - served, wanted - within)
