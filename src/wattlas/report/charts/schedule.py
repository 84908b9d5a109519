"""When a plan trains, above what its hours cost and emit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from wattlas.planning import Plan
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.parts import WIDTH
from wattlas.report.charts.plan_weeks import zone_of
from wattlas.report.charts.theme import BLUE, ORANGE, Drawing, altair, inline
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import KW_PER_MW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HEIGHT = 110
HOURLY_AT_MOST = 21 * 24
"""Windows of more hours than this are shown by the day."""
GREEN = "#009E73"
SIGNALS = {"price_per_kwh": "price", "intensity_kgco2e_per_kwh": "carbon_intensity"}
"""Panels of the grid, and the quantity of the record that each shows."""
COLOURS = {
    "training": BLUE,
    "price_per_kwh": ORANGE,
    "intensity_kgco2e_per_kwh": "#7A6A53",
    "carbon_free": GREEN,
}


@dataclass(frozen=True)
class Panel:
    """One series of every hour of the year: its key, the words of its axis."""

    key: str
    axis: str
    values: Array


def training_schedule(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return when the run is trained, above what is known of the hours at its site.

    That is the price and the carbon of the grid, where the record has them, and the
    share of carbon-free supply. None where nothing is trained, or the record has no
    series.
    """
    training = plan.training
    if training is None or plan.hourly(training.site, "training_it_power") is None:
        return None
    alt = altair()
    first, end = training.window_first_hour, training.window_last_hour + 1
    panels = _panels(plan, training.site, say)
    by = "day" if end - first > HOURLY_AT_MOST else "hour"
    rows = list(schedule_rows(plan, panels, (first, end)))
    charts = [_panel(p, [r for r in rows if r["series"] == p.key], say) for p in panels]
    body = alt.vconcat(*charts, spacing=10).resolve_scale(x="shared")
    title = say(words.TITLES["schedule"])
    caption = sentences(
        say(words.SCHEDULE_CAPTION[by], site=training.site),
        say(words.SCHEDULE_CARBON_FREE) if _is_free(panels) else "",
        say(words.SCHEDULE_TIME, timezone=zone_of(plan, training.site)),
    )
    alt_text = f"{title}: {', '.join(p.axis for p in panels)}"
    return Drawing(body, title, caption, alt_text, tuple(rows))


def _panels(plan: Plan, site: str, say: Language) -> list[Panel]:
    power = _values(plan, site, "training_it_power")
    unit, size = ("MW", KW_PER_MW) if power.max() >= KW_PER_MW else ("kW", 1.0)
    panels = [Panel("training", say(words.SCHEDULE_POWER, unit=unit), power / size)]
    for key, quantity in SIGNALS.items():
        series = plan.hourly(site, quantity, "grid")
        if series is not None:
            panels.append(Panel(key, _axis(key, plan, say), series.values))
    load = _values(plan, site, "facility_power")
    free = plan.hourly(site, "carbon_free_supply")
    if free is not None and free.values.max() > 0:
        share = np.full(len(load), np.nan)
        np.divide(free.values, load, out=share, where=load > 0)
        panels.append(
            Panel("carbon_free", _axis("carbon_free", plan, say), 100 * share)
        )
    return panels


def _values(plan: Plan, site: str, quantity: str) -> Array:
    series = plan.hourly(site, quantity)
    return np.zeros(1) if series is None else np.asarray(series.values)


def _axis(key: str, plan: Plan, say: Language) -> str:
    text = words.SCHEDULE_SIGNALS[key]
    return say(text, currency=plan.currency) if "{currency}" in text else say(text)


def _is_free(panels: Sequence[Panel]) -> bool:
    return any(p.key == "carbon_free" for p in panels)


def schedule_rows(
    plan: Plan, panels: Sequence[Panel], hours: tuple[int, int]
) -> Iterable[dict[str, Any]]:
    """Yield what the chart shows: mean, lowest and highest hour of each day or hour.

    Days and hours are those of the site's clock; an hour without load has no share of
    carbon-free supply, and a day without any is left out.
    """
    zone = ZoneInfo(zone_of(plan, plan.training.site if plan.training else plan.home))
    first, end = hours
    start = datetime(plan.year, 1, 1, tzinfo=UTC)
    form = "%Y-%m-%d" if end - first > HOURLY_AT_MOST else "%Y-%m-%dT%H"
    times: dict[str, list[int]] = {}
    for hour in range(first, end):
        local = (start + timedelta(hours=hour)).astimezone(zone)
        times.setdefault(local.strftime(form), []).append(hour)
    for panel in panels:
        for time, mine in times.items():
            values = panel.values[mine]
            values = values[~np.isnan(values)]
            if len(values):
                low, mean, high = values.min(), values.mean(), values.max()
                yield {
                    "series": panel.key,
                    "time": time if "T" not in time else f"{time}:00",
                    "low": float(low),
                    "mean": float(mean),
                    "high": float(high),
                }


def _panel(panel: Panel, rows: list[dict[str, Any]], say: Language) -> Any:
    alt = altair()
    shown = [row | {"time": _full(row["time"])} for row in rows]
    x = alt.X(
        "time:T", title=None, axis=alt.Axis(format=say(words.DAY_SHORT), tickCount=8)
    )
    axis = alt.Axis(tickCount=4)
    base = alt.Chart(inline(shown)).encode(x=x)
    colour = COLOURS[panel.key]
    step = "step-after" if panel.key == "training" else "linear"
    band = base.mark_area(color=colour, opacity=0.25, interpolate=step).encode(
        y=alt.Y("low:Q", title=None, axis=axis), y2=alt.Y2("high:Q")
    )
    line = base.mark_line(
        color=colour, strokeWidth=1.3, strokeJoin="round", interpolate=step
    ).encode(y=alt.Y("mean:Q", title=None))
    title = alt.Title(panel.axis, anchor="start", fontSize=11, fontWeight="normal")
    return alt.layer(band, line).properties(width=WIDTH, height=HEIGHT, title=title)


def _full(time: str) -> str:
    """Return a time with its hour, so that it is read on the site's own clock."""
    return time if "T" in time else f"{time}T00:00"
