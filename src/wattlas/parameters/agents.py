"""What may be given for an agent: sessions of calls whose context grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.chips import ChipOptions, Hardware
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.layouts import ReplicaChips
from wattlas.parameters.models import Model
from wattlas.parameters.offloading import OffloadOptions
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.serving import EngineName, WeightPrecision
from wattlas.parameters.use_time import UseOptions


@dataclass(frozen=True, kw_only=True)
class AgentOptions(OffloadOptions, UseOptions, ChipOptions, PlaceOptions, DrawOptions):
    """What is known of an agent's sessions: calls whose context grows."""

    model: Model = None
    hardware: Hardware = None
    sessions_per_day: Annotated[
        Given,
        Parameter(
            help="Sessions a day; one unless said.",
            quantity="sessions_per_day",
            examples=(5, 20),
        ),
    ] = None
    calls: Annotated[
        Given,
        Parameter(
            help="Calls of the model in a session.", quantity="calls", examples=(30, 80)
        ),
    ] = None
    system_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of instructions and tools at the start.",
            quantity="system_tokens",
            examples=(5000, 20000),
        ),
    ] = None
    input_tokens: Annotated[
        Given,
        Parameter(
            help="New tokens that a call reads: a message, what a tool returns.",
            quantity="input_tokens",
            examples=(500, 2000),
        ),
    ] = None
    output_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens that a call writes.",
            quantity="output_tokens",
            examples=(200, 800),
        ),
    ] = None
    cache_share: Annotated[
        Given,
        Parameter(
            help="Share of the tokens seen before that a cache still holds.",
            quantity="cache_share",
            examples=(0.5, 0.95),
        ),
    ] = None
    sub_agents: Annotated[
        Given,
        Parameter(
            help="Sub-agents of a session, each with calls of its own.",
            quantity="sub_agents",
            examples=(1, 4),
        ),
    ] = None
    batch: Annotated[
        Given,
        Parameter(
            help="Requests at once on a replica.", quantity="batch", examples=(8, 32)
        ),
    ] = None
    chips: ReplicaChips = None
    precision: WeightPrecision = None
    engine: EngineName = None
