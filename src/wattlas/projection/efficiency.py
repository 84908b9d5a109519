"""Efficiency and rebound: what a faster gain saves, by how much more is used."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError
from wattlas.parameters import keywords, quantity
from wattlas.parameters.outlook_questions import EfficiencyOptions
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import assumptions, given_input, given_option
from wattlas.projection.changes import (
    SERVED,
    Change,
    change,
    last_year_twh,
    of_served,
    with_inputs,
)
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.places import is_place
from wattlas.projection.question import frame_of, sources_of
from wattlas.projection.run import REBOUND, find_region
from wattlas.records import Input, Range, Source

RATE = "growth.extra-efficiency"
REBOUNDS = {"none": 0.0, "full": 1.0, "beyond": 1.3}
"""Elasticities that are set beside the one that is assumed."""
ASSUMED = "assumed"


@dataclass(frozen=True)
class Efficiency(Plain):
    """What a gain in efficiency does to the energy served, by rebound.

    `rate` is the factor a year by which a unit of use takes less, beyond the trend of
    the methods; each change is the same gain at another rebound.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-efficiency",)
    ROWS: ClassVar[str] = "changes"
    SHOWN: ClassVar[tuple[str, ...]] = ("gain",)

    region: str = field(metadata=coded("regions"))
    year: int
    scope: str = field(metadata=coded("outlook-scopes"))
    rate: Range
    rebound: Range
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]

    @property
    def gain(self) -> float:
        """How many times less a unit of use takes in that year by the rate. [1]"""
        return float(self.rate.mid ** (self.year - BASE_YEAR))


@keywords(EfficiencyOptions)
@finite_arithmetic()
def efficiency(options: EfficiencyOptions) -> Efficiency:
    """What a faster gain in efficiency saves, with and without rebound. [TWh]

    The rate is a factor a year beyond the trend of the methods (chips, precision,
    tokens); elasticity 0 keeps the gain in full, 1 takes all of it, above 1 energy
    rises.

    Raises
    ------
    InputError
        If a value is not possible.

    Examples
    --------
    >>> found = efficiency(rate=1.2, by=2030, draws=64)
    >>> ratios = {c.name: round(c.ratio, 1) for c in found.changes}
    >>> ratios["none"] < ratios["full"] < ratios["beyond"]
    True
    """
    year = quantity("outlook.ranged_year").counted("by", options.by)
    region = find_region(options.region)
    key = region if is_place(region) else ""
    usual = assumptions(options.overrides, options.without, key)
    if usual[RATE].given:
        raise ContradictionError(
            "{name} is given twice: as an option and by its name.", name=RATE
        )
    rate = given_option("rate", RATE, options.rate, usual[RATE].unit)
    inputs = with_inputs(usual, [rate])
    rebound = inputs[REBOUND]
    frame = frame_of(region, year, options.draws, options.seed)
    asked = (SERVED[options.scope], of_served(year))
    rows = []
    for name, item in _rebounds(rebound).items():
        before = last_year_twh(with_inputs(usual, [item]), frame, *asked)
        after = last_year_twh(with_inputs(inputs, [item]), frame, *asked)
        rows.append(change(name, (item, rate), before, after))
    return Efficiency(
        region,
        year,
        options.scope,
        _range(rate),
        _range(rebound),
        tuple(rows),
        sources_of((usual[RATE], rebound)),
    )


def _rebounds(assumed: Input) -> dict[str, Input]:
    """Return the elasticities by name, the one that is assumed among them."""
    others = {
        name: replace(given_input(REBOUND, value, "1"), given=False)
        for name, value in REBOUNDS.items()
    }
    return {"none": others.pop("none"), ASSUMED: assumed, **others}


def _range(item: Input) -> Range:
    return Range(item.low, item.mid, item.high)
