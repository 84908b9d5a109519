"""What an outlook says: paths with quantiles, causes of width, reconciliation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array, Value
from wattlas.errors import InputError
from wattlas.plain import Codec, Plain, coded, written
from wattlas.plain.reading import read
from wattlas.projection.backtest import Backtest
from wattlas.projection.crossing import Crossings
from wattlas.projection.publishers import from_forecast
from wattlas.projection.quantities import UNITS
from wattlas.projection.queues import Queue
from wattlas.records import DERIVATION, GIVEN, NAMED_INPUTS, Input, Range, Source, Step

PERCENTILES = (5, 25, 50, 75, 95)
PATIENCE = "patience.years"
"""The input that says what counts as delayed."""
ERROR = "error.growth"
"""The input that widens ranges by what was missed in the past."""
RANGED_UNTIL = 2035
"""Later years have scenarios, each with its range, and no one range over all."""
SCENARIOS = ("efficiency-wins", "use-follows", "use-outruns")
"""Thirds of the draws by how much more is used when use gets cheaper."""
ALL = "all"
"""The draws of all methods together, each with equal weight."""


def _write_rows(path: Any) -> dict[str, Any]:
    return {
        key: [float(x) for x in row]
        for key, row in zip(PERCENTILE_KEYS, path.percentiles, strict=True)
    }


def _read_rows(data: Mapping[str, Any], path: str, fields: Mapping[str, Any]) -> Array:
    rows = {k: read(list[float], data.get(k), f"{path}.{k}") for k in PERCENTILE_KEYS}
    count = len(fields["years"])
    for key, row in rows.items():
        if len(row) != count:
            raise InputError(
                "{path}.{key} must have a number for each of {count} years, got "
                "{row_count}.",
                path=path,
                key=key,
                count=count,
                row_count=len(row),
            )
    return np.array(list(rows.values()))


PERCENTILE_KEYS = tuple(f"p{p:02d}" for p in PERCENTILES)
PERCENTILE_ROWS = Codec(
    dict.fromkeys(PERCENTILE_KEYS, list[float]), _write_rows, _read_rows
)
"""Percentiles as lists by name: p05, p25, p50, p75, p95."""


@dataclass(frozen=True, eq=False)
class Path(Plain):
    """One quantity over the years: a row for each of the percentiles.

    `percentiles` has shape (5, years); the middle row is the median of the draws.
    """

    years: tuple[int, ...]
    percentiles: Array = field(metadata=written(codec=PERCENTILE_ROWS))

    def __eq__(self, other: object) -> bool:
        """Say whether years and percentiles are the same."""
        if not isinstance(other, Path):
            return NotImplemented
        same = np.array_equal(self.percentiles, other.percentiles)
        return same and self.years == other.years

    __hash__ = None  # type: ignore[assignment]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield years that do not rise, and percentiles that are out of order."""
        if not self.years or list(self.years) != sorted(set(self.years)):
            yield "years", f"must rise, each once, got {list(self.years)}"
        falls = np.argwhere(np.diff(self.percentiles, axis=0) < 0)
        for row, column in falls[:1]:
            below = f"{PERCENTILE_KEYS[row]} of {self.years[column]}"
            yield PERCENTILE_KEYS[row + 1], f"is less than {below}"

    def at(self, year: int) -> Range:
        """Return the 5th, 50th and 95th percentile of a year."""
        column = self.years.index(year)
        rows = [float(row[column]) for row in self.percentiles]
        return Range(rows[0], rows[2], rows[4])


@dataclass(frozen=True)
class Swing(Plain):
    """What one input alone does to a result: at its low and at its high end.

    `share` is the square of its rank correlation with the result over all draws.
    """

    name: str = field(metadata=written("input"))
    at_low: float = field(metadata=written("at_low_twh"))
    at_high: float = field(metadata=written("at_high_twh"))
    share: float = field(metadata=written("share_of_variance"))

    @property
    def width(self) -> float:
        """How far the result moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Beside(Plain):
    """One estimate of today's AI electricity, to set beside the others. [TWh]"""

    name: str = field(metadata=coded("outlook-bases", name="estimate"))
    energy_twh: Range
    source: str


@dataclass(frozen=True)
class OutlookContext(Plain):
    """Records that a page shows beside an outlook: its errors, a default, the curve."""

    backtest: Backtest
    default: Outlook | None = None
    crossings: Crossings | None = None


@dataclass(frozen=True)
class Outlook(Plain):
    """An outlook for one region: paths by method and quantity, and how it knows."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook",)
    SHOWN: ClassVar[tuple[str, ...]] = (
        "title",
        "boundary",
        "units",
        "from_forecasts",
    )

    region: str = field(metadata=coded("regions"))
    years: tuple[int, ...]
    methods: tuple[str, ...] = field(metadata=coded("outlook-methods"))
    draws: int
    seed: int
    paths: Mapping[str, Mapping[str, Path]] = field(
        metadata=coded(keys="outlook-methods")
    )
    regions: Mapping[str, Path] = field(metadata=coded(keys="regions"))
    swings: Mapping[int, tuple[Swing, ...]]
    base: tuple[Beside, ...]
    grid_binds: Mapping[int, float]
    short: Mapping[int, float]
    options: Mapping[str, Path] = field(metadata=coded(keys="outlook-options"))
    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
    sources: tuple[Source, ...]
    scenario: str = ""
    case: str = ""
    note: str = ""
    without: tuple[str, ...] = ()
    queues: tuple[Queue, ...] = ()
    scenarios: Mapping[str, Path] = field(
        default_factory=dict, metadata=coded(keys="outlook-scenarios")
    )
    """What AI is served if use does as the scenario says; none if that is given."""
    derivation: tuple[Step, ...] = field(
        default=(), repr=False, metadata=written(codec=DERIVATION)
    )
    samples: Mapping[str, Mapping[str, Value]] = field(
        default_factory=dict, repr=False, compare=False, metadata=written(skip=True)
    )
    """Draws by method and quantity, (draws, years, regions); at most one block."""
    context: OutlookContext | None = field(
        default=None, repr=False, metadata=written(omit=True)
    )

    def at(self, quantity: str, year: int, method: str = ALL) -> Range:
        """Return a quantity of a year with its 5-95 % range."""
        return self.paths[method][quantity].at(year)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield what the methods, quantities, years and inputs do not share."""
        if not self.methods or self.paths.keys() != {*self.methods, ALL}:
            yield "paths", f"must be those of {', '.join(self.methods)} and {ALL}"
        for method, paths in self.paths.items():
            if paths.keys() != UNITS.keys():
                yield f"paths.{method}", f"must hold {', '.join(UNITS)}"
        yield from self._other_years()
        yield from self._unknown_inputs()

    def _other_years(self) -> Iterator[tuple[str, str]]:
        for place, path in self._paths():
            if path.years != self.years:
                yield f"{place}.years", "must be those of the outlook"
        for name in ("grid_binds", "short"):
            if set(getattr(self, name)) != set(self.years[1:]):
                yield name, "must have every year after the first"
        for year in self.swings.keys() - set(self.years):
            yield f"swings.{year}", "is no year of the outlook"

    def _unknown_inputs(self) -> Iterator[tuple[str, str]]:
        known = (GIVEN, *facts.keys("sources"))
        for item in self.inputs:
            if item.source not in known:
                yield f"inputs.{item.label}.source", f"is unknown: {item.source!r}"
        if PATIENCE not in {item.name for item in self.inputs}:
            yield "inputs", f"lacks {PATIENCE}"

    def _paths(self) -> Iterator[tuple[str, Path]]:
        """Yield every path with its place."""
        for method, paths in self.paths.items():
            yield from ((f"paths.{method}.{name}", p) for name, p in paths.items())
        yield from ((f"regions.{name}", path) for name, path in self.regions.items())
        yield from ((f"options.{name}", path) for name, path in self.options.items())
        yield from ((f"scenarios.{n}", path) for n, path in self.scenarios.items())

    @property
    def title(self) -> str:
        """The scenario and the case, where the study has names."""
        return ", ".join(part for part in (self.scenario, self.case) if part)

    @property
    def boundary(self) -> str:
        """Where energy is counted: at the facility."""
        return "facility"

    @property
    def units(self) -> Mapping[str, str]:
        """The unit of every quantity."""
        return UNITS

    @property
    def from_forecasts(self) -> tuple[str, ...]:
        """The inputs that are taken from a forecast of others, by name."""
        return tuple(i.name for i in self.inputs if from_forecast(i))

    @property
    def given(self) -> dict[str, Input]:
        """The inputs that the user gave, by name."""
        return {i.name: i for i in self.inputs if i.given}

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each quantity, method and year, with its percentiles."""
        for method, paths in self.paths.items():
            for quantity, path in paths.items():
                labels = {
                    "region": self.region,
                    "case": self.case,
                    "method": method,
                    "quantity": quantity,
                    "unit": UNITS.get(quantity, ""),
                }
                for year, column in zip(path.years, path.percentiles.T, strict=True):
                    ends = zip(PERCENTILE_KEYS, map(float, column), strict=True)
                    yield {**labels, "year": year, **dict(ends)}


@dataclass(frozen=True)
class OutlookCases(Plain):
    """The outlooks of the cases of a study, side by side."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-cases",)

    cases: tuple[Outlook, ...]

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield that there are no cases, where there are none."""
        if not self.cases:
            yield "cases", "must hold an outlook"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of every case."""
        for case in self.cases:
            yield from case.tidy()


@dataclass(frozen=True)
class OutlookInputs(Plain):
    """The inputs of the outlook, as the tables have them."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-inputs",)

    ROWS: ClassVar[str] = "inputs"

    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
