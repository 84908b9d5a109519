"""What may be given for an estimate of a service that answers."""

from __future__ import annotations

from dataclasses import dataclass
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
from wattlas.parameters.modalities import ModalityOptions
from wattlas.parameters.models import AcceptUnread, Model
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.use_time import UseOptions

ENGINES = (
    "vllm",
    "sglang",
    "tensorrt-llm",
    "tgi",
    "deepspeed",
    "llama.cpp",
    "mlx",
    "transformers",
    "maker",
)
"""Programs that serve; `maker` is the software of the chip's maker."""
PromptTokens: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Tokens of the whole prompt; with images or audio, of its text.",
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


WeightPrecision: TypeAlias = Annotated[
    Precision,
    Parameter(
        help="Number format of the weights: bf16, fp8, int4 ...",
        table="precisions",
        examples=("bf16", "fp8"),
    ),
]

EngineName: TypeAlias = Annotated[
    str | None,
    Parameter(
        help="The program that serves; else the usual one of the chip, and llama.cpp "
        "for a GGUF file.",
        choices=ENGINES,
    ),
]


@dataclass(frozen=True, kw_only=True)
class Service(LayoutOptions, UseOptions, ModalityOptions, ChipOptions):
    """What is known of a service beside its model, chip and place."""

    prompt_tokens: PromptTokens = None
    cached_prompt_tokens: CachedPromptTokens = None
    output_tokens: OutputTokens = None
    batch: Batch = None
    precision: WeightPrecision = None
    engine: EngineName = None
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


@dataclass(frozen=True, kw_only=True)
class ServeOptions(Service, PlaceOptions, DrawOptions):
    """What is known of a service: a model and its chip, or a metered energy."""

    model: Model = None
    accept_unread: AcceptUnread = False
    hardware: Hardware = None
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
        if self.requests_per_day is None and self.hours_per_day is None:
            return "thousand_requests"
        return "year" if self.years is None and self.days is None else "life"
