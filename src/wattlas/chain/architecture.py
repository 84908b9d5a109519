"""The shape of a language model, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from wattlas.errors import InputError

_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0", ""}


@dataclass(frozen=True)
class Architecture:
    """Layers and widths of a decoder language model.

    A part that a model does not have is 0. Grouped by part: layers, attention, latent
    attention (DeepSeek's MLA), feed-forward, experts, vocabulary, Mamba-2 state, rest.
    A layer may hold attention and feed-forward (the usual block) or only one of them
    (Nemotron-H), so the counts of the kinds need not add up to `layers`.

    Examples
    --------
    >>> gpt_2 = Architecture(
    ...     name="gpt-2", layers=12, full_attention_layers=12, dense_ffn_layers=12,
    ...     hidden_size=768, query_heads=12, kv_heads=12, head_dim=64,
    ...     ffn_size=3072, ffn_matrices=2, vocab_size=50257, tied_embeddings=True,
    ...     learned_positions=1024, context_tokens=1024,
    ... )
    >>> gpt_2.uses_latent_attention, gpt_2.moe_layers
    (False, 0)
    """

    name: str
    layers: int
    hidden_size: int
    vocab_size: int

    full_attention_layers: int = 0
    windowed_attention_layers: int = 0
    window_tokens: int = 0
    state_layers: int = 0
    dense_ffn_layers: int = 0
    moe_layers: int = 0

    query_heads: int = 0
    kv_heads: int = 0
    head_dim: int = 0

    kv_lora_rank: int = 0
    q_lora_rank: int = 0
    qk_nope_head_dim: int = 0
    qk_rope_head_dim: int = 0
    v_head_dim: int = 0

    ffn_size: int = 0
    ffn_matrices: int = 3

    experts: int = 0
    experts_per_token: int = 0
    expert_ffn_size: int = 0
    shared_experts: int = 0
    shared_ffn_size: int = 0

    tied_embeddings: bool = False
    learned_positions: int = 0

    ssm_heads: int = 0
    ssm_head_dim: int = 0
    ssm_state_size: int = 0
    ssm_groups: int = 0
    ssm_conv: int = 0

    vision_parameters: float = 0.0
    context_tokens: int = 0

    def __post_init__(self) -> None:
        """Refuse a shape that cannot be a model."""
        for problem in _problems(self):
            raise InputError(f"Model '{self.name}': {problem}")

    @property
    def attention_layers(self) -> int:
        """Layers that attend, full and windowed."""
        return self.full_attention_layers + self.windowed_attention_layers

    @property
    def uses_latent_attention(self) -> bool:
        """Whether keys and values are cached as one compressed vector (MLA)."""
        return self.kv_lora_rank > 0


def architecture_from_row(row: Mapping[str, str]) -> Architecture:
    """Build the architecture from a row of the table of models.

    An empty cell is 0 (or False); columns that are no field are left alone.

    Examples
    --------
    >>> row = {"key": "tiny", "layers": "2", "hidden_size": "8", "vocab_size": "16",
    ...        "tied_embeddings": "true", "ffn_matrices": "2", "source": "assumed"}
    >>> architecture_from_row(row).tied_embeddings
    True
    """
    name = row.get("key") or row.get("name") or ""
    numbers = {
        field.name: _cell(name, field.name, str(field.type), row.get(field.name) or "")
        for field in fields(Architecture)
        if field.name != "name"
    }
    return Architecture(name=name, **numbers)  # type: ignore[arg-type]


def _cell(model: str, field: str, kind: str, text: str) -> int | float | bool:
    """Return the value of one cell in the type of its field."""
    word = text.strip().lower()
    if kind == "bool" and word in _TRUE | _FALSE:
        return word in _TRUE
    try:
        number = float(word or 0)
    except ValueError:
        number = -1.0
    whole = number == int(number)
    if kind == "bool" or number < 0 or (kind == "int" and not whole):
        wanted = {"bool": "true or false", "int": "a whole number"}.get(
            kind, "a number"
        )
        raise InputError(f"Model '{model}': {field} must be {wanted}, got '{text}'.")
    return int(number) if kind == "int" else number


def _problems(a: Architecture) -> list[str]:
    """Return one sentence for each rule that the shape breaks."""
    rules = [
        (min(a.layers, a.hidden_size, a.vocab_size) < 1,
         "layers, hidden_size and vocab_size must be at least 1, got "
         f"{a.layers}, {a.hidden_size} and {a.vocab_size}."),
        (min(_numbers(a)) < 0, "no field may be negative."),
        (a.ffn_matrices not in (2, 3),
         f"ffn_matrices must be 3 (gated) or 2 (plain), got {a.ffn_matrices}."),
        (a.attention_layers > 0 and not _has_heads(a),
         "a model with attention layers needs query_heads, and kv_heads and head_dim "
         "or the fields of latent attention."),
        (a.windowed_attention_layers > 0 and a.window_tokens < 1,
         "windowed_attention_layers need window_tokens of at least 1."),
        (a.dense_ffn_layers > 0 and a.ffn_size < 1,
         "dense_ffn_layers need an ffn_size of at least 1."),
        (a.moe_layers > 0 and not 1 <= a.experts_per_token <= a.experts,
         "experts_per_token must lie between 1 and experts, got "
         f"{a.experts_per_token} of {a.experts}."),
        (a.state_layers > 0 and a.ssm_heads * a.ssm_head_dim * a.ssm_state_size < 1,
         "state_layers need ssm_heads, ssm_head_dim and ssm_state_size."),
    ]  # fmt: skip
    return [sentence for broken, sentence in rules if broken]


def _numbers(a: Architecture) -> list[float]:
    """Return every numeric field."""
    return [float(getattr(a, f.name)) for f in fields(a) if f.name != "name"]


def _has_heads(a: Architecture) -> bool:
    """Return whether the width of the attention is known."""
    latent = a.qk_nope_head_dim + a.qk_rope_head_dim > 0 and a.v_head_dim > 0
    plain = a.kv_heads > 0 and a.head_dim > 0
    return a.query_heads > 0 and (latent if a.uses_latent_attention else plain)
