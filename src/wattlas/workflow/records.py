"""What a study found, as records: placements side by side, and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.estimation.deployment_record import Deployment
from wattlas.notes import Note
from wattlas.plain import Plain, coded, written
from wattlas.plain.tidy import ranges
from wattlas.planning import Plan
from wattlas.records import RESULT_UNITS, Equivalent, Estimate, Range, Results


@dataclass(frozen=True, repr=False)
class Placement(Plain):
    """Training and serving of one case on one kind of chip at one place.

    `below_first` says for each result in which share of the draws it is lower than
    at the first placement of the study.
    """

    case: str
    hardware: str
    place: str
    training: Estimate | None
    serving: Estimate | None
    total: Results = field(metadata=coded(keys="results"))
    break_even: dict[str, Range] = field(
        default_factory=dict, metadata=coded(keys="extras")
    )
    below_first: dict[str, float] = field(
        default_factory=dict, metadata=coded(keys="results")
    )
    equivalents: tuple[Equivalent, ...] = ()
    samples: Mapping[str, Any] = field(
        default_factory=dict, repr=False, compare=False, metadata=written(skip=True)
    )

    def __repr__(self) -> str:
        """Return the case, chips and place, in one line."""
        parts = (self.case, self.hardware, self.place)
        return f"<Placement {', '.join(p for p in parts if p)}>"

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates that the placement has."""
        return [e for e in (self.training, self.serving) if e is not None]

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each total and each result of training and serving."""
        where = {"case": self.case, "hardware": self.hardware, "place": self.place}
        for row in ranges(self.total, RESULT_UNITS, kind="total", stage="", per=""):
            yield where | row
        for estimate in self.estimates:
            for row in estimate.tidy():
                yield {**where, "kind": estimate.kind, **row}


@dataclass(frozen=True)
class Deployed(Plain):
    """The layouts worth deploying in one case of a study, at one place."""

    case: str
    deployment: Deployment

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each option, with its case."""
        for row in self.deployment.tidy():
            yield {"case": self.case, **row}


@dataclass(frozen=True, repr=False)
class StudyResult(Plain):
    """What a study found: every case at every place, side by side.

    `deployments` are of its section of that name, by case and place.
    `plan` is that of a study without cases, `plans` those of the cases by name. `notes`
    are codes of what is given and not used.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("study",)

    title: str
    note: str
    basis: str = field(metadata=coded("bases"))
    placements: tuple[Placement, ...]
    plan: Plan | None = field(default=None, metadata=written(omit=True))
    plans: Mapping[str, Plan] = field(default_factory=dict, metadata=written(omit=True))
    notes: tuple[Note, ...] = ()
    deployments: tuple[Deployed, ...] = field(default=(), metadata=written(omit=True))

    def __repr__(self) -> str:
        """Return the title and the number of placements, in one line."""
        return f"<StudyResult {self.title!r}: {len(self.placements)} placements>"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each result of each placement; of a plan alone, its own."""
        for placement in self.placements:
            yield from placement.tidy()
        for deployed in self.deployments:
            yield from deployed.tidy()
        if self.plan is not None and not self.placements:
            yield from self.plan.tidy()
