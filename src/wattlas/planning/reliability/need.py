"""What a site must serve, and what its plan has there without its grid. [kW, kWh]"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.reliability.outage import Reserve, Units
from wattlas.planning.supply import BEHIND_METER, Plant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_UNIT = 0.01
"""Share of the peak below which a plant is a trace of the solver."""


@dataclass(frozen=True)
class Need:
    """A site through the hours of a year. [kW, kWh]

    `load_kw` is what the building draws, `islanded_kw` what of it units must serve when
    the grid is gone: less the sun on its roofs. `feed_kw` is what the grid may give, 0
    where there is none; `over_feed_kw` what units must serve beside it.
    """

    site: str
    load_kw: Array
    islanded_kw: Array
    feed_kw: float
    over_feed_kw: Array
    units: tuple[Units, ...]
    battery: Reserve

    @property
    def peak_kw(self) -> float:
        """The highest load."""
        return float(self.load_kw.max())


def need_of(v: Values, site: str, figures: Mapping[str, float]) -> Need:
    """Return what a site must serve in the plan that values are of."""
    hours = v.problem.hours
    load = np.broadcast_to(v.problem.pue[site] * v.it(site) * THOUSAND, hours)
    here = [p for p in v.problem.plants if p.site == site and p.node == BEHIND_METER]
    sun = sum(
        (_kw(v, "output_mw", p) for p in here if not p.dispatchable), np.zeros(hours)
    )
    grid = v.problem.grid(site)
    feed = 0.0 if grid is None else float(np.min(grid.limit_kw))
    stores = [s for s in v.problem.stores if s.site == site]
    given = sum(
        (
            (v.at("discharge_mw", store=s.key) - v.at("charge_mw", store=s.key))
            * THOUSAND
            for s in stores
        ),
        np.zeros(hours),
    )
    peak = float(load.max())
    return Need(
        site=site,
        load_kw=load,
        islanded_kw=np.maximum(load - sun, 0.0),
        feed_kw=feed,
        over_feed_kw=np.maximum(load - sun - given - feed, 0.0),
        units=tuple(
            units
            for p in here
            if p.dispatchable
            and (units := _units(v, p, figures)).count * units.kw > LEAST_UNIT * peak
        ),
        battery=_battery(v, [s.key for s in stores], figures, peak),
    )


def _units(v: Values, plant: Plant, figures: Mapping[str, float]) -> Units:
    """Return a plant as units: those that the study or the tables say."""
    kw = float(v.at("capacity_mw", plant=plant.key)[0]) * THOUSAND
    unit = plant.unit_kw or figures["plant_unit_kw"]
    count = max(ceil(kw / unit - 1e-6), 1)
    return Units(count, kw / count, float(plant.availability.mean()))


def _battery(
    v: Values, keys: list[str], figures: Mapping[str, float], peak_kw: float
) -> Reserve:
    """Return the batteries of a site as one, as full as they are on the mean."""
    there = figures["battery_at_outage_share"]
    efficiency = {s.key: s.efficiency for s in v.problem.stores}
    power = energy = level = 0.0
    for key in keys:
        out = there * efficiency[key] ** 0.5 * THOUSAND
        power += float(v.at("store_mw", store=key)[0]) * THOUSAND * there
        energy += float(v.at("store_mwh", store=key)[0]) * out
        level += float(v.at("level_mwh", store=key).mean()) * out
    return Reserve(power, energy, level) if energy > LEAST_UNIT * peak_kw else Reserve()


def _kw(v: Values, name: str, plant: Plant) -> Array:
    return np.broadcast_to(v.at(name, plant=plant.key) * THOUSAND, v.problem.hours)
