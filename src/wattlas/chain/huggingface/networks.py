"""Networks of the layers of a configuration: dense, or mixtures of experts."""

from __future__ import annotations

from wattlas.chain.huggingface.fields import Config
from wattlas.chain.huggingface.kinds import DENSE, EXPERTS
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture
from wattlas.chain.layers.records import Network

_PLAIN_ACTIVATIONS = frozenset(
    {
        "gelu", "gelu_new", "gelu_fast", "gelu_python", "quick_gelu", "relu", "relu2",
        "xielu",
    }
)  # fmt: skip


def matrices(c: Config) -> int:
    """Return the matrices of a network: three where its activation is gated."""
    said = c.value("ffn_matrices")
    if said is not None:
        return int(said)
    activation = str(c.value("hidden_act", "silu"))
    return 2 if activation in _PLAIN_ACTIVATIONS else 3


def network(c: Config, index: int, kind: str) -> list[Network]:
    """Return the networks of one layer."""
    own = c.layer(index)
    if kind == DENSE:
        return [_dense(own, index)]
    return [_mixture(own)] if kind == EXPERTS else []


def _dense(c: Config, index: int) -> Network:
    size = _dense_size(c, index)
    if c.flag("use_double_wide_mlp") and index >= _first_shared(c):
        size *= 2
    return feed_forward(c.whole("hidden_size"), size, matrices(c))


def _first_shared(c: Config) -> int:
    """Return the first layer that reads the cache of a layer before (Gemma 4)."""
    return c.whole("num_hidden_layers") - c.whole("num_kv_shared_layers", 0)


def _dense_size(c: Config, index: int) -> int:
    """Return the width of a dense network: one of all layers, or one a layer."""
    for name in ("dense_intermediate_size", "intermediate_size_mlp",
                 "prefix_dense_intermediate_size"):  # fmt: skip
        if c.has(name):
            c.idle("intermediate_size")
            return c.whole(name)
    if c.has("intermediate_size"):
        size = c.value("intermediate_size")
        if isinstance(size, list):
            return c.of_layer("intermediate_size", index)
        return c.whole("intermediate_size")
    return (
        4 * c.whole("hidden_size")
        if c.flag("four_times_wide")
        else c.whole("intermediate_size")
    )


def _mixture(c: Config) -> Network:
    size = _expert_size(c)
    shape = Mixture(
        experts=c.whole("num_experts"),
        per_token=c.whole("num_experts_per_tok"),
        size=size,
        shared=_shared_experts(c),
        shared_size=_shared_size(c, size),
        latent_size=c.whole("expert_latent_size", 0),
        dense_size=_dense_beside(c),
        matrices=matrices(c),
        router_outputs=c.whole("num_experts") + c.whole("zero_expert_num", 0),
    )
    c.value("num_hash_layers")
    return mixture(c.whole("hidden_size"), shape)


def _expert_size(c: Config) -> int:
    """Return the width of one expert."""
    c.idle("intermediate_size_mlp", "dense_intermediate_size")
    if c.has("moe_intermediate_size"):
        c.idle("intermediate_size")
        return c.whole("moe_intermediate_size")
    return c.whole("intermediate_size")


def _shared_experts(c: Config) -> int:
    """Return how many experts every token visits."""
    if c.has("n_shared_experts"):
        return c.whole("n_shared_experts")
    return 1 if c.value("shared_expert_intermediate_size", 0) else 0


def _shared_size(c: Config, expert_size: int) -> int:
    """Return the width of a shared expert."""
    return c.whole("shared_expert_intermediate_size", 0) or expert_size


def _dense_beside(c: Config) -> int:
    """Return the width of a dense network beside the experts (Gemma 4)."""
    beside = c.flag("enable_moe_block") or c.flag("dense_beside_experts")
    return c.whole("intermediate_size") if beside else 0
