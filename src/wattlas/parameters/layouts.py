"""How a replica of a served model is laid out, and what its engine may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.offloading import OffloadOptions

LongestTtft: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Longest time to the first token, such as '2 s'.",
        quantity="ttft_ms",
        needs_unit=True,
        examples=("60 ms", "2 s"),
    ),
]
LongestTpot: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Longest time to each next token, such as '50 ms'.",
        quantity="tpot_ms",
        needs_unit=True,
        examples=("15 ms", "50 ms"),
    ),
]

ReplicaChips: TypeAlias = Annotated[
    Given,
    Parameter(
        help="Chips of a replica; else those of the least cost per token.",
        quantity="chips_per_replica",
        examples=(4, 8),
    ),
]


@dataclass(frozen=True, kw_only=True)
class PrefillOptions:
    """Disaggregated prefill: chips that compute prompts apart from decoding."""

    prefill_chips: Annotated[
        Given,
        Parameter(
            help="Chips of a replica that computes prompts alone: disaggregated "
            "prefill. The other chips then decode.",
            quantity="prefill_chips",
            examples=(4, 8),
        ),
    ] = None
    prefill_tensor_parallel: Annotated[
        Given,
        Parameter(
            help="Of them those that share each layer; else those of the quickest "
            "prompts.",
            quantity="prefill_tensor_parallel",
            examples=(1, 4),
        ),
    ] = None
    kv_transfer_rate: Annotated[
        Given,
        Parameter(
            help="Rate at which a chip's link carries the cache of prompts to the "
            "chips that decode. [GB/s]",
            quantity="kv_transfer_gb_per_s",
            examples=(25, 400),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class LayoutOptions(PrefillOptions, OffloadOptions):
    """How a model is split over chips; what is not given is chosen as operators do."""

    chips: ReplicaChips = None
    tensor_parallel: Annotated[
        Given,
        Parameter(
            help="Chips that share each layer's attention and dense products.",
            quantity="tensor_parallel",
            feeds=("chips_per_replica",),
            examples=(4, 8),
        ),
    ] = None
    pipeline_parallel: Annotated[
        Given,
        Parameter(
            help="Stages of layers, one after the other.",
            quantity="pipeline_parallel",
            examples=(1, 2),
        ),
    ] = None
    data_parallel: Annotated[
        Given,
        Parameter(
            help="Groups of chips, each with its own attention and cache.",
            quantity="data_parallel",
            examples=(1, 8),
        ),
    ] = None
    expert_parallel: Annotated[
        Given,
        Parameter(
            help="Chips over which whole experts are spread; 1 splits each expert.",
            quantity="expert_parallel",
            examples=(1, 8),
        ),
    ] = None
    replicas: Annotated[
        Given,
        Parameter(
            help="Replicas that serve the volume; they set the busy share.",
            quantity="replicas",
            examples=(40, 80),
        ),
    ] = None
    kv_precision: Annotated[
        str | None,
        Parameter(
            help="Number format of the key-value cache: bf16, fp8 ...",
            table="precisions",
            feeds=("bytes_per_kv_element",),
            examples=("bf16", "fp8"),
        ),
    ] = None
    activation_precision: Annotated[
        str | None,
        Parameter(
            help="Number format of the products, where it is not that of the weights.",
            table="precisions",
            feeds=("peak_tflops",),
            examples=("bf16", "fp8"),
        ),
    ] = None
    chunk_tokens: Annotated[
        Given,
        Parameter(
            help="Most prompt tokens in a step (chunked prefill).",
            quantity="chunk_tokens",
            examples=(64, 128),
        ),
    ] = None
    draft_tokens: Annotated[
        Given,
        Parameter(
            help="Tokens that speculative decoding drafts for each step.",
            quantity="draft_tokens",
            examples=(1, 3),
        ),
    ] = None
    accepted_draft_tokens: Annotated[
        Given,
        Parameter(
            help="Of them accepted in a step, on the mean.",
            quantity="accepted_draft_tokens",
            examples=(0.5, 0.9),
        ),
    ] = None
    prefix_cache_share: Annotated[
        Given,
        Parameter(
            help="Share of the prompts' tokens that a prefix cache holds.",
            quantity="prefix_cache_share",
            feeds=("cached_prompt_tokens",),
            examples=(0.3, 0.6),
        ),
    ] = None
    max_sequences: Annotated[
        Given,
        Parameter(
            help="Most sequences that the scheduler runs at once in a data-parallel "
            "group.",
            quantity="max_sequences",
            examples=(16, 24),
        ),
    ] = None
    power_cap: Annotated[
        Given,
        Parameter(
            help="Power cap of a chip. [W]",
            quantity="power_cap_w",
            examples=(200, 250),
        ),
    ] = None
    clock_lock: Annotated[
        Given,
        Parameter(
            help="Clock at which a chip is locked, over its full clock.",
            quantity="locked_clock",
            examples=(0.6, 0.8),
        ),
    ] = None
    ttft: LongestTtft = None
    tpot: LongestTpot = None
