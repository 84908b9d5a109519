"""What a layout says of a file: which columns are time, area and value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wattlas.errors import Message, nearest_names

PRICE, INTENSITY = "price_per_kwh", "intensity_kgco2e_per_kwh"
MARGINAL, REQUESTS, OUTPUT = (
    "marginal_intensity_kgco2e_per_kwh",
    "requests_of_hour",
    "output_share",
)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a publisher lays out rows: which columns are time, area and value.

    Patterns are searched in names as `plain_name` writes them. `columns` must all be
    found for the layout to be recognised. A row's hour is in `start` (with `end`,
    `clock`, `hour`, `part` where they are columns of their own); `second` flags the
    repeated hour of autumn. `values` has for each quantity patterns with the unit that
    the header leaves out, the first that is there wins. Rows are kept whose cells match
    `keep`. `lacks` says of a quantity that the publisher has no such figures. `ending`
    says that stamps end their step, `fine_ending` that those of less than an hour do;
    `instant` that they lie somewhere within their hour. `elapsed` says that `hour`
    counts steps since midnight. `rated` is how the line above the header begins that
    has the rated power of an output. [kW]
    """

    key: str
    title: str
    columns: tuple[str, ...]
    start: str
    end: str = ""
    clock: str = ""
    hour: str = ""
    part: str = ""
    second: str = ""
    zone: str = ""
    ending: bool = False
    fine_ending: bool = False
    instant: bool = False
    elapsed: bool = False
    rated: str = ""
    day_first: bool | None = None
    decimal: str | None = None
    areas: tuple[str, ...] = ()
    keep: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)


_TIME = r"^(time|date|timestamp|datetime|hour|start|utc|zeit|datum)\b|utc$|_utc$|time_"
OWN = Layout(key="", title="", columns=(_TIME,), start=_TIME)
"""A table of hours that no publisher's header tells: its time column, and values."""


def plain_name(name: str) -> str:
    """Return a column's name as patterns see it.

    >>> plain_name('Carbon Intensity gCO₂eq/kWh  (LCA)')
    'carbon intensity gco2eq/kwh (lca)'
    """
    name = name.replace("₂", "2").replace("€", "eur").strip().strip('"').lower()
    return re.sub(r"\s+", " ", name)


def found(pattern: str, names: Sequence[str]) -> list[str]:
    """Return the names in which a pattern is found."""
    return [n for n in names if pattern and re.search(pattern, plain_name(n))]


def column_named(wanted: str, names: Sequence[str]) -> str | None:
    """Return the column that a name means: as it is, or without its unit."""
    if wanted in names:
        return wanted
    near = [n for n in names if plain_name(n) == plain_name(wanted)] or [
        n for n in names if re.split(r" ?[\[(]", plain_name(n))[0] == plain_name(wanted)
    ]
    return near[0] if len(near) == 1 else None


def no_column(wanted: str, names: Sequence[str], where: str) -> Message:
    """Return the sentence that there is no such column, with the nearest."""
    near = nearest_names(wanted, list(names))
    return Message(
        "{where}: has no column {wanted!r}.{hint} It has: {names}.",
        where=where,
        wanted=wanted,
        hint=Message(" Did you mean {near!r}?", near=near[0]) if near else "",
        names=", ".join(names),
    )
