"""How many draws the ranges of a result rest on, and which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Parameter

DRAWS = 4096
SEED = 20260101


@dataclass(frozen=True, kw_only=True)
class DrawOptions:
    """How many draws the ranges rest on, and their seed."""

    draws: Annotated[
        int,
        Parameter(help="Draws for the ranges.", quantity="draws", examples=(512, 1024)),
    ] = DRAWS
    seed: Annotated[
        int, Parameter(help="Seed of the draws.", quantity="seed", examples=(1, 2))
    ] = SEED
