"""Which kind each layer of a configuration is: of mixer, and of network."""

from __future__ import annotations

from wattlas.chain.huggingface.fields import Config

FULL, WINDOW, LINEAR, NONE = "full", "window", "linear", "none"
CROSS, SPARSE, HYBRID = "cross", "sparse", "hybrid"
DENSE, EXPERTS = "dense", "experts"

_OF_WORDS = {
    "full_attention": FULL, "attention": FULL, "global_attention": FULL, "*": FULL,
    "global": FULL, "sliding_attention": WINDOW, "chunked_attention": WINDOW,
    "local_attention": WINDOW, "local": WINDOW, "sliding": WINDOW,
    "linear_attention": LINEAR, "mamba": LINEAR, "mamba2": LINEAR, "M": LINEAR,
    "recurrent": LINEAR, "conv": LINEAR, "hybrid": HYBRID, "moe": NONE, "mlp": NONE,
    "-": NONE, "E": NONE, "indexed_attention": FULL, "minimax_m3_sparse": SPARSE,
    "sparse_attention": SPARSE, "cross_attention": CROSS,
}  # fmt: skip
"""Words and letters for kinds of layers, in lists of them."""
_NETWORK_WORDS = {
    "dense": DENSE, "sparse": EXPERTS, "moe": EXPERTS, "hash_moe": EXPERTS,
    "mlp": DENSE, "-": DENSE, "E": EXPERTS,
}  # fmt: skip


MOST_LAYERS = 100_000
"""A stack that is deeper is a slip: layers are read one by one."""


def layer_count(c: Config) -> int:
    """Return the number of layers: said, or as many as a list has."""
    for name in ("hybrid_override_pattern", "layers_block_type"):
        listed = c.words(name)
        if listed and (name == "hybrid_override_pattern" or not _said(c)):
            c.idle("num_hidden_layers")
            c.complete(num_hidden_layers=len(listed))
            return len(listed)
    count = c.whole("num_hidden_layers")
    if count > MOST_LAYERS:
        raise c.wrong("num_hidden_layers", count, f"at most {MOST_LAYERS}")
    return count


def _said(c: Config) -> bool:
    return c.has("num_hidden_layers")


def mixer_kinds(c: Config, count: int) -> list[str]:
    """Return the kind of mixer of each layer."""
    for rule in _RULES:
        kinds = rule(c, count)
        if kinds is not None:
            _note_sizes(c)
            return kinds
    return _windows(c, count)


def _note_sizes(c: Config) -> None:
    """Note as known what a list of layers makes idle."""
    c.idle(
        "full_attention_interval", "sliding_window_pattern", "no_rope_layers",
        "layer_group_size", "attn_layer_period", "attn_layer_offset",
        "full_attn_idxs", "no_rope_layer_interval", "use_sliding_window",
        "global_attn_every_n_layers", "hybrid_layer_ids", "_sliding_window_pattern",
        "sliding_window", "conv_L_cache",
    )  # fmt: skip


def _listed(c: Config, count: int) -> list[str] | None:
    """Return the kinds of a list of words, or of a string of letters."""
    words = c.words("hybrid_override_pattern") or c.words("layer_types")
    if not words:
        if c.has("layer_types"):
            raise c.wrong("layer_types", [], "a list of kinds of layers")
        return None
    if len(words) < count:  # a pattern that repeats (RecurrentGemma)
        words = [words[i % len(words)] for i in range(count)]
    unknown = sorted({str(w) for w in words if w not in _OF_WORDS})
    if unknown:
        known = ", ".join(w for w in _OF_WORDS if len(w) > 1)
        raise c.wrong("layer_types", unknown[0], f"one of {known}")
    kinds = [_OF_WORDS[word] for word in words[:count]]
    off = c.has("use_sliding_window") and not c.flag("use_sliding_window")
    idle = off or not c.has("sliding_window") or not c.value("sliding_window")
    return [FULL if k == WINDOW and idle else k for k in kinds]


def _marked(c: Config, count: int) -> list[str] | None:
    """Return the kinds of lists of marks: 1 for a window, 0 for linear attention."""
    marks = c.each("hybrid_layer_pattern", count)
    if marks is not None:
        return [WINDOW if mark else FULL for mark in marks]
    marks = c.each("attn_type_list", count)
    return None if marks is None else [FULL if mark else LINEAR for mark in marks]


def _numbered(c: Config, count: int) -> list[str] | None:
    """Return the kinds of lists of the numbers of layers that attend."""
    linear = c.part("linear_attn_config")
    if linear is not None and linear.has("full_attn_layers"):  # Kimi counts from 1
        full = {i - 1 for i in linear.wholes("full_attn_layers", least=1)}
        linear.value("kda_layers")
        return [FULL if i in full else LINEAR for i in range(count)]
    for name in ("attn_layer_indices", "full_attn_idxs"):
        if c.has(name):
            full = set(c.wholes(name))
            return [FULL if i in full else LINEAR for i in range(count)]
    return None


def _periodic(c: Config, count: int) -> list[str] | None:
    """Return the kinds where every n-th layer attends to everything."""
    if c.has("attn_layer_period"):
        period = c.whole("attn_layer_period", least=1)
        offset = c.whole("attn_layer_offset", 0)
        return [FULL if i % period == offset else LINEAR for i in range(count)]
    for name in ("full_attention_interval", "layer_group_size"):
        if c.has(name):
            period = c.whole(name, least=1)
            return [FULL if (i + 1) % period == 0 else LINEAR for i in range(count)]
    return None


def _crossed(c: Config, count: int) -> list[str] | None:
    """Return the kinds where some layers attend to a picture."""
    if not c.has("cross_attention_layers"):
        return None
    cross = set(c.wholes("cross_attention_layers"))
    return [CROSS if i in cross else FULL for i in range(count)]


_RULES = (_listed, _marked, _numbered, _crossed, _periodic)


def _windows(c: Config, count: int) -> list[str]:
    """Return the kinds where a field says which layers have a window."""
    size = c.value("sliding_window") or 0
    used = not (c.has("use_sliding_window") and not c.flag("use_sliding_window"))
    if not size or not used:
        _note_sizes(c)
        return [FULL] * count
    if c.value("no_rope_layers"):  # Llama 4: 1 has positions, in chunks
        marks = c.each("no_rope_layers", count) or ()
        return [WINDOW if mark else FULL for mark in marks]
    pattern = c.value("sliding_window_pattern")
    if pattern and isinstance(pattern, str):  # "LLLG": three local layers, one global
        return [WINDOW if pattern[i % len(pattern)] == "L" else FULL
                for i in range(count)]  # fmt: skip
    every = c.whole("sliding_window_pattern", 0) if pattern else 0
    return [FULL if every and (i + 1) % every == 0 else WINDOW for i in range(count)]


def network_kinds(c: Config, count: int) -> list[str]:
    """Return the kind of network of each layer."""
    listed = _listed_networks(c, count)
    if listed is not None:
        return listed
    if not c.has("num_experts") or c.value("num_experts") in (0, 1):
        return [DENSE] * count
    return [EXPERTS if i in _mixtures(c, count) else DENSE for i in range(count)]


def _listed_networks(c: Config, count: int) -> list[str] | None:
    """Return the kinds of networks that a list says."""
    if c.each("mlp_layer_types", count) is not None:
        c.value("first_k_dense_replace")
        return [_network_of(c, word) for word in c.words("mlp_layer_types")[:count]]
    pattern = c.words("hybrid_override_pattern") or c.words("layers_block_type")
    if pattern and set(pattern) & {"-", "E", "moe", "mlp"}:
        return [_NETWORK_WORDS.get(word, NONE) for word in pattern]
    frequency = c.value("moe_layer_freq")
    if isinstance(frequency, list):
        c.value("first_k_dense_replace")
        marks = c.each("moe_layer_freq", count) or ()
        return [EXPERTS if mark else DENSE for mark in marks]
    return None


def _network_of(c: Config, word: str) -> str:
    if word not in _NETWORK_WORDS:
        raise c.wrong("mlp_layer_types", word, f"one of {', '.join(_NETWORK_WORDS)}")
    return _NETWORK_WORDS[word]


def _mixtures(c: Config, count: int) -> set[int]:
    """Return the layers that hold experts."""
    named = c.value("moe_layers_enum")
    if named:  # Step: "4,5,6"
        numbers = str(named).replace(" ", "").split(",")
        if not all(number.isascii() and number.isdigit() for number in numbers):
            raise c.wrong("moe_layers_enum", named, "numbers of layers")
        return {int(number) for number in numbers}
    if c.value("moe_layers"):  # Llama 4 may list them
        c.value("interleave_moe_layer_step")
        return set(c.wholes("moe_layers"))
    first = c.whole("first_k_dense_replace", 0)
    last = c.whole("moe_layer_end_index", count - 1)
    dense = set(c.wholes("mlp_only_layers"))
    step, offset = _step(c)
    chosen = range(first, min(last + 1, count))
    return {i for i in chosen if i % step == offset and i not in dense}


def _step(c: Config) -> tuple[int, int]:
    """Return every how many layers experts come, and where the count begins."""
    if c.has("moe_layer_freq"):  # DeepSeek counts from the first layer
        return c.whole("moe_layer_freq", least=1), 0
    if c.has("expert_layer_period"):  # Jamba
        period = c.whole("expert_layer_period", least=1)
        return period, c.whole("expert_layer_offset", 0)
    for name in ("decoder_sparse_step", "interleave_moe_layer_step",
                 "moe_layer_interval"):  # fmt: skip
        if c.has(name):
            step = c.whole(name, least=1)
            return step, step - 1
    return 1, 0
