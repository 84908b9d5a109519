"""Pictures and sound of a request, which become tokens of its prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Given, Parameter


@dataclass(frozen=True, kw_only=True)
class ModalityOptions:
    """Pictures and sound that a request brings beside its text."""

    images: Annotated[
        Given,
        Parameter(
            help="Pictures in a request: tokens of its prompt by the model's rule.",
            quantity="images",
            examples=(1, 4),
        ),
    ] = None
    image_width: Annotated[
        Given,
        Parameter(
            help="Width of the pictures. [px]",
            quantity="width_px",
            examples=(640, 1024),
        ),
    ] = None
    image_height: Annotated[
        Given,
        Parameter(
            help="Height of the pictures. [px]",
            quantity="height_px",
            examples=(480, 1024),
        ),
    ] = None
    audio: Annotated[
        Given,
        Parameter(
            help="Sound in a request: tokens of its prompt by the model's rule.",
            quantity="audio_s",
            needs_unit=True,
            examples=("30 s", "60 s"),
        ),
    ] = None
