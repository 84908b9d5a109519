"""Electricity of AI by maker and generation of chips, by company, and by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas import facts, units
from wattlas.chain import growth
from wattlas.draws import finite_arithmetic
from wattlas.errors import Message
from wattlas.parameters import keywords
from wattlas.parameters.outlook_questions import FleetsOptions
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import (
    Assumptions,
    Drawn,
    assumptions,
    inputs_of,
)
from wattlas.projection.campuses import (
    Campus,
    Wait,
    campus_inputs,
    campuses_of,
    wait_of,
)
from wattlas.projection.demand import stock_twh
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.question import drawn, range_of
from wattlas.projection.settings import enough_draws
from wattlas.projection.supplies import Supplied, supplies_of, supply_inputs
from wattlas.records import Input, Range, Source

TABLE = "outlook_fleets"
HISTORY = "data_centre_history"


@dataclass(frozen=True)
class Fleet(Plain):
    """Chips of one generation, maker or company: how many, their power, their energy.

    `energy_twh` is that of a year at the facility, at the load of the outlook;
    `reported_twh` all electricity that a company reports, for the same year.
    """

    key: str
    group: str = field(metadata=coded("fleet-groups"))
    year: int
    chips_million: Range
    limits_gw: Range
    energy_twh: Range
    source: str
    reported_twh: Range | None = None
    share_of_reported: Range | None = None


@dataclass(frozen=True)
class Kind(Plain):
    """A kind of work, and what it takes of the base year. [TWh]"""

    name: str = field(metadata=coded("work-kinds"))
    energy_twh: Range
    share: Range


@dataclass(frozen=True)
class Fleets(Plain):
    """Electricity by chips, by company and by kind of work."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-fleets",)
    ROWS: ClassVar[str] = "fleets"
    SHOWN: ClassVar[tuple[str, ...]] = ("base_year",)

    fleets: tuple[Fleet, ...]
    kinds: tuple[Kind, ...]
    supplies: tuple[Supplied, ...]
    campuses: tuple[Campus, ...]
    wait: Wait
    sources: tuple[Source, ...]

    @property
    def base_year(self) -> int:
        """The year of the kinds of work."""
        return BASE_YEAR

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield that there are no fleets, where there are none."""
        if not self.fleets:
            yield "fleets", "must hold a fleet"


@keywords(FleetsOptions)
@finite_arithmetic()
def fleets(options: FleetsOptions) -> Fleets:
    """Electricity of AI by generation and maker of chips, by company and by kind.

    Chips times power limit times the outlook's load, IT overhead and PUE; companies
    beside all electricity that they report; training, inference and all the rest of
    data centres in 2025. [TWh a year at the facility]

    Raises
    ------
    InputError
        If a value is not possible, or changes nothing.

    Examples
    --------
    >>> found = fleets(draws=64)
    >>> next(f for f in found.fleets if f.key == "nvidia-q4").limits_gw.mid > 1
    True
    """
    inputs = assumptions(options.overrides, options.without)
    beside = {**_fleet_inputs(), **supply_inputs(), **campus_inputs()}
    every = Assumptions({**inputs.items, **beside})
    v = every.draw(enough_draws(options.draws), options.seed)
    rows = tuple(_fleet(key, v) for key in facts.keys(TABLE))
    kinds = tuple(_kinds(v))
    inputs.refuse_unread(v, Message("what chips, companies and kinds of work take"))
    return Fleets(
        fleets=rows,
        kinds=kinds,
        supplies=tuple(supplies_of(v)),
        campuses=tuple(campuses_of(v)),
        wait=wait_of(v),
        sources=_sources((*_row_sources(rows), *_sources_of(beside)), inputs),
    )


def _fleet_inputs() -> dict[str, Input]:
    found: dict[str, Input] = {}
    for key in facts.keys(TABLE):
        found |= inputs_of(TABLE, key)
    return found


def _fleet(key: str, v: Drawn) -> Fleet:
    row, fact = facts.row(TABLE, key), facts.number(TABLE, key, "chips_million")
    count = drawn(v, f"chips_million.{key}")
    limits = count * drawn(v, f"power_limit_w.{key}") / units.MW_PER_GW
    energy = growth.stock_energy_twh(
        limits,
        drawn(v, "load.chips"),
        drawn(v, "overhead.it"),
        drawn(v, "pue.ai"),
    )
    reported = _reported(row["reported"])
    return Fleet(
        key=key,
        group=row["group"],
        year=int(fact.year),
        chips_million=range_of(count),
        limits_gw=range_of(limits),
        energy_twh=range_of(np.asarray(energy)),
        source=fact.source,
        reported_twh=reported,
        share_of_reported=range_of(np.asarray(energy) / reported.mid)
        if reported
        else None,
    )


def _reported(key: str) -> Range | None:
    """Return the electricity that a company reports for a year. [TWh]"""
    if not key:
        return None
    fact = facts.number(HISTORY, key, "data_centre_twh")
    return Range(fact.low, fact.value, fact.high)


def _kinds(v: Drawn) -> Iterator[Kind]:
    """Yield training, inference and the rest of the base year's data centres."""
    everything = np.ravel(stock_twh(v, float(BASE_YEAR)))
    inference = everything * drawn(v, "inference_share.ai")
    rest = drawn(v, "base_twh.conventional")
    total = everything + rest
    parts = {"training": everything - inference, "inference": inference, "rest": rest}
    for name, twh in parts.items():
        yield Kind(name, range_of(twh), range_of(twh / total))


def _row_sources(rows: tuple[Fleet, ...]) -> list[str]:
    return [r.source for r in rows] + [facts.row(TABLE, r.key)["source"] for r in rows]


def _sources_of(items: Mapping[str, Input]) -> list[str]:
    return [item.source for item in items.values()]


def _sources(keys: Iterable[str], inputs: Assumptions) -> tuple[Source, ...]:
    used = ("load.chips", "overhead.it", "pue.ai", "inference_share.ai")
    of_inputs = (i.source for i in map(inputs.__getitem__, used) if not i.given)
    return tuple(facts.source(key) for key in dict.fromkeys((*keys, *of_inputs)))
