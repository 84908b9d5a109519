"""What the cells of an outlook's tables hold: years, figures, names, inputs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wattlas import facts
from wattlas.parameters import outlook_quantity
from wattlas.projection import Outlook
from wattlas.projection.quantities import UNITS
from wattlas.projection.record import RANGED_UNTIL
from wattlas.records import Input, Range
from wattlas.report.table import Form, Number, Piece, Word, named, word
from wattlas.report.words import outlook as words
from wattlas.report.words.outlook_inputs import INPUTS, INPUTS_OF

MILESTONES = (2025, 2027, 2030, 2035, 2040, 2050)
MOST_YEARS = 4
PLACES = "outlook_places"
DATE = "start_year."
TRACE = 0.005
"""What is below this in the unit of its table is printed as nought."""


def milestones(outlook: Outlook) -> list[int]:
    """Return the years that tables show: the first, the last, and some between."""
    years = sorted({*(y for y in MILESTONES if y in outlook.years), outlook.years[-1]})
    for spare in (2027, 2040, 2035):
        if len(years) > MOST_YEARS and spare in years[1:-1]:
            years.remove(spare)
    return years


def figure(value: Range, quantity: str, *, unit: bool = False) -> Number:
    """Return a quantity with its range, in per cent where it is a share.

    >>> figure(Range(0.001, 2.0, 4.0), "ai_demand_twh", unit=True)
    Number(value=2.0, unit='TWh', low=0.0, high=4.0, form='significant', ...)
    """
    size, digits = (100.0, 2) if UNITS[quantity] == "1" else (1.0, 3)
    low, mid, high = (short(size * v) for v in (value.low, value.mid, value.high))
    return Number(mid, unit_of(quantity) if unit else "", low, high, digits=digits)


def ranged(value: Range, year: int) -> Range:
    """Return a range of a year, or its middle alone where no one range is given.

    >>> ranged(Range(1.0, 2.0, 4.0), 2040).high
    2.0
    """
    return value if year <= RANGED_UNTIL else Range(value.mid, value.mid, value.mid)


def energy(value: Range, *, unit: bool = False) -> Number:
    """Return an energy with its range. [TWh]"""
    return figure(value, "ai_demand_twh", unit=unit)


def plain(value: Range, unit: str = "") -> Number:
    """Return a figure with its range, in its own unit."""
    return Number(value.mid, unit, value.low, value.high)


def percent(value: Range, unit: str = "", *, signed: bool = False) -> Number:
    """Return a share with its range in per cent; `signed` shows a plus.

    >>> percent(Range(0.1, 0.2, 0.3)).value
    20.0
    """
    low, mid, high = (100 * v for v in (value.low, value.mid, value.high))
    return Number(mid, unit, low, high, digits=2, signed=signed)


def unit_of(quantity: str) -> str:
    """Return the unit of a quantity, as it is shown."""
    return "%" if UNITS[quantity] == "1" else UNITS[quantity]


def short(value: float) -> float:
    """Return a figure, or nought where it is a trace."""
    return 0.0 if abs(value) < TRACE else value


def place_name(region: str) -> Piece:
    """Return the name of a region as people say it.

    >>> place_name("world")
    Word(text='the world', values={}, context='')
    """
    if region == "world":
        return Word(words.THE_WORLD)
    table = PLACES if is_counted(region) else "outlook_regions"
    return named(facts.row(table, region))


def is_counted(region: str) -> bool:
    """Say whether a region is a place with a count of its own, within another."""
    return region in facts.keys(PLACES)


def input_name(name: str) -> Piece:
    """Return an input in words; what has none goes by its name.

    >>> input_name("connection_gw.ireland").text
    'grid connections a year: {of}'
    """
    return Word(INPUTS[name]) if name in INPUTS else _names().get(name, name)


@cache
def _names() -> Mapping[str, Word]:
    """Return what the inputs are called of which there are several of a kind."""
    years = {key: key for key in facts.keys("outlook") if key.isdecimal()}
    plants = {key: Word(text) for key, text in words.OPTIONS.items()}
    regions = ("world", *facts.keys("outlook_regions"), *facts.keys(PLACES))
    owners: dict[str, Piece] = {
        **years,
        **plants,
        **{region: place_name(region) for region in regions},
    }
    return {
        f"{kind}.{key}": word(text, of=owner)
        for kind, text in INPUTS_OF.items()
        for key, owner in owners.items()
    }


def input_value(item: Input) -> Number:
    """Return an input with its range, in its unit; a date as a year is written.

    >>> from wattlas.projection.assumptions import assumptions
    >>> input_value(assumptions()["growth.training"]).unit
    'factor/year'
    """
    unit = outlook_quantity(item.name).shown or ("" if item.unit == "1" else item.unit)
    low, high = (None, None) if item.exact else (item.low, item.high)
    form: Form = "year" if item.name.startswith(DATE) else "significant"
    return Number(item.mid, unit, low, high, form, digits=4)
