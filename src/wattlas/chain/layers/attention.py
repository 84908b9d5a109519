"""Layers that attend: grouped queries, latent vectors, chosen or compressed places."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.chain.layers.records import (
    EVERYTHING,
    NOTHING,
    Cache,
    Mixer,
    Scores,
    Span,
    window,
)


@dataclass(frozen=True)
class Indexer:
    """A small attention that chooses the positions which a layer attends to.

    One key of `head_dim` a position is cached, and scored by `heads` queries. A layer
    that takes the choice of the layer before owns no indexer (`owned` is False).
    """

    heads: int
    head_dim: int
    chosen: float
    owned: bool = True

    @property
    def seen(self) -> Span:
        """The positions that the layer attends to."""
        return window(self.chosen)

    def weights(self, query_input: int, hidden_size: int, head_weights: bool) -> float:
        """Return the weights of queries, key and, where it has them, of heads."""
        if not self.owned:
            return 0.0
        queries = query_input * self.heads * self.head_dim
        key = hidden_size * self.head_dim
        return queries + key + (hidden_size * self.heads if head_weights else 0)

    def caches(self, stride: float = 1.0) -> tuple[Cache, ...]:
        """Return the cached keys."""
        span = Span(stride=stride)
        return (Cache(self.head_dim, span, span),) if self.owned else ()

    def scores(self, stride: float = 1.0) -> tuple[Scores, ...]:
        """Return the arithmetic of the choice."""
        flop = 2.0 * self.heads * self.head_dim
        return (Scores(flop, Span(stride=stride)),) if self.owned else ()


@dataclass(frozen=True)
class Heads:
    """Queries, keys and values of grouped attention."""

    query: int
    kv: int
    size: int
    value_size: int = 0

    @property
    def values(self) -> int:
        """Width of one value head."""
        return self.value_size or self.size


@dataclass(frozen=True)
class GroupedOptions:
    """What sets an attention apart from the usual one.

    With a `stride` every so manieth position behind the window is seen too.
    `gate_size` is the width of an output gate; `key_is_value` saves the value
    projection; `owns_cache` is False where a layer reads the keys and values of
    another; `input_size` is that of what is read, where it is not the model's width.
    """

    window_tokens: int = 0
    stride: int = 0
    gate_size: int = 0
    key_is_value: bool = False
    owns_cache: bool = True
    input_size: int = 0
    extra_weights: float = 0.0
    indexer: Indexer | None = None
    source: Span | None = None


USUAL = GroupedOptions()


def grouped_attention(
    hidden_size: int, heads: Heads, options: GroupedOptions = USUAL, layers: int = 1
) -> Mixer:
    """Return layers of attention with groups of queries for each key-value head.

    Source: Ainslie et al. 2023, arXiv:2305.13245; windows: Beltagy et al. 2020,
    arXiv:2004.05150.

    Examples
    --------
    >>> grouped_attention(8, Heads(query=2, kv=1, size=4)).weights
    192.0
    """
    o = options
    source = o.input_size or hidden_size
    queries, out = heads.query * heads.size, heads.query * heads.values
    stored = heads.kv * (heads.size + (0 if o.key_is_value else heads.values))
    weights = source * queries + out * hidden_size + source * o.gate_size
    weights += source * stored if o.owns_cache else 0
    indexer = o.indexer
    own = indexer.weights(hidden_size, hidden_size, False) if indexer else 0.0
    width = heads.size + heads.values
    kept = o.source or (EVERYTHING if o.stride else window(o.window_tokens))
    kept = kept if o.owns_cache else NOTHING
    return Mixer(
        kind=_grouped_kind(o),
        layers=layers,
        weights=float(weights + o.extra_weights) + own,
        caches=tuple(
            Cache(share * heads.kv * width, kept, seen) for share, seen in _seen(o)
        )
        + (indexer.caches() if indexer else ()),
        scores=tuple(
            Scores(share * 2.0 * heads.query * width, seen) for share, seen in _seen(o)
        )
        + (indexer.scores() if indexer else ()),
        query_heads=heads.query,
        kv_heads=heads.kv,
    )


def _seen(o: GroupedOptions) -> list[tuple[float, Span]]:
    """Return what a layer sees: shares of its work, and the span of each.

    With a window and a stride s, (1 - 1/s) of the window and 1/s of everything are the
    window and every s-th position behind it.
    """
    if o.stride:
        share = 1.0 / o.stride
        return [(1.0 - share, window(o.window_tokens)), (share, EVERYTHING)]
    chosen = o.indexer.seen if o.indexer else window(o.window_tokens)
    return [(1.0, o.source or chosen)]


def _grouped_kind(o: GroupedOptions) -> str:
    """Return the name of a kind of grouped attention."""
    if o.source:
        return "cross attention"
    kind = "windowed attention" if o.window_tokens else "attention"
    kind = "sparse attention" if o.indexer or o.stride else kind
    return kind if o.owns_cache else f"{kind} on a shared cache"


@dataclass(frozen=True)
class Latent:
    """Widths of an attention that caches one latent vector a position."""

    heads: int
    kv_rank: int
    query_rank: int
    nope_size: int
    rope_size: int
    value_size: int


def latent_attention(
    hidden_size: int,
    latent: Latent,
    indexer: Indexer | None = None,
    gate_size: int = 0,
    layers: int = 1,
) -> Mixer:
    """Return layers of latent attention, over chosen positions where an indexer is.

    Decoding reads the latent cache as it is, so that each head works on the whole
    latent vector. Source: DeepSeek-AI 2024, arXiv:2405.04434, section 2.1; the indexer:
    DeepSeek-AI 2025, DeepSeek-V3.2-Exp, section 2.

    Examples
    --------
    >>> v3 = Latent(heads=128, kv_rank=512, query_rank=1536, nope_size=128,
    ...             rope_size=64, value_size=128)
    >>> latent_attention(7168, v3).caches[0].elements
    576
    """
    w = latent
    key_size = w.nope_size + w.rope_size
    down = hidden_size * (w.kv_rank + w.rope_size)
    up = w.kv_rank * w.heads * (w.nope_size + w.value_size)
    out = w.heads * w.value_size * hidden_size
    query_input = w.query_rank or hidden_size
    queries = query_input * w.heads * key_size + hidden_size * w.query_rank
    weights = float(queries + down + up + out + hidden_size * gate_size)
    seen = indexer.seen if indexer else EVERYTHING
    own = indexer.weights(query_input, hidden_size, True) if indexer else 0.0
    return Mixer(
        kind="sparse latent attention" if indexer else "latent attention",
        query_heads=w.heads,
        layers=layers,
        weights=weights + own,
        caches=(Cache(w.kv_rank + w.rope_size, EVERYTHING, seen),)
        + (indexer.caches() if indexer else ()),
        scores=(
            Scores(
                2.0 * w.heads * (key_size + w.value_size),
                seen,
                2.0 * w.heads * (2 * w.kv_rank + w.rope_size),
            ),
        )
        + (indexer.scores() if indexer else ()),
    )


@dataclass(frozen=True)
class Compressed:
    """Widths of an attention over compressed entries and a window (DeepSeek-V4)."""

    heads: int
    head_dim: int
    query_rank: int
    window_tokens: int
    out_groups: int
    out_rank: int
    stride: int = 0
    indexer: Indexer | None = None


def compressed_attention(hidden_size: int, shape: Compressed, layers: int = 1) -> Mixer:
    """Return layers that see a window and, behind it, every `stride`-th entry.

    An entry is one vector that is key and value at once. With an indexer only chosen
    entries are seen; its keys are entries too. A stride of 0 leaves the window alone.
    Source: DeepSeek-AI 2026, DeepSeek-V4 technical report; weights as in the
    `deepseek_v4` class of transformers 5.24.
    """
    s = shape
    width = s.heads * s.head_dim
    weights = hidden_size * (s.query_rank + s.head_dim) + s.query_rank * width
    weights += width * s.out_rank + s.out_groups * s.out_rank * hidden_size
    more = _compressor_weights(hidden_size, s) if s.stride else 0.0
    near = window(s.window_tokens)
    caches = [Cache(s.head_dim, near, near)]
    scores = [Scores(4.0 * width, near)]
    if s.stride:
        kept = Span(stride=s.stride)
        seen = Span(s.stride, s.indexer.chosen) if s.indexer else kept
        caches.append(Cache(s.head_dim, kept, seen))
        scores.append(Scores(4.0 * width, seen))
    if s.stride and s.indexer:
        caches.extend(s.indexer.caches(s.stride))
        scores.extend(s.indexer.scores(s.stride))
    return Mixer(
        kind=_compressed_kind(s),
        query_heads=s.heads,
        layers=layers,
        weights=weights + more,
        caches=tuple(caches),
        scores=tuple(scores),
    )


def _compressor_weights(hidden_size: int, s: Compressed) -> float:
    """Return the weights that make entries, and choose them where an indexer is."""
    if s.indexer is None:
        return 2.0 * hidden_size * s.head_dim
    entries = 4.0 * hidden_size * (s.head_dim + s.indexer.head_dim)
    queries = s.query_rank * s.indexer.heads * s.indexer.head_dim
    return entries + queries + hidden_size * s.indexer.heads


def _compressed_kind(s: Compressed) -> str:
    """Return the name of a kind of compressed attention."""
    if not s.stride:
        return "windowed attention"
    return "compressed sparse attention" if s.indexer else "compressed attention"
