"""Crossing years as a page, and as a section of an outlook's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wattlas.projection import Crossings
from wattlas.projection.crossing import Crossing
from wattlas.records import Range
from wattlas.report.charts.outlook import crossing_chart
from wattlas.report.charts.theme import sentences, unchecked
from wattlas.report.crossing import (
    NEVER,
    growth_cell,
    starts_from,
    stop_cell,
    year_cell,
)
from wattlas.report.format import significant
from wattlas.report.page.blocks import Block, Card, Figure, Grid, Page, Prose
from wattlas.report.page.parts import (
    NUMBERS,
    Head,
    Made,
    cited,
    heads,
    page_of,
    sources_grid,
)
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words import page as page_words
from wattlas.report.words.language import Language

MOST_CARDS = 4


def crossing_page(found: Crossings, made: Made, say: Language) -> Page:
    """Return the page of crossing years in a language."""
    name = say(words.CROSSING_ALL, scope=say(words.SCOPES[found.scope]))
    method = Prose(tuple(say(text) for text in own.CROSSING_METHOD))
    keys = [s.key for s in found.sources]
    built: dict[str, Sequence[Block]] = {
        "crossing": list(curve_blocks(found, say)),
        "assumed": [Prose((say(own.CROSSING_ASSUMED),)), _inputs(found, say)],
        "method": [method, sources_grid(keys, say)],
        "cite": list(cited(name, made, say)),
    }
    cards = tuple(_card(row, found, say) for row in _spread(found.rows))
    note = starts_from(found, say)
    return page_of(Head(name, note, _answer(found, say), cards), built, made, say)


def curve_blocks(found: Crossings | None, say: Language) -> Iterator[Block]:
    """Yield the curve and its tables; nothing where there is none."""
    if found is None:
        return
    scope = say(words.SCOPES[found.scope])
    yield Prose((say(words.CROSSING_MEANS, scope=scope),))
    with unchecked():
        curve = crossing_chart(found, say)
    if curve is not None:
        yield Figure.of(curve)
    yield _shares(found, say)
    yield _limits(found, say)
    yield Prose((say(words.OUTGROWS, scope=scope),))


def _answer(found: Crossings, say: Language) -> str:
    """Return when the slowest and the fastest growth get there, and what is between."""
    slow, fast = found.rows[0], found.rows[-1]
    told = {"slow": _crosses(own.CROSSES, slow, found, say)}
    if fast is slow:
        return sentences(say(own.CROSSING_ONE, **told), _cannot(fast, found, say))
    told["fast"] = _crosses(own.FASTER_CROSSES, fast, found, say)
    return sentences(say(own.CROSSING_TWO, **told), _cannot(fast, found, say))


def _crosses(
    texts: Mapping[bool, str], row: Crossing, found: Crossings, say: Language
) -> str:
    years = _last(row, found)
    return say(
        texts[years.mid < NEVER],
        growth=growth_cell(row.growth),
        scope=say(words.SCOPES[found.scope]),
        share=_largest(found),
        year=year_cell(years, say),
    )


def _cannot(fast: Crossing, found: Crossings, say: Language) -> str:
    """Return why the fastest growth does not go on; nothing where it gets nowhere."""
    stop = fast.first_limit
    if stop is not None:
        limit = say(
            own.FIRST_LIMIT,
            fast=growth_cell(fast.growth),
            name=say(words.LIMITS[stop]),
            year=f"{fast.limits[stop].mid:.0f}",
        )
        return say(own.CANNOT, limit=limit)
    if _last(fast, found).mid < NEVER:
        return say(own.CANNOT, limit=say(own.NOTHING_STOPS))
    return ""


def _last(row: Crossing, found: Crossings) -> Range:
    """Return the years in which the largest share is reached."""
    return row.years[found.shares[-1]]


def _largest(found: Crossings) -> str:
    return f"{100 * found.shares[-1]:g} %"


def _spread(rows: Sequence[Crossing]) -> list[Crossing]:
    """Return at most four rows, the first and the last among them."""
    if len(rows) <= MOST_CARDS:
        return list(rows)
    step = (len(rows) - 1) / (MOST_CARDS - 1)
    return [rows[round(i * step)] for i in range(MOST_CARDS)]


def _card(row: Crossing, found: Crossings, say: Language) -> Card:
    year, _, ends = year_cell(_last(row, found), say).partition(" (")
    growth = growth_cell(row.growth)
    label = say(own.CROSSING_CARD, share=_largest(found), growth=growth)
    low, _, high = ends.rstrip(")").partition("-")
    interval = say(page_words.RANGE, low=low, high=high) if high else ""
    return Card(label, year, "", interval)


def _shares(found: Crossings, say: Language) -> Grid:
    rows = tuple(
        (
            growth_cell(row.growth),
            *(year_cell(row.years[s], say) for s in found.shares),
            stop_cell(row, say),
        )
        for row in found.rows
    )
    shares = (f"{100 * s:g} %" for s in found.shares)
    named = (say(own.GROWTH_HEAD), *shares, say(own.STOPPED_HEAD))
    return Grid(say(own.SHARES), named, rows, frozenset(range(1, len(named) - 1)))


def _limits(found: Crossings, say: Language) -> Grid:
    names = list(found.rows[0].limits)
    rows = tuple(
        (growth_cell(row.growth), *(year_cell(row.limits[n], say) for n in names))
        for row in found.rows
    )
    named = (say(own.GROWTH_HEAD), *(say(words.LIMITS[n]) for n in names))
    return Grid(say(own.LIMITS), named, rows, frozenset(range(1, len(named))), True)


def _inputs(found: Crossings, say: Language) -> Grid:
    base, pace = found.base_twh, found.world_growth
    rows = (
        (say(own.BASE_ROW), *map(significant, (base.low, base.mid, base.high)), "TWh"),
        (say(own.PACE_ROW), *(f"{g:.4g}" for g in (pace.low, pace.mid, pace.high)), ""),
    )
    return Grid("", heads(say, "input", "low", "mid", "high", "unit"), rows, NUMBERS)
