"""What may be given to find how a model should be deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.chips import ChipOptions, Hardware, Precision
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.estimates import Model
from wattlas.parameters.places import PlaceOptions


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
    prompt_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of the whole prompt.",
            quantity="prompt_tokens",
            examples=(500, 4000),
        ),
    ] = None
    cached_prompt_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of it that a prefix cache holds.",
            quantity="cached_prompt_tokens",
            examples=(100, 400),
        ),
    ] = None
    output_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of the answer, reasoning included.",
            quantity="output_tokens",
            examples=(200, 1000),
        ),
    ] = None
    precision: Precision = None
    ttft: Annotated[
        Given,
        Parameter(
            help="Longest time to the first token, such as '2 s'.",
            quantity="ttft_ms",
            needs_unit=True,
            examples=("500 ms", "2 s"),
        ),
    ] = None
    tpot: Annotated[
        Given,
        Parameter(
            help="Longest time to each next token, such as '50 ms'.",
            quantity="tpot_ms",
            needs_unit=True,
            examples=("15 ms", "50 ms"),
        ),
    ] = None
