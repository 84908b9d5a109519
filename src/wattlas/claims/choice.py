"""Judged relations with the quantities that they use, and which of them stand."""

from __future__ import annotations

from collections.abc import Sequence
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


ARITHMETIC = ("product", "ratio", "equivalent", "growth", "share", "saving")
"""Relations whose verdict another reading of the same numbers can take away."""
ACCUSED = ("inconsistent_with_itself", "contradicted", "partly_right")


def standing(judged: Sequence[Judged], closed: Sequence[Judged]) -> list[Judged]:
    """Return the parts that stand where some numbers give one another.

    A part that accuses stands back where the same numbers close in another reading:
    when two readings disagree, nothing is asserted against the claim.
    """
    starts = {m.start for c in closed for m in c.used}
    kept = [j for j in judged if not _outdone(j, starts)]
    covered = {m.start for j in kept if _judges(j) for m in j.used}
    more = [c for c in closed if not {m.start for m in c.used} <= covered]
    return [*kept, *more]


def _judges(judged: Judged) -> bool:
    return judged.part.verdict not in ("unsupported", "not_numeric")


def _outdone(judged: Judged, starts: set[int]) -> bool:
    numbers = {m.start for m in judged.used}
    parts = {m.start for m in judged.used if m.dimension in ("share", "ratio", "count")}
    if judged.part.relation not in ARITHMETIC or not numbers:
        return False
    return judged.part.verdict in ACCUSED and (
        numbers <= starts or bool(parts & starts)
    )
