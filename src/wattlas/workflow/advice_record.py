"""What other ways of doing a piece of work would save, as a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.plain import Plain, coded
from wattlas.plain.agreement import alike
from wattlas.records import Estimate, Range


@dataclass(frozen=True)
class BetterWay(Plain):
    """The same work done otherwise, and the share of each result that this saves.

    `changes` are parameters with the values that they get; one that is no longer given
    has ''. A saving below 0 is a loss. `below_first` is the share of the draws in which
    the facility energy is less. Where `answers_change`, the work is no longer quite the
    same: quality has to be looked at.
    """

    way: str = field(metadata=coded("ways"))
    changes: Mapping[str, str]
    answers_change: bool
    facility_energy_kwh: Range
    saving_share: Mapping[str, Range] = field(metadata=coded(keys="results"))
    below_first: float


@dataclass(frozen=True)
class LeftOut(Plain):
    """A way that is no choice, and why; `reason` is what the estimate said to it."""

    way: str = field(metadata=coded("ways"))
    changes: Mapping[str, str]
    why: str = field(metadata=coded("ways-left-out"))
    reason: str = ""


@dataclass(frozen=True)
class Advice(Plain):
    """Ways of doing a piece of work, that which saves most first, beside the first.

    `ranked_by` is the result whose saving ranks them; `first` the work as it was asked.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("advice",)
    ROWS: ClassVar[str] = "rows"

    ranked_by: str = field(metadata=coded("results"))
    first: Estimate
    rows: tuple[BetterWay, ...]
    left_out: tuple[LeftOut, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield rows that are not in order, or not those of their energies."""
        before = self.first.results["facility_energy_kwh"].mid
        ranks = [row.saving_share[self.ranked_by].mid for row in self.rows]
        if ranks != sorted(ranks, reverse=True):
            yield "rows", "must stand by what they save, the most first"
        for number, row in enumerate(self.rows):
            saved = row.saving_share["facility_energy_kwh"].mid
            if not alike((1 - saved) * before, row.facility_energy_kwh.mid):
                place = f"rows[{number}].saving_share"
                yield place, "is not that of the facility energies"
