"""One replica of a served model: the inputs of model, chip, precision and engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wattlas import facts
from wattlas.chain import cache, counts
from wattlas.errors import InputError
from wattlas.estimation import chip_inputs, lookup, model_inputs
from wattlas.estimation.engines import FITS, Engine
from wattlas.estimation.input_values import exact, input_from_fact
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.uncertainty import add_errors, serving_distance
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
    "attention_efficiency",
    "overlap_exponent",
    "context_share",
    "host_floor_ms",
    "host_sequence_us",
    "host_serial",
    "limit_sharpness",
    "bytes_per_kv_element",
    "usable_memory_share",
)
"""Constants of the serving equations with engineering values."""
_OF_PRODUCTS = ("dense_efficiency", "padding_rows")
_FORMATS = {"fp8": "serving-8bit", "int8": "serving-8bit", "fp4": "serving-fp4"}


def add_replica(
    inputs: Inputs,
    model: lookup.Model,
    hardware: str,
    precision: str,
    engine: Engine,
    activations: str | None = None,
) -> None:
    """Add model, chip, precision and constants of a replica to the inputs.

    `activations` are the number format of the products, where it is not that of the
    weights, which are expanded.
    """
    products = activations or chip_inputs.products_of(model, precision, hardware)
    chip_inputs.add_chip(inputs, hardware, products)
    chip = facts.numbers("hardware", hardware)
    for name in ("bandwidth_gb_per_s", "memory_gb"):
        inputs.take(name, chip[name], hardware)
    # What a chip draws idle is in the error of the class, which is taken at its value.
    inputs.take("idle_power_w", exact(chip["idle_power_w"]), hardware)
    rate = chip.get("peak_16bit_tflops", chip_inputs.peak_fact(hardware, products))
    inputs.take("attention_tflops", rate, hardware)
    _add_architecture(inputs, model)
    generation = facts.row("hardware", hardware)["generation"]
    software = {n: engine.group(n, generation, products) for n in _OF_PRODUCTS}
    own = model.dense_precision if precision == model.weight_precision else ""
    _add_precision(inputs, (precision, own, products), hardware, software)
    # A chip without products of the file's format expands its weights as it reads them.
    own = chip_inputs.default_precision(model, hardware)
    if model.bytes_per_weight is not None and precision == own:
        _add_bytes_of_file(inputs, model.bytes_per_weight)
    for name in (*FITTED, *FIXED):
        # What was given before, such as the format of the cache, stays.
        if name not in inputs:
            _add_constant(inputs, name, engine.group(name, generation, precision))
    add_errors(
        inputs, serving_distance(engine, model.architecture, hardware, precision)
    )


def _add_constant(inputs: Inputs, name: str, group: str) -> None:
    """Add a constant; a fitted one as exact, for its error is an input of its own."""
    if facts.number("constants", group, name).source.startswith(FITS):
        inputs.fitted(name, group)
    else:
        inputs.constant(name, group)


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
    capped = inputs.give("power_cap_w", options.power_cap, "W")
    if inputs.give("locked_clock", options.clock_lock, "1", "logit") or capped:
        inputs.constant("clock_exponent", "serving")
    inputs.give("chunk_tokens", options.chunk_tokens, "1")
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
            "accepted_draft_tokens are some of the drafted ones: at most {drafted:g}, "
            "got {kept:g}.",
            drafted=drafted,
            kept=kept,
        )


def _add_architecture(inputs: Inputs, model: lookup.Model) -> None:
    a = model.architecture
    numbers: dict[str, float] = {
        "dense_parameters": counts.dense_parameters_per_token(a),
        "head_parameters": counts.head_parameters(a),
        "prompt_parameters": counts.prompt_parameters(a),
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
        inputs.add(model_inputs.of_model(name, value, model))


def _add_bytes_of_file(inputs: Inputs, size: float) -> None:
    """Put the mean bytes of a file's weights in the place of those of a format."""
    for name in ("bytes_per_expert_weight", "bytes_per_dense_weight"):
        inputs.replace(
            replace(
                inputs[name],
                mid=size,
                low=size,
                high=size,
                shape="fixed",
                source="given",
                given=True,
            )
        )


def _add_precision(
    inputs: Inputs,
    formats: tuple[str, str, str],
    hardware: str,
    software: Mapping[str, str],
) -> None:
    """Add bytes of weights and what a number format changes in the products.

    `formats` are those of weights, of what is no expert ('' where the first says it)
    and of products.
    `software` names the groups of the engine and of what runs on the chip: where they
    know how far dense products get, the format counts no more.
    """
    precision, dense, products = formats
    fact = facts.number("precisions", precision, "bytes_per_weight")
    inputs.take("bytes_per_expert_weight", fact)
    of_experts = facts.row("precisions", precision)["applies_to"] == "experts"
    wide = of_experts and "experts" in inputs
    dense = dense or (lookup.DEFAULT_PRECISION if wide else precision)
    fact = facts.number("precisions", dense, "bytes_per_weight")
    inputs.take("bytes_per_dense_weight", fact)
    group = _FORMATS.get(products, "serving-16bit")
    for name, own in software.items():
        known = facts.find_number("constants", own, name)
        _add_constant(inputs, name, group if known is None else own)
    native = "peak_fp4_tflops" in facts.numbers("hardware", hardware)
    unpacked = not (products == "mxfp4" and native)
    inputs.constant("expert_rate_gain", "serving-16bit" if unpacked else "serving-fp4")
