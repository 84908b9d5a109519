"""What an outlook says: paths with quantiles, causes of width, reconciliation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wattlas.chain.types import Value
from wattlas.records import SCHEMA, Input, Range, Source, Step

Array: TypeAlias = NDArray[np.float64]
PERCENTILES = (5, 25, 50, 75, 95)
ALL = "all"
"""The draws of all methods together, each with equal weight."""

UNITS = {
    "ai_demand_twh": "TWh",
    "ai_served_twh": "TWh",
    "ai_delayed_twh": "TWh",
    "ai_unserved_twh": "TWh",
    "data_centre_demand_twh": "TWh",
    "data_centre_served_twh": "TWh",
    "generation_twh": "TWh",
    "share_of_generation": "1",
    "ai_carbon_mtco2e": "MtCO2e",
    "ai_water_gl": "GL",
}
"""Every quantity of an outlook, with its unit; energy is at the facility."""


@dataclass(frozen=True)
class Path:
    """One quantity over the years: a row for each of the percentiles.

    `percentiles` has shape (5, years); the middle row is the median of the draws.
    """

    years: tuple[int, ...]
    percentiles: Array

    def at(self, year: int) -> Range:
        """Return the 5th, 50th and 95th percentile of a year."""
        column = self.years.index(year)
        rows = [float(row[column]) for row in self.percentiles]
        return Range(rows[0], rows[2], rows[4])

    def to_dict(self) -> dict[str, list[float]]:
        """Return the path as plain data, by percentile."""
        return {
            f"p{p:02d}": [float(x) for x in row]
            for p, row in zip(PERCENTILES, self.percentiles, strict=True)
        }


@dataclass(frozen=True)
class Swing:
    """What one input alone does to a result: at its low and at its high end.

    `share` is the square of its rank correlation with the result over all draws.
    """

    name: str
    at_low: float
    at_high: float
    share: float

    @property
    def width(self) -> float:
        """How far the result moves."""
        return abs(self.at_high - self.at_low)

    def to_dict(self) -> dict[str, Any]:
        """Return the swing as plain data."""
        return {
            "input": self.name,
            "at_low_twh": self.at_low,
            "at_high_twh": self.at_high,
            "share_of_variance": self.share,
        }


@dataclass(frozen=True)
class Beside:
    """One estimate of today's AI electricity, to set beside the others. [TWh]"""

    name: str
    energy_twh: Range
    source: str

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as plain data."""
        ends = self.energy_twh.to_dict()
        return {"estimate": self.name, **ends, "source": self.source}


@dataclass(frozen=True)
class Outlook:
    """An outlook for one region: paths by method and quantity, and how it knows."""

    region: str
    years: tuple[int, ...]
    methods: tuple[str, ...]
    draws: int
    seed: int
    paths: Mapping[str, Mapping[str, Path]]
    regions: Mapping[str, Path]
    swings: Mapping[int, tuple[Swing, ...]]
    base: tuple[Beside, ...]
    grid_binds: Mapping[int, float]
    options: Mapping[str, Path]
    inputs: tuple[Input, ...]
    sources: tuple[Source, ...]
    scenario: str = ""
    case: str = ""
    note: str = ""
    derivation: tuple[Step, ...] = field(default=(), repr=False)
    samples: Mapping[str, Mapping[str, Value]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Draws by method and quantity, (draws, years, regions); at most one block."""

    def at(self, quantity: str, year: int, method: str = ALL) -> Range:
        """Return a quantity of a year with its 5-95 % range."""
        return self.paths[method][quantity].at(year)

    @property
    def title(self) -> str:
        """The scenario and the case, where the study has names."""
        return ", ".join(part for part in (self.scenario, self.case) if part)

    @property
    def given(self) -> dict[str, Input]:
        """The inputs that the user gave, by name."""
        return {i.name: i for i in self.inputs if i.given}

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded, as ``--json`` prints it."""
        return {
            "schema": SCHEMA,
            "kind": "outlook",
            "title": self.title,
            "note": self.note,
            "boundary": "facility",
            "region": self.region,
            "years": list(self.years),
            "draws": self.draws,
            "seed": self.seed,
            "units": UNITS,
            "paths": {
                method: {name: path.to_dict() for name, path in paths.items()}
                for method, paths in self.paths.items()
            },
            "regions": {name: path.to_dict() for name, path in self.regions.items()},
            "options": {name: path.to_dict() for name, path in self.options.items()},
            "swings": {
                str(year): [swing.to_dict() for swing in swings]
                for year, swings in self.swings.items()
            },
            "base": [estimate.to_dict() for estimate in self.base],
            "grid_binds": {str(y): share for y, share in self.grid_binds.items()},
            "inputs": {i.name: {**i.to_dict(), "given": i.given} for i in self.inputs},
            "sources": [s.key for s in self.sources],
        }
