"""A bill over runs, as a record: values and codes, nothing computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import fsum
from typing import ClassVar

from wattlas.metering.ledger.merge import DeviceSum
from wattlas.plain import Plain, coded
from wattlas.plain.agreement import alike
from wattlas.reconcile.hourly import JoinedSeries
from wattlas.reconcile.runs import RunSummary
from wattlas.records import Estimate, Range


@dataclass(frozen=True)
class Share(Plain):
    """Whose a part of the metered energy was: of a group of runs, others', idle. [J]"""

    name: str
    kind: str = field(metadata=coded("shares"))
    energy_j: Range
    runs: int = 0


@dataclass(frozen=True)
class Bill(Plain):
    """What runs drew, with each joule counted once, and what follows from it.

    `since` and `until` are the ends of the time that was summed up, where it has any.
    [s since 1970]
    """

    KINDS: ClassVar[tuple[str, ...]] = ("ledger",)
    ROWS: ClassVar[str] = "shares"

    estimate: Estimate | None
    metered_j: Range | None
    shares: tuple[Share, ...]
    devices: tuple[DeviceSum, ...]
    runs: tuple[RunSummary, ...]
    group_by: str
    since: float | None = None
    until: float | None = None
    joined: tuple[JoinedSeries, ...] = ()

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield joules that are not all there, and a bill of no runs."""
        if not self.runs:
            yield "runs", "must hold a run"
        if self.metered_j is not None:
            total = fsum(part.energy_j.mid for part in self.shares)
            if not alike(total, self.metered_j.mid):
                yield "metered_j.mid", f"is not the sum of all shares, {total:g} J"
