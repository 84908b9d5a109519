"""A study's energy by stage and boundary, with ranges: one row a case and boundary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wattlas.records import BOUNDARIES, STAGES, Results
from wattlas.report.charts.theme import (
    COLOURS,
    INK,
    Drawing,
    altair,
    inline,
    source_names,
)
from wattlas.report.format import significant, unit_for
from wattlas.report.names import distinct_names
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH, Language
from wattlas.report.words.page import BOUNDARIES as BOUNDARIES_SAID
from wattlas.workflow import Placement, StudyResult

WIDTH = 560
ROW_HEIGHT = 34
ROOM_FOR_LABELS = 1.2
NOT_ENERGY = frozenset(
    {
        "wue_l_per_kwh",
        "intensity_kgco2e_per_kwh",
        "grid_water_l_per_kwh",
        "price_per_kwh",
        "chip_hour_cost",
        "chip_embodied_kgco2e",
        "server_embodied_kgco2e_per_chip",
        "life_years",
        "fleet_busy_share",
    }
)
"""Inputs that do not move energy: their sources stand elsewhere."""


def stages_chart(result: StudyResult, say: Language = ENGLISH) -> Drawing:
    """Return the chart of a study's energy by stage and boundary.

    Bars are the stages' central values; the line over them is the 5-95 % range of
    their sum, the tick its central value.
    """
    alt = altair()
    size, unit = unit_for(_largest(result), "kWh")
    bars, totals = list(_bars(result, size, say)), list(_totals(result, size, say))
    y = alt.Y(
        "boundary:N", title=None, sort=[say(name) for name in BOUNDARIES_SAID.values()]
    )
    scale = alt.Scale(domain=[0, max(t["high"] for t in totals) * ROOM_FOR_LABELS])
    axis = alt.Axis(tickCount=7)
    x = alt.X(
        "start:Q",
        title=f"{say(en.STAGES_CHART['axis'])} [{unit}]",
        scale=scale,
        axis=axis,
    )
    layers = alt.layer(
        alt.Chart()
        .mark_bar(height=16)
        .encode(y=y, x=x, x2=alt.X2("end:Q"), **_fill(bars, say)),
        alt.Chart()
        .mark_rule(strokeWidth=2, color=INK)
        .encode(y=y, x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        alt.Chart()
        .mark_tick(thickness=3, size=22, color=INK)
        .encode(y=y, x=alt.X("total:Q")),
        alt.Chart()
        .mark_text(align="left", dx=8, color=INK)
        .encode(y=y, x=alt.X("high:Q"), text=alt.Text("label:N")),
        data=inline(bars + totals),
    ).properties(width=WIDTH, height=ROW_HEIGHT * len({t["boundary"] for t in totals}))
    names = list(distinct_names(result.placements).values())
    header = alt.Header(
        title=None,
        labels=len(names) > 1,
        labelOrient="top",
        labelAnchor="start",
        labelFontWeight="bold",
    )
    facets = layers.facet(row=alt.Row("case:N", sort=names, header=header))
    return Drawing(
        body=facets,
        title=result.title,
        caption=_caption(result, say),
        alt=f"{result.title}: {say(en.STAGES_CHART['alt'])} [{unit}]",
        rows=tuple(chart_rows(result)),
    )


def chart_rows(result: StudyResult) -> list[dict[str, Any]]:
    """Return what the chart shows, in kWh: one row a stage and one a total."""
    return [*_bars(result, 1.0, ENGLISH), *_totals(result, 1.0, ENGLISH)]


def _fill(bars: list[dict[str, Any]], say: Language) -> dict[str, Any]:
    alt = altair()
    present = [s for s in STAGES if any(b["stage"] == say(en.STAGES[s]) for b in bars)]
    names = [say(en.STAGES[s]) for s in present]
    scale = alt.Scale(domain=names, range=[COLOURS[s] for s in present])
    return {"color": alt.Color("stage:N", scale=scale)}


def _bars(result: StudyResult, size: float, say: Language) -> Iterator[dict[str, Any]]:
    names = distinct_names(result.placements)
    for placement in result.placements:
        reached: dict[str, float] = {}
        times = _times(placement)
        for stage, results in _stages(placement):
            for boundary in BOUNDARIES:
                name = f"{boundary}_energy_kwh"
                if name not in results or name not in placement.total:
                    continue
                start = reached.get(boundary, 0.0)
                reached[boundary] = start + results[name].mid * times / size
                yield {
                    "case": names[id(placement)],
                    "boundary": say(BOUNDARIES_SAID[boundary]),
                    "stage": say(en.STAGES[stage]),
                    "start": start,
                    "end": reached[boundary],
                }


def _stages(placement: Placement) -> Iterator[tuple[str, Results]]:
    for estimate in placement.estimates:
        yield from estimate.stages.items()


def _times(placement: Placement) -> float:
    """Return how many times a lone estimate's basis the total is: one request of it."""
    if len(placement.estimates) > 1:
        return 1.0
    results = placement.estimates[0].results
    name = next(n for n in results if n in placement.total)
    return placement.total[name].mid / results[name].mid


def _totals(
    result: StudyResult, size: float, say: Language
) -> Iterator[dict[str, Any]]:
    names = distinct_names(result.placements)
    for placement in result.placements:
        for boundary in BOUNDARIES:
            value = placement.total.get(f"{boundary}_energy_kwh")
            if value is None:
                continue
            low, mid, high = value.low / size, value.mid / size, value.high / size
            interval = (
                f" ({significant(low)}-{significant(high)})" if low < high else ""
            )
            yield {
                "case": names[id(placement)],
                "boundary": say(BOUNDARIES_SAID[boundary]),
                "low": low,
                "total": mid,
                "high": high,
                "label": significant(mid) + interval,
            }


def _largest(result: StudyResult) -> float:
    values = (v for p in result.placements for n, v in p.total.items() if "_kwh" in n)
    return max((v.mid for v in values), default=1.0)


def _caption(result: StudyResult, say: Language) -> str:
    inputs = (i for p in result.placements for e in p.estimates for i in e.inputs)
    used = (i.source for i in inputs if i.name not in NOT_ENERGY and not i.given)
    return say(en.STAGES_CHART["caption"], sources=source_names(used, say))
