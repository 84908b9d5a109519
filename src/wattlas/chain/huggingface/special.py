"""Layers and spellings of families that the usual reader does not know."""

from __future__ import annotations

from dataclasses import replace

from wattlas.chain.huggingface import recurrent
from wattlas.chain.huggingface.attention import (
    attention,
    compressed,
    compressed_strides,
)
from wattlas.chain.huggingface.fields import Config
from wattlas.chain.huggingface.kinds import (
    DENSE,
    EXPERTS,
    FULL,
    HYBRID,
    LINEAR,
    WINDOW,
)
from wattlas.chain.huggingface.networks import network
from wattlas.chain.layers.attention import GroupedOptions, Heads, grouped_attention
from wattlas.chain.layers.networks import Mixture, feed_forward, mixture
from wattlas.chain.layers.records import Mixer, Network
from wattlas.chain.layers.recurrent import State, mamba_2

LayerParts = tuple[list[Mixer], list[Network]]


def all_full(c: Config, count: int) -> list[str]:
    """Return one kind for every layer: the family's own reader tells them apart."""
    c.idle("layer_types")
    return [FULL] * count


def bamba_kinds(c: Config, count: int) -> list[str]:
    """Return Bamba's kinds: Mamba-2 where no list says attention."""
    full = set(c.value("attn_layer_indices") or ())
    if not full:
        c.idle("num_attention_heads", "num_key_value_heads")
    return [FULL if i in full else LINEAR for i in range(count)]


def gemma_3n(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Gemma 3n, with its low-rank branch and its own table."""
    hidden = c.whole("hidden_size")
    rank, width = c.whole("laurel_rank", 0), c.whole("hidden_size_per_layer_input", 0)
    streams = c.whole("altup_num_inputs", 1)
    beside = 2.0 * hidden * (rank + width) + hidden * streams
    return [attention(c, index, kind)], [
        *network(c, index, DENSE),
        Network("per-layer input", 1, weights=beside),
    ]


def gemma_4(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Gemma 4: experts beside a dense network, its own table."""
    hidden, width = c.whole("hidden_size"), c.whole("hidden_size_per_layer_input", 0)
    networks = network(c, index, EXPERTS if c.flag("enable_moe_block") else DENSE)
    if width:
        weights = 2.0 * hidden * width
        networks.append(Network("per-layer input", 1, weights=weights))
    return [attention(c, index, kind)], networks


def granite_hybrid(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Bamba or Granite 4: one shared network of its own width."""
    c.idle("num_key_value_heads")
    mixer = recurrent.of_mamba_2(c) if kind == LINEAR else attention(c, index, kind)
    if not c.has("shared_intermediate_size"):
        return [mixer], network(c, index, DENSE)
    size, hidden = c.whole("shared_intermediate_size"), c.whole("hidden_size")
    if not c.value("num_experts"):
        c.value("intermediate_size")
        return [mixer], [feed_forward(hidden, size)]
    return [mixer], network(c, index, EXPERTS)


def falcon_h1(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Falcon-H1: attention and Mamba-2 side by side."""
    mixers = [attention(c, index, FULL), recurrent.of_mamba_2(c)]
    return mixers, network(c, index, DENSE)


def bailing_hybrid(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Ling hybrid: latent attention has a gate for each value."""
    networks = network(c, index, EXPERTS if index >= _first_experts(c) else DENSE)
    if kind == LINEAR:
        return [recurrent.of_bailing(c)], networks
    return [attention(c, index, FULL)], networks


def _first_experts(c: Config) -> int:
    c.value("mlp_layer_types")
    return c.whole("first_k_dense_replace", 0)


def pure_mamba_1(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Mamba."""
    c.value("intermediate_size")
    return [recurrent.of_mamba_1(c)], []


def pure_mamba_2(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Mamba-2."""
    return [recurrent.of_mamba_2_alone(c)], []


def rwkv(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of RWKV-4: its channel mixing has a gate of the model's width."""
    hidden = c.whole("hidden_size")
    size = c.whole("intermediate_size", 4 * hidden)
    weights = 2.0 * hidden * size + hidden**2
    return [recurrent.of_rwkv(c)], [Network("feed-forward", 1, weights=weights)]


def xlstm(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of xLSTM; its network is rounded up to a multiple."""
    hidden = c.whole("hidden_size")
    c.idle("embedding_dim", "num_blocks", "ssm_dtype")
    unit = c.whole("ffn_round_up_to_multiple_of", 1)
    size = -(-int(c.value("ffn_proj_factor", 2.667) * hidden) // unit) * unit
    return [recurrent.of_matrix_memory(c)], [feed_forward(hidden, size)]


def deepseek_v4(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of DeepSeek-V4: a window, and entries behind it."""
    c.value("mlp_layer_types")
    stride = compressed_strides(c, c.whole("num_hidden_layers"))[index]
    return [compressed(c, stride)], network(c, index, EXPERTS)


def longcat(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of LongCat: twice attention and a dense network, one mixture.

    Some of the choices of its router are experts that do nothing: half of them for 512
    and 256, so that a token visits fewer of those that work.
    """
    hidden, experts = c.whole("hidden_size"), c.whole("num_experts")
    idle = c.whole("zero_expert_num", 0)
    c.value("zero_expert_type")
    chosen = c.whole("num_experts_per_tok") * experts / (experts + idle)
    shape = Mixture(
        experts=experts,
        per_token=round(chosen),
        size=c.whole("moe_intermediate_size"),
        router_outputs=experts + idle,
    )
    dense = feed_forward(hidden, c.whole("intermediate_size"))
    mixers = [attention(c, index, FULL), attention(c, index, FULL)]
    return mixers, [dense, dense, mixture(hidden, shape)]


def zamba_2(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Zamba2: Mamba-2, and at some a block that several share.

    The shared blocks read the layer's input and the embedding side by side; each call
    has adapters of its own.
    """
    state = _zamba_state(c)
    hidden = c.whole("hidden_size")
    mamba = mamba_2(hidden, state)
    if kind != HYBRID:
        return [mamba], []
    heads = c.whole("num_attention_heads")
    size = 2 * hidden // heads
    c.idle("attention_hidden_size", "head_dim", "num_query_groups")
    block = grouped_attention(
        hidden,
        Heads(heads, c.whole("num_key_value_heads", heads), size),
        GroupedOptions(input_size=2 * hidden),
    )
    return [mamba, _shared(c, block)], []


def _zamba_state(c: Config) -> State:
    hidden = c.whole("hidden_size")
    inner = round(c.value("ssm_expand", 2) * hidden)
    heads = c.whole("ssm_heads", 8)
    c.value("ssm_head_dim")
    return State(
        heads,
        inner // heads,
        c.whole("ssm_state_size"),
        c.whole("ssm_groups", 1),
        c.whole("ssm_conv", 4),
    )


def _shared(c: Config, block: Mixer) -> Mixer:
    """Return a shared block: attention and network once, adapters for each call."""
    hidden, size = c.whole("hidden_size"), c.whole("intermediate_size")
    c.value("hybrid_layer_ids")
    rank = c.whole("adapter_rank", 0)
    attention_adapters = c.flag("use_shared_attention_adapter")
    own = rank * (hidden + 2 * size) + hidden**2
    own += 3 * rank * 4 * hidden if attention_adapters else 0
    shared = block.weights + 3.0 * hidden * size
    return replace(
        block,
        kind="shared attention",
        weights=shared + own,
        shared_weights=shared,
        copies=c.whole("num_mem_blocks", 1),
    )


def nemotron_nas(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Llama-Nemotron, which a search has thinned out one by one."""
    blocks = c.value("block_configs")
    block = Config(blocks[index], None, c.family, f"block_configs[{index}].")
    hidden = c.whole("hidden_size")
    mixers = _nas_attention(c, block)
    ffn = block.part("ffn")
    if ffn is None or ffn.flag("no_op"):
        return mixers, []
    if ffn.flag("replace_with_linear"):
        return mixers, [Network("linear", 1, weights=float(hidden**2))]
    size = int(2 * ffn.value("ffn_mult") * hidden / 3)
    return mixers, [feed_forward(hidden, -(-size // 256) * 256)]


def _nas_attention(c: Config, block: Config) -> list[Mixer]:
    part = block.part("attention")
    hidden, heads = c.whole("hidden_size"), c.whole("num_attention_heads")
    if part is None or part.flag("no_op"):
        return []
    if part.flag("replace_with_linear"):
        return [Mixer("linear", 1, float(hidden**2))]
    size = c.whole("head_dim", hidden // heads)
    window = part.whole("window_length", 0)
    shape = Heads(heads, heads // part.whole("n_heads_in_group"), size)
    return [grouped_attention(hidden, shape, GroupedOptions(window_tokens=window))]


def phi_3_small_kinds(c: Config, count: int) -> list[str]:
    """Return every n-th layer as dense, the others in blocks."""
    every = c.whole("dense_attention_every_n_layers", least=1)
    return [FULL if (i + 1) % every == 0 else WINDOW for i in range(count)]


def phi_3_small(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of Phi-3 small: local blocks, and every n-th block behind them."""
    heads = Heads(
        c.whole("num_attention_heads"),
        c.whole("num_key_value_heads"),
        c.whole("hidden_size") // c.whole("num_attention_heads", least=1),
    )
    for idle in ("ff_intermediate_size", "ff_dim_multiplier"):
        c.value(idle)
    block, local = c.whole("blocksparse_block_size"), "blocksparse_num_local_blocks"
    options = GroupedOptions(
        window_tokens=block * c.whole(local) if kind == WINDOW else 0,
        stride=c.whole("blocksparse_vert_stride", 8) if kind == WINDOW else 0,
    )
    mixer = grouped_attention(c.whole("hidden_size"), heads, options)
    return [mixer], network(c, index, DENSE)


def jetmoe_layer(c: Config, index: int, kind: str) -> LayerParts:
    """Return a layer of JetMoE: experts also hold queries and output of attention."""
    hidden, kv = c.whole("hidden_size"), c.whole("num_key_value_heads")
    size, experts = c.whole("head_dim"), c.whole("num_experts")
    chosen = c.whole("num_experts_per_tok")
    full = grouped_attention(hidden, Heads(c.whole("num_attention_heads"), kv, size))
    routed = 2.0 * hidden * kv * size
    mixer = replace(full, weights=2.0 * hidden * kv * size)
    heads = Network(
        "attention experts",
        1,
        experts=experts,
        experts_per_token=chosen,
        expert_weights=routed,
        router_weights=float(hidden * experts),
    )
    return [mixer], [heads, *network(c, index, EXPERTS)]
