"""One replica of a served model: its inputs, and how many chips its memory needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.chain import cache, counts
from wattlas.chain.architecture import Architecture
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.inputs import Inputs
from wattlas.parameters import Given
from wattlas.records import Input
from wattlas.units import BYTES_PER_GB

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
LARGEST_REPLICA = 1024
EIGHT_BIT = frozenset({"fp8", "int8"})
NEVER = 1e18
"""More tokens than any step has: the wide tile is never reached."""


@dataclass(frozen=True)
class ReplicaMemory:
    """What a replica must hold, in bytes."""

    weights: float
    per_request: float

    def needed(self, batch: float) -> float:
        """Return the bytes of weights and of the cache of a batch."""
        return self.weights + batch * self.per_request


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


def add_parallelism(inputs: Inputs, architecture: Architecture) -> None:
    """Add how a replica is split: experts over all its chips, the rest in shards."""
    chips = inputs["chips_per_replica"].mid
    expert_parallel = chips if architecture.moe_layers else 1.0
    for name, value in (
        ("expert_parallel", expert_parallel),
        ("data_parallel", 1.0),
        ("pipeline_parallel", 1.0),
    ):
        inputs.add(_exact(name, value, "as serving engines split by default"))
    inputs.add(_exact("wide_tile_tokens", _wide_tile_tokens(inputs), _WIDE_TILE))


def add_chips_per_replica(
    inputs: Inputs, architecture: Architecture, chips: Given, batch: Given
) -> None:
    """Add the chips of a replica, the fewest that hold it when not given, and batch.

    Raises
    ------
    InputError
        If the chips given cannot hold the weights and the batch.
    """
    memory = replica_memory(inputs, architecture)
    usable = usable_bytes_per_chip(inputs)
    if chips is None:
        fewest = fewest_chips(memory.needed(inputs["batch"].mid), usable)
        inputs.add(_exact("chips_per_replica", fewest, "fewest that hold the batch"))
        inputs.keep("memory_gb", "usable_memory_share")
        inputs.notes.append(f"chips-per-replica:{fewest:g}")
    else:
        inputs.give("chips_per_replica", chips, "1")
    capacity = inputs["chips_per_replica"].mid * usable
    if memory.needed(inputs["batch"].mid if batch is not None else 1.0) > capacity:
        raise InputError(_does_not_fit(inputs, memory, usable))
    if batch is None:
        _cap_batch(inputs, (capacity - memory.weights) / memory.per_request)
    add_parallelism(inputs, architecture)


def replica_memory(inputs: Inputs, architecture: Architecture) -> ReplicaMemory:
    """Return the bytes that a replica's weights and each of its requests take."""
    v = inputs.mids()
    expert_weights = float(v.get("expert_parameters", 0.0))
    dense = counts.total_parameters(architecture) - expert_weights
    context = float(v["prompt_tokens"]) + float(v["output_tokens"])
    elements = float(cache.kv_elements(architecture, context))
    return ReplicaMemory(
        weights=dense * float(v["bytes_per_dense_weight"])
        + expert_weights * float(v["bytes_per_expert_weight"]),
        per_request=elements * float(v["bytes_per_kv_element"])
        + cache.state_bytes_per_sequence(architecture),
    )


def usable_bytes_per_chip(inputs: Inputs) -> float:
    """Return the bytes of one chip that weights and cache may take."""
    share = inputs["usable_memory_share"].mid
    return inputs["memory_gb"].mid * BYTES_PER_GB * share


def fewest_chips(needed_bytes: float, usable_bytes: float) -> int:
    """Return the smallest power of two of chips that holds so many bytes.

    >>> fewest_chips(needed_bytes=150e9, usable_bytes=72e9)
    4
    """
    chips = 1
    while chips * usable_bytes < needed_bytes:
        chips *= 2
        if chips > LARGEST_REPLICA:
            raise InputError(
                f"A replica would need over {LARGEST_REPLICA} chips for "
                f"{needed_bytes / BYTES_PER_GB:.3g} GB. Choose a smaller batch or "
                f"context, or a chip with more memory."
            )
    return chips


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


_WIDE_TILE = "tokens of a step above which experts run on wide tiles"


def _wide_tile_tokens(inputs: Inputs) -> float:
    bytes_per_weight = inputs["bytes_per_expert_weight"].mid
    if "experts" not in inputs or bytes_per_weight < 1:
        return NEVER
    if bytes_per_weight < 2:
        return 0.0
    return inputs["experts"].mid / inputs["expert_parallel"].mid


def _cap_batch(inputs: Inputs, most: float) -> None:
    item = inputs["batch"]
    if item.high <= most:
        return
    inputs.notes.append(f"batch-capped:{most:.0f}")
    mid, low = min(item.mid, most), min(item.low, most)
    inputs.replace(replace(item, low=low, mid=mid, high=most))


def _exact(name: str, value: float, note: str) -> Input:
    return Input(name, value, value, value, "fixed", "1", "assumed", note=note)


def _does_not_fit(inputs: Inputs, memory: ReplicaMemory, usable: float) -> str:
    chips, batch = inputs["chips_per_replica"].mid, inputs["batch"].mid
    fewest = fewest_chips(memory.needed(batch), usable)
    return (
        f"The model does not fit: weights take {memory.weights / BYTES_PER_GB:.3g} GB "
        f"and {batch:g} requests {batch * memory.per_request / BYTES_PER_GB:.3g} GB, "
        f"{chips:g} chips offer {chips * usable / BYTES_PER_GB:.3g} GB. "
        f"Use at least {fewest} chips, a smaller batch or a lower precision."
    )
