"""In which year AI would take a share of all generation, and what stops it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from wattlas import facts
from wattlas.chain import growth as links
from wattlas.chain.types import Array, Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError, Message
from wattlas.parameters import keywords, quantity
from wattlas.parameters.outlook import CrossingOptions
from wattlas.plain import Codec, Plain, coded, written
from wattlas.plain.reading import read
from wattlas.plain.tidy import RANGE, range_row
from wattlas.projection.assumptions import Assumptions, Drawn, assumptions
from wattlas.projection.demand import long_run, shipped_gw
from wattlas.projection.history import BASE_YEAR, history
from wattlas.projection.settings import enough_draws
from wattlas.projection.supply import world_limits_twh, world_option_twh
from wattlas.records import Range, Source

LIMITS = ("connections", "chips", "gas", "generation")
"""What stops an exponential: grid connections, chips, gas turbines, new plants."""

BASES = {"ai": "base_twh.ai", "data-centres": "base_twh.data-centres"}
USED = (
    "generation_growth.world",
    "connection_gw.2025",
    "shipped_chips.2025",
    "added_gw.gas",
    "load.chips",
)
"""The inputs that a reader should see the sources of, beside the base."""

FURTHEST = 2150
NEVER = float("inf")


@dataclass(frozen=True)
class _Years(Plain):
    """Years as they are written: one that never comes is null."""

    low: float | None
    mid: float | None
    high: float | None

    def range(self) -> Range:
        """Return the years; never is infinite."""
        ends = (self.low, self.mid, self.high)
        low, mid, high = (NEVER if end is None else end for end in ends)
        return Range(low, mid, high)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a year that never comes, where a later one does."""
        pairs = (("low", self.low, self.mid), ("mid", self.mid, self.high))
        for name, end, later in pairs:
            if end is None and later is not None:
                yield name, f"is null and a later one is {later:g}"


def _years_data(years: Mapping[Any, Range]) -> dict[str, Any]:
    return {
        f"{of:g}" if isinstance(of, float) else of: {
            end: None if getattr(each, end) == NEVER else getattr(each, end)
            for end in RANGE
        }
        for of, each in years.items()
    }


def _read_years(hint: Any, data: Any, path: str) -> dict[Any, Range]:
    found: dict[Any, _Years] = read(Mapping[hint, _Years], data, path)
    return {of: years.range() for of, years in found.items()}


YEARS = Codec(
    {"years": Mapping[float, _Years]},
    lambda row: {"years": _years_data(row.years)},
    lambda data, path, _: _read_years(float, data.get("years"), f"{path}.years"),
)
LIMIT_YEARS = Codec(
    {"limits": Mapping[str, _Years]},
    lambda row: {"limits": _years_data(row.limits)},
    lambda data, path, _: _read_years(str, data.get("limits"), f"{path}.limits"),
)
"""Years of a share, and of a limit; one that never comes is null."""


@dataclass(frozen=True)
class Crossing(Plain):
    """What one growth leads to: years by share, and years by limit."""

    SHOWN: ClassVar[tuple[str, ...]] = ("first_limit",)

    growth: float
    years: Mapping[float, Range] = field(metadata=written(codec=YEARS))
    limits: Mapping[str, Range] = field(metadata=written(codec=LIMIT_YEARS))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield limits that are not those of the world."""
        if set(self.limits) != set(LIMITS):
            yield "limits", f"must be {', '.join(LIMITS)}"

    @property
    def first_limit(self) -> str | None:
        """The limit that is reached first, or None if none is before 2150."""
        name = min(self.limits, key=lambda n: self.limits[n].mid)
        return name if self.limits[name].mid < NEVER else None


@dataclass(frozen=True)
class Crossings(Plain):
    """Crossing years as a curve over growth."""

    KINDS: ClassVar[tuple[str, ...]] = ("crossing",)
    SHOWN: ClassVar[tuple[str, ...]] = ("base_year",)

    scope: str = field(metadata=coded("outlook-scopes"))
    base_twh: Range
    world_growth: Range = field(metadata=written("generation_growth"))
    generation_twh: float
    shares: tuple[float, ...]
    rows: tuple[Crossing, ...]
    sources: tuple[Source, ...]

    @property
    def base_year(self) -> int:
        """The year of the base."""
        return BASE_YEAR

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield rows whose shares and limits are not those of the curve."""
        if not self.rows:
            yield "rows", "must hold a growth"
        if not self.shares or not all(0 < share <= 1 for share in self.shares):
            yield "shares", "must be shares above 0, at most 1"
        for number, row in enumerate(self.rows):
            if tuple(row.years) != self.shares:
                yield f"rows[{number}].years", "must be those of shares"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each growth with each share, and with each limit."""
        for row in self.rows:
            for share, years in row.years.items():
                yield {"growth": row.growth, "share": share, **range_row(years)}
            for limit, years in row.limits.items():
                yield {"growth": row.growth, "limit": limit, **range_row(years)}


@keywords(CrossingOptions)
@finite_arithmetic()
def crossing(options: CrossingOptions) -> Crossings:
    """Years in which a steady growth would take shares of the world's generation.

    Calendar years with 5-95 % ranges; infinite where it never happens.

    Raises
    ------
    InputError
        If a growth, a share or a name is not possible.

    Examples
    --------
    AI servers at 93 TWh and doubling each year, with the limit that comes first:

    >>> found = crossing(growth=2.1, base_twh=93, world_growth=1.03)
    >>> round(found.rows[0].years[1.0].mid), found.rows[0].first_limit
    (2033, 'connections')
    """
    found, inputs, v = _crossings(options)
    inputs.refuse_unread(v, Message("a crossing of {scope}", scope=options.scope))
    return found


@finite_arithmetic()
def crossings_beside(options: CrossingOptions) -> Crossings:
    """Return crossing years beside a study, of whose inputs some are not theirs."""
    return _crossings(options)[0]


def _crossings(options: CrossingOptions) -> tuple[Crossings, Assumptions, Drawn]:
    scope, wanted, inputs = options.scope, _shares(options.shares), _inputs(options)
    v = inputs.draw(enough_draws(options.draws), options.seed)
    base, pace = v[BASES[scope]], v["generation_growth.world"]
    years = np.arange(BASE_YEAR + 1.0, FURTHEST + 1).reshape(1, -1, 1)
    ceilings = yearly_limits(v, years)
    rows = tuple(
        Crossing(
            g,
            {s: _crossing(base, g, s, pace) for s in wanted},
            {n: _reached(base, g, limit, years) for n, limit in ceilings.items()},
        )
        for g in _growths(options.growth)
    )
    found = Crossings(
        scope=scope,
        base_twh=_range(inputs, BASES[scope]),
        world_growth=_range(inputs, "generation_growth.world"),
        generation_twh=history("world")[BASE_YEAR].generation_twh,
        shares=wanted,
        rows=rows,
        sources=_sources(inputs, scope),
    )
    return found, inputs, v


def yearly_limits(v: Mapping[str, Value], years: Value) -> dict[str, Array]:
    """Return how much demand can grow in a year by each limit, world. [TWh a year]

    Each taken whole by the demand in question, which is the most generous reading:
    every connection, every chip, every gas turbine, all net new generation.
    """
    _, energy = long_run(v)
    per_chip = v["overhead.it"] * v["pue.ai"]
    chips_gw = shipped_gw(v, years, energy) * per_chip
    connected, net, onsite = world_limits_twh(v, years)
    found = {
        "connections": connected + onsite,
        "chips": links.energy_twh(chips_gw, v["load.chips"]),
        "gas": world_option_twh("gas", v, years),
        "generation": net,
    }
    return {name: np.asarray(limit)[..., 0] for name, limit in found.items()}


def _crossing(base: Value, growth: float, share: float, pace: Value) -> Range:
    total = history("world")[BASE_YEAR].generation_twh * share
    years = links.crossing_years(base, growth, total, pace)
    return _year_range(BASE_YEAR + np.ravel(np.asarray(years)))


def _reached(base: Value, growth: float, limit: Array, years: Array) -> Range:
    """Return the first year in which demand grows by more than a limit allows."""
    ahead = (years - BASE_YEAR)[..., 0]
    with np.errstate(over="ignore"):
        step = np.asarray(base).reshape(-1, 1) * growth ** (ahead - 1) * (growth - 1)
    over = step > limit
    first = np.where(over.any(axis=1), BASE_YEAR + 1.0 + over.argmax(axis=1), NEVER)
    return _year_range(first)


def _year_range(years: Array) -> Range:
    # Percentiles of whole draws: an average of a year and never is no year.
    low, mid, high = np.quantile(years, (0.05, 0.5, 0.95), method="inverted_cdf")
    return Range(float(low), float(mid), float(high))


def _inputs(options: CrossingOptions) -> Assumptions:
    given = dict(options.overrides or {})
    own = {
        BASES[options.scope]: options.base_twh,
        "generation_growth.world": options.world_growth,
    }
    for name, value in own.items():
        if value is not None and name in given:
            raise ContradictionError(
                "{name} is given twice: as an option and by its name.",
                name=name,
            )
        if value is not None:
            given[name] = value
    return assumptions(given, options.without)


def _growths(growth: float | Sequence[float]) -> tuple[float, ...]:
    found = tuple(growth) if isinstance(growth, Sequence) else (growth,)
    if not found:
        raise InputError("growth is empty: give a factor per year, such as 1.3.")
    for g in found:
        if isinstance(g, bool) or not 1.0 < g <= 20.0:
            raise InputError(
                "growth must be a factor per year above 1 and up to 20 (1.3 is +30 "
                "%), got {g:g}.",
                g=g,
            )
    return tuple(sorted(set(found)))


def _shares(shares: Sequence[float]) -> tuple[float, ...]:
    limits = quantity("outlook.share_of_generation")
    if not tuple(shares):
        raise InputError("shares is empty: give a share of generation, such as 0.1.")
    for share in shares:
        if limits.refuses(share, share) is not None:
            raise InputError(limits.refusal("shares", share))
    return tuple(sorted(set(shares)))


def _range(inputs: Assumptions, name: str) -> Range:
    item = inputs[name]
    return Range(item.low, item.mid, item.high)


def _sources(inputs: Assumptions, scope: str) -> tuple[Source, ...]:
    used = (BASES[scope], *USED)
    return tuple(facts.source(k) for k in dict.fromkeys(inputs[n].source for n in used))
