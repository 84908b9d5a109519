"""Memory of a batch: what a chip holds of items while it works on them.

Beside the weights: activations that are alive in a pass, or kept for the way back.
"""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value

BYTES_PER_KEY_AND_VALUE = 4.0
"""A key and a value in 16 bits each."""


def live_text_bytes(
    item_tokens: Value, hidden_size: Value, live_bytes_per_width: Value
) -> Value:
    """Activations that an encoder holds at once for one item. [byte]

    >>> live_text_bytes(512.0, 768.0, 12.0)
    4718592.0
    """
    return item_tokens * hidden_size * live_bytes_per_width


def picture_bytes_held(
    activations_million: Value,
    activation_copies: Value,
    bytes_per_weight: Value,
    side_px: Value,
    own_side_px: Value,
) -> Value:
    """Activations that a vision network holds for one picture. [byte]

    `activation_copies` are those of them all: a part in a pass, more in training.

    >>> float(picture_bytes_held(11.1, 0.2, 2.0, 448.0, 224.0) / 1e6)
    17.76
    """
    width = np.maximum(bytes_per_weight, 1.0)
    own = activations_million * 1e6 * width * activation_copies
    return own * (side_px / own_side_px) ** 2


def decoder_cache_bytes(
    decoder_layers: Value,
    hidden_size: Value,
    heard_tokens: Value,
    written_tokens: Value,
    beams: Value,
) -> Value:
    """Keys and values of what a decoder heard and of what each beam wrote. [byte]

    >>> decoder_cache_bytes(32.0, 1280.0, 1500.0, 105.0, 5.0) / 1e6
    331.776
    """
    kept = heard_tokens + beams * written_tokens
    return BYTES_PER_KEY_AND_VALUE * decoder_layers * hidden_size * kept


def decoder_width(decoder_parameters: Value, decoder_layers: Value) -> Value:
    """Width of a decoder of which only its weights are known. [1]

    >>> round(float(decoder_width(3.2e9, 28.0)))
    3086
    """
    return np.sqrt(decoder_parameters / (12.0 * decoder_layers))


def largest_batch(memory_bytes: Value, weight_bytes: Value, item_bytes: Value) -> Value:
    """Items that fit beside the weights; below 0 where not even these do. [1]

    >>> largest_batch(24e9, 4e9, 0.5e9)
    40.0
    """
    return (memory_bytes - weight_bytes) / item_bytes


def tuning_activation_bytes(
    layers: Value,
    hidden_size: Value,
    sample_tokens: Value,
    vocabulary: Value,
    bytes_per_width: Value,
    logit_bytes: Value,
    recomputed: Value,
) -> Value:
    """Activations that tuning keeps for one sample, and its logits. [byte]

    With recomputation (1) each layer keeps its input in 16 bits, and one layer at a
    time the rest.

    >>> tuned = 32.0, 4096.0, 512.0, 128e3, 34.0, 8.0
    >>> float(tuning_activation_bytes(*tuned, 1.0)) / 1e6
    729.808896
    >>> float(tuning_activation_bytes(*tuned, 0.0)) / 1e9
    2.805989376
    """
    whole = np.where(recomputed > 0, 1.0, layers)
    inputs = 2.0 * layers * recomputed
    kept = hidden_size * sample_tokens * (bytes_per_width * whole + inputs)
    return kept + sample_tokens * vocabulary * logit_bytes


def generation_bytes(
    latent_tokens: Value, hidden_size: Value, live_bytes_per_width: Value, passes: Value
) -> Value:
    """Activations that a denoiser holds at once for one item. [byte]

    Guidance runs its passes side by side.

    >>> generation_bytes(4096.0, 3072.0, 12.0, 2.0) / 1e6
    301.989888
    """
    return latent_tokens * hidden_size * live_bytes_per_width * passes
