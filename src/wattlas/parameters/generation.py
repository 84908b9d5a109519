"""What may be given for an estimate of images and videos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.chips import (
    ChipOptions,
    Hardware,
    Precision,
)
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.serving import BusyShare


@dataclass(frozen=True, kw_only=True)
class ImageOptions(ChipOptions, PlaceOptions, DrawOptions):
    """What is known of a service that makes images."""

    model: Annotated[
        str | None,
        Parameter(
            help="A model: wattlas facts generators.",
            table="generators",
            examples=("sdxl", "flux.1-dev"),
        ),
    ] = None
    hardware: Hardware = None
    width: Annotated[
        Given,
        Parameter(help="Width. [px]", quantity="width_px", examples=(512, 1024)),
    ] = None
    height: Annotated[
        Given,
        Parameter(help="Height. [px]", quantity="height_px", examples=(512, 1024)),
    ] = None
    steps: Annotated[
        Given, Parameter(help="Denoising steps.", quantity="steps", examples=(20, 40))
    ] = None
    source_pictures: Annotated[
        Given,
        Parameter(
            help="Pictures that an edit starts from: their tokens ride along.",
            quantity="source_pictures",
            examples=(1, 2),
        ),
    ] = None
    cached_step_share: Annotated[
        Given,
        Parameter(
            help="Share of the steps that are taken from the step before (caching).",
            quantity="cached_step_share",
            examples=(0.3, 0.5),
        ),
    ] = None
    batch: Annotated[
        Given, Parameter(help="Items made at once.", quantity="batch", examples=(1, 4))
    ] = None
    chips: Annotated[
        Given,
        Parameter(
            help="Chips that share the work of an item.",
            quantity="chips_per_replica",
            examples=(1, 2),
        ),
    ] = None
    precision: Precision = None
    busy_share: Annotated[
        BusyShare,
        Parameter(
            help="Share of the time in which a replica works.",
            quantity="busy_share",
            examples=(0.3, 0.8),
        ),
    ] = None
    items_per_day: Annotated[
        Given,
        Parameter(
            help="Volume, such as 1M.", quantity="items_per_day", examples=("1k", "1M")
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class VideoOptions(ImageOptions):
    """What is known of a service that makes videos."""

    frames: Annotated[
        Given,
        Parameter(help="Frames of a video.", quantity="frames", examples=(49, 97)),
    ] = None
    duration: Annotated[
        Given,
        Parameter(
            help="Duration of a video, in the place of its frames.",
            quantity="video_s",
            needs_unit=True,
            examples=("5 s", "10 s"),
        ),
    ] = None
    fps: Annotated[
        Given,
        Parameter(
            help="Frames per second.", quantity="frames_per_second", examples=(16, 24)
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class GenerateOptions(VideoOptions):
    """What is known of a service that makes images or videos."""

    kind: Annotated[
        str | None,
        Parameter(
            help="What is asked for; an error where the model makes the other.",
            choices=("image", "video"),
        ),
    ] = None

    @property
    def sizes(self) -> dict[str, Given]:
        """Size, length and steps of an item, by the names of the chain."""
        return {
            "width_px": self.width,
            "height_px": self.height,
            "frames": self.frames,
            "steps": self.steps,
            "fps": self.fps,
            "duration": self.duration,
            "source_pictures": self.source_pictures,
        }
