"""One replica of a served model: the inputs of model, chip, precision and engine."""

from __future__ import annotations

from dataclasses import replace

from wattlas import facts
from wattlas.chain import cache, counts
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.inputs import Inputs, input_from_fact
from wattlas.parameters import LayoutOptions

FITTED = (
    "expert_efficiency",
    "wide_tile_slowdown",
    "layer_overhead_us",
    "prefill_overhead_us",
    "collective_overhead_us",
    "sequence_overhead_us",
    "kernel_level",
    "arithmetic_level",
    "waiting_level",
    "pj_per_byte",
)
"""Constants of the serving equations that are fitted to measurements."""
FIXED = (
    "memory_efficiency",
    "cache_efficiency",
    "overlap_exponent",
    "context_share",
    "host_floor_ms",
    "host_sequence_us",
    "host_serial",
    "limit_sharpness",
    "bytes_per_kv_element",
    "usable_memory_share",
    "energy_error",
    "time_error",
)
"""Constants of the serving equations with engineering values, and their errors."""
ENGINES = ("2025", "2024", "2023")
"""Vintages of the serving engine; an older one has constants of its own."""
DEFAULT_ENGINE = "2025"
EIGHT_BIT = frozenset({"fp8", "int8"})


def add_replica(
    inputs: Inputs,
    model: lookup.Model,
    hardware: str,
    precision: str,
    engine: str = DEFAULT_ENGINE,
) -> None:
    """Add model, chip, precision and constants of a replica to the inputs."""
    lookup.add_chip(inputs, hardware, precision)
    chip = facts.numbers("hardware", hardware)
    for name in ("idle_power_w", "bandwidth_gb_per_s", "memory_gb"):
        inputs.take(name, chip[name], hardware)
    _add_architecture(inputs, model)
    _add_precision(inputs, precision, hardware)
    for name in FITTED:
        inputs.fitted(name, engine_group(engine, name))
    for name in FIXED:
        if name not in inputs:
            inputs.constant(name, engine_group(engine, name))


def engine_group(engine: str, name: str) -> str:
    """Return the group of constants of an engine's vintage that has a constant.

    >>> engine_group("2024", "host_serial"), engine_group("2024", "pj_per_byte")
    ('serving-2024', 'serving')
    """
    if engine not in ENGINES:
        raise InputError(
            f"engine is the vintage of the serving engine: one of "
            f"{', '.join(ENGINES)}, got {engine!r}."
        )
    own = f"serving-{engine}"
    return own if facts.find_number("constants", own, name) else "serving"


def add_decoding(inputs: Inputs, options: LayoutOptions) -> None:
    """Add cache format, drafts and power cap, where they are given.

    Raises
    ------
    InputError
        If drafts are accepted that are not drafted, or only one of the two is given.
    """
    if options.kv_precision is not None:
        key = facts.resolve("precisions", options.kv_precision)
        fact = facts.number("precisions", key, "bytes_per_weight")
        item = input_from_fact("bytes_per_kv_element", fact)
        inputs.add(replace(item, given=True, source="given"))
    if inputs.give("power_cap_w", options.power_cap, "W"):
        inputs.constant("clock_exponent", "serving")
    drafts = options.draft_tokens, options.accepted_draft_tokens
    if drafts == (None, None):
        return
    if None in drafts:
        raise InputError(
            "Speculative decoding needs draft_tokens and accepted_draft_tokens: how "
            "many are drafted for a step, and how many of them are kept."
        )
    inputs.give("draft_tokens", options.draft_tokens, "1")
    inputs.give("accepted_draft_tokens", options.accepted_draft_tokens, "1")
    drafted, kept = (inputs[n].mid for n in ("draft_tokens", "accepted_draft_tokens"))
    if kept > drafted:
        raise InputError(
            f"accepted_draft_tokens are some of the drafted ones: at most "
            f"{drafted:g}, got {kept:g}."
        )


def _add_architecture(inputs: Inputs, model: lookup.Model) -> None:
    a = model.architecture
    numbers: dict[str, float] = {
        "dense_parameters": counts.dense_parameters_per_token(a),
        "head_parameters": float(a.hidden_size * a.vocab_size),
        "layers": a.layers,
        "kv_heads": max(a.kv_heads, 1),
        "latent_attention": float(a.uses_latent_attention),
        "state_bytes": cache.state_bytes_per_sequence(a),
    }
    if a.experts:
        numbers |= {
            "expert_parameters": counts.expert_parameters(a),
            "experts": a.experts,
            "experts_per_token": a.experts_per_token,
        }
    for name, value in numbers.items():
        inputs.add(lookup.of_model(name, value, model))


def _add_precision(inputs: Inputs, precision: str, hardware: str) -> None:
    """Add bytes of weights and what a number format changes in the products."""
    fact = facts.number("precisions", precision, "bytes_per_weight")
    inputs.take("bytes_per_expert_weight", fact)
    if facts.row("precisions", precision)["applies_to"] == "experts":
        fact = facts.number("precisions", "bf16", "bytes_per_weight")
    inputs.take("bytes_per_dense_weight", fact)
    group = "serving-8bit" if precision in EIGHT_BIT else "serving-16bit"
    for name in ("dense_efficiency", "padding_rows"):
        inputs.fitted(name, group)
    native = "peak_fp4_tflops" in facts.numbers("hardware", hardware)
    unpacked = not (precision == "mxfp4" and native)
    inputs.constant("expert_rate_gain", "serving-16bit" if unpacked else "serving-fp4")
