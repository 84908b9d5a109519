"""The shape of a language model as plain data: sizes, cache, state, layers, formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wattlas import facts
from wattlas.chain import cache, counts
from wattlas.chain.architecture import Architecture
from wattlas.chain.huggingface import ModelConfig
from wattlas.estimation.lookup import Model, architecture_of, model_of_file
from wattlas.estimation.model_files import read_model_file
from wattlas.estimation.model_paths import file_of
from wattlas.estimation.safetensors import INDEX_ENDING

CONFIGURATION = ".json"
"""What the name of a configuration ends in, and more of an index of weights."""
KV_FORMAT = "bf16"
"""Keys and values where a configuration does not say their format."""


def shape_of_file(path: Path, accept_unread: bool) -> dict[str, Any]:
    """Return what a file or a folder says of its model, as plain data."""
    path = file_of(str(path))
    if path.name.endswith(INDEX_ENDING) or not path.name.endswith(CONFIGURATION):
        return _of_weights(model_of_file(path, accept_unread))
    read = read_model_file(path, accept_unread)
    return {
        "table": "models",
        "key": str(path),
        **shape(read.architecture, read.precisions.cache or KV_FORMAT),
        **_formats(read),
        "unread": list(read.unread),
        "defaulted": list(read.defaulted),
    }


def _of_weights(model: Model) -> dict[str, Any]:
    """Return what the headers of a model's weights say, as plain data."""
    found = {"table": "models", "key": model.key, **shape(model.architecture)}
    if model.bytes_per_weight is not None:
        found["weight_bytes"] = found["total_parameters"] * model.bytes_per_weight
    found["weights_by_precision"] = {model.weight_precision: found["total_parameters"]}
    return found | {"unread": list(model.unread), "defaulted": list(model.defaulted)}


def shape_of_key(key: str) -> dict[str, Any]:
    """Return the shape of a key of the table of models, as plain data.

    >>> shape_of_key("deepseek-v3")["kv_bytes_per_token"]
    70272.0
    """
    return shape(architecture_of(key))


def shape(a: Architecture, kv_format: str = KV_FORMAT) -> dict[str, Any]:
    """Return sizes, cache, state and layers by kind, in weights, bytes and layers."""
    full, windowed = cache.kv_elements_per_token(a)
    kv_bytes = facts.number("precisions", kv_format, "bytes_per_weight").value
    embedding = counts.embedding_parameters(a) - counts.head_parameters(a)
    kept = float(cache.kv_elements(a, a.context_tokens)) if a.context_tokens else None
    return {
        "kind": a.kind,
        "total_parameters": counts.total_parameters(a),
        "active_parameters": counts.active_parameters(a),
        "active_parameters_with_embedding": counts.active_parameters(a)
        + embedding
        - a.looked_up_parameters,
        "encoder_parameters": counts.encoder_parameters(a)
        + counts.encoder_expert_parameters(a),
        "vision_parameters": a.vision_parameters,
        "draft_parameters": a.draft_parameters,
        "kv_format": kv_format,
        "kv_bytes_per_token": full * kv_bytes,
        "kv_bytes_per_token_in_window": windowed * kv_bytes,
        "kv_bytes_at_context_limit": None if kept is None else kept * kv_bytes,
        "context_tokens": a.context_tokens or None,
        "state_bytes": cache.state_bytes_per_sequence(a),
        "layers": _layers(a),
    }


def _layers(a: Architecture) -> dict[str, int]:
    """Return the number of layers of each kind, whatever their widths."""
    found: dict[str, int] = {}
    for kind, layers in (
        *((m.kind, m.layers) for m in a.mixers),
        *((n.kind, n.layers) for n in a.networks),
    ):
        found[kind] = found.get(kind, 0) + layers
    return found


def _formats(read: ModelConfig) -> dict[str, Any]:
    """Return weights by number format, and their bytes."""
    weights = dict(read.precisions.weights)
    sizes = {
        name: facts.number("precisions", name, "bytes_per_weight").value
        for name in weights
    }
    return {
        "weights_by_precision": weights,
        "weight_bytes": sum(n * sizes[name] for name, n in weights.items()),
        "precision_by_part": {k: dict(v) for k, v in read.precisions.shares.items()},
    }
