"""Image and video models: what the user names, to the numbers of the chain."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas import facts
from wattlas.errors import (
    ContradictionError,
    InputError,
    Message,
    UnknownNameError,
)
from wattlas.estimation import model_inputs
from wattlas.estimation.absence import known_key
from wattlas.estimation.input_values import (
    check_limits,
    input_from_quantity,
    parse_given,
)
from wattlas.estimation.inputs import Inputs
from wattlas.parameters import Given
from wattlas.records import Input
from wattlas.units import PARAMETERS_PER_BILLION

KINDS = ("image", "video")

_TRANSFORMER = {
    "denoiser_parameters": "denoiser_parameters_billion",
    "blocks": "blocks",
    "hidden_size": "hidden_size",
    "patch": "patch",
    "temporal_patch": "temporal_patch",
    "token_weights_h2": "token_weights_h2",
    "vae_spatial_factor": "vae_spatial_factor",
    "vae_temporal_factor": "vae_temporal_factor",
}
_UNET = {
    "denoiser_parameters": "denoiser_parameters_billion",
    "unet_tflop_per_pass": "unet_tflop_per_pass",
}
_SHARED = {
    "guidance_passes": "guidance_passes",
    "text_encoder_parameters": "text_encoder_parameters_billion",
}
_UNITS = {
    "unet_tflop_per_pass": "TFLOP",
    "width_px": "px",
    "height_px": "px",
    "frames_per_second": "1/s",
}
_SIZES = {
    "width_px": "default_width_px",
    "height_px": "default_height_px",
    "frames": "default_frames",
    "steps": "default_steps",
}


MADE = {"image": "images", "video": "videos"}
"""What a kind of generator makes, in a sentence."""


@dataclass(frozen=True)
class Generator:
    """An image or video model that the chain can work with: a row of its table."""

    key: str
    row: dict[str, str]

    @property
    def makes(self) -> str:
        """What it makes: ``image`` or ``video``."""
        return "video" if self.row["task"].endswith("video") else "image"

    @property
    def is_unet(self) -> bool:
        """Whether the denoiser is a U-Net, with its work published as such."""
        return self.row["kind"] == "unet"

    @property
    def stored_parameters(self) -> float:
        """Weights in memory: more than one network works where steps take turns. [1]"""
        stored = "stored_parameters_billion"
        return self.number(
            stored if self.row.get(stored) else "denoiser_parameters_billion"
        )

    def number(self, column: str) -> float:
        """Return the number in a column of the table."""
        value = float(self.row[column])
        return value * PARAMETERS_PER_BILLION if column.endswith("_billion") else value


def find_generator(name: str, kind: str | None = None) -> Generator:
    """Return the image or video model of a key or alias.

    Raises
    ------
    UnknownNameError
        If no model has the name, its maker publishes no architecture, or it is a
        language model.
    InputError
        If it makes videos where an image was asked for, or the reverse.

    Examples
    --------
    >>> find_generator("black-forest-labs/FLUX.1-dev").key
    'flux.1-dev'
    """
    generator = _resolve(name)
    if kind is not None and kind not in KINDS:
        raise InputError(
            "kind is one of {kinds}, got {kind!r}.",
            kinds=", ".join(KINDS),
            kind=kind,
        )
    if kind is not None and kind != generator.makes:
        raise InputError(
            "{key} makes {made}, not {wanted}: estimate {made}, or see what makes "
            "{wanted}: wattlas facts generators.",
            key=generator.key,
            made=Message(MADE[generator.makes]),
            wanted=Message(MADE[kind]),
        )
    return generator


def add_generator(inputs: Inputs, generator: Generator) -> None:
    """Add what the chain needs of a model: its denoiser, encoder and passes."""
    own = _UNET if generator.is_unet else _TRANSFORMER
    for name, column in (own | _SHARED).items():
        inputs.add(_of_generator(name, generator.number(column), generator))
    if not generator.is_unet:
        joint = float(generator.row["joint_text"] == "true")
        inputs.add(_of_generator("joint_text", joint, generator))
    if generator.row["linear_attended_tokens"]:
        name = "linear_attended_tokens"
        inputs.add(_of_generator(name, generator.number(name), generator))
    if generator.is_unet:
        width, height, frames = (
            generator.number(f"default_{side}")
            for side in ("width_px", "height_px", "frames")
        )
        pixels = width * height * frames
        inputs.add(_of_generator("unet_pixels", pixels, generator))


def add_sizes(inputs: Inputs, generator: Generator, given: dict[str, Given]) -> None:
    """Add width, height, frames and steps: what was given, else the model's own.

    For a video also its frames per second.
    """
    given = {**given, "frames": _add_length(inputs, generator, given)}
    for name, column in _SIZES.items():
        unit = _UNITS.get(name, "1")
        if not inputs.give(name, given.get(name), unit):
            inputs.add(_of_generator(name, generator.number(column), generator))
    _add_sources(inputs, generator, given.get("source_pictures"))
    if generator.makes == "image":
        _check_one_frame(inputs, generator)


def _add_length(inputs: Inputs, generator: Generator, given: dict[str, Given]) -> Given:
    """Add the frames a second of a video; return its frames, where they are given.

    A duration is so many frames, and the one with which it begins.
    """
    frames, duration = given.get("frames"), given.get("duration")
    if generator.makes == "image":
        return frames
    if not inputs.give("frames_per_second", given.get("fps"), "1/s"):
        rate = generator.number("default_fps")
        inputs.add(_of_generator("frames_per_second", rate, generator))
    if duration is None:
        return frames
    if frames is not None:
        raise ContradictionError(
            "frames and duration are both given: they say the same. Give one."
        )
    parsed = parse_given("duration", duration, "s")
    item = input_from_quantity("video_s", parsed, "s")
    check_limits(item)
    inputs.keep("video_s")
    rate = inputs["frames_per_second"].mid
    low, mid, high = (round(s * rate) + 1 for s in (item.low, item.mid, item.high))
    return mid if low == high else f"{low}..{mid}..{high}"


def _add_sources(inputs: Inputs, generator: Generator, given: Given) -> None:
    """Add the pictures that an edit starts from, where there are any."""
    if generator.is_unet or generator.makes == "video":
        if given is not None:
            raise InputError(
                "{key} reads no source pictures as tokens: leave source_pictures out, "
                "or give a model that edits, such as qwen-image-edit.",
                key=generator.key,
            )
        return
    own = generator.row["source_pictures"]
    if not inputs.give("source_pictures", given, "1") and own:
        inputs.add(_of_generator("source_pictures", float(own), generator))


def _check_one_frame(inputs: Inputs, generator: Generator) -> None:
    frames = inputs["frames"].mid
    if frames != 1:
        raise InputError(
            "{key} makes images: frames must be 1, got {frames:g}. See what makes "
            "videos: wattlas facts generators.",
            key=generator.key,
            frames=frames,
        )


def _resolve(name: str) -> Generator:
    _refuse_undisclosed(name)
    try:
        key = known_key("generators", name)
    except UnknownNameError as error:
        language_model = facts.find("models", name)
        if language_model is None:
            raise
        raise UnknownNameError(
            "{language_model} is a language model: it is estimated with serve. Image "
            "and video models: wattlas facts generators.",
            language_model=language_model,
        ) from error
    return Generator(key, facts.row("generators", key))


def _refuse_undisclosed(name: str) -> None:
    key = facts.find("undisclosed", name)
    if key is not None:
        row = facts.row("undisclosed", key)
        raise UnknownNameError(
            "{name} cannot be estimated by name: {reason}. Give a model of similar "
            "size and quality: wattlas facts generators.",
            name=row["name"],
            reason=Message(row["reason"].rstrip(".")),
        )


def _of_generator(name: str, value: float, generator: Generator) -> Input:
    unsure = generator.row["status"] == "assumed" and (
        name.endswith("parameters") or name == "unet_tflop_per_pass"
    )
    if unsure:
        return model_inputs.assumed_size(name, value, generator.key)
    unit, source = _UNITS.get(name, "1"), generator.row["source"]
    return Input(name, value, value, value, "fixed", unit, source)
