"""Predictions for rows of image and video generation, through the links of the chain.

Rows of one generator go through the chain together, as arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import Chip, find_chip
from wattlas.accuracy.families import generator_family, vintage
from wattlas.accuracy.inference import Array, Constants, Replica, with_constants
from wattlas.accuracy.population import Service, services
from wattlas.accuracy.rows import Row
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs
from wattlas.estimation.generate import add_generation, generation_chain
from wattlas.estimation.generators import Generator
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import plain_step
from wattlas.estimation.uncertainty import Distance, generation_distance
from wattlas.parameters import GenerateOptions, Given
from wattlas.records import Input
from wattlas.units import J_PER_KWH, SECONDS_PER_HOUR

FRAMES_PER_SECOND = 16.0
"""Playing speed where neither row nor table has one: it moves no energy."""

_SIZES = {
    "width_px": "image_width_px",
    "height_px": "image_height_px",
    "steps": "denoising_steps",
    "frames": "frames",
    "fps": "fps",
}


@dataclass(frozen=True)
class ItemGroup:
    """Configurations with the same inputs: their places in a list, and the inputs."""

    places: NDArray[np.intp]
    inputs: Mapping[str, Array]


@dataclass(frozen=True)
class ItemConfiguration:
    """One replica that makes images or videos."""

    generator: Generator
    chip: Chip
    precision: str
    year: int
    sizes: tuple[tuple[str, float], ...]
    batch: float
    chips: float
    steps_ratio: float = 1.0
    side_ratio: float = 1.0
    ring_degree: float = 1.0

    def inputs(self) -> dict[str, float]:
        """Return every central input of the replica, by the names of the chain."""
        known = _mids(_Shape(self.generator), self.chip.key, self.precision, self.sizes)
        return {**known, **self._own(known)}

    def all_inputs(self) -> Inputs:
        """Return the inputs of the replica with their ranges and sources."""
        inputs = _inputs(self.generator, self.chip.key, self.precision, self.sizes)
        mids = {name: float(value) for name, value in inputs.mids().items()}
        for name, value in self._own(mids).items():
            inputs.replace(Input(name, value, value, value, "fixed", "1", "given"))
        return inputs

    def _own(self, known: Mapping[str, float]) -> dict[str, float]:
        capped = self.chip.power_limit_w
        limit = {} if capped is None else {"power_limit_w": capped}
        return limit | {
            "batch": self.batch,
            "chips_per_replica": self.chips,
            "ring_degree": self.ring_degree,
            "steps": known["steps"] * self.steps_ratio,
            "width_px": known["width_px"] * self.side_ratio,
            "height_px": known["height_px"] * self.side_ratio,
        }


def item_configurations(row: Row, known: Architectures) -> list[ItemConfiguration]:
    """Return the row's configuration, or draws of it where something is not known.

    Raises
    ------
    InputError
        If the generator, its size or the chip has no facts.
    """
    generator = known.generator(row.text("model"))
    sizes = _sizes(row, generator)
    precision = facts.resolve("precisions", row.text("weight_precision") or "bf16")
    year = vintage(row.number("year"))
    batch = row.number("avg_batch") or row.number("max_batch")
    chips = row.number("num_gpus")
    name = row.text("gpu")
    if batch is not None and chips is not None and name:
        chip = find_chip(name)
        return [
            ItemConfiguration(
                generator,
                chip,
                precision,
                year,
                sizes,
                batch,
                chips,
                ring_degree=row.number("ring_degree") or 1.0,
            )
        ]
    known_year = None if row.number("year") is None else year
    drawn = services(generator.makes, known_year, find_chip(name) if name else None)
    own = ItemConfiguration(
        generator, drawn[0].chip, precision, year, sizes, batch or 0.0, chips or 0.0
    )
    return [_drawn(own, row, service) for service in drawn]


def _drawn(own: ItemConfiguration, row: Row, service: Service) -> ItemConfiguration:
    """Return a configuration with draws of what the row does not say."""
    drawn = service.values
    size_known = row.number("image_width_px") is not None
    return replace(
        own,
        chip=service.chip,
        year=service.year,
        batch=own.batch or max(1.0, drawn["batch"]),
        chips=own.chips or 2.0 ** round(float(np.log2(drawn["chips_per_item"]))),
        steps_ratio=1.0 if row.number("denoising_steps") else drawn["steps_ratio"],
        side_ratio=1.0 if size_known else drawn["side_ratio"],
    )


def item_groups(configurations: Sequence[ItemConfiguration]) -> list[ItemGroup]:
    """Return configurations grouped so that each group is a set of arrays."""
    known = [c.inputs() for c in configurations]
    members: dict[frozenset[str], list[int]] = {}
    for place, inputs in enumerate(known):
        members.setdefault(frozenset(inputs), []).append(place)
    return [
        ItemGroup(
            np.array(places),
            {n: np.array([known[p][n] for p in places]) for n in sorted(names)},
        )
        for names, places in members.items()
    ]


def item_replicas(
    grouped: Sequence[ItemGroup], constants: Constants | None = None
) -> Replica:
    """Return J and s for each item and W of the chips, by configuration."""
    count = sum(len(g.places) for g in grouped)
    energy, time = (np.empty(count) for _ in range(2))
    for group in grouped:
        v = with_constants(group.inputs, constants or {})
        energy[group.places], time[group.places] = _item(v)
    return Replica(energy, energy / time, time)


def _item(v: Mapping[str, Array]) -> tuple[Array, Array]:
    """Return joules of the chips and seconds of the replica for each item."""
    busy = generation_chain(plain_step, v).stages["serving"]
    time_s = np.asarray(busy["chip_hours"]) * SECONDS_PER_HOUR / v["chips_per_replica"]
    return np.asarray(busy["chip_energy_kwh"]) * J_PER_KWH, time_s


def _sizes(row: Row, generator: Generator) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for name, column in _SIZES.items():
        value = row.number(column)
        if value is not None:
            found[name] = value
    if generator.makes == "image":
        found["frames"] = 1.0
        found.pop("fps", None)
    elif not generator.row.get("default_fps"):
        found.setdefault("fps", FRAMES_PER_SECOND)
    for name in ("width_px", "height_px", "steps", "frames"):
        if name not in found and not generator.row.get(f"default_{name}"):
            raise InputError(
                "the row says no {name} and {key} has no usual",
                name=name,
                key=generator.key,
            )
    return tuple(sorted(found.items()))


@dataclass(frozen=True)
class _Shape:
    """A generator that can be a key of a cache: its row does not change."""

    generator: Generator

    def __hash__(self) -> int:
        return hash(self.generator.key)


@cache
def _mids(
    shape: _Shape, chip: str, precision: str, sizes: tuple[tuple[str, float], ...]
) -> dict[str, float]:
    inputs = _inputs(shape.generator, chip, precision, sizes)
    return {name: float(value) for name, value in inputs.mids().items()}


def _inputs(
    generator: Generator,
    chip: str,
    precision: str,
    sizes: tuple[tuple[str, float], ...],
) -> Inputs:
    inputs = Inputs()
    add_place(inputs, Place())
    given: dict[str, Given] = {**dict(sizes)}
    names = {"width_px": "width", "height_px": "height"}
    options = GenerateOptions(
        **{names.get(n, n): value for n, value in given.items()}  # type: ignore[arg-type]
    )
    add_generation(inputs, options, generator)
    runs = precision if precision in chip_inputs.precisions_of(chip) else "bf16"
    chip_inputs.add_chip(inputs, chip, runs)
    chip_inputs.add_host(inputs, chip)
    inputs.constant("life_years", "hardware")
    return inputs


def item_family(configuration: ItemConfiguration) -> str:
    """Return what the versions of one generator share."""
    return generator_family(configuration.generator)


def item_distance(configuration: ItemConfiguration) -> Distance:
    """Return how far a configuration lies from what was measured."""
    return generation_distance(configuration.generator.makes)
