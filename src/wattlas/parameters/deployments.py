"""What may be given to find how a model should be deployed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.chips import ChipOptions, Hardware, Precision
from wattlas.parameters.declaration import Given, Parameter, Section
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.layouts import LongestTpot, LongestTtft, PrefillOptions
from wattlas.parameters.loads import Chips, LoadPlace
from wattlas.parameters.modalities import ModalityOptions
from wattlas.parameters.models import AcceptUnread, Model
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.serving import CachedPromptTokens, OutputTokens, PromptTokens

LeastOf: TypeAlias = Literal["cost", "energy", "latency"]


@dataclass(frozen=True, kw_only=True)
class DeployedService(PrefillOptions, ModalityOptions, ChipOptions):
    """A rate of requests and the latency to keep, beside model, chips and place."""

    requests_per_second: Annotated[
        Given,
        Parameter(
            help="Requests a second, on the mean.",
            quantity="requests_per_second",
            examples=(5, 50),
        ),
    ] = None
    prompt_tokens: PromptTokens = None
    cached_prompt_tokens: CachedPromptTokens = None
    output_tokens: OutputTokens = None
    precision: Precision = None
    ttft: LongestTtft = None
    tpot: LongestTpot = None


@dataclass(frozen=True, kw_only=True)
class DeployOptions(DeployedService, PlaceOptions, DrawOptions):
    """A model, chips to choose from, a rate of requests, and the latency to keep."""

    model: Model = None
    accept_unread: AcceptUnread = False
    hardware: Annotated[
        Hardware,
        Parameter(
            help="Chips to choose from, with commas: wattlas facts hardware.",
            table="hardware",
            path=True,
            examples=("h100-sxm", "h200-sxm,b200-sxm"),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class DeploySection(DeployedService, LoadPlace, Section):
    """A service whose layouts are sought; a plan powers one of them."""

    hardware: Chips = field(default_factory=list)
    least: Annotated[
        LeastOf,
        Parameter(help="The layout that a plan powers: that of the least of these."),
    ] = "cost"
