"""A file of hourly values, and what its own header does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from wattlas.parameters.declaration import Parameter, Section

Fill: TypeAlias = Literal["interpolate", "previous"]


def as_series(value: Any) -> Any:
    """Return a file by its path alone, with #column or #area behind it, as a section.

    >>> as_series("prices.csv#DK1")
    {'file': 'prices.csv', 'column': 'DK1'}
    """
    if not isinstance(value, str):
        return value
    path, *named = value.split("#")
    names = dict(zip(("column", "area"), filter(None, named), strict=False))
    return {"file": path, **names}


@dataclass(frozen=True, kw_only=True)
class SeriesSection(Section):
    """A file of values by the hour; what it says itself need not be said."""

    file: Annotated[
        str,
        Parameter(
            help="File as it is published: CSV, JSON or XML.",
            path=True,
            examples=("prices.csv", "smard.csv"),
        ),
    ]
    column: Annotated[
        str | None,
        Parameter(
            help="Column of the values, where there are several.",
            examples=("price [EUR/MWh]", "SE3 Price (EUR)"),
        ),
    ] = None
    area: Annotated[
        str | None,
        Parameter(
            help="Area, zone or node, where rows are of several.",
            examples=("DK1", "HB_NORTH"),
        ),
    ] = None
    unit: Annotated[
        str | None,
        Parameter(
            help="Unit of the values, such as EUR/MWh.",
            examples=("EUR/MWh", "ct/kWh"),
        ),
    ] = None
    zone: Annotated[
        str | None,
        Parameter(
            help="Zone of times without one, such as Asia/Kolkata or UTC+8.",
            examples=("Europe/Berlin", "UTC"),
        ),
    ] = None
    hour_ending: Annotated[
        bool | None,
        Parameter(help="Whether a time is the end of its step.", examples=(True,)),
    ] = None
    decimal: Annotated[
        str | None,
        Parameter(help="Decimal sign: point or comma.", examples=(",", ".")),
    ] = None
    separator: Annotated[
        str | None,
        Parameter(
            help="What parts columns: comma, semicolon, tab or pipe.",
            examples=(";", ","),
        ),
    ] = None
    year: Annotated[
        int | None,
        Parameter(
            help="Which year, where the file has several.",
            quantity="year",
            examples=(2023, 2024),
        ),
    ] = None
    fill: Annotated[
        Fill | None,
        Parameter(
            help="Fill gaps: interpolate, or previous.",
            examples=("interpolate", "previous"),
        ),
    ] = None
