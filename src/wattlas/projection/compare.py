"""Scenarios of an IAMC file beside the outlook, in the same region and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from wattlas import facts
from wattlas.errors import InputError, Several
from wattlas.parameters import keywords
from wattlas.parameters.outlook_questions import CompareOptions
from wattlas.plain import Plain, coded
from wattlas.projection.changes import SERVED
from wattlas.projection.forecasts import AGREEMENTS
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.iamc import ENDS, Series, read_iamc
from wattlas.projection.record import RANGED_UNTIL, Outlook
from wattlas.projection.run import find_region, outlook
from wattlas.records import Range, Source


@dataclass(frozen=True)
class Beside(Plain):
    """One year of a scenario beside ours; ours is None where it has no one range."""

    model: str
    scenario: str
    region: str = field(metadata=coded("regions"))
    scope: str = field(metadata=coded("outlook-scopes"))
    year: int
    theirs_twh: Range
    ours_twh: Range | None = None
    agreement: str | None = None


@dataclass(frozen=True)
class Lacking(Plain):
    """Years of a file for which a scenario has no figure."""

    model: str
    scenario: str
    region: str = field(metadata=coded("regions"))
    scope: str = field(metadata=coded("outlook-scopes"))
    years: tuple[int, ...]


@dataclass(frozen=True)
class Compared(Plain):
    """Scenarios of a file beside ours; what it lacks, and what of it was not used."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-compare",)
    ROWS: ClassVar[str] = "rows"

    file: str
    rows: tuple[Beside, ...]
    lacking: tuple[Lacking, ...]
    unused: tuple[str, ...]
    sources: tuple[Source, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield that nothing is compared."""
        if not self.rows:
            yield "rows", "must hold a year of a scenario"


@keywords(CompareOptions)
def compare(options: CompareOptions) -> Compared:
    """Scenarios of an IAMC file beside the outlook: electricity of data centres. [TWh]

    Variables as the outlook writes them; a percentile may follow, else the figure is
    the middle. Ours stands beside years to 2035, which have one range; what of the
    file is of something else is named.

    Raises
    ------
    InputError
        If the file is not in the format, or holds nothing of data centres.
    """
    path = Path(options.file)
    file = read_iamc(path)
    elsewhere: list[str] = []
    known: dict[str, str] = {}
    for name in dict.fromkeys(s.region for s in file.series):
        try:
            known[name] = find_region(name)
        except InputError:
            elsewhere.append(name)
    series = [s for s in file.series if s.region in known]
    if not series:
        raise InputError(
            "{file}: none of its regions is one of ours: {regions}. Ours: wattlas "
            "facts outlook_regions.",
            file=path,
            regions=", ".join(elsewhere),
        )
    _check_order(path, series)
    mine = {r: _ours(r, options.draws, options.seed) for r in set(known.values())}
    rows = tuple(_rows(series, known, mine))
    if not rows:
        raise InputError(
            "{file} has no middle and no two ends of a range: {ends}.",
            file=path,
            ends="; ".join(_lone_ends(series)),
        )
    sources = {s.key for study in mine.values() for s in study.sources}
    return Compared(
        path.name,
        rows,
        tuple(_lacking(rows, file.years)),
        (*file.unused, *elsewhere, *_lone_ends(series)),
        tuple(facts.source(key) for key in sorted(sources)),
    )


def _lacking(rows: tuple[Beside, ...], years: tuple[int, ...]) -> Iterator[Lacking]:
    """Yield what the file has no figure of, where it has one of another scenario."""
    known: dict[tuple[str, str, str, str], set[int]] = {}
    for row in rows:
        key = (row.model, row.scenario, row.region, row.scope)
        known.setdefault(key, set()).add(row.year)
    for key, there in known.items():
        without = tuple(year for year in years if year not in there)
        if without:
            yield Lacking(*key, without)


def _ours(region: str, draws: int, seed: int) -> Outlook:
    return outlook(region=region, to=RANGED_UNTIL, draws=draws, seed=seed)


def _rows(
    series: list[Series], known: Mapping[str, str], mine: Mapping[str, Outlook]
) -> Iterator[Beside]:
    for (model, scenario, name, scope), ends in _by_scenario(series).items():
        region = known[name]
        for year, theirs in _ranges(ends):
            ours, within = None, None
            if BASE_YEAR <= year <= RANGED_UNTIL:
                ours = mine[region].at(SERVED[scope], year)
                inside = ours.contains(theirs.mid), theirs.contains(ours.mid)
                within = AGREEMENTS[inside]
            yield Beside(model, scenario, region, scope, year, theirs, ours, within)


def _ranges(ends: Mapping[str, Mapping[int, float]]) -> Iterator[tuple[int, Range]]:
    """Yield years with their range; what has no middle has that of its ends.

    One end alone is no range, and alone no figure: it is named as not used.
    """
    years = sorted({year for by_year in ends.values() for year in by_year})
    for year in years:
        found = {end: by_year[year] for end, by_year in ends.items() if year in by_year}
        mid = found.get("mid")
        if {"low", "high"} <= found.keys():
            low, high = found["low"], found["high"]
            yield year, Range(low, (low * high) ** 0.5 if mid is None else mid, high)
        elif mid is not None:
            yield year, Range(mid, mid, mid)


def _check_order(path: Path, series: Sequence[Series]) -> None:
    """Refuse percentiles of a year that are not in order."""
    for key, ends in _by_scenario(series).items():
        for year in sorted({year for by_year in ends.values() for year in by_year}):
            found = [ends[e][year] for e in ENDS if year in ends.get(e, {})]
            if found != sorted(found):
                raise InputError(
                    "{path}: the percentiles of {scenario} in {year} must not fall "
                    "from low to high, got {values} TWh.",
                    path=path,
                    scenario=", ".join(key[:3]),
                    year=year,
                    values=Several([f"{value:g}" for value in found]),
                )


def _lone_ends(series: Sequence[Series]) -> Iterator[str]:
    """Yield ends of ranges that have no other end: they are not used."""
    for ends in _by_scenario(series).values():
        for end, other in (("low", "high"), ("high", "low")):
            alone = sorted(set(ends.get(end, {})) - set(ends.get(other, {})))
            if alone:
                yield f"{ENDS[end]} ({', '.join(map(str, alone))})"


def _by_scenario(
    series: Sequence[Series],
) -> dict[tuple[str, ...], dict[str, Mapping[int, float]]]:
    """Return the ends of each scenario's demand, by year. [TWh]"""
    grouped: dict[tuple[str, ...], dict[str, Mapping[int, float]]] = {}
    for s in series:
        key = (s.model, s.scenario, s.region, s.scope)
        grouped.setdefault(key, {})[s.end] = s.by_year
    return grouped
