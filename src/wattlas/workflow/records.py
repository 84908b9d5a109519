"""What a study found, as records: placements side by side, and its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wattlas.records import SCHEMA, Estimate, Range, Results

if TYPE_CHECKING:
    from wattlas.planning import Plan


@dataclass(frozen=True, repr=False)
class Placement:
    """Training and serving of one case on one kind of chip at one place.

    `below_first` says for each result in which share of the draws it is lower than
    at the first placement of the study.
    """

    case: str
    hardware: str
    place: str
    training: Estimate | None
    serving: Estimate | None
    total: Results
    break_even: dict[str, Range] = field(default_factory=dict)
    below_first: dict[str, float] = field(default_factory=dict)
    samples: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        """Return the case, chips and place, in one line."""
        parts = (self.case, self.hardware, self.place)
        return f"<Placement {', '.join(p for p in parts if p)}>"

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates that the placement has."""
        return [e for e in (self.training, self.serving) if e is not None]

    def to_dict(self) -> dict[str, Any]:
        """Return the placement as plain data."""
        return {
            "case": self.case,
            "hardware": self.hardware,
            "place": self.place,
            "training": self.training.to_dict() if self.training else None,
            "serving": self.serving.to_dict() if self.serving else None,
            "total": {k: v.to_dict() for k, v in self.total.items()},
            "break_even": {k: v.to_dict() for k, v in self.break_even.items()},
            "below_first": self.below_first,
        }


@dataclass(frozen=True, repr=False)
class StudyResult:
    """What a study found: every case at every place, side by side.

    `plan` is that of a study without cases, `plans` those of the cases by name. `notes`
    are codes of what is given and not used.
    """

    title: str
    note: str
    basis: str
    placements: tuple[Placement, ...]
    plan: Plan | None = None
    plans: Mapping[str, Plan] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return the title and the number of placements, in one line."""
        return f"<StudyResult {self.title!r}: {len(self.placements)} placements>"

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, unrounded."""
        plan = {"plan": self.plan.to_dict()} if self.plan else {}
        plans = {case: found.to_dict() for case, found in self.plans.items()}
        return {
            "schema": SCHEMA,
            "kind": "study",
            "title": self.title,
            "note": self.note,
            "basis": self.basis,
            "placements": [p.to_dict() for p in self.placements],
            "notes": list(self.notes),
            **plan,
            **({"plans": plans} if plans else {}),
        }
