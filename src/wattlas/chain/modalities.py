"""Pictures and sound in a prompt: tokens of sound, and the work of encoders."""

from __future__ import annotations

from math import ceil

import numpy as np

from wattlas.chain.types import Value


def audio_tokens(audio_s: float, tokens_per_s: float, window_s: float = 0.0) -> int:
    """Tokens of sound, filled up to whole windows where it is heard in such. [1]

    Source: the rules of the models' own processors, as Transformers has them.

    >>> audio_tokens(31.0, 12.5, 30.0), audio_tokens(31.0, 25.0)
    (750, 775)
    """
    heard_s = ceil(audio_s / window_s) * window_s if window_s else audio_s
    return ceil(heard_s * tokens_per_s)


def encoder_weights_flop(patches: float, encoder_parameters: float) -> float:
    """Arithmetic of patches that pass all weights of an encoder. [FLOP]

    Source: Kaplan et al. 2020, arXiv:2001.08361 (two operations a weight).

    >>> encoder_weights_flop(1000.0, 1e9)
    2000000000000.0
    """
    return 2.0 * patches * encoder_parameters


def encoder_attention_flop(
    weights_flop: float,
    patches_together: float,
    encoder_width: float,
    encoder_squares: float,
) -> float:
    """Arithmetic of patches that attend to all of the same picture or sound. [FLOP]

    Four times the width for each layer and position, where a layer has
    `encoder_squares` squares of the width in weights.

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.

    >>> encoder_attention_flop(1e12, 6000.0, 1000.0, 12.0)
    1000000000000.0
    """
    return weights_flop * 2.0 * patches_together / (encoder_squares * encoder_width)


def prompt_and_encoder_parameters(
    prompt_parameters: Value,
    encoder_weights_flop: Value,
    encoder_attention_flop: Value,
    encoder_attended_share: Value,
    encoder_effort: Value,
    uncached_prompt_tokens: Value,
) -> Value:
    """Weights that a computed token of a prompt passes, those of encoders included. [1]

    The encoders' arithmetic is shared by the tokens that no cache holds, at two
    operations a weight; `encoder_effort` is what one of its operations takes in those
    of the model.

    >>> float(prompt_and_encoder_parameters(7e9, 2e12, 1e12, 0.5, 1.0, 1000.0))
    8250000000.0
    """
    flop = encoder_weights_flop + encoder_attended_share * encoder_attention_flop
    tokens = np.maximum(uncached_prompt_tokens, 1.0)
    return prompt_parameters + encoder_effort * flop / (2.0 * tokens)
