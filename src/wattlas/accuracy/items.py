"""Predictions for rows of image and video generation, through the links of the chain.

Rows of one generator go through the chain together, as arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from wattlas import facts
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import Chip, find_chip
from wattlas.accuracy.families import generator_family, vintage
from wattlas.accuracy.inference import Array, Replica
from wattlas.accuracy.rows import Row
from wattlas.accuracy.unknown import DRAWS, drawn_columns, likely_chips
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.generate import (
    GenerateOptions,
    add_generation,
    generation_chain,
)
from wattlas.estimation.generators import Generator
from wattlas.estimation.inputs import Given, Inputs
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import plain_step
from wattlas.units import J_PER_KWH, SECONDS_PER_HOUR

LARGEST_ITEM_BATCH = 16.0
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
        capped = self.chip.power_limit_w
        limit = {} if capped is None else {"power_limit_w": capped}
        own = {
            "batch": self.batch,
            "chips_per_replica": self.chips,
            "ring_degree": self.ring_degree,
            "steps": known["steps"] * self.steps_ratio,
            "width_px": known["width_px"] * self.side_ratio,
            "height_px": known["height_px"] * self.side_ratio,
        }
        return {**known, **own, **limit}


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
    choice = [find_chip(name)] if name else likely_chips()
    own = ItemConfiguration(
        generator, choice[0], precision, year, sizes, batch or 0.0, chips or 0.0
    )
    return [_drawn(own, row, choice, i) for i in range(DRAWS)]


def _drawn(
    own: ItemConfiguration, row: Row, choice: list[Chip], draw: int
) -> ItemConfiguration:
    """Return a configuration with draws of what the row does not say."""
    columns = {name: float(values[draw]) for name, values in drawn_columns().items()}
    place = min(int(columns["chip_rank"] * len(choice)), len(choice) - 1)
    size_known = row.number("image_width_px") is not None
    return replace(
        own,
        chip=choice[place],
        batch=own.batch or min(columns["batch"] ** 0.5, LARGEST_ITEM_BATCH),
        chips=own.chips or 2.0 ** round(float(np.log2(columns["chips_per_item"]))),
        steps_ratio=1.0 if row.number("denoising_steps") else columns["steps_ratio"],
        side_ratio=1.0 if size_known else columns["side_ratio"],
    )


def item_replicas(configurations: Sequence[ItemConfiguration]) -> Replica:
    """Return J and s for each item and W of the chips, by configuration."""
    known = [c.inputs() for c in configurations]
    count = len(configurations)
    energy, power, time = (np.empty(count) for _ in range(3))
    members: dict[frozenset[str], list[int]] = {}
    for place, inputs in enumerate(known):
        members.setdefault(frozenset(inputs), []).append(place)
    for names, places in members.items():
        v = {n: np.array([known[p][n] for p in places]) for n in sorted(names)}
        energy_j, time_s = _item(v)
        energy[places], time[places] = energy_j, time_s
        power[places] = energy_j / time_s
    return Replica(energy, power, time)


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
            raise InputError(f"the row says no {name} and {generator.key} has no usual")
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
    inputs = Inputs()
    add_place(inputs, Place())
    given: dict[str, Given] = {**dict(sizes)}
    names = {"width_px": "width", "height_px": "height"}
    options = GenerateOptions(
        **{names.get(n, n): value for n, value in given.items()}  # type: ignore[arg-type]
    )
    add_generation(inputs, options, shape.generator)
    runs = precision if precision in lookup.precisions_of(chip) else "bf16"
    lookup.add_chip(inputs, chip, runs)
    lookup.add_host(inputs, chip)
    inputs.constant("life_years", "hardware")
    return {name: float(value) for name, value in inputs.mids().items()}


def item_family(configuration: ItemConfiguration) -> str:
    """Return what the versions of one generator share."""
    return generator_family(configuration.generator)


def item_classes(configuration: ItemConfiguration) -> tuple[str, ...]:
    """Return the classes of a configuration's residuals, the narrowest first."""
    makes = configuration.generator.makes
    return (f"{makes}-{configuration.year}", makes)
