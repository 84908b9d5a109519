"""Weights that a token of the prompt passes, those of encoders before it included."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import modalities, workload
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller, inputs_named


def prompt_parameters(step: StepCaller, v: Mapping[str, Value]) -> Value:
    """Return the weights of the model, and of encoders of pictures and sound. [1]"""
    if "encoder_weights_flop" not in v:
        return v["prompt_parameters"]
    uncached = step(
        workload.uncached_prompt_tokens,
        **inputs_named(v, "prompt_tokens cached_prompt_tokens"),
    )
    return step(
        modalities.prompt_and_encoder_parameters,
        uncached_prompt_tokens=uncached,
        **inputs_named(
            v,
            "prompt_parameters encoder_weights_flop encoder_attention_flop "
            "encoder_attended_share encoder_effort",
        ),
    )
