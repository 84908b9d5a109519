"""Crossing years as a document: a row for each growth, with what stops it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from wattlas.parameters import quantity
from wattlas.projection import Crossings
from wattlas.projection.crossing import NEVER, Crossing
from wattlas.records import Range
from wattlas.report.blocks import Block, Card, Document, Figure, Prose, sections_of
from wattlas.report.charts.outlook import crossing_chart
from wattlas.report.outlook_cells import energy
from wattlas.report.parts import figure_card, source_blocks
from wattlas.report.table import (
    PAGE,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words.parts_page import SECTIONS

MOST_CARDS = 4


def crossing_document(crossings: Crossings) -> Document:
    """Return crossing years as a document."""
    method = Prose(tuple(Word(text) for text in own.CROSSING_METHOD), surfaces=PAGE)
    kept = Prose((Word(own.CROSSING_ASSUMED),), surfaces=PAGE)
    built: dict[str, Sequence[Block]] = {
        "crossing": [Prose((starts_from(crossings),)), *curve_blocks(crossings)],
        "assumed": [kept, base_table(crossings)],
        "method": [method, *source_blocks(s.key for s in crossings.sources)],
    }
    return Document(
        word(words.CROSSING_ALL, scope=Word(words.SCOPES[crossings.scope])),
        sections_of(SECTIONS, built),
        answer=_answer(crossings),
        cards=tuple(_card(row, crossings) for row in _spread(crossings.rows)),
    )


def curve_blocks(crossings: Crossings) -> Iterator[Block]:
    """Yield the curve and its tables."""
    scope = Word(words.SCOPES[crossings.scope])
    yield Prose((word(words.CROSSING_MEANS, scope=scope),))
    yield Figure("crossing", partial(crossing_chart, crossings))
    yield shares_table(crossings)
    yield limits_table(crossings)
    yield Prose((word(words.BINDING, scope=scope),))


def starts_from(crossings: Crossings) -> Word:
    """Return what the curve starts from: energy now, generation and its growth."""
    pace = crossings.world_growth
    low, mid, high = (100 * (g - 1) for g in (pace.low, pace.mid, pace.high))
    return word(
        words.CROSSING,
        scope=Word(words.SUBJECTS[crossings.scope]),
        base=energy(crossings.base_twh, unit=True),
        total=Number(crossings.generation_twh, "TWh"),
        pace=Number(mid, "%", low, high, digits=2),
    )


def shares_table(crossings: Crossings) -> Table:
    """Return for each growth the years in which shares are reached."""
    columns = (
        _growth_column(),
        *(Column(f"share_{s:g}", f"{100 * s:g} %") for s in crossings.shares),
        Column("stopped_by", Word(own.STOPPED_HEAD), kind="word"),
    )
    rows = tuple(
        Row((_growth(row), *map(years, row.years.values()), _stop(row)))
        for row in crossings.rows
    )
    return Table("shares", Word(own.SHARES), columns, rows)


def _growth_column() -> Column:
    return Column("growth", Word(own.GROWTH_HEAD), "%/year")


def _growth(row: Crossing) -> Number:
    return Number(100 * (row.growth - 1), signed=True)


def _stop(row: Crossing) -> Piece:
    """Return the constraint that binds a growth first, and the year of that."""
    name = row.first_limit
    if name is None:
        return Word(words.NO_LIMIT)
    year = Number(row.limits[name].mid, form="year")
    return word(own.STOPPED, limit=Word(words.LIMITS[name]), year=year)


def limits_table(crossings: Crossings) -> Table:
    """Return for each growth the year from which each constraint binds."""
    names = crossings.rows[0].limits
    columns = (_growth_column(), *(Column(n, Word(words.LIMITS[n])) for n in names))
    rows = tuple(
        Row((_growth(row), *(years(row.limits[n]) for n in names)))
        for row in crossings.rows
    )
    return Table("limits", Word(own.LIMITS), columns, rows, folded=True)


def base_table(crossings: Crossings) -> Table:
    """Return what the curve starts from as inputs."""
    base, pace = crossings.base_twh, crossings.world_growth
    columns = (
        Column("input", Word("input"), kind="word"),
        Column("value", spread=True),
    )
    unit = quantity("outlook.generation_growth").shown
    ends = (pace.mid, unit, pace.low, pace.high)
    rows = (
        Row((Word(own.BASE_ROW), energy(base, unit=True))),
        Row((Word(own.PACE_ROW), Number(*ends, digits=4))),
    )
    return Table("base", "", columns, rows, surfaces=PAGE)


def years(value: Range) -> Number:
    """Return years with their range; infinite is never.

    >>> years(Range(2031.2, 2033.4, NEVER))
    Number(value=2033.4, unit='', low=2031.2, high=inf, form='year', ...)
    """
    return Number(value.mid, "", value.low, value.high, form="year")


def _answer(crossings: Crossings) -> Piece:
    """Return when the slowest and the fastest growth get there, and what is between."""
    slow, fast = crossings.rows[0], crossings.rows[-1]
    told = {"slow": _crosses(own.CROSSES, slow, crossings)}
    if fast is slow:
        return joined((word(own.CROSSING_ONE, **told), _cannot(fast, crossings)), " ")
    told["fast"] = _crosses(own.FASTER_CROSSES, fast, crossings)
    return joined((word(own.CROSSING_TWO, **told), _cannot(fast, crossings)), " ")


def _crosses(texts: Mapping[bool, str], row: Crossing, crossings: Crossings) -> Word:
    last = _last(row, crossings)
    return word(
        texts[last.mid < NEVER],
        growth=_growth_said(row),
        scope=Word(words.SCOPES[crossings.scope]),
        share=_largest(crossings),
        year=years(last),
    )


def _growth_said(row: Crossing) -> Number:
    return Number(100 * (row.growth - 1), "%", signed=True)


def _cannot(fast: Crossing, crossings: Crossings) -> Piece:
    """Return why the fastest growth does not go on; nothing where it gets nowhere."""
    stop = fast.first_limit
    if stop is not None:
        limit = word(
            own.FIRST_LIMIT,
            fast=_growth_said(fast),
            name=Word(words.LIMITS[stop]),
            year=Number(fast.limits[stop].mid, form="year"),
        )
        return word(own.CANNOT, limit=limit)
    if _last(fast, crossings).mid < NEVER:
        return word(own.CANNOT, limit=Word(own.NOTHING_STOPS))
    return ""


def _last(row: Crossing, crossings: Crossings) -> Range:
    """Return the years in which the largest share is reached."""
    return row.years[crossings.shares[-1]]


def _largest(crossings: Crossings) -> str:
    return f"{100 * crossings.shares[-1]:g} %"


def _spread(rows: Sequence[Crossing]) -> list[Crossing]:
    """Return at most four rows, the first and the last among them."""
    if len(rows) <= MOST_CARDS:
        return list(rows)
    step = (len(rows) - 1) / (MOST_CARDS - 1)
    return [rows[round(i * step)] for i in range(MOST_CARDS)]


def _card(row: Crossing, crossings: Crossings) -> Card:
    reached = years(_last(row, crossings))
    share, growth = _largest(crossings), _growth_said(row)
    label = word(own.CROSSING_CARD, share=share, growth=growth)
    return figure_card(label, reached)
