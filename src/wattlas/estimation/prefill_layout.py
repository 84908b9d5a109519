"""The replicas that compute prompts alone: their layout, as it is given or chosen."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.chain.architecture import Architecture
from wattlas.errors import ContradictionError, DoesNotFitError
from wattlas.estimation.disaggregation import prompt_side
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.layout_candidates import candidate_layouts
from wattlas.estimation.layouts import (
    Layout,
    Memory,
    exact_input,
    wide_tile_tokens,
)
from wattlas.estimation.recorder import plain_step
from wattlas.notes import Note
from wattlas.parameters.layouts import PrefillOptions

GROUP = "serving-prefill"
OF_PREFILL = ("prefill_tensor_parallel", "kv_transfer_rate")
"""Options that mean nothing where the same chips compute prompts and answers."""
EXACT = "is what layouts are chosen by"


def add_prefill(
    inputs: Inputs, options: PrefillOptions, architecture: Architecture, server: int
) -> None:
    """Add the chips that compute prompts alone, where they are given.

    Of the layouts that hold the model and a prompt, the one that takes the least time
    of its chips among those that keep the time to the first token.

    Raises
    ------
    ContradictionError
        If what belongs to such chips is given without them.
    DoesNotFitError
        If the model and a prompt do not fit them.
    """
    if options.prefill_chips is None:
        refuse_unused(options, OF_PREFILL, "without prefill_chips")
        return
    inputs.give("prefill_chips", options.prefill_chips, "1")
    inputs.constant("kv_transfer_gb_per_s", GROUP, options.kv_transfer_rate)
    if "chunk_tokens" not in inputs:
        inputs.constant("chunk_tokens", GROUP)
    layouts = candidate_layouts(architecture, server, _given(inputs, options))
    layout = _quickest(inputs, architecture, _fitting(inputs, architecture, layouts))
    for name, value in _degrees(inputs, layout).items():
        inputs.add(exact_input(name, value))
    inputs.notes.append(
        Note("disaggregated", {"chips": layout.chips, "layout": layout.name})
    )


def _given(inputs: Inputs, options: PrefillOptions) -> dict[str, int]:
    """Return the chips of a replica of prompts, and how many share each layer."""
    chips = int(inputs.exact("prefill_chips", EXACT))
    if not inputs.give("prefill_tensor_parallel", options.prefill_tensor_parallel, "1"):
        return {"chips": chips}
    shards = int(inputs.exact("prefill_tensor_parallel", EXACT))
    if chips % shards:
        raise ContradictionError(
            "prefill_chips = {chips} is not prefill_tensor_parallel = {shards} times a "
            "whole number.",
            chips=chips,
            shards=shards,
        )
    return {"chips": chips, "tensor_parallel": shards}


def _fitting(
    inputs: Inputs, architecture: Architecture, layouts: Sequence[Layout]
) -> list[Layout]:
    """Return the layouts that hold the model and the cache of a prompt."""
    v = {**inputs.mids(), "output_tokens": 0.0}
    memory = Memory.of(v, architecture)
    fitting = [x for x in layouts if memory.room(x) >= 1.0]
    if not fitting:
        raise DoesNotFitError(
            "The model does not fit the chips that compute prompts: {chips} are given "
            "with prefill_chips. Give more, or a lower precision.",
            chips=int(inputs["prefill_chips"].mid),
        )
    return fitting


def _quickest(
    inputs: Inputs, architecture: Architecture, layouts: Sequence[Layout]
) -> Layout:
    longest_s = inputs["ttft_ms"].mid / 1000.0
    uncached = inputs["prompt_tokens"].mid - inputs["cached_prompt_tokens"].mid
    steps = 0.5 + max(uncached / inputs["chunk_tokens"].mid, 1.0)

    def rank(layout: Layout) -> tuple[float, float]:
        v = {**inputs.mids(), **_degrees(inputs, layout)}
        side = prompt_side(plain_step, v, architecture)
        return max(float(side.step_s) * steps, longest_s), float(side.work_s)

    return min(layouts, key=rank)


def _degrees(inputs: Inputs, layout: Layout) -> dict[str, float]:
    """Return the inputs of the chain that differ between layouts of prompts."""
    return {
        "prefill_pipeline_parallel": float(layout.pipeline_parallel),
        "prefill_data_parallel": float(layout.data_parallel),
        "prefill_expert_parallel": float(layout.expert_parallel),
        "prefill_wide_tile_tokens": wide_tile_tokens(inputs, layout.expert_parallel),
    }
