"""Predictions of what a meter would have shown for rows of text serving.

Rows of one architecture go through the links of the chain together, as arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy.configurations import Configuration
from wattlas.accuracy.rows import Row
from wattlas.chain import hardware
from wattlas.chain.architecture import Architecture
from wattlas.estimation.engines import Engine
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.request_work import request_work
from wattlas.estimation.uncertainty import QUANTITIES, Distance, serving_distance
from wattlas.units import J_PER_KWH, SECONDS_PER_HOUR

Array = NDArray[np.float64]
Constants = Mapping[tuple[str, str], float]
"""Fitted constants in the place of the shipped ones, by key and quantity."""


@dataclass(frozen=True)
class Group:
    """Configurations of one architecture: their places in a list, and their inputs."""

    architecture: Architecture
    places: NDArray[np.intp]
    inputs: Mapping[str, Array]


@dataclass(frozen=True)
class Replica:
    """What replicas take, by configuration: J and s for each token, W of the chips."""

    energy_j_per_token: Array
    power_w: Array
    time_s_per_token: Array


def groups(configurations: Sequence[Configuration]) -> list[Group]:
    """Return configurations grouped so that each group is a set of arrays."""
    known = [c.inputs() for c in configurations]
    members: dict[tuple[Architecture, frozenset[str]], list[int]] = {}
    for place, (configuration, inputs) in enumerate(
        zip(configurations, known, strict=True)
    ):
        shape = (configuration.model.architecture, frozenset(inputs))
        members.setdefault(shape, []).append(place)
    return [
        Group(
            architecture,
            np.array(places),
            {n: np.array([known[p][n] for p in places]) for n in sorted(names)},
        )
        for (architecture, names), places in members.items()
    ]


def replicas(grouped: Iterable[Group], constants: Constants | None = None) -> Replica:
    """Return energy, power and time of the replicas of groups of configurations."""
    grouped = list(grouped)
    count = sum(len(g.places) for g in grouped)
    energy, power, time = (np.empty(count) for _ in QUANTITIES)
    for group in grouped:
        found = group_replica(group, constants or {})
        energy[group.places] = found.energy_j_per_token
        power[group.places] = found.power_w
        time[group.places] = found.time_s_per_token
    return Replica(energy, power, time)


def group_replica(group: Group, constants: Constants) -> Replica:
    """Return energy, power and time of one group, in its own order."""
    v = with_constants(group.inputs, constants)
    work = request_work(plain_step, v, group.architecture)
    energy_j = np.asarray(work.chip_energy_kwh) * J_PER_KWH
    replica_s = np.asarray(work.chip_hours) * SECONDS_PER_HOUR
    replica_s = replica_s / v["chips_per_replica"]
    tokens = v["output_tokens"]
    return Replica(energy_j / tokens, energy_j / replica_s, replica_s / tokens)


def with_constants(
    inputs: Mapping[str, Array], constants: Constants
) -> dict[str, Array]:
    """Return inputs with other constants where the shipped one was taken.

    A constant of a group (a precision, a vintage) is known by its value: rows that
    hold another value of the quantity took it from another group.
    """
    changed = dict(inputs)
    for (key, quantity), value in constants.items():
        if quantity not in inputs:
            continue
        shipped = facts.number("constants", key, quantity).value
        mine = inputs[quantity] == shipped
        changed[quantity] = np.where(mine, value, changed[quantity])
    return changed


@dataclass(frozen=True)
class Metered:
    """What the meter of a row sees beside the replica's chips."""

    idle_power_w: float
    is_node: bool
    chips: float
    host_power_w: float
    supply_loss: float

    def power_w(self, replica_power_w: Array) -> Array:
        """Return the power that the meter shows. [W]"""
        chips_w = replica_power_w + self.idle_power_w
        if not self.is_node:
            return chips_w
        node = hardware.it_energy_kwh(
            chip_energy_kwh=chips_w / 1000.0,
            chip_hours=self.chips,
            host_power_w=self.host_power_w,
            supply_loss=self.supply_loss,
            network_share=0.0,
        )
        return np.asarray(node) * 1000.0


def metered(row: Row, configuration: Configuration) -> Metered:
    """Return what a row's meter sees: idle boards that are in the energy, the host."""
    v = configuration.inputs()
    chips = row.number("num_gpus") or v["chips_per_replica"]
    seen = max(row.number("num_gpus_metered") or chips, chips)
    kind = facts.row("hardware", configuration.chip.key)["kind"]
    share = facts.number("constants", f"hosts-{kind}", "host_power_share").value
    return Metered(
        idle_power_w=(seen - chips) * v["idle_power_w"],
        is_node=row.text("energy_scope").startswith("node"),
        chips=seen,
        host_power_w=float(hardware.host_power_w(v["power_limit_w"], share)),
        supply_loss=facts.number("constants", "hosts", "supply_loss").value,
    )


def distance(configuration: Configuration) -> Distance:
    """Return how far a configuration lies from what was measured."""
    return serving_distance(
        Engine(configuration.engine),
        configuration.model.architecture,
        configuration.chip.key,
        configuration.precision,
        configuration.values["batch"],
    )
