"""What data centres do to the load of a place, and that to its price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas.chain import price as links
from wattlas.draws import finite_arithmetic
from wattlas.errors import Message
from wattlas.parameters import keywords, quantity
from wattlas.parameters.outlook_questions import PriceOptions
from wattlas.plain import Plain, coded, written
from wattlas.projection.assumptions import assumptions
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
from wattlas.records import NAMED_INPUTS, Input, Range, Source

QUESTION = "price"
ASKED = ("supply_elasticity", "demand_elasticity", "wholesale_share", "fixed_share")


@dataclass(frozen=True)
class PriceYear(Plain):
    """One year: load, what of its growth data centres are, and what that costs.

    Changes are shares of the price with the data centres of the base year alone.
    """

    year: int
    load_twh: Range
    data_centre_twh: Range
    growth_share: Range
    wholesale_change: Range
    bill_change: Range


@dataclass(frozen=True)
class Price(Plain):
    """What the growth of data centres does to the price of a place, by year."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-price",)
    ROWS: ClassVar[str] = "years"
    SHOWN: ClassVar[tuple[str, ...]] = ("base_year",)

    region: str = field(metadata=coded("regions"))
    years: tuple[PriceYear, ...]
    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
    sources: tuple[Source, ...]

    @property
    def base_year(self) -> int:
        """The year whose data centres are the comparison."""
        return BASE_YEAR

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield years that do not follow each other after the base year."""
        years = [row.year for row in self.years]
        if not years or years != [BASE_YEAR + 1 + i for i in range(len(years))]:
            yield "years", f"must follow each other after {BASE_YEAR}, got {years}"

    def at(self, year: int) -> PriceYear:
        """Return one year."""
        return next(row for row in self.years if row.year == year)


@keywords(PriceOptions)
@finite_arithmetic()
def price(options: PriceOptions) -> Price:
    """What the growth of data centres does to the price of a place, to 2035.

    The share of data centres in what the load grows by, and by a supply curve of one
    elasticity the wholesale price and a bill, beside those with the data centres of
    2025 alone.

    Raises
    ------
    InputError
        If the place is unknown or a value is not possible.

    Examples
    --------
    >>> found = price(region="pjm", to=2030, draws=64).at(2030)
    >>> found.wholesale_change.mid > 0
    True
    """
    to = quantity("outlook.ranged_year").counted("to", options.to)
    place = one_place(options.region)
    key = place if is_place(place) else ""
    inputs = assumptions(options.overrides, options.without, key, QUESTION)
    names = {what: own_name(inputs, what, place, QUESTION) for what in ASKED}
    frame = frame_of(place, to, options.draws, options.seed)
    of = Message("the price of {place}", place=place)
    drawn = place_draws(inputs, frame, names, of)
    used = tuple(inputs[name] for name in names.values())
    return Price(place, tuple(_years(drawn, place)), used, sources_of(used))


def _years(drawn: PlaceDraws, place: str) -> Iterator[PriceYear]:
    v, found = drawn.inputs, drawn.quantities
    centres = found["data_centre_demand_twh"]
    others = np.asarray(others_twh(found, place))
    load, without = others + centres, others + centres[:, :1]
    more = load / without
    index = np.asarray(
        links.price_index(more, v["supply_elasticity"], v["demand_elasticity"])
    )
    bill = np.asarray(
        links.bill_change(index, more, v["wholesale_share"], v["fixed_share"])
    )
    share = growth_share(centres, others)
    for i, year in enumerate(drawn.years[0, 1:], start=1):
        yield PriceYear(
            year=int(year),
            load_twh=range_of(load[:, i]),
            data_centre_twh=range_of(centres[:, i]),
            growth_share=range_of(share[:, i]),
            wholesale_change=range_of(index[:, i] - 1),
            bill_change=range_of(bill[:, i]),
        )
