"""The columns of a request log, and what is the same for all of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.drawing import SEED
from wattlas.parameters.places import Currency

DRAWS_OF_GROUP = 1024


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, kw_only=True)
class RequestsOptions:
    """What the log has no column for: an array, a list, or one value for all rows."""

    table: Annotated[
        Any,
        Parameter(
            help="The log: .csv, .jsonl, .parquet or .otlp; - is standard input.",
            positional=True,
            path=True,
        ),
    ] = field(default=None, kw_only=False)
    model: Annotated[
        Any,
        Parameter(
            help="Model, if no column says.",
            table="models",
            columns=("model_name", "model_id"),
            examples=("llama-3.1-8b", "llama-3.1-70b"),
        ),
    ] = None
    hardware: Annotated[
        Any,
        Parameter(
            help="Chip, if no column says.",
            table="hardware",
            columns=_names("gpu gpu_name gpu_model gpu_type accelerator chip device"),
            examples=("h100-sxm", "a100-sxm4-80gb"),
        ),
    ] = None
    prompt_tokens: Annotated[
        Any,
        Parameter(
            help="Tokens of the whole prompt, if no column says.",
            quantity="prompt_tokens",
            columns=_names(
                "input_tokens context_tokens prompt_token_count input_token_count "
                "num_prompt_tokens num_input_tokens tokens_in prompt_len"
            ),
            examples=(500, 4000),
        ),
    ] = None
    cached_prompt_tokens: Annotated[
        Any,
        Parameter(
            help="Tokens of it that a prefix cache holds, if no column says.",
            quantity="cached_prompt_tokens",
            # Not cache_read_input_tokens: where it is logged, input_tokens leaves
            # it out.
            columns=("cached_tokens", "cached_input_tokens"),
            examples=(50, 100),
        ),
    ] = None
    output_tokens: Annotated[
        Any,
        Parameter(
            help="Tokens of the answer, if no column says.",
            quantity="output_tokens",
            columns=_names(
                "completion_tokens generated_tokens output_token_count "
                "completion_token_count num_output_tokens num_generated_tokens "
                "tokens_out output_len"
            ),
            examples=(200, 1000),
        ),
    ] = None
    batch: Annotated[
        Any,
        Parameter(
            help="Requests at once on a replica, if no column says.",
            quantity="batch",
            columns=("batch_size", "concurrency", "running_requests"),
            examples=(8, 32),
        ),
    ] = None
    precision: Annotated[
        Any,
        Parameter(
            help="Number format of the weights, if no column says: bf16, fp8 ...",
            table="precisions",
            columns=("dtype", "weight_precision", "number_format"),
            examples=("bf16", "fp8"),
        ),
    ] = None
    site: Annotated[
        Any,
        Parameter(
            help="Site, if no column says.",
            table="sites",
            columns=("site_name", "datacenter", "datacentre"),
            examples=("qingyang", "dublin"),
        ),
    ] = None
    country: Annotated[
        Any,
        Parameter(
            help="Country, if no column says.",
            table="countries",
            columns=("country_code", "country_name"),
            examples=("fr", "pl"),
        ),
    ] = None
    currency: Currency = None
    ignore_columns: Annotated[
        str | Sequence[str],
        Parameter(
            help="Columns of the log to leave aside, with commas.",
            commas=True,
            examples=(("draft_tokens",), ("spare_tokens",)),
        ),
    ] = ()
    skip_bad: Annotated[bool, Parameter(help="Go on without rows that are wrong.")] = (
        False
    )
    draws: Annotated[
        int,
        Parameter(
            help="Draws for the ranges of a group.",
            quantity="draws",
            examples=(256, 512),
        ),
    ] = DRAWS_OF_GROUP
    seed: Annotated[
        int, Parameter(help="Seed of the draws.", quantity="seed", examples=(1, 2))
    ] = SEED
