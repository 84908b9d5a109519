"""Encoders of pictures and sound inside a configuration: weights that lie in memory.

Norms, biases and what is no layer are left out: under a tenth of an encoder, which is
under a tenth of a model.
"""

from __future__ import annotations

from wattlas.chain.huggingface.defaults import VISION_DEFAULTS
from wattlas.chain.huggingface.fields import Config

GATED = frozenset({"pixtral", "gemma4_vision"})
"""Encoders whose networks have three matrices though their activation is no sign."""
ROTARY = frozenset({"pixtral", "qwen2_vl", "qwen2_5_vl"})
"""Encoders without a table of positions."""
MOBILE_WEIGHTS = 3.0e8
"""The convolutions of MobileNet-V5 in Gemma 3n, which its name rounds to 300M."""
CONFORMER_SQUARES = 24
"""Squares of the width in a conformer layer: two networks, attention, convolution."""


def vision_parameters(c: Config, hidden_size: int) -> float:
    """Return the weights of a vision transformer and its projector. [1]

    `hidden_size` is the language model's.

    >>> vision_parameters(Config({"hidden_size": 8, "num_hidden_layers": 2,
    ...     "intermediate_size": 32, "patch_size": 2, "image_size": 8}), 16)
    2144.0
    """
    c.idle_whole()
    c.complete(**VISION_DEFAULTS.get(str(c.value("model_type")), {}))
    if str(c.value("architecture", "")).startswith("mobilenetv5"):
        return MOBILE_WEIGHTS
    width = c.whole("vt_hidden_size", 0) or c.whole("embed_dim", 0)
    width = width or c.whole("hidden_size")
    depth = c.whole("depth", 0) or c.whole("vt_num_hidden_layers", 0)
    layers = (depth or c.whole("num_hidden_layers")) + c.whole("num_global_layers", 0)
    per_layer = _attention(c, width) + _matrices(c) * width * _ffn_size(c, width)
    return float(
        layers * per_layer
        + _patches(c, width)
        + _positions(c) * width
        + _projector(c, width, hidden_size)
    )


def audio_parameters(c: Config, hidden_size: int) -> float:
    """Return the weights of an encoder of sound and its projector. [1]

    >>> audio_parameters(Config({"d_model": 8, "encoder_layers": 2,
    ...     "encoder_ffn_dim": 32}), 16)
    1664.0
    """
    c.idle_whole()
    if c.has("conf_num_hidden_layers"):  # Gemma 3n
        width = c.whole("hidden_size")
        layers = c.whole("conf_num_hidden_layers")
        return float(layers * CONFORMER_SQUARES * width**2 + width * hidden_size)
    width, size = c.whole("hidden_size"), c.whole("encoder_ffn_dim", 0)
    layers = c.whole("encoder_layers", 0) or c.whole("num_hidden_layers")
    size = size or c.whole("intermediate_size")
    return float(layers * (4 * width**2 + 2 * width * size) + width * hidden_size)


def _attention(c: Config, width: int) -> int:
    heads = c.whole("num_attention_heads", 0)
    shared = c.whole("num_key_value_heads", heads)
    keys = width * shared // heads if heads else width
    return 2 * width**2 + 2 * width * keys


def _of_glm(c: Config) -> bool:
    return str(c.value("model_type", "")).startswith("glm4v")


def _matrices(c: Config) -> int:
    """Return the matrices of a network: gated where the activation is silu."""
    gated = str(c.value("hidden_act", "gelu")) in ("silu", "swish")
    return 3 if gated or c.value("model_type") in GATED else 2


def _ffn_size(c: Config, width: int) -> int:
    if _of_glm(c):  # its networks are as wide as its output
        return c.whole("out_hidden_size")
    size = c.whole("vt_intermediate_size", 0) or c.whole("intermediate_size", 0)
    ratio = c.value("mlp_ratio", 4)
    return size or round(ratio * width)


def _side(value: int | list[int]) -> int:
    """Return the side of a square that is said once or twice."""
    return int(value[0] if isinstance(value, list) else value)


def _patches(c: Config, width: int) -> int:
    frames = c.whole("temporal_patch_size", 1)
    channels = c.whole("in_channels", c.whole("num_channels", 3))
    return channels * frames * _side(c.value("patch_size", 14)) ** 2 * width


def _positions(c: Config) -> int:
    """Return the learned positions: said, or one for each patch of a picture."""
    pairs = c.whole("position_embedding_size", 0)
    if pairs:  # rows and columns apart
        return 2 * pairs
    if c.has("num_position_embeddings"):
        return c.whole("num_position_embeddings")
    grid = c.whole("init_pos_emb_height", 0) or c.whole("pos_emb_height", 0)
    if grid:
        return grid**2
    if c.value("model_type") in ROTARY or not c.has("image_size"):
        return 0
    return (_side(c.value("image_size")) // _side(c.value("patch_size", 14))) ** 2


def _projector(c: Config, width: int, hidden_size: int) -> int:
    """Return the projector: a merger of squares of patches, or two matrices."""
    out = c.whole("out_hidden_size", hidden_size)
    side = _side(c.value("spatial_merge_size") or c.value("merge_kernel_size") or 1)
    if _of_glm(c):
        down = width * out * side**2
        return down + out**2 + 3 * out * c.whole("intermediate_size")
    merged = width * side**2
    mergers = 1 + len(c.value("deepstack_visual_indexes") or ())
    if side > 1:
        return mergers * (merged**2 + merged * out)
    return width * hidden_size + hidden_size**2
