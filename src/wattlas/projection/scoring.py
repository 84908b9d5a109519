"""Published forecasts of all data centres against what came: error and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, ClassVar, Protocol

from wattlas import facts
from wattlas.plain import Plain, coded, written
from wattlas.projection.forecasts import Forecast, on_scope
from wattlas.records import Range

EARLY = 2019
"""Studies published before this year saw nothing of accelerators."""


class Judged(Protocol):
    """Something predicted that has come out."""

    @property
    def ratio(self) -> float | None:
        """Predicted over what came."""

    @property
    def inside(self) -> bool | None:
        """Whether what came lies in the predicted range."""


@dataclass(frozen=True)
class Scored(Plain):
    """One study at the last year whose outturn is known. [TWh]

    `growth_ratio` leaves the base out: growth from base to year, predicted over come.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "ratio",
        "inside",
    )

    study: str
    published: int
    region: str = field(metadata=coded("regions"))
    scenarios: int
    year: int
    predicted: Range = field(metadata=written("predicted_twh"))
    outturn: Range = field(metadata=written("outturn_twh"))
    growth_ratio: float | None
    source: str

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield an energy that is not above nothing."""
        for name in ("predicted", "outturn"):
            value = getattr(self, name)
            if value.low <= 0:
                yield f"{name}_twh.low", f"must be > 0 TWh, got {value.low:g}"

    @property
    def ratio(self) -> float:
        """Predicted over what came."""
        return self.predicted.mid / self.outturn.mid

    @property
    def inside(self) -> bool | None:
        """Whether what came lies in the study's range; None if it gives none."""
        if self.predicted.low == self.predicted.high:
            return None
        return self.predicted.contains(self.outturn.mid)


@dataclass(frozen=True)
class Summary(Plain):
    """Errors of a group in short: how many, how far, which way, how often inside."""

    name: str = field(metadata=coded("backtest-groups", name="group"))
    count: int
    median_ratio: float
    median_error: float
    ranges: int = field(metadata=written("with_range"))
    inside: int

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield counts of cases that contradict each other."""
        if not 0 <= self.inside <= self.ranges <= self.count:
            yield "inside", "must be at most with_range, and that at most count"


def score_forecasts() -> tuple[Scored, ...]:
    """Return each study of all data centres whose first years have come out."""
    studies: dict[tuple[str, str, int], list[Forecast]] = {}
    for f in on_scope("all", "any").rows:
        if "history" not in f.note:
            studies.setdefault((f.source, f.region, f.base_year), []).append(f)
    scored = (_score(rows) for rows in studies.values())
    found = [s for s in scored if s is not None]
    return tuple(
        sorted(found, key=lambda s: (s.region != "world", s.region, s.published))
    )


def _score(rows: list[Forecast]) -> Scored | None:
    first = rows[0]
    known = dict(_known(rows))
    if not known:
        return None
    year = max(known)
    ranges = known[year]
    predicted = Range(
        min(r.low for r in ranges),
        median(r.mid for r in ranges),
        max(r.high for r in ranges),
    )
    came = outturn(first.region, year)
    return Scored(
        study=first.publisher,
        published=first.published,
        region=first.region,
        scenarios=len(ranges),
        year=year,
        predicted=predicted,
        outturn=came,
        growth_ratio=_growth_ratio(first, predicted, came),
        source=first.source,
    )


def _known(rows: list[Forecast]) -> Iterator[tuple[int, list[Range]]]:
    """Yield the years after base and publication that have come out, with forecasts."""
    first = rows[0]
    for year in _outturn_years(first.region):
        if year > first.base_year and year >= first.published:
            ranges = [r for f in rows if (r := f.at(year))]
            if ranges:
                yield year, ranges


def _growth_ratio(f: Forecast, predicted: Range, came: Range) -> float | None:
    """Predicted growth since the base year over that which came; None if unknown."""
    if f.base_year not in _outturn_years(f.region):
        return None
    then = outturn(f.region, f.base_year)
    return (predicted.mid / f.base_twh.mid) / (came.mid / then.mid)


def outturn(region: str, year: int) -> Range:
    """Return what all data centres of a region took in a year. [TWh]"""
    key = f"{region}@{year}"
    fact = facts.number("data_centre_history", key, "data_centre_twh")
    return Range(fact.low, fact.value, fact.high)


def _outturn_years(region: str) -> list[int]:
    keys = facts.keys("data_centre_history")
    return [int(k.split("@")[1]) for k in keys if k.startswith(f"{region}@")]


def summaries(runs: Iterable[Any], scored: Sequence[Scored]) -> tuple[Summary, ...]:
    """Return the errors in short: of each method, and of early and late studies."""
    groups: dict[str, list[Judged]] = {}
    for run in runs:
        if run.ratio is not None:
            how = "slowing" if run.slowing else "kept"
            groups.setdefault(f"{run.method}-{how}", []).append(run)
    for s in scored:
        when = "early" if s.published < EARLY else "late"
        groups.setdefault(f"studies-{when}", []).append(s)
    return tuple(_summary(name, found) for name, found in groups.items())


def _summary(name: str, found: Sequence[Judged]) -> Summary:
    ratios = [f.ratio for f in found if f.ratio is not None]
    ranges = [f.inside for f in found if f.inside is not None]
    return Summary(
        name,
        len(ratios),
        median(ratios),
        median(abs(r - 1) for r in ratios),
        len(ranges),
        sum(ranges),
    )
