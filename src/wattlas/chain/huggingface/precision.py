"""Number formats of the weights of a configuration, part by part, and of its cache."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from wattlas.chain import counts
from wattlas.chain.architecture import Architecture
from wattlas.chain.huggingface.fields import Config
from wattlas.chain.huggingface.quantised import (
    SAID,
    expands,
    format_of,
    method_of,
    scheme,
)
from wattlas.chain.layers.records import Mixer, Network

UNQUANTISED: Mapping[str, str] = {
    "bfloat16": "bf16", "float16": "fp16", "float32": "fp32", "half": "fp16",
    "auto": "bf16", "float8_e4m3fn": "fp8", "float8_e5m2": "fp8",
}  # fmt: skip
DEFAULT = "bf16"
PREFIXES = (
    "model.layers.{i}.", "backbone.layers.{i}.", "model.language_model.layers.{i}.",
    "language_model.model.layers.{i}.", "model.decoder.layers.{i}.",
)  # fmt: skip
MODULES: Mapping[str, tuple[str, ...]] = {
    "attention": ("self_attn", "self_attn.q_proj", "self_attn.kv_b_proj",
                  "self_attn.o_proj", "mixer.q_proj", "mixer.o_proj"),
    "state": ("linear_attn", "linear_attn.in_proj_qkv", "linear_attn.in_proj_qkvz",
              "linear_attn.out_proj", "mixer.in_proj", "mixer.out_proj",
              "mamba.in_proj"),
    "feed-forward": ("mlp.gate_proj", "mlp.down_proj", "mlp.up_proj",
                     "feed_forward.down_proj", "mixer.up_proj"),
    "experts": ("mlp.experts.0.gate_proj", "mlp.experts", "mixer.experts.0.up_proj",
                "block_sparse_moe.experts.0.w1"),
    "shared experts": ("mlp.shared_experts.gate_proj", "mlp.shared_expert.gate_proj",
                       "mixer.shared_experts.up_proj"),
    "router": ("mlp.gate", "mlp.router", "mixer.gate", "block_sparse_moe.gate"),
}  # fmt: skip
"""Names that the parts of a layer have in files, to find them in lists."""
ALWAYS_WIDE = frozenset({"embedding", "head", "router", "vision", "rest"})
"""Parts that makers leave as they were trained: tables, the head, and what is small."""


MET = frozenset({"attention", "state", "feed-forward", "shared experts", "head"})
"""Parts that every token meets."""


@dataclass(frozen=True)
class Precisions:
    """Weights by number format: parts with the share of each format, and totals.

    `shares` maps a part to formats and their shares; `weights` the formats to weights
    of the whole model, `met` to those that every token meets: of no table, no expert;
    `cache` is the format of keys and values, or ''; `quantiser` the method that a
    configuration says its weights are quantised by, or ''; `expanded` says whether
    weights of whole numbers are expanded before their products.
    """

    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    cache: str = ""
    met: Mapping[str, float] = field(default_factory=dict)
    quantiser: str = ""
    expanded: bool = False

    def main(self, part: str) -> str:
        """Return the format of most weights of a part, or ''."""
        shares = self.shares.get(part, {})
        return max(shares, key=lambda name: shares[name]) if shares else ""

    @property
    def dense(self) -> str:
        """The format of most weights that every token meets, or ''."""
        return max(self.met, key=lambda name: self.met[name]) if self.met else ""


def read_precisions(
    c: Config,
    quantised: Config | None,
    shape: Architecture,
    mixers: list[list[Mixer]],
    networks: list[list[Network]],
) -> Precisions:
    """Return the number format of each part of a model, and of its cache."""
    wide = UNQUANTISED.get(_dtype(c), DEFAULT)
    narrow, excluded = scheme(quantised)
    expert = {"fp4": "mxfp4", "fp8": "fp8"}.get(str(c.value("expert_dtype", "")), "")
    sizes = part_weights(shape)
    shares: dict[str, dict[str, float]] = {}
    for part, weights in sizes.items():
        if not weights:
            continue
        own = narrow if part != "experts" or not expert else expert
        kept = _kept_wide(part, own, narrow, excluded, mixers, networks)
        own = own or wide
        shares[part] = {k: v for k, v in ((wide, kept), (own, 1 - kept)) if v} or {
            wide: 1.0
        }
        if own == wide:
            shares[part] = {wide: 1.0}
    met = _totals({p: s for p, s in shares.items() if p in MET}, sizes)
    return Precisions(
        shares,
        _totals(shares, sizes),
        _cache_format(quantised),
        met,
        method_of(quantised),
        expands(quantised),
    )


def _totals(
    shares: Mapping[str, Mapping[str, float]], sizes: Mapping[str, float]
) -> dict[str, float]:
    totals: dict[str, float] = {}
    for part, formats in shares.items():
        for name, share in formats.items():
            totals[name] = totals.get(name, 0.0) + share * sizes[part]
    return totals


def unknown_formats(c: Config, quantised: Config | None) -> list[str]:
    """Return what says a number format that is not known."""
    strange = []
    if _dtype(c) not in UNQUANTISED:
        strange.append(f"torch_dtype={_dtype(c)}")
    if quantised is not None and not format_of(quantised):
        said = ", ".join(f"{k}={v}" for k, v in quantised.raw().items() if k in SAID)
        strange.append(f"quantization_config ({said})")
    return strange


def _dtype(c: Config) -> str:
    said = c.value("dtype") or c.value("torch_dtype") or "bfloat16"
    return str(said).removeprefix("torch.")


def part_weights(a: Architecture) -> dict[str, float]:
    """Return the weights of each part in memory. [1]"""
    stored = {
        "attention": sum(m.stored_weights for m in a.mixers if m.attends),
        "state": sum(m.stored_weights for m in a.mixers if not m.attends),
    }
    return {
        "embedding": counts.input_embedding_parameters(a),
        "head": counts.head_parameters(a),
        **stored,
        "feed-forward": counts.ffn_parameters(a),
        "experts": counts.expert_parameters(a),
        "shared experts": counts.shared_expert_parameters(a),
        "router": counts.router_parameters(a),
        "encoder": counts.encoder_parameters(a) + counts.encoder_expert_parameters(a),
        "rest": a.more_weights,
        "vision": a.vision_parameters,
    }


def _cache_format(q: Config | None) -> str:
    """Return the format of keys and values that a configuration asks for, or ''."""
    if q is None:
        return ""
    algorithm = str(q.value("kv_cache_quant_algo", "")).lower()
    scheme = q.value("kv_cache_scheme")
    if "fp8" in algorithm or (
        isinstance(scheme, Mapping) and scheme.get("num_bits") == 8
    ):
        return "fp8"
    return ""


def _kept_wide(
    part: str,
    own: str,
    narrow: str,
    excluded: list[str],
    mixers: list[list[Mixer]],
    networks: list[list[Network]],
) -> float:
    """Return the share of a part's weights that keep the format of training."""
    if part == "experts" and own and own != narrow:
        return 0.0
    if not narrow or part in ALWAYS_WIDE:
        return 1.0
    mixture = any(n.experts for each in networks for n in each)
    if narrow == "mxfp4" and part != "experts" and mixture:
        return 1.0
    layers = [i for i in range(len(mixers)) if _holds(part, mixers[i], networks[i])]
    if not layers or not excluded:
        return 0.0
    wide = sum(_is_excluded(part, i, excluded) for i in layers)
    return wide / len(layers)


def _holds(part: str, mixers: Iterable[Mixer], networks: Iterable[Network]) -> bool:
    """Say whether a layer has a part."""
    return {
        "attention": any(m.attends for m in mixers),
        "state": any(not m.attends for m in mixers),
        "feed-forward": any(n.weights for n in networks),
        "experts": any(n.experts for n in networks),
        "shared experts": any(n.shared_weights for n in networks),
    }.get(part, False)


def _is_excluded(part: str, index: int, patterns: list[str]) -> bool:
    names = [
        prefix.format(i=index) + module
        for prefix in PREFIXES
        for module in MODULES[part]
    ]
    return any(_matches(pattern, name) for pattern in patterns for name in names)


def _matches(pattern: str, name: str) -> bool:
    """Say whether a pattern of a list names a module: `re:`, a glob, or a part of it.

    >>> _matches("re:.*self_attn.*", "model.layers.3.self_attn.q_proj")
    True
    >>> _matches("model.layers.1", "model.layers.13.mlp.gate")
    False
    """
    if pattern.startswith("re:"):
        return re.match(pattern[3:], name) is not None
    if "*" in pattern:
        return fnmatchcase(name, pattern) or fnmatchcase(name, f"{pattern}.*")
    return (
        name == pattern or name.startswith(f"{pattern}.") or pattern in name.split(".")
    )
