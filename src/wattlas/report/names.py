"""What placements of a study are called, where several stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wattlas.workflow import Placement


THE_STUDY = "the study"


def placement_name(placement: Placement) -> str:
    """Return the name of a placement: its case, chips and place."""
    parts = (placement.case, placement.hardware, placement.place)
    return " · ".join(p for p in parts if p) or THE_STUDY


def distinct_names(placements: Sequence[Placement]) -> dict[int, str]:
    """Return by id the parts of each placement's name in which placements differ."""
    rows = [(p.case, p.hardware, p.place) for p in placements]
    differ = [len({row[i] for row in rows}) > 1 for i in range(3)]
    return {
        id(p): " · ".join(
            part for part, keep in zip(row, differ, strict=True) if keep and part
        )
        or placement_name(p)
        for p, row in zip(placements, rows, strict=True)
    }
