"""Judged relations with the quantities that they use, and which of them stand."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.claims.binding import Unbound
from wattlas.claims.record import Part
from wattlas.quantity import Mention


@dataclass(frozen=True, slots=True)
class Judged:
    """A part with the quantities that it has used, and what kept it from a verdict."""

    part: Part
    used: tuple[Mention, ...] = ()
    unbound: tuple[Unbound, ...] = ()
