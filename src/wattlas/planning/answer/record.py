"""The answer to a plan, as a record: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.notes import Note
from wattlas.plain import Plain, coded
from wattlas.plain.tidy import frame
from wattlas.planning.answer.alternatives import (
    BreakEven,
    Entry,
    LeftOut,
    Lever,
    NearOptimal,
    Placement,
    Point,
    Promise,
    Shadow,
    StoreBreakEven,
)
from wattlas.planning.answer.energy import Figures
from wattlas.planning.answer.parts import (
    CarbonScores,
    ConnectionPoint,
    LimitViolation,
    OfferTaken,
    Position,
    Proof,
    Route,
    Series,
    SeriesProvenance,
    ServingChips,
    Size,
    TrainingPlan,
    Week,
)
from wattlas.planning.finance.record import Finance
from wattlas.planning.path.record import Path
from wattlas.planning.reliability.record import SiteReliability
from wattlas.records import Range


@dataclass(frozen=True)
class Plan(Plain):
    """Where, when and on what power the work of a study runs, and what that takes.

    `load_shares` are the shares of each load that the plan places, by site, and
    `placements` what each way to place them costs, at every hour.
    `origins` are the shares of all requests by the place of their users, `positions`
    where sites and origins lie, as far as the tables know. `connection` says what a
    smaller one would cut, `flexibility` what sites give up when they are called,
    `scores` carbon by location and by market with the carbon-free shares.
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
    fronts: Mapping[str, tuple[Point, ...]] = field(metadata=coded(keys="fronts"))
    late: tuple[tuple[str, float], ...]
    limit_violations: tuple[LimitViolation, ...]
    proof: Proof
    provenance: Mapping[str, Mapping[str, SeriesProvenance]] = field(
        metadata=coded(inner="series")
    )
    notes: tuple[Note, ...]
    sources: tuple[str, ...]
    origins: Mapping[str, float]
    routes: tuple[Route, ...]
    positions: Mapping[str, Position]
    weeks: tuple[Week, ...]
    finance: Finance | None = None
    reliability: tuple[SiteReliability, ...] = ()
    path: Path | None = None
    load_shares: tuple[Mapping[str, float], ...] = ()
    placements: tuple[Placement, ...] = ()
    connection: tuple[ConnectionPoint, ...] = ()
    flexibility: tuple[OfferTaken, ...] = ()
    scores: CarbonScores | None = None
    note: str = ""
    series: tuple[Series, ...] = field(default=(), repr=False)

    def hourly(self, site: str, quantity: str, option: str = "") -> Series | None:
        """Return the series of a quantity of a site, or None where there is none."""
        wanted = (site, option, quantity)
        return next((s for s in self.series if s.labels[:3] == wanted), None)

    @property
    def expected_unserved_kwh(self) -> Range | None:
        """What all sites are expected to lack in a year; None where it was not asked.

        [kWh]
        """
        found = [site.expected_unserved_kwh for site in self.reliability]
        if not found:
            return None
        return Range(*(sum(getattr(r, e) for r in found) for e in ENDS))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield sites and points that the figures need and the plan lacks."""
        for name in ("supply_kwh", "it_kwh"):
            for site in self.figures.load_kwh.keys() - getattr(self.figures, name):
                yield f"figures.{name}", f"lacks {site!r}, which load_kwh has"
        for name, points in self.fronts.items():
            if not points:
                yield f"fronts.{name}", "must hold points"

    @property
    def saving(self) -> float | None:
        """What the plan saves against the baseline, in a year, chips included."""
        if self.baseline is None:
            return None
        return self.baseline.figures.total_cost - self.figures.total_cost

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each figure of each site: cost by line, energy by option."""
        found = self.figures
        for quantity, unit, by_site in (
            ("cost", self.currency, found.costs),
            ("supply", "kWh", found.supply_kwh),
        ):
            for site, lines in by_site.items():
                for item, value in lines.items():
                    yield _row(site, item, quantity, unit, value)
        for quantity, unit, totals in (
            ("facility_energy", "kWh", found.load_kwh),
            ("it_energy", "kWh", found.it_kwh),
            ("carbon", "kgCO2e", found.carbon_kg),
            ("site_water", "L", found.site_water_l),
            ("grid_water", "L", found.grid_water_l),
        ):
            for site, value in totals.items():
                yield _row(site, "", quantity, unit, value)
        for size in self.sizes:
            yield _row(size.site, size.option, "capacity", "kW", size.power_kw)

    def hours_to_pandas(self) -> Any:
        """Return the hourly series as a pandas table, a row for each value.

        The columns are site, option, quantity, unit, hour of the year (UTC) and value.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        return frame(
            {**dict(zip(LABELS, series.labels, strict=True)), "hour": hour, "value": v}
            for series in self.series
            for hour, v in enumerate(series.values.tolist())
        )


ENDS = ("low", "mid", "high")
LABELS = ("site", "option", "quantity", "unit")


def _row(
    site: str, item: str, quantity: str, unit: str, value: float
) -> dict[str, Any]:
    return dict(zip(LABELS, (site, item, quantity, unit), strict=True)) | {
        "value": value
    }
