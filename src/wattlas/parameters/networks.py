"""What may be given for work of networks that do not chat: texts, pictures, audio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.chips import ChipOptions, Hardware, Precision
from wattlas.parameters.declaration import Given, Parameter
from wattlas.parameters.drawing import DrawOptions
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.use_time import UseOptions


@dataclass(frozen=True, kw_only=True)
class NetworkWork(UseOptions, ChipOptions, PlaceOptions, DrawOptions):
    """What is known of a job: its network, the chip, and how it is run."""

    model: Annotated[
        str | Path | None,
        Parameter(
            help="A network: wattlas facts networks.",
            table="networks",
            path=True,
            examples=("bge-m3", "bert-base"),
        ),
    ] = None
    hardware: Hardware = None
    batch: Annotated[
        Given,
        Parameter(help="Items of one pass.", quantity="batch", examples=(1, 64)),
    ] = None
    precision: Precision = None
    software: Annotated[
        str | None,
        Parameter(
            help="How it is run: compiled (TensorRT, ONNX, TEI, faster-whisper), which "
            "is the default, or pytorch as it comes.",
            choices=("compiled", "pytorch"),
        ),
    ] = None
    chips: Annotated[
        Given,
        Parameter(help="Chips that share the job.", quantity="chips", examples=(1, 8)),
    ] = None
    hours_on: Annotated[
        Given,
        Parameter(
            help="Hours for which the machine is on, waiting included; else as long as "
            "the job takes.",
            quantity="hours_on",
            examples=(24, 8760),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ReadingWork(NetworkWork):
    """A job that reads texts, pictures or rows of a table."""

    items: Annotated[
        Given,
        Parameter(
            help="Texts, pictures or rows, such as 10M.",
            quantity="items",
            examples=("1M", "10M"),
        ),
    ] = None
    items_per_second: Annotated[
        Given,
        Parameter(
            help="Items that come each second while the machine is on, in place of "
            "their number.",
            quantity="items_per_second",
            examples=(10, 30),
        ),
    ] = None
    tokens: Annotated[
        Given,
        Parameter(
            help="Tokens of a text, on average.",
            quantity="item_tokens",
            examples=(128, 512),
        ),
    ] = None
    side: Annotated[
        Given,
        Parameter(
            help="Side of a picture; else the network's own. [px]",
            quantity="side_px",
            examples=(224, 448),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class EmbedOptions(ReadingWork):
    """A job that makes vectors of texts or pictures."""


@dataclass(frozen=True, kw_only=True)
class ClassifyOptions(ReadingWork):
    """A job that labels, ranks, finds or cuts out: texts, pictures, rows."""


@dataclass(frozen=True, kw_only=True)
class TranscribeOptions(NetworkWork):
    """A job that writes down what is said."""

    audio: Annotated[
        Given,
        Parameter(
            help="Hours of audio.", quantity="audio_hours", examples=("1000 h", "5 h")
        ),
    ] = None
    speech_share: Annotated[
        Given,
        Parameter(
            help="Share of it that is heard: silence is skipped before.",
            quantity="speech_share",
            examples=(0.6, 0.9),
        ),
    ] = None
    beams: Annotated[
        Given,
        Parameter(
            help="Beams of the search: 1 greedy, 5 as faster-whisper.",
            quantity="beams",
            examples=(1, 5),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class SpeakOptions(NetworkWork):
    """A job that speaks a text."""

    characters: Annotated[
        Given,
        Parameter(
            help="Characters of the text, such as 500k for a book.",
            quantity="characters",
            examples=("500k", "1M"),
        ),
    ] = None
    audio: Annotated[
        Given,
        Parameter(
            help="Hours of speech, in place of characters.",
            quantity="audio_hours",
            examples=("10 h", "5 h"),
        ),
    ] = None
