"""What an outage of the grid leaves unserved: units that may fail, a battery that ends.

Units have two states. Those that run are up with their availability for the whole of an
outage; generators that stand by start or do not, and may fail while they run; nothing
is repaired before the grid is back. A battery gives what they lack until it is empty,
and takes what they have over. Order of the steps: the survival model of REopt.jl.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BINS = 100
"""Steps of a battery's energy; what lies between two is shared by them."""
DUST_KW = 1e-6


@dataclass(frozen=True)
class Units:
    """Alike units that run: so many, of a power, each up with a probability. [kW, 1]"""

    count: int
    kw: float
    availability: float


@dataclass(frozen=True)
class Standby:
    """Alike generators that stand by.

    One is there with `availability`, and then starts but for `fails_to_start`; it runs
    `mttf_h` on the mean before it fails. [kW, 1, h]
    """

    count: int = 0
    kw: float = 0.0
    availability: float = 1.0
    fails_to_start: float = 0.0
    mttf_h: float = float("inf")

    @property
    def starts(self) -> float:
        """The probability that one runs at the begin of an outage. [1]"""
        return self.availability * (1.0 - self.fails_to_start)


@dataclass(frozen=True)
class Reserve:
    """A battery: its power, what it can give when full, and when an outage begins.

    [kW, kWh]; `efficiency` is of what it takes in an outage.
    """

    kw: float = 0.0
    kwh: float = 0.0
    begin_kwh: float | None = None
    efficiency: float = 1.0

    @property
    def at_begin_kwh(self) -> float:
        """What it can give when an outage begins: all, where nothing else is said."""
        return self.kwh if self.begin_kwh is None else min(self.begin_kwh, self.kwh)


@dataclass(frozen=True)
class Sources:
    """All that supplies a site when its grid is gone."""

    running: tuple[Units, ...] = ()
    standby: Standby = field(default_factory=Standby)
    battery: Reserve = field(default_factory=Reserve)


def states(units: tuple[Units, ...]) -> tuple[Array, Array]:
    """Return the powers that running units may give together, and how probable. [kW, 1]

    >>> powers, odds = states((Units(2, 10.0, 0.9),))
    >>> powers.tolist(), odds.round(2).tolist()
    ([0.0, 10.0, 20.0], [0.01, 0.18, 0.81])
    """
    powers: Array = np.zeros(1)
    odds: Array = np.ones(1)
    for kind in units:
        own = np.arange(kind.count + 1) * kind.kw
        mine = binomial(kind.count, kind.availability)
        powers = np.add.outer(powers, own).ravel()
        odds = np.multiply.outer(odds, mine).ravel()
        distinct, place = np.unique(np.round(powers, 6), return_inverse=True)
        odds = np.asarray(np.bincount(place, odds, len(distinct)), float)
        powers = np.asarray(distinct, float)
    return powers, odds


def binomial(count: int, share: float) -> Array:
    """Return the probabilities that 0, 1, ... of so many are up. [1]"""
    k = np.arange(count + 1)
    ways = np.array([comb(count, int(i)) for i in k], dtype=float)
    return np.asarray(ways * share**k * (1.0 - share) ** (count - k))


@dataclass(frozen=True)
class Left:
    """What outages leave unserved, for each hour and each begin; how often nothing.

    `unserved_kwh` is expected, `survived` the probability that all is served up to and
    with an hour. Both have the shape (begins, hours).
    """

    unserved_kwh: Array
    survived: Array


def outages(load_kw: Array, sources: Sources, survival: bool = True) -> Left:
    """Return what outages leave unserved in each of their hours.

    Parameters
    ----------
    load_kw : array (begins, hours)
        What must be served in each hour of an outage, for each begin. [kW]
    sources : Sources
        What is there without the grid.
    survival : bool
        Whether `survived` is wanted, too; else it is nought.

    Examples
    --------
    >>> gone = outages(np.full((1, 2), 10.0), Sources((Units(1, 10.0, 0.9),)))
    >>> gone.unserved_kwh.round(2).tolist(), gone.survived.round(2).tolist()
    ([[1.0, 1.0]], [[0.9, 0.9]])
    """
    unserved, survived = np.zeros(load_kw.shape), np.zeros(load_kw.shape)
    for power, chance in zip(*states(sources.running), strict=True):
        left = _with_running(load_kw - power, sources, survival)
        unserved += chance * left.unserved_kwh
        survived += chance * left.survived
    return Left(unserved, survived)


def _with_running(need_kw: Array, sources: Sources, survival: bool) -> Left:
    """Return what is unserved of a need, by generators and a battery alone.

    Mass lies on (begin, generators up, energy left); `alive` is that of it which has
    served everything.
    """
    begins, hours = need_kw.shape
    standby, battery = sources.standby, sources.battery
    bins = BINS if battery.kwh > 0 else 0
    mass = np.zeros((begins, standby.count + 1, bins + 1))
    full = np.array([battery.at_begin_kwh / battery.kwh * bins if bins else 0.0])
    for place, part in _shared(full, bins):
        mass[:, :, place[0]] += part[0] * binomial(standby.count, standby.starts)
    alive = mass.copy()
    fails = _failures(standby)
    own = np.arange(standby.count + 1) * standby.kw
    unserved, survived = np.zeros(need_kw.shape), np.zeros(need_kw.shape)
    for hour in range(hours):
        lacking = need_kw[:, hour, None] - own
        mass, unserved[:, hour] = _discharged(fails @ mass, lacking, battery)
        if survival:
            alive, _ = _discharged(fails @ alive, lacking, battery, only_served=True)
            survived[:, hour] = alive.sum(axis=(1, 2))
    return Left(unserved, survived)


def _failures(standby: Standby) -> Array:
    """Return the probabilities that of g generators h are up an hour later: (h, g)."""
    stays = 1.0 - 1.0 / standby.mttf_h
    found = np.zeros((standby.count + 1, standby.count + 1))
    for count in range(standby.count + 1):
        found[: count + 1, count] = binomial(count, stays)
    return found


def _discharged(
    mass: Array, lacking_kw: Array, battery: Reserve, only_served: bool = False
) -> tuple[Array, Array]:
    """Return where the mass is after an hour, and the energy that was not served.

    `only_served` keeps the mass that lacked nothing alone.
    """
    bins = mass.shape[2] - 1
    step = battery.kwh / bins if bins else 1.0
    energy = np.arange(bins + 1) * step
    wanted = np.clip(lacking_kw, -battery.kw, battery.kw)[:, :, None]
    given = np.clip(wanted, (energy - battery.kwh) / battery.efficiency, energy)
    short = np.maximum(lacking_kw[:, :, None] - np.maximum(given, 0.0), 0.0)
    if only_served:
        mass = np.where(short > DUST_KW, 0.0, mass)
    missed = (mass * short).sum(axis=(1, 2))
    if not bins:
        return mass, missed
    taken = np.where(given < 0.0, given * battery.efficiency, given)
    count = mass.shape[0] * mass.shape[1]
    row = np.arange(count).reshape(*mass.shape[:2], 1) * (bins + 1)
    moved = np.zeros(mass.size)
    for place, part in _shared((energy - taken) / step, bins):
        at = np.broadcast_to(row + place, mass.shape).ravel()
        moved += np.bincount(at, (mass * part).ravel(), mass.size)
    return moved.reshape(mass.shape), missed


def _shared(at: Array, bins: int) -> Iterator[tuple[NDArray[np.int64], Array]]:
    """Yield the two steps beside each amount, and the share that each of them gets."""
    low = np.clip(np.floor(at + 1e-9).astype(np.int64), 0, bins)
    part = np.clip(at - low, 0.0, 1.0)
    yield low, 1.0 - part
    yield np.minimum(low + 1, bins), part
