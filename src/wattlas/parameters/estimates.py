"""What may be given for an estimate of training, serving and generating."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.chips import (
    Boundary,
    ChipOptions,
    Hardware,
    MeteredEnergy,
    Precision,
)
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.layouts import LayoutOptions
from wattlas.parameters.places import PlaceOptions

ENGINES = (
    "vllm",
    "sglang",
    "tensorrt-llm",
    "tgi",
    "deepspeed",
    "llama.cpp",
    "transformers",
)
"""Programs that serve and have constants of their own."""
Model: TypeAlias = Annotated[
    str | Path | None,
    Parameter(
        help="A model (wattlas facts models) or a config.json.",
        table="models",
        path=True,
        examples=("llama-3.1-8b", "llama-3.1-70b"),
    ),
]
AcceptUnread: TypeAlias = Annotated[
    bool,
    Parameter(
        help="Read a config.json in spite of a kind or fields that are not known: "
        "they are listed, and the range is wider.",
        examples=(True,),
    ),
]
PromptTokens: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Tokens of the whole prompt.",
        quantity="prompt_tokens",
        examples=(500, 4000),
    ),
]
CachedPromptTokens: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Tokens of it that a prefix cache holds.",
        quantity="cached_prompt_tokens",
        examples=(100, 400),
    ),
]
OutputTokens: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Tokens of the answer, reasoning included.",
        quantity="output_tokens",
        examples=(200, 1000),
    ),
]
Batch: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Requests at once on a replica.",
        quantity="batch",
        flags=("--batch", "--concurrency"),
        examples=(8, 32),
    ),
]
BusyShare: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Share of the time in which a replica has requests.",
        quantity="busy_share",
        examples=(0.3, 0.8),
    ),
]


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


@dataclass(frozen=True, kw_only=True)
class Service(LayoutOptions, ChipOptions):
    """What is known of a service beside its model, chip and place."""

    prompt_tokens: PromptTokens = None
    cached_prompt_tokens: CachedPromptTokens = None
    output_tokens: OutputTokens = None
    batch: Batch = None
    precision: Annotated[
        Precision,
        Parameter(
            help="Number format of the weights: bf16, fp8, int4 ...",
            table="precisions",
            examples=("bf16", "fp8"),
        ),
    ] = None
    engine: Annotated[
        str | None,
        Parameter(
            help="The program that serves; else vllm.",
            choices=ENGINES,
        ),
    ] = None
    engine_year: Annotated[
        Given,
        Parameter(
            help="Year of the engine, such as 2024; else today's.",
            quantity="engine_year",
            examples=(2024, 2026),
        ),
    ] = None
    drive: Annotated[
        str | None,
        Parameter(
            help="How it is driven: online behind its server, or offline by a batch.",
            choices=("online", "offline"),
        ),
    ] = None
    busy_share: BusyShare = None
    requests_per_day: Annotated[
        Given,
        Parameter(
            help="Volume, such as 50M.",
            quantity="requests_per_day",
            examples=("1M", "50M"),
        ),
    ] = None
    years: Annotated[
        Given,
        Parameter(help="Years of service.", quantity="service_years", examples=(1, 3)),
    ] = None
    energy: MeteredEnergy = None
    boundary: Boundary = None
    requests: Annotated[
        Given,
        Parameter(
            help="Requests served while it was metered.",
            quantity="requests",
            examples=(1e6, 2e6),
        ),
    ] = None
    idle_power: Annotated[
        Given,
        Parameter(
            help="Power without requests. [W]",
            quantity="waiting_power_w",
            examples=(200, 300),
        ),
    ] = None
    mean_power: Annotated[
        Given,
        Parameter(
            help="Mean power while metered. [W]",
            quantity="mean_power_w",
            examples=(800, 900),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ServeOptions(Service, PlaceOptions, DrawOptions):
    """What is known of a service: a model and its chip, or a metered energy."""

    model: Model = None
    accept_unread: AcceptUnread = False
    hardware: Hardware = None
    prompt_price: Annotated[
        Given,
        Parameter(
            help="Of a closed model: USD for a million tokens of prompt; else listed.",
            quantity="prompt_price",
            examples=(1.25, 3),
        ),
    ] = None
    output_price: Annotated[
        Given,
        Parameter(
            help="Of a closed model: USD for a million tokens of answer; else listed.",
            quantity="output_price",
            examples=(10, 15),
        ),
    ] = None
    speed: Annotated[
        Given,
        Parameter(
            help="Of a closed model: tokens a second that one user gets.",
            quantity="tokens_per_s",
            examples=(60, 120),
        ),
    ] = None
    training_energy: Annotated[
        Given,
        Parameter(
            help="Facility energy of training, for the break-even.",
            quantity="training_energy_kwh",
            needs_unit=True,
            examples=("1 GWh", "10 GWh"),
        ),
    ] = None

    @property
    def basis(self) -> str:
        """The unit of use that the results are for."""
        if self.requests_per_day is None:
            return "thousand_requests"
        return "year" if self.years is None else "life"


@dataclass(frozen=True, kw_only=True)
class ImageOptions(ChipOptions, PlaceOptions, DrawOptions):
    """What is known of a service that makes images."""

    model: Annotated[
        str | None,
        Parameter(
            help="A model: wattlas facts generators.",
            table="generators",
            examples=("sdxl", "flux.1-dev"),
        ),
    ] = None
    hardware: Hardware = None
    width: Annotated[
        Given,
        Parameter(help="Width. [px]", quantity="width_px", examples=(512, 1024)),
    ] = None
    height: Annotated[
        Given,
        Parameter(help="Height. [px]", quantity="height_px", examples=(512, 1024)),
    ] = None
    steps: Annotated[
        Given, Parameter(help="Denoising steps.", quantity="steps", examples=(20, 40))
    ] = None
    cached_step_share: Annotated[
        Given,
        Parameter(
            help="Share of the steps that are taken from the step before (caching).",
            quantity="cached_step_share",
            examples=(0.3, 0.5),
        ),
    ] = None
    batch: Annotated[
        Given, Parameter(help="Items made at once.", quantity="batch", examples=(1, 4))
    ] = None
    chips: Annotated[
        Given,
        Parameter(
            help="Chips that share the work of an item.",
            quantity="chips_per_replica",
            examples=(1, 2),
        ),
    ] = None
    precision: Precision = None
    busy_share: Annotated[
        BusyShare,
        Parameter(
            help="Share of the time in which a replica works.",
            quantity="busy_share",
            examples=(0.3, 0.8),
        ),
    ] = None
    items_per_day: Annotated[
        Given,
        Parameter(
            help="Volume, such as 1M.", quantity="items_per_day", examples=("1k", "1M")
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class VideoOptions(ImageOptions):
    """What is known of a service that makes videos."""

    frames: Annotated[
        Given,
        Parameter(help="Frames of a video.", quantity="frames", examples=(49, 97)),
    ] = None
    fps: Annotated[
        Given,
        Parameter(
            help="Frames per second.", quantity="frames_per_second", examples=(16, 24)
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class GenerateOptions(VideoOptions):
    """What is known of a service that makes images or videos."""

    kind: Annotated[
        str | None,
        Parameter(
            help="What is asked for; an error where the model makes the other.",
            choices=("image", "video"),
        ),
    ] = None

    @property
    def sizes(self) -> dict[str, Given]:
        """Size, length and steps of an item, by the names of the chain."""
        return {
            "width_px": self.width,
            "height_px": self.height,
            "frames": self.frames,
            "steps": self.steps,
            "fps": self.fps,
        }
