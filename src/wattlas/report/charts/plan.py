"""Charts of a plan: one week's dispatch, the cost stack, and the levers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wattlas.errors import InputError
from wattlas.report.charts.theme import INK, Drawing, altair
from wattlas.report.format import significant
from wattlas.report.words import plan_charts as words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WIDTH = 640
ROW_HEIGHT = 170
BAR_HEIGHT = 26
WEEK_H = 168
MILLION = 1e6
_SEEN_MW = 1e-3
_LABEL_ROOM = 0.08
COLOURS = {
    "grid": "#999999",
    "grid energy": "#999999",
    "demand charge": "#5e5e5e",
    "solar": "#E69F00",
    "rooftop-solar": "#F0C75E",
    "wind": "#56B4E9",
    "battery": "#009E73",
    "gas": "#D55E00",
    "smr": "#CC79A7",
    "nuclear": "#8A4F7D",
    "solar-ppa": "#B8860B",
    "wind-ppa": "#0072B2",
    "nuclear-ppa": "#5B3758",
    "fusion-ppa": "#1B1B1B",
    "serving chips": "#D9D3C7",
    "training chips": "#BDB29C",
    "carbon price": "#7A6A53",
    "water price": "#9AD0EC",
    "sold": "#C9C9C9",
    "surplus": "#C9C9C9",
    "charging": "#8FD3BF",
}
"""Parts in colours that stay apart for colour-blind readers (after Okabe and Ito)."""


@dataclass(frozen=True)
class SiteDispatch:
    """Power at one site in each hour of a year, UTC, hour-beginning. [MW]

    `supply` is what each part gives, `drawn` what charges batteries (`charging`) or is
    sold or spilt (`surplus`), both by key and never negative; `load` what the building
    draws.
    """

    site: str
    supply: Mapping[str, Array]
    load: Array
    drawn: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class LeverSaving:
    """What a lever saves in a year against the baseline, alone. [money]"""

    name: str
    electricity: float
    all: float


def dispatch_chart(
    sites: Sequence[SiteDispatch], start: datetime, timezone: str, weather: str = ""
) -> Drawing:
    """Return the chart of one week's dispatch, a row a site.

    Parameters
    ----------
    sites : sequence of SiteDispatch
        The hours of the year that begins with `start`'s year, at each site.
    start : datetime
        First hour of the week, with its time zone.
    timezone : str
        Time zone of the axis, such as Asia/Shanghai.
    weather : str
        How the weather is known, for the caption.

    Raises
    ------
    InputError
        If the week is not within the year.
    """
    alt = altair()
    rows = dispatch_rows(sites, start, timezone)
    unit, factor = ("kW", 1e3) if max(s.load.max() for s in sites) < 1 else ("MW", 1.0)
    rows = [row | {"power": row["mw"] * factor} for row in rows]
    order = _order(r["part"] for r in rows if r["kind"] != "load")
    colour = alt.Color("name:N", scale=_colours(order), sort=_names(order))
    axis = alt.Axis(format="%a %d %b", tickCount={"interval": "day", "step": 1})
    x = alt.X("time:T", title=None, axis=axis)
    area = {"interpolate": "step-after", "line": False}
    stacked = alt.Y("power:Q", title=words.POWER.format(unit=unit), stack="zero")
    place = alt.Order("order:Q")
    layers = alt.layer(
        alt.Chart()
        .mark_area(**area)
        .transform_filter("datum.kind == 'supply'")
        .encode(x=x, y=stacked, color=colour, order=place),
        alt.Chart()
        .mark_area(**area)
        .transform_filter("datum.kind == 'drawn'")
        .encode(x=x, y=stacked, color=colour, order=place),
        alt.Chart()
        .mark_line(interpolate="step-after", color=INK, strokeWidth=1.2)
        .transform_filter("datum.kind == 'load'")
        .encode(x=x, y=alt.Y("power:Q")),
        data=alt.InlineData(values=rows),
    ).properties(width=WIDTH, height=ROW_HEIGHT)
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold")
    header.labelOrient = "top"
    facets = layers.facet(
        row=alt.Row("site:N", sort=[s.site for s in sites], header=header)
    ).resolve_scale(y="independent")
    caption = words.DISPATCH_CAPTION.format(
        timezone=timezone, weather=weather or "not said"
    )
    return Drawing(facets, words.WEEK, caption, words.WEEK, tuple(rows))


def dispatch_rows(
    sites: Sequence[SiteDispatch], start: datetime, timezone: str
) -> list[dict[str, Any]]:
    """Return what the chart of a week shows: one row an hour, site and part."""
    zone = ZoneInfo(timezone)
    first = _hour_of_year(start)
    rows: list[dict[str, Any]] = []
    for site in sites:
        if first + WEEK_H > len(site.load):
            raise InputError(
                f"A week that begins on {start:%Y-%m-%d} does not end within the year."
            )
        for kind, part, values in _series(site):
            week = values[first : first + WEEK_H]
            if kind != "load" and week.max() < _SEEN_MW:
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
                        "name": words.part(part),
                        "order": _position(part),
                        "mw": sign * round(value, 6),
                    }
                )
    return rows


def cost_chart(
    costs: Mapping[str, Mapping[str, float]], currency: str, title: str
) -> Drawing:
    """Return the stack of a year's costs, one bar a case (a site, or a variant).

    `costs` are money by case and part; what is earned is negative and stands left of
    the axis. The label is the sum.
    """
    alt = altair()
    rows = cost_rows(costs)
    totals = [
        {
            "case": case,
            "label": significant(sum(parts.values()) / MILLION),
            "right": max((r["end"] for r in rows if r["case"] == case), default=0.0),
        }
        for case, parts in costs.items()
    ]
    scale = _room([r[edge] for r in rows for edge in ("start", "end")])
    order = _order(r["part"] for r in rows)
    y = alt.Y("case:N", title=None, sort=list(costs))
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(height=BAR_HEIGHT * 0.7)
        .encode(
            y=y,
            x=alt.X("start:Q", title=words.COST.format(currency=currency), scale=scale),
            x2="end:Q",
            color=alt.Color("name:N", scale=_colours(order), sort=_names(order)),
        )
    )
    labels = (
        alt.Chart(alt.InlineData(values=totals))
        .mark_text(align="left", dx=6, color=INK)
        .encode(y=y, x="right:Q", text="label:N")
    )
    layers = alt.layer(bars, labels).properties(
        width=WIDTH, height=BAR_HEIGHT * len(costs)
    )
    return Drawing(layers, title, words.COST_CAPTION, title, tuple(rows))


def cost_rows(costs: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """Return what the stack of costs shows, in millions: from start to end."""
    rows: list[dict[str, Any]] = []
    for case, parts in costs.items():
        reached = {True: 0.0, False: 0.0}
        for part in _order(parts):
            value = parts[part] / MILLION
            if value == 0:
                continue
            start = reached[value > 0]
            reached[value > 0] = start + value
            rows.append(
                {
                    "case": case,
                    "part": part,
                    "name": words.part(part),
                    "start": start,
                    "end": start + value,
                }
            )
    return rows


def levers_chart(levers: Sequence[LeverSaving], currency: str, title: str) -> Drawing:
    """Return what each lever saves alone and together: two bars a lever."""
    alt = altair()
    rows = [
        {
            "lever": lever.name,
            "money": words.MONEY[name],
            "saving": getattr(lever, name) / MILLION,
            "label": significant(getattr(lever, name) / MILLION),
        }
        for lever in levers
        for name in words.MONEY
    ]
    names = list(words.MONEY.values())
    y = alt.Y("lever:N", title=None, sort=[lever.name for lever in levers])
    offset = alt.YOffset("money:N", sort=names)
    title_of_x = words.SAVING.format(currency=currency)
    room = _room([float(r["saving"]) for r in rows])
    x = alt.X("saving:Q", title=title_of_x, scale=room)
    scale = alt.Scale(domain=names, range=["#0072B2", "#E69F00"])
    base = alt.Chart().encode(y=y, yOffset=offset, x=x)
    layers = alt.layer(
        base.mark_bar().encode(color=alt.Color("money:N", scale=scale)),
        base.transform_filter("datum.saving >= 0")
        .mark_text(align="left", dx=5, color=INK)
        .encode(text="label:N"),
        base.transform_filter("datum.saving < 0")
        .mark_text(align="right", dx=-5, color=INK)
        .encode(text="label:N"),
        data=alt.InlineData(values=rows),
    ).properties(width=WIDTH, height=2 * BAR_HEIGHT * len(levers))
    return Drawing(layers, title, words.LEVERS_CAPTION, title, tuple(rows))


def _series(site: SiteDispatch) -> Iterable[tuple[str, str, Array]]:
    for part in _order(site.supply):
        yield "supply", part, site.supply[part]
    for part in _order(site.drawn):
        yield "drawn", part, site.drawn[part]
    yield "load", "load", site.load


def _hour_of_year(start: datetime) -> int:
    if start.tzinfo is None:
        raise InputError(f"The start of a week needs its time zone, got {start}.")
    beginning = datetime(start.year, 1, 1, tzinfo=start.tzinfo)
    utc_year = beginning.replace(tzinfo=ZoneInfo("UTC"))
    return max(0, int((start - utc_year).total_seconds() // 3600))


def _order(parts: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(parts), key=_position)


def _position(part: str) -> int:
    known = list(words.PARTS)
    return known.index(part) if part in known else len(known)


def _room(values: Sequence[float]) -> Any:
    """Return a scale with room for labels at both ends."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    spare = _LABEL_ROOM * (high - low)
    domain = [low - spare if low < 0 else 0.0, high + spare]
    return altair().Scale(domain=domain, nice=False)


def _names(parts: Iterable[str]) -> list[str]:
    return [words.part(p) for p in parts]


def _colours(parts: Sequence[str]) -> Any:
    alt = altair()
    colours = [COLOURS.get(p, "#000000") for p in parts]
    return alt.Scale(domain=_names(parts), range=colours)
