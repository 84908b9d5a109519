"""What may be given for an estimate of training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.chips import (
    Boundary,
    ChipOptions,
    Hardware,
    MeteredEnergy,
    Precision,
)
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.models import AcceptUnread, Model
from wattlas.parameters.places import PlaceOptions


@dataclass(frozen=True, kw_only=True)
class TrainingRun(ChipOptions):
    """What is known of a training run beside its model, chip and place."""

    tokens: Annotated[
        Given,
        Parameter(
            help="Training tokens, such as 15T; else as published.",
            quantity="training_tokens",
            examples=("1T", "15T"),
        ),
    ] = None
    samples: Annotated[
        Given,
        Parameter(
            help="Of a network (wattlas facts networks): samples of its data.",
            quantity="samples",
            examples=("1M", "2M"),
        ),
    ] = None
    epochs: Annotated[
        Given,
        Parameter(
            help="Of a network: times that the data are seen.",
            quantity="epochs",
            examples=(30, 90),
        ),
    ] = None
    chips: Annotated[
        Given,
        Parameter(help="Chips that ran.", quantity="chips", examples=(512, 2048)),
    ] = None
    hours: Annotated[
        Given,
        Parameter(
            help="Wall-clock hours that they ran.",
            quantity="wall_hours",
            examples=(100, 720),
        ),
    ] = None
    chip_hours: Annotated[
        Given,
        Parameter(
            help="Chips x hours.", quantity="chip_hours", examples=("1M", "2.788M")
        ),
    ] = None
    energy: MeteredEnergy = None
    boundary: Boundary = None
    power_per_chip: Annotated[
        Given,
        Parameter(
            help="Mean power for one chip. [W]",
            quantity="chip_power_w",
            feeds=("chip_power_w", "it_power_w"),
            examples=(350, 500),
        ),
    ] = None
    power_scope: Annotated[
        str | None,
        Parameter(
            help="What that power covers: chip (the board) or it (its server's share).",
            choices=("chip", "it"),
        ),
    ] = None
    idle_energy: Annotated[
        Given,
        Parameter(
            help="Energy of reserved, idle nodes, with unit.",
            quantity="idle_energy_kwh",
            needs_unit=True,
            examples=("100 MWh", "257 MWh"),
        ),
    ] = None
    idle_boundary: Annotated[
        str | None,
        Parameter(
            help="Where that was metered: chip, it (unless given) or facility.",
            choices=("chip", "it", "facility"),
        ),
    ] = None
    idle_share: Annotated[
        Given,
        Parameter(
            help="Idle energy as a share of the training's.",
            quantity="idle_share",
            examples=(0.1, 0.6),
        ),
    ] = None
    development_factor: Annotated[
        Given,
        Parameter(
            help="Failed and trial runs as a share of the final run.",
            quantity="development_factor",
            examples=(0.2, 1.0),
        ),
    ] = None
    precision: Precision = None
    step_mfu: Annotated[
        Given,
        Parameter(
            help="Share of the peak rate while steps run.",
            quantity="step_mfu",
            flags=("--mfu", "--step-mfu"),
            examples=(0.3, 0.5),
        ),
    ] = None
    goodput: Annotated[
        Given,
        Parameter(
            help="Share of the billed hours that is kept.",
            quantity="goodput",
            examples=(0.8, 0.95),
        ),
    ] = None
    recompute_factor: Annotated[
        Given,
        Parameter(
            help="Executed over model FLOP, 1 to 1.34.",
            quantity="recompute_factor",
            examples=(1.0, 1.33),
        ),
    ] = None
    sequence_tokens: Annotated[
        Given,
        Parameter(
            help="Training context.", quantity="sequence_tokens", examples=(2048, 8192)
        ),
    ] = None
    it_overhead: Annotated[
        Given,
        Parameter(
            help="IT over chip energy, in place of the host model.",
            quantity="it_overhead",
            examples=(1.2, 1.6),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class TrainOptions(TrainingRun, PlaceOptions, DrawOptions):
    """What is known of a training run and its place; every field may be left out."""

    model: Model = None
    accept_unread: AcceptUnread = False
    hardware: Hardware = None

    @property
    def level(self) -> str:
        """Where the chain is entered: ``metered``, ``chip-hours`` or ``model``."""
        if self.energy is not None:
            return "metered"
        if self.chip_hours is not None or self.hours is not None:
            return "chip-hours"
        return "model"
