"""Layers with a state of fixed size: Mamba, delta rules, linear attention, RWKV."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.chain.layers.records import STATE_BYTES, Mixer, Scores, Span

ONCE = Span(limit=0.0, fixed=1.0)
"""The work on a state: the same at every position."""
FLOP_PER_STATE_ELEMENT = 6.0
"""Decay, outer product and sum, and the product with what reads the state."""


@dataclass(frozen=True)
class State:
    """Shape of the state of one layer: heads of `head_dim` times `state_size`.

    Keys and queries come in `groups`; the last `conv` inputs of a short convolution
    are kept.
    """

    heads: int
    head_dim: int
    state_size: int
    groups: int = 1
    conv: int = 4
    element_bytes: float = STATE_BYTES

    @property
    def inner(self) -> int:
        """Width of the values."""
        return self.heads * self.head_dim

    @property
    def keys(self) -> int:
        """Width of the keys, which is that of the queries."""
        return self.groups * self.state_size

    @property
    def channels(self) -> int:
        """Channels of the short convolution: values, keys, queries."""
        return self.inner + 2 * self.keys


def _recurrent(
    kind: str, layers: int, weights: float, state: State, channels: int
) -> Mixer:
    """Return layers with a state, its work, and the last inputs of a convolution."""
    elements = float(state.inner * state.state_size)
    return Mixer(
        kind=kind,
        layers=layers,
        weights=float(weights),
        scores=(Scores(FLOP_PER_STATE_ELEMENT * elements, ONCE),),
        state_elements=elements,
        recent_elements=float(max(state.conv - 1, 0) * channels),
        state_bytes=state.element_bytes,
    )


def mamba_2(hidden_size: int, state: State, layers: int = 1) -> Mixer:
    """Return Mamba-2 layers.

    Source: Dao and Gu 2024, arXiv:2405.21060, section 7.

    >>> mamba_2(8, State(heads=4, head_dim=4, state_size=8)).weights
    672.0
    """
    projected = 3 * state.inner + 2 * state.keys + state.heads
    weights = hidden_size * projected + state.conv * state.channels
    return _recurrent("Mamba-2", layers, weights, state, state.channels)


def mamba_1(
    hidden_size: int,
    inner: int,
    state_size: int,
    step_rank: int,
    conv: int = 4,
    layers: int = 1,
) -> Mixer:
    """Return Mamba-1 layers: a state of `state_size` for each of `inner` channels.

    Source: Gu and Dao 2023, arXiv:2312.00752, section 3.4.

    >>> mamba_1(8, inner=16, state_size=4, step_rank=2).weights
    704.0
    """
    weights = 3 * hidden_size * inner + inner * (step_rank + 2 * state_size)
    weights += step_rank * inner + inner * (conv + state_size)
    state = State(heads=inner, head_dim=1, state_size=state_size, conv=conv)
    return _recurrent("Mamba-1", layers, weights, state, inner)


def gated_delta(
    hidden_size: int, state: State, gated: bool = True, layers: int = 1
) -> Mixer:
    """Return gated delta-rule layers: queries, keys, values, gate, two rates a head.

    Source: Yang et al. 2024, arXiv:2412.06464; weights as in the `qwen3_next` class of
    transformers 5.24.

    >>> state = State(heads=32, head_dim=128, state_size=128, groups=16)
    >>> gated_delta(2048, state).weights / 1e6
    33.718272
    """
    gate = state.inner if gated else 0
    projected = state.channels + gate + 2 * state.heads + state.inner
    weights = hidden_size * projected + state.conv * state.channels
    return _recurrent("gated delta rule", layers, weights, state, state.channels)


def kimi_delta(
    hidden_size: int,
    state: State,
    full_gate: bool = False,
    full_decay: bool = False,
    layers: int = 1,
) -> Mixer:
    """Return Kimi delta-attention layers: a decay for each channel.

    The gates of decay and output have the rank of a head, or are full.
    Source: Kimi Team 2025, arXiv:2510.26692; weights as in the `kimi_linear` class of
    transformers 5.24.
    """
    low = state.head_dim * (hidden_size + state.inner)
    full = hidden_size * state.inner
    gates = (full if full_gate else low) + (full if full_decay else low)
    weights = 4 * full + gates + hidden_size * state.heads
    weights += state.conv * 3 * state.inner
    return _recurrent("Kimi delta attention", layers, weights, state, 3 * state.inner)


def lightning_attention(hidden_size: int, state: State, layers: int = 1) -> Mixer:
    """Return lightning-attention layers: queries, keys, values, gate, output.

    Source: MiniMax 2025, arXiv:2501.08313, section 2.2.

    >>> state = State(heads=2, head_dim=4, state_size=4, groups=2, conv=0)
    >>> lightning_attention(8, state).weights
    320.0
    """
    weights = hidden_size * 5 * state.inner
    return _recurrent("lightning attention", layers, weights, state, 0)


def rwkv_4(hidden_size: int, attention_size: int, layers: int = 1) -> Mixer:
    """Return RWKV-4's time mixing: five numbers of state a channel.

    Source: Peng et al. 2023, arXiv:2305.13048, section 3.

    >>> rwkv_4(8, 8).weights
    256.0
    """
    weights = 4 * hidden_size * attention_size
    state = State(heads=attention_size, head_dim=1, state_size=5, conv=0)
    return _recurrent("RWKV-4", layers, weights, state, 0)


def short_convolution(hidden_size: int, conv: int, layers: int = 1) -> Mixer:
    """Return gated short convolutions, which keep their last inputs alone.

    Source: the `lfm2` class of transformers 5.24.

    >>> short_convolution(8, 3).weights
    280.0
    """
    weights = 4 * hidden_size**2 + conv * hidden_size
    state = State(heads=0, head_dim=0, state_size=0, conv=conv)
    return _recurrent("short convolution", layers, weights, state, hidden_size)


def linear_recurrence(
    hidden_size: int, width: int, heads: int, conv: int, layers: int = 1
) -> Mixer:
    """Return gated linear recurrent units (Griffin): one number of state a channel.

    Source: De et al. 2024, arXiv:2402.19427, section 2.4.

    >>> linear_recurrence(8, width=8, heads=2, conv=4).weights
    288.0
    """
    gates = 2 * width * width // max(heads, 1)
    weights = 3 * hidden_size * width + gates + conv * width
    state = State(heads=width, head_dim=1, state_size=1, conv=conv)
    return _recurrent("linear recurrence", layers, weights, state, width)


def matrix_memory(
    hidden_size: int, heads: int, key_size: int, value_size: int, layers: int = 1
) -> Mixer:
    """Return mLSTM layers: a matrix of memory for each head.

    Source: Beck et al. 2024, arXiv:2405.04517, section 2.3.

    >>> matrix_memory(8, heads=2, key_size=2, value_size=4).weights
    288.0
    """
    weights = hidden_size * heads * (2 * key_size + 3 * value_size + 2)
    state = State(heads, value_size, key_size, groups=heads, conv=0)
    return _recurrent("mLSTM", layers, weights, state, 0)
