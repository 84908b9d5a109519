"""Published forecasts on one scope: data centres or AI alone, in TWh a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from wattlas import facts
from wattlas.chain import growth
from wattlas.errors import Message, UnknownNameError, unknown_name
from wattlas.notes import Note
from wattlas.plain import Plain, coded
from wattlas.projection.history import BASE_YEAR, region_history
from wattlas.records import Fact, Range, Source

SCOPES = {"all": ("all", "with-crypto"), "ai": ("ai",)}
"""What a forecast counts as, once cryptocurrencies are taken out."""

YEAR = 2030
AGREEMENTS = {
    (True, True): "each-other",
    (True, False): "theirs-in-ours",
    (False, True): "ours-in-theirs",
    (False, False): "neither",
}
"""Whether their middle lies in our range, and ours in theirs."""
LOADS = {"gw-capacity": "capacity", "gw-drawn": "drawn"}


@dataclass(frozen=True)
class Forecast(Plain):
    """One published forecast on one scope, with what was done to it.

    `at` moves the horizon's energy along the forecast's own growth; not where the same
    forecast gives a nearer year itself (`moved` is then false).
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "growth",
        "in_2030_twh",
    )

    key: str
    publisher: str
    published: int
    region: str = field(metadata=coded("regions"))
    scope: str
    scenario: str
    method: str
    status: str
    base_year: int
    base_twh: Range
    horizon_year: int
    horizon_twh: Range
    conversion: str = field(metadata=coded("conversions"))
    revises: str
    note: str
    source: str
    moved: bool = True

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a horizon before its base, and an energy that is not above nothing."""
        if self.horizon_year <= self.base_year:
            yield "horizon_year", f"must be after base_year, {self.base_year}"
        for name in ("base_twh", "horizon_twh"):
            low = getattr(self, name).low
            if low <= 0:
                yield f"{name}.low", f"must be > 0 TWh, got {low:g}"

    @property
    def growth(self) -> float:
        """Growth a year from base to horizon. [1/year]"""
        years = self.horizon_year - self.base_year
        return float(
            growth.growth_needed(self.base_twh.mid, self.horizon_twh.mid, years)
        )

    @property
    def in_2030_twh(self) -> Range | None:
        """Energy of 2030, if that lies between base and horizon. [TWh]"""
        return self.at(YEAR)

    @property
    def compared_year(self) -> int | None:
        """The year in which ours stands beside it: 2030, or its own if yet to come."""
        if self.in_2030_twh:
            return YEAR
        return self.horizon_year if self.horizon_year > BASE_YEAR else None

    def at(self, year: int) -> Range | None:
        """Return the energy of a year between base and horizon, else None. [TWh]"""
        inside = self.base_year <= year <= self.horizon_year
        if not inside or (year != self.horizon_year and not self.moved):
            return None
        part = (year - self.base_year) / (self.horizon_year - self.base_year)
        base, then = self.base_twh, self.horizon_twh

        def between(first: float, last: float) -> float:
            return float(first ** (1 - part) * last**part)

        return Range(
            between(base.low, then.low),
            between(base.mid, then.mid),
            between(base.high, then.high),
        )


@dataclass(frozen=True)
class Ours(Plain):
    """What the outlook has AI, or all data centres, take in a region. [TWh]

    In 2030, and in every other year that a forecast of the region is held against.
    """

    region: str = field(metadata=coded("regions"))
    in_2030_twh: Range
    by_year_twh: Mapping[int, Range] = field(default_factory=dict)

    def beside(self, f: Forecast) -> Range | None:
        """Return ours in the year that a forecast is held against; None if none is."""
        year = f.compared_year
        if year is None or f.region != self.region:
            return None
        return self.by_year_twh.get(year)

    def agreement(self, f: Forecast) -> str | None:
        """Say which of the two, if any, lies in the range of the other."""
        mine, year = self.beside(f), f.compared_year
        theirs = f.at(year) if year else None
        if mine is None or theirs is None:
            return None
        inside = mine.contains(theirs.mid), theirs.contains(mine.mid)
        return AGREEMENTS[inside]


@dataclass(frozen=True)
class Forecasts(Plain):
    """Forecasts on one scope, those that cannot be put there, ours, and sources."""

    KINDS: ClassVar[tuple[str, ...]] = ("forecasts",)
    ROWS: ClassVar[str] = "rows"

    scope: str = field(metadata=coded("forecast-scopes"))
    region: str
    rows: tuple[Forecast, ...]
    left_out: Mapping[str, Note]
    sources: tuple[Source, ...]
    ours: tuple[Ours, ...] = ()

    def ours_of(self, region: str) -> Ours | None:
        """Return ours of a region; None where none stands beside."""
        return next((mine for mine in self.ours if mine.region == region), None)


def on_scope(scope: str, region: str) -> Forecasts:
    """Return the published forecasts on one scope, without ours beside them."""
    every = [forecast(key) for key in facts.keys("forecasts")]
    regions = list(dict.fromkeys(f.region for f in every))
    if region not in (*regions, "any"):
        listing = Message("forecasts are of {names} or any", names=", ".join(regions))
        raise UnknownNameError(unknown_name("region", region, regions, listing))
    rows: list[Forecast] = []
    left_out = {}
    for f in every:
        reason = _why_not(f, scope, region)
        if reason is not None:
            left_out[f.key] = reason
        else:
            rows.append(f)
    rows = [replace(f, moved=not _has_sibling(f, rows)) for f in rows]
    rows.sort(key=lambda f: (f.region != "world", f.region))
    sources = dict.fromkeys(f.source for f in rows)
    return Forecasts(
        scope, region, tuple(rows), left_out, tuple(map(facts.source, sources))
    )


def _has_sibling(f: Forecast, rows: list[Forecast]) -> bool:
    """Say whether the same study gives a nearer horizon for the same scenario."""
    return any(
        (o.source, o.scenario, o.region, o.scope)
        == (f.source, f.scenario, f.region, f.scope)
        and o.horizon_year < f.horizon_year
        for o in rows
    )


def _why_not(f: Forecast, scope: str, region: str) -> Note | None:
    if f.scope not in SCOPES[scope]:
        return Note("of-scope", {"scope": f.scope})
    if region not in (f.region, "any"):
        return Note("of-region", {"region": f.region})
    return None


def forecast(key: str) -> Forecast:
    """Return one forecast in TWh, cryptocurrencies taken out."""
    row, numbers = facts.row("forecasts", key), facts.numbers("forecasts", key)
    base, base_year = _energy(row, numbers, "base")
    horizon, horizon_year = _energy(row, numbers, "horizon")
    return Forecast(
        key=key,
        publisher=row["publisher"],
        published=int(row["published"]),
        region=row["region"],
        scope=row["scope"],
        scenario=row["scenario"],
        method=row["method"],
        status=row["status"],
        base_year=base_year,
        base_twh=base,
        horizon_year=horizon_year,
        horizon_twh=horizon,
        conversion=_conversion(row, numbers),
        revises=row["revises"],
        note=row["note"],
        source=row["source"],
    )


def _conversion(row: dict[str, str], numbers: Mapping[str, Fact]) -> str:
    if "horizon_crypto_twh" in numbers:
        return "crypto-taken-out"
    return {"twh": ""}.get(row["measure"], row["measure"])


def _energy(
    row: dict[str, str], numbers: Mapping[str, Fact], end: str
) -> tuple[Range, int]:
    measure = row["measure"]
    if measure == "twh":
        fact = numbers[f"{end}_twh"]
        return _without(fact, numbers.get(f"{end}_crypto_twh")), int(fact.year)
    if measure == "share":
        fact = numbers[f"{end}_share"]
        return _of_share(fact, row["region"]), int(fact.year)
    fact = numbers[f"{end}_gw"]
    load = facts.number("outlook", LOADS[measure], "load")
    return _of_power(fact, load), int(fact.year)


def _without(fact: Fact, crypto: Fact | None) -> Range:
    """Take cryptocurrencies out; their width adds to that of the forecast."""
    if crypto is None:
        return Range(fact.low, fact.value, fact.high)
    return Range(
        fact.low - crypto.low, fact.value - crypto.value, fact.high - crypto.high
    )


def _of_power(fact: Fact, load: Fact) -> Range:
    return Range(
        float(growth.energy_twh(fact.low, load.low)),
        float(growth.energy_twh(fact.value, load.value)),
        float(growth.energy_twh(fact.high, load.high)),
    )


def _of_share(fact: Fact, region: str) -> Range:
    total = generation_then(region, int(fact.year))
    return Range(fact.low * total, fact.value * total, fact.high * total)


def generation_then(region: str, year: int) -> float:
    """Return a region's generation of a year: measured, or growing as it did. [TWh]"""
    found = region_history(region)
    if year in found:
        return found[year].generation_twh
    if year < min(found):
        return found[min(found)].generation_twh
    last = max(found)
    pace = (found[last].generation_twh / found[last - 10].generation_twh) ** 0.1
    return float(found[last].generation_twh * pace ** (year - last))
