"""One replica of a served model: its inputs, and how many chips its memory needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.chain import cache, counts
from wattlas.chain.architecture import Architecture
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.inputs import Given, Inputs
from wattlas.records import Input
from wattlas.units import BYTES_PER_GB

FITTED = (
    "memory_efficiency",
    "compute_efficiency",
    "layer_overhead_us",
    "collective_overhead_us",
    "expert_overhead_us",
    "request_overhead_us",
    "busy_floor",
    "compute_weight",
    "memory_weight",
    "bytes_per_kv_element",
    "model_error",
)
"""The constants of the serving equations, as the table of constants names them."""
LARGEST_REPLICA = 1024
EXPERT_ONLY_PRECISIONS = frozenset({"mxfp4"})


@dataclass(frozen=True)
class ReplicaMemory:
    """What a replica must hold, in bytes."""

    weights: float
    per_request: float

    def needed(self, batch: float) -> float:
        """Return the bytes of weights and of the cache of a batch."""
        return self.weights + batch * self.per_request


def add_replica(
    inputs: Inputs, model: lookup.Model, hardware: str, precision: str
) -> None:
    """Add model, chip, precision and constants of a replica to the inputs."""
    lookup.add_chip(inputs, hardware, precision)
    chip = facts.numbers("hardware", hardware)
    for name in ("idle_power_w", "bandwidth_gb_per_s", "memory_gb"):
        inputs.take(name, chip[name], hardware)
    _add_architecture(inputs, model)
    _add_weight_bytes(inputs, precision)
    for name in FITTED:
        inputs.constant(name, "serving")
    inputs.constant("usable_memory_share", "serving")


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


def replica_memory(inputs: Inputs, architecture: Architecture) -> ReplicaMemory:
    """Return the bytes that a replica's weights and each of its requests take."""
    v = inputs.mids()
    experts = float(v["experts"]) if "experts" in v else 0.0
    expert_weights = experts * float(v["parameters_per_expert"])
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
        "active_parameters": counts.active_parameters(a),
        "dense_parameters": counts.dense_parameters_per_token(a),
        "parameters_per_expert": counts.expert_parameters(a) / max(a.experts, 1),
        "layers": a.layers,
        "moe_layers": a.moe_layers,
    }
    if a.experts:
        numbers |= {"experts": a.experts, "experts_per_token": a.experts_per_token}
    for name, value in numbers.items():
        inputs.add(lookup.of_model(name, value, model))


def _add_weight_bytes(inputs: Inputs, precision: str) -> None:
    fact = facts.number("precisions", precision, "bytes_per_weight")
    inputs.take("bytes_per_expert_weight", fact)
    if precision in EXPERT_ONLY_PRECISIONS:
        fact = facts.number("precisions", "bf16", "bytes_per_weight")
    inputs.take("bytes_per_dense_weight", fact)


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
