"""The answer to a plan, as a record: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.plain import Plain
from wattlas.planning.answer.parts import (
    BreakEven,
    Entry,
    Figures,
    LeftOut,
    Lever,
    LimitViolation,
    NearOptimal,
    Point,
    Position,
    Promise,
    Proof,
    Route,
    Series,
    SeriesProvenance,
    ServingChips,
    Shadow,
    Size,
    StoreBreakEven,
    TrainingPlan,
    Week,
)


@dataclass(frozen=True)
class Plan(Plain):
    """Where, when and on what power the work of a study runs, and what that takes.

    `origins` are the shares of all requests by the place of their users, `positions`
    where sites and origins lie, as far as the tables know.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("plan",)
    SHOWN: ClassVar[tuple[str, ...]] = ("saving",)

    title: str
    year: int
    currency: str
    currency_year: str
    home: str
    figures: Figures
    sizes: tuple[Size, ...]
    training: TrainingPlan | None
    serving_share: Mapping[str, float]
    serving_chips: tuple[ServingChips, ...]
    baseline: Lever | None
    levers: tuple[Lever, ...]
    left_out: tuple[LeftOut, ...]
    shadows: tuple[Shadow, ...]
    marginal_price: Mapping[str, float]
    break_evens: tuple[BreakEven, ...]
    store_break_evens: tuple[StoreBreakEven, ...]
    entries: tuple[Entry, ...]
    promises: tuple[Promise, ...]
    near_optimal: tuple[NearOptimal, ...]
    fronts: Mapping[str, tuple[Point, ...]]
    late: tuple[tuple[str, float], ...]
    limit_violations: tuple[LimitViolation, ...]
    proof: Proof
    provenance: Mapping[str, Mapping[str, SeriesProvenance]]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    origins: Mapping[str, float]
    routes: tuple[Route, ...]
    positions: Mapping[str, Position]
    weeks: tuple[Week, ...]
    note: str = ""
    series: tuple[Series, ...] = field(default=(), repr=False)

    def hourly(self, site: str, quantity: str, option: str = "") -> Series | None:
        """Return the series of a quantity of a site, or None where there is none."""
        wanted = (site, option, quantity)
        return next((s for s in self.series if s.labels[:3] == wanted), None)

    @property
    def saving(self) -> float | None:
        """What the plan saves against the baseline, in a year, chips included."""
        if self.baseline is None:
            return None
        return self.baseline.figures.total_cost - self.figures.total_cost
