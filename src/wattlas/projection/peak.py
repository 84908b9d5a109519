"""The highest hour of a place: data centres in it, and the capacity that is firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas.chain import peak as links
from wattlas.chain.types import Array, Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError, Message, Several
from wattlas.notes import Note
from wattlas.parameters import keywords, quantity
from wattlas.parameters.outlook_questions import PeakOptions
from wattlas.plain import Plain, coded, written
from wattlas.projection.assumptions import Assumptions, assumptions, given_option
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.places import is_place, others_twh
from wattlas.projection.question import (
    PlaceDraws,
    frame_of,
    growth_share,
    one_place,
    own_name,
    place_draws,
    range_of,
    sources_of,
)
from wattlas.projection.usual_capacity import unusual_capacity
from wattlas.records import NAMED_INPUTS, Input, Range, Source

QUESTION = "peak"
COUNTED = {"peak_gw": "highest hour", "firm_gw": "firm capacity"}
"""What a place must have a count of, or is given."""
OPTIONS = {"peak_gw": "--peak GW", "firm_gw": "--firm GW"}
ASKED = (*COUNTED, "firm_growth", "firm_required", "draw_factor", "give_way")
DEMAND, SERVED = "data_centre_demand_twh", "data_centre_served_twh"


@dataclass(frozen=True)
class PeakYear(Plain):
    """One year: what the highest hour takes, what is firm, what is asked for. [GW]

    `growth_share` is the part of data centres in what the hour grew since the base
    year, None in that year; `short_chance` the part of draws in which firm capacity
    is less than what is asked for.
    """

    year: int
    data_centre_gw: Range
    other_gw: Range
    peak_gw: Range
    firm_gw: Range
    required_gw: Range
    margin_gw: Range
    short_chance: float
    growth_share: Range | None = None

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a chance that is none."""
        if not 0 <= self.short_chance <= 1:
            yield "short_chance", f"must be a share, got {self.short_chance:g}"


@dataclass(frozen=True)
class Peak(Plain):
    """The highest hour of a place by year, against what is firm in it."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-peak",)
    ROWS: ClassVar[str] = "years"
    SHOWN: ClassVar[tuple[str, ...]] = ("base_year",)

    region: str = field(metadata=coded("regions"))
    years: tuple[PeakYear, ...]
    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()

    @property
    def base_year(self) -> int:
        """The year of the count."""
        return BASE_YEAR

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield years that do not follow each other from the base year on."""
        years = [row.year for row in self.years]
        if len(years) < 2 or years != list(range(BASE_YEAR, BASE_YEAR + len(years))):
            yield "years", f"must follow each other from {BASE_YEAR}, got {years}"

    def at(self, year: int) -> PeakYear:
        """Return one year."""
        return next(row for row in self.years if row.year == year)


@keywords(PeakOptions)
@finite_arithmetic()
def peak(options: PeakOptions) -> Peak:
    """The highest hour of a place to 2035, against the capacity that is firm. [GW]

    What data centres ask for in that hour (their demand, not what supply lets
    through), all others growing as the region's electricity, firm capacity growing as
    counted, and what the grid asks for.

    Raises
    ------
    InputError
        If no peak of the place is at hand nor given, or a value is not possible.

    Examples
    --------
    >>> found = peak(region="pjm", to=2030, draws=64).at(2030)
    >>> found.data_centre_gw.mid < found.peak_gw.mid
    True
    """
    to = quantity("outlook.ranged_year").counted("to", options.to)
    place = one_place(options.region)
    inputs = _inputs(options, place)
    names = {what: own_name(inputs, what, place, QUESTION) for what in ASKED}
    frame = frame_of(place, to, options.draws, options.seed)
    of = Message("the highest hour of {place}", place=place)
    drawn = place_draws(inputs, frame, names, of)
    _check_peak(inputs, names, drawn)
    used = tuple(inputs[name] for name in names.values())
    hour, firm = (inputs[names[what]] for what in COUNTED)
    all_twh = drawn.quantities["generation_twh"][:, 0]
    notes = unusual_capacity(place, hour, firm, all_twh)
    years = tuple(_years(drawn, place))
    return Peak(place, years, used, sources_of(used), tuple(notes))


def _inputs(options: PeakOptions, place: str) -> Assumptions:
    """Return all inputs, with the peak and the firm capacity that are given."""
    key = place if is_place(place) else ""
    inputs = assumptions(options.overrides, options.without, key, QUESTION)
    items = dict(inputs.items)
    for what in COUNTED:
        name, value = f"{what}.{place}", getattr(options, what)
        if value is None:
            continue
        if name in items and items[name].given:
            raise ContradictionError(
                "{name} is given twice: as an option and by its name.", name=name
            )
        items[name] = given_option(what, name, value, "GW")
    lacking = [what for what in COUNTED if f"{what}.{place}" not in items]
    if lacking:
        raise InputError(
            "No {lacking} of {place} is at hand. Give {options}; or take pjm, ercot or "
            "miso.",
            lacking=Several([Message(COUNTED[what]) for what in lacking], " and "),
            options=Several([OPTIONS[what] for what in lacking], " "),
            place=place,
        )
    return Assumptions(items)


def _check_peak(inputs: Assumptions, names: dict[str, str], drawn: PlaceDraws) -> None:
    """Refuse a peak that data centres alone would be above, in the base year."""
    others = drawn.quantities["generation_twh"] - drawn.quantities[SERVED]
    if np.min(others[:, 0]) <= 0:
        raise InputError(
            "Data centres alone take all electricity of the place in some draws: lower "
            "place_twh, or raise place_electricity_twh."
        )
    least = float(np.max(_data_centres(drawn)[:, 0]))
    given = inputs[names["peak_gw"]]
    if given.low <= least:
        raise InputError(
            "{name} must be above {least:.3g} GW, which data centres alone may draw in "
            "that hour of {year}, got {low:g}.",
            name=given.name,
            least=least,
            year=BASE_YEAR,
            low=given.low,
        )


def _data_centres(drawn: PlaceDraws, give_way: Value = 0.0) -> Array:
    """Return what data centres draw in the hour, if a part of it gives way. [GW]"""
    twh, factor = drawn.quantities[DEMAND], drawn.inputs["draw_factor"]
    return np.asarray(links.peak_draw_gw(twh, factor, give_way))


def _years(drawn: PlaceDraws, place: str) -> Iterator[PeakYear]:
    v, wanted = drawn.inputs, _data_centres(drawn)
    twh = np.asarray(others_twh(drawn.quantities, place))
    others = (v["peak_gw"] - wanted[:, :1]) * twh / twh[:, :1]
    data_centres = _data_centres(drawn, v["give_way"])
    total = data_centres + others
    ahead = drawn.years - BASE_YEAR
    firm = np.asarray(links.firm_gw(v["firm_gw"], v["firm_growth"], ahead))
    margin = np.asarray(links.margin_gw(firm, total, v["firm_required"]))
    share = growth_share(data_centres, others)
    for i, year in enumerate(drawn.years[0]):
        yield PeakYear(
            year=int(year),
            data_centre_gw=range_of(data_centres[:, i]),
            other_gw=range_of(others[:, i]),
            peak_gw=range_of(total[:, i]),
            firm_gw=range_of(firm[:, i]),
            required_gw=range_of((total * v["firm_required"])[:, i]),
            margin_gw=range_of(margin[:, i]),
            short_chance=float(np.mean(margin[:, i] < 0)),
            growth_share=range_of(share[:, i]) if i else None,
        )
