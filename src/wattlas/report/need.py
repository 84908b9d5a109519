"""What must be true for so many TWh, as a document."""

from __future__ import annotations

from wattlas.projection import Need
from wattlas.projection.need import Line
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import energy
from wattlas.report.parts import source_blocks
from wattlas.report.table import Column, Number, Row, Table, Word, word
from wattlas.report.words import outlook as words
from wattlas.report.words.parts_page import SECTIONS

COMPUTED = "computed"
"""What stands as source where a line follows from the others."""


def need_document(need: Need) -> Document:
    """Return a need as a document: what must be true, and of which limits."""
    twh, by = Number(need.twh, "TWh"), str(need.by)
    told = word(
        words.NEED,
        scope=Word(words.SUBJECTS[need.scope]),
        base=energy(need.base_twh, unit=True),
        twh=twh,
        by=by,
    )
    built: dict[str, list[Block]] = {
        "needs": [Prose((told,)), needs_table(need)],
        "binds": [limits_table(need)],
        "sources": source_blocks(s.key for s in need.sources),
    }
    title = word(words.NEED_TITLE, twh=twh, by=by)
    return Document(title, sections_of(SECTIONS, built))


def needs_table(need: Need) -> Table:
    """Return what must be true, beside what there is now."""
    columns = (
        Column("quantity", kind="word"),
        Column("needed", spread=True),
        Column("now", Word(words.NOW_HEAD)),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(words.NEEDS[line.name]),
                _needed(line),
                Number(line.now.mid) if line.now else None,
                line.source if line.source != COMPUTED else None,
            ),
            role="part" if line.name in words.PARTS_OF_NEEDS else "",
        )
        for line in need.lines
    )
    return Table("needs", "", columns, rows)


def _needed(line: Line) -> Number:
    if line.name == "growth":
        return _scaled(line.needed, "%/year", less=1.0)
    if line.unit == "1":
        return _scaled(line.needed, "%")
    needed = line.needed
    return Number(needed.mid, line.unit, needed.low, needed.high)


def _scaled(value: Range, unit: str, less: float = 0.0) -> Number:
    low, mid, high = (100 * (v - less) for v in (value.low, value.mid, value.high))
    return Number(mid, unit, low, high)


def limits_table(need: Need) -> Table:
    """Return the share that the need takes of each limit, with a verdict."""
    columns = (
        Column("limit", Word(words.LIMIT_HEAD), kind="word"),
        Column("share", Word(words.SHARE_HEAD), "%"),
        Column("verdict", Word("verdict"), kind="word"),
    )
    rows = []
    for name, value in need.limits.items():
        low, mid, high = (100 * v for v in (value.low, value.mid, value.high))
        taken = Number(mid, "", low, high, digits=2)
        rows.append(Row((Word(words.NEED_LIMITS[name]), taken, _verdict(value))))
    title = word(words.OF_LIMITS, by=str(need.by))
    return Table("limits", title, columns, tuple(rows))


def _verdict(value: Range) -> Word:
    return Word(next(text for most, text in words.VERDICTS if value.mid <= most))
