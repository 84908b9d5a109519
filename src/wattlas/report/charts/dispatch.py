"""One week of a plan, hour by hour: what supplies each site, what it draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wattlas.errors import InputError
from wattlas.report.charts.parts import SEEN, WIDTH, colour, ordered, position
from wattlas.report.charts.theme import INK, Drawing, altair, inline
from wattlas.report.words import plan_charts as words
from wattlas.report.words import planning as shared
from wattlas.report.words.language import ENGLISH, Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ROW_HEIGHT = 170
WEEK_H = 168


@dataclass(frozen=True)
class SiteDispatch:
    """Power at one site in each hour of a year, UTC, hour-beginning. [MW]

    `supply` is what each part gives, `drawn` what charges batteries (`charging`) or is
    `exported` or `curtailed`, all by key and never negative; `load` what the building
    draws.
    """

    site: str
    supply: Mapping[str, Array]
    load: Array
    drawn: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Week:
    """A week to draw: its first hour, the time zone of the axis, its words.

    `title` and `caption` are said already.
    """

    start: datetime
    timezone: str
    title: str
    caption: str


def dispatch_chart(
    sites: Sequence[SiteDispatch], week: Week, say: Language = ENGLISH
) -> Drawing:
    """Return the chart of one week's dispatch, a row a site.

    Raises
    ------
    InputError
        If the week is not within the year of the sites' hours.
    """
    alt = altair()
    rows = dispatch_rows(sites, week.start, week.timezone, say)
    unit, factor = ("kW", 1e3) if max(s.load.max() for s in sites) < 1 else ("MW", 1.0)
    rows = [row | {"power": row["mw"] * factor} for row in rows]
    fill = colour(ordered(r["part"] for r in rows if r["kind"] != "load"), say)
    y = alt.Y("power:Q", title=say(words.POWER, unit=unit), stack="zero")
    layers = alt.layer(*_layers(fill, y, say), data=inline(rows)).properties(
        width=WIDTH, height=ROW_HEIGHT
    )
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold")
    header.labelOrient = "top"
    facets = layers.facet(
        row=alt.Row("site:N", sort=[s.site for s in sites], header=header)
    ).resolve_scale(y="independent")
    return Drawing(facets, week.title, week.caption, week.title, tuple(rows))


def _layers(fill: Any, y: Any, say: Language) -> list[Any]:
    """Return supply above the axis, what is drawn below it, and the load's line."""
    alt = altair()
    axis = alt.Axis(format=say(words.DAY), tickCount={"interval": "day", "step": 1})
    x = alt.X("time:T", title=None, axis=axis)
    areas = [
        alt.Chart()
        .mark_area(interpolate="step-after", line=False)
        .transform_filter(f"datum.kind == '{kind}'")
        .encode(x=x, y=y, color=fill, order=alt.Order("order:Q"))
        for kind in ("supply", "drawn")
    ]
    load = (
        alt.Chart()
        .mark_line(interpolate="step-after", color=INK, strokeWidth=1.2)
        .transform_filter("datum.kind == 'load'")
        .encode(x=x, y=alt.Y("power:Q"))
    )
    return [*areas, load]


def dispatch_rows(
    sites: Sequence[SiteDispatch],
    start: datetime,
    timezone: str,
    say: Language = ENGLISH,
) -> list[dict[str, Any]]:
    """Return what the chart of a week shows: one row an hour, site and part."""
    zone = ZoneInfo(timezone)
    first = _hour_of_year(start)
    rows: list[dict[str, Any]] = []
    for site in sites:
        if first + WEEK_H > len(site.load):
            raise InputError(
                "A week that begins on {start:%Y-%m-%d} does not end within the year.",
                start=start,
            )
        least = SEEN * site.load[first : first + WEEK_H].max()
        for kind, part, values in _series(site):
            week = values[first : first + WEEK_H]
            if kind != "load" and week.max() < least:
                continue
            sign = -1.0 if kind == "drawn" else 1.0
            for hour, value in enumerate(week.tolist()):
                local = (start + timedelta(hours=hour)).astimezone(zone)
                rows.append(
                    {
                        "site": site.site,
                        "time": local.strftime("%Y-%m-%dT%H:%M:%S"),
                        "kind": kind,
                        "part": part,
                        "name": shared.part(part, say),
                        "order": position(part),
                        "mw": sign * round(value, 6),
                    }
                )
    return rows


def _series(site: SiteDispatch) -> Iterable[tuple[str, str, Array]]:
    for part in ordered(site.supply):
        yield "supply", part, site.supply[part]
    for part in ordered(site.drawn):
        yield "drawn", part, site.drawn[part]
    yield "load", "load", site.load


def _hour_of_year(start: datetime) -> int:
    if start.tzinfo is None:
        raise InputError(
            "The start of a week needs its time zone, got {start}.",
            start=start,
        )
    beginning = datetime(start.year, 1, 1, tzinfo=start.tzinfo)
    utc_year = beginning.replace(tzinfo=ZoneInfo("UTC"))
    return max(0, int((start - utc_year).total_seconds() // 3600))
