"""A study as text: each case by stage and boundary, then the places side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.records import RESULT_UNITS, Range
from wattlas.report import terminal
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.words import en
from wattlas.workflow import COMPARED, Placement, StudyResult

DETAILED = 6
"""Up to so many placements are shown stage by stage."""


def study_blocks(result: StudyResult) -> Iterable[RenderableType]:
    """Yield a study's blocks: title, cases, comparison, what was assumed, sources."""
    yield Text(result.title, style="bold")
    if result.note:
        yield Text(result.note)
    for placement in result.placements[:DETAILED]:
        yield from _placement_blocks(placement)
    yield Text(en.WHY_BOUNDARIES_DIFFER)
    if len(result.placements) > 1:
        yield Text(f"Side by side: {en.BASES[result.basis]}", style="bold")
        yield comparison_table(result.placements)
        yield Text(en.BELOW_FIRST)
    yield from _common_blocks(result)


def comparison_table(placements: Sequence[Placement]) -> Table:
    """Return for each result one row a placement, in one unit, with its range."""
    table = terminal.plain_table("", "low", "mid", "high", "unit", "below the first")
    names = distinct_names(placements)
    for name in COMPARED:
        having = [p for p in placements if name in p.total]
        if not having:
            continue
        table.add_row(Text(en.RESULTS[name], style="bold"))
        size, _ = unit_for(having[0].total[name].mid, RESULT_UNITS[name])
        for placement in having:
            cells = terminal.range_cells(
                placement.total[name], RESULT_UNITS[name], size
            )
            share = placement.below_first.get(name)
            below = "" if share is None else per_cent(share)
            table.add_row(f"  {names[id(placement)]}", *cells, below)
    return table


def placement_name(placement: Placement) -> str:
    """Return the name of a placement: its case, chips and place."""
    parts = (placement.case, placement.hardware, placement.place)
    return " · ".join(p for p in parts if p) or "the study"


def distinct_names(placements: Sequence[Placement]) -> dict[int, str]:
    """Return by id the parts of each placement's name in which placements differ."""
    rows = [(p.case, p.hardware, p.place) for p in placements]
    differ = [len({row[i] for row in rows}) > 1 for i in range(3)]
    return {
        id(p): " · ".join(
            part for part, keep in zip(row, differ, strict=True) if keep and part
        )
        or placement_name(p)
        for p, row in zip(placements, rows, strict=True)
    }


def _placement_blocks(placement: Placement) -> Iterable[RenderableType]:
    yield Text(placement_name(placement), style="bold")
    for estimate in placement.estimates:
        table = terminal.stages_table(estimate)
        table.title = None
        yield table
        request = estimate.per.get("request")
        if request:
            yield Text(_per_request(request["facility_energy_kwh"]))
    lines = list(_break_even_lines(placement))
    if lines:
        yield Text("\n".join(lines))


def _per_request(value: Range) -> str:
    size, unit = unit_for(value.mid, "kWh")
    low, mid, high = (significant(v / size) for v in (value.low, value.mid, value.high))
    return f"Per request: {mid} {unit} at the facility ({low} to {high})."


def _break_even_lines(placement: Placement) -> Iterable[str]:
    requests = placement.break_even.get("break_even_requests")
    days = placement.break_even.get("break_even_days")
    if requests:
        low, mid, high, unit = terminal.range_cells(requests, "")
        line = (
            f"Serving has used as much as training after {mid} {unit} requests "
            f"({low} to {high})"
        ).replace("  ", " ")
        when = f": on day {significant(days.mid)}" if days else ""
        yield f"{line}{when}."


def _common_blocks(result: StudyResult) -> Iterable[RenderableType]:
    estimates = [e for p in result.placements for e in p.estimates]
    assumed = {
        (i.label, i.mid): i
        for e in estimates
        for i in e.assumed.values()
        if not i.exact
    }
    yield terminal.inputs_table(
        "Taken by default (change under overrides)", assumed.values()
    )
    lines = (str(block) for e in estimates for block in terminal.notes(e))
    found = dict.fromkeys(line for text in lines for line in text.splitlines())
    found |= dict.fromkeys(terminal.note(code) for code in result.notes)
    yield Text("\n".join(found))
    keys = dict.fromkeys(s.key for e in estimates for s in e.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {' '.join(keys)}")
