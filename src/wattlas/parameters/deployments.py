"""What may be given to find how a model should be deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.chips import ChipOptions, Hardware, Precision
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.layouts import LongestTpot, LongestTtft
from wattlas.parameters.models import Model
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.serving import CachedPromptTokens, OutputTokens, PromptTokens


@dataclass(frozen=True, kw_only=True)
class DeployOptions(ChipOptions, PlaceOptions, DrawOptions):
    """A model, chips to choose from, a rate of requests, and the latency to keep."""

    model: Model = None
    hardware: Annotated[
        Hardware,
        Parameter(
            help="Chips to choose from, with commas: wattlas facts hardware.",
            table="hardware",
            examples=("h100-sxm", "h200-sxm,b200-sxm"),
        ),
    ] = None
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
