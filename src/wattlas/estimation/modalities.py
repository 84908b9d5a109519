"""Pictures and sound of a request: tokens of its prompt by the rule of the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from wattlas import facts
from wattlas.chain import counts
from wattlas.chain.image_rules import ImageRule, image_tokens
from wattlas.chain.modalities import (
    audio_tokens,
    encoder_attention_flop,
    encoder_weights_flop,
)
from wattlas.errors import InputError
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.lookup import Model
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.records import Input

TABLE = "modalities"
_SIDES = ("width_px", "height_px")
_ONE = "is of the mean request"


@dataclass(frozen=True)
class Sense:
    """Tokens of pictures, or of sound, and the encoder behind them.

    `together` are the tokens that attend to each other; `weights_share` is the share
    of the encoders' weights that they pass.
    """

    tokens: float
    together: float
    weights_share: float


def add_modalities(inputs: Inputs, options: ServeOptions, model: Model) -> None:
    """Add the tokens of pictures and sound to those of the prompt's text.

    Raises
    ------
    InputError
        If no rule of the model is known, or the size of a picture is missing.
    """
    _refuse_size_alone(options)
    if options.images is None and options.audio is None:
        return
    row = facts.row(TABLE, _rule_of(model))
    seen = []
    if inputs.give("images", options.images, "1"):
        seen.append(_images(inputs, options, model, row))
    if inputs.give("audio_s", options.audio, "s", needs_unit=True):
        seen.append(_audio(inputs, model, row))
    _lengthen_prompt(inputs, sum(each.tokens for each in seen), row)
    _add_encoders(inputs, model, row, seen)


def _lengthen_prompt(inputs: Inputs, more: float, row: dict[str, str]) -> None:
    """Add tokens to those of the text, which stay as they were given."""
    text = inputs["prompt_tokens"]
    low, mid, high = text.low + more, text.mid + more, text.high + more
    whole = replace(text, low=low, mid=mid, high=high)
    if text.given:
        whole = replace(whole, given=False, source=row["source"])
        inputs.add(replace(text, name="text_tokens"))
        inputs.keep("text_tokens")
    inputs.replace(whole)


def _rule_of(model: Model) -> str:
    """Return the key of a model's rule, '' where none is known."""
    named = facts.find(TABLE, model.model_type) if model.model_type else None
    listed = (
        key
        for key in facts.keys(TABLE)
        if model.key in facts.row(TABLE, key)["models"].split(";")
    )
    return named or next(listed, "")


def _refuse_size_alone(options: ServeOptions) -> None:
    sizes = (options.image_width, options.image_height)
    if options.images is None and sizes != (None, None):
        raise InputError(
            "image_width and image_height are of images: give images, how many a "
            "request has."
        )


def _images(
    inputs: Inputs, options: ServeOptions, model: Model, row: dict[str, str]
) -> Sense:
    """Return what pictures are in a prompt; their tokens become an input."""
    if not row.get("image_rule"):
        raise InputError(
            "No rule is known by which {model} turns pictures into tokens: leave "
            "images out, and give prompt_tokens of the whole prompt, pictures "
            "included.",
            model=model.key,
        )
    count = inputs.exact("images", _ONE)
    rule = image_rule(row)
    width_px, height_px = _sizes(inputs, options, model, rule)
    of_one = image_tokens(rule, width_px, height_px)
    inputs.add(_computed("image_tokens", count * of_one, "1", row["source"]))
    inputs.keep("images", "image_tokens")
    tokens = inputs.exact("image_tokens", _ONE)
    said = {"count": count, "rule": row["name"], "prompt_tokens": tokens}
    if rule.is_fixed:
        inputs.notes.append(Note("image-tokens-fixed", said))
    else:
        size = {"width": width_px, "height": height_px}
        inputs.notes.append(Note("image-tokens", said | size))
    return Sense(tokens, tokens / count, 1.0 - _hearing_share(row))


def _sizes(
    inputs: Inputs, options: ServeOptions, model: Model, rule: ImageRule
) -> tuple[float, float]:
    """Return width and height of the pictures, as far as the rule reads them. [px]"""
    if rule.is_fixed:
        return 1.0, 1.0
    given = (options.image_width, options.image_height)
    if None in given:
        raise InputError(
            "images of {model} become tokens by their size: give image_width and "
            "image_height in pixels.",
            model=model.key,
        )
    for name, value in zip(_SIDES, given, strict=True):
        inputs.give(name, value, "px")
    inputs.keep(*_SIDES)
    return inputs.exact(_SIDES[0], _ONE), inputs.exact(_SIDES[1], _ONE)


def _audio(inputs: Inputs, model: Model, row: dict[str, str]) -> Sense:
    """Return what sound is in a prompt; its tokens become an input."""
    if not row.get("audio_tokens_per_s"):
        raise InputError(
            "No rule is known by which {model} turns sound into tokens: leave audio "
            "out, and give prompt_tokens of the whole prompt, sound included.",
            model=model.key,
        )
    audio_s, rate = inputs.exact("audio_s", _ONE), float(row["audio_tokens_per_s"])
    heard = audio_tokens(audio_s, rate, float(row["audio_window_s"] or 0.0))
    inputs.add(_computed("audio_tokens", heard, "1", row["source"]))
    inputs.keep("audio_s", "audio_tokens")
    tokens = inputs.exact("audio_tokens", _ONE)
    said = {"seconds": audio_s, "rule": row["name"], "prompt_tokens": tokens}
    inputs.notes.append(Note("audio-tokens", said))
    window_s = facts.number("constants", TABLE, "heard_together_s").value
    return Sense(tokens, min(tokens, window_s * rate), _hearing_share(row))


def _hearing_share(row: dict[str, str]) -> float:
    """Return the share of the encoders' weights that sound passes; else pictures."""
    if row["image_rule"] and row["audio_tokens_per_s"]:
        return float(row["audio_weights_share"])
    return float(bool(row["audio_tokens_per_s"]))


def image_rule(row: dict[str, str]) -> ImageRule:
    """Return the rule of a row of the table.

    >>> image_rule(facts.row("modalities", "gemma3")).tokens
    256
    """
    return ImageRule(
        kind=row["image_rule"],
        tokens=int(row["tokens"]),
        marks=int(row["marks"] or 0),
        part_marks=int(row["part_marks"] or 0),
        side_px=int(row["side_px"] or 1),
        least_pixels=float(row["least_pixels"] or 0.0),
        most_pixels=float(row["most_pixels"] or inf),
        longest_side_px=float(row["longest_side_px"] or inf),
        most_tiles=int(row["most_tiles"] or 1),
    )


def _computed(name: str, value: float, unit: str, source: str) -> Input:
    return Input(name, value, value, value, "fixed", unit, source)


def _add_encoders(
    inputs: Inputs, model: Model, row: dict[str, str], seen: list[Sense]
) -> None:
    """Add the arithmetic of the encoders, or say that their size is not known."""
    shape = model.architecture
    if not shape.vision_parameters:
        inputs.notes.append(Note("encoder-unknown"))
        return
    squares = facts.number("constants", TABLE, "encoder_squares").value
    weights = attention = 0.0
    for each in seen:
        patches = float(row["patches_per_token"])
        own = encoder_weights_flop(
            each.tokens * patches, each.weights_share * shape.vision_parameters
        )
        together = each.together * patches
        weights += own
        attention += encoder_attention_flop(
            own, together, float(row["encoder_width"]), squares
        )
    inputs.add(_computed("encoder_weights_flop", weights, "FLOP", row["source"]))
    inputs.add(_computed("encoder_attention_flop", attention, "FLOP", row["source"]))
    for name in ("encoder_attended_share", "encoder_effort"):
        inputs.constant(name, TABLE)
    attended = inputs["encoder_attended_share"].mid * attention
    flop = inputs["encoder_effort"].mid * (weights + attended)
    passed = counts.trained_parameters_per_token(shape)
    share = flop / (2.0 * passed * inputs["prompt_tokens"].mid)
    inputs.notes.append(Note("encoder-counted", {"share": share}))
