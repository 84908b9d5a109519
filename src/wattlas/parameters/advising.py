"""What may be given to ask which other ways of doing a piece of work save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.serving import ServeOptions

WAYS = (
    "precision",
    "batch",
    "layout",
    "engine",
    "speculative-decoding",
    "cache",
    "smaller-model",
    "power-cap",
    "method",
    "hours",
    "place",
    "hardware",
)
"""What may be done otherwise."""
EVERY_WAY = "all"
SavedMost: TypeAlias = Literal["energy", "cost", "carbon"]

Compare: TypeAlias = Annotated[
    str | None,
    Parameter(
        help=f"Rank what other ways save: {EVERY_WAY}, or some with commas of "
        f"{', '.join(WAYS)}.",
        examples=("precision,batch", "hardware"),
    ),
]
RankedBy: TypeAlias = Annotated[
    SavedMost, Parameter(help="By what is saved the ways are ranked.")
]


@dataclass(frozen=True, kw_only=True)
class AdviseOptions(ServeOptions):
    """A service, and what of it may be done otherwise."""

    compare: Compare = None
    least: RankedBy = "energy"
