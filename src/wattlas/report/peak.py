"""The highest hour of a place as a document: what it takes, what is firm."""

from __future__ import annotations

from functools import partial

from wattlas.projection import Peak
from wattlas.projection.peak import PeakYear
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Figure, Prose, sections_of
from wattlas.report.charts.peak import peak_chart
from wattlas.report.outlook_cells import percent, place_name, plain
from wattlas.report.outlook_tables import inputs_table
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    WIDE,
    Column,
    Joined,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    share,
    word,
)
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS

SHOWN_YEARS = (2025, 2027, 2030, 2035)
ANSWERED = 2030
PARTS = {"data_centre_gw", "other_gw"}
"""What is a part of the line below."""


def peak_document(peak: Peak) -> Document:
    """Return the highest hour of a place as a document."""
    remarks = tuple(note_sentence(note) for note in peak.notes)
    built: dict[str, list[Block]] = {
        "demand": [
            Figure("peak", partial(peak_chart, peak)),
            years_table(peak),
            *([Prose(remarks)] if remarks else []),
            Prose((Word(words.PEAK_MEANS),)),
        ],
        "assumed": [
            inputs_table(Word(words.QUESTION_INPUTS), peak.inputs, notes=WIDE),
            Prose((Word(words.GIVE_WAY),)),
        ],
        "sources": source_blocks(s.key for s in peak.sources),
    }
    span = f"{peak.years[0].year}-{peak.years[-1].year}"
    title = word(words.PEAK_TITLE, place=place_name(peak.region), span=span)
    return Document(title, sections_of(SECTIONS, built), answer=_answer(peak))


def years_table(peak: Peak) -> Table:
    """Return what the hour takes and what is firm, a column a year."""
    rows = _shown(peak)
    columns = (
        Column("quantity", kind="word"),
        *(Column(str(row.year), str(row.year)) for row in rows),
        Column("unit", Word("unit"), kind="unit"),
    )
    body = [
        Row(
            (Word(text), *(plain(getattr(row, name)) for row in rows), "GW"),
            role="part" if name in PARTS else "",
        )
        for name, text in words.PEAK_ROWS.items()
    ]
    shares = tuple(_growth_share(row) for row in rows)
    chances = tuple(Number(100 * row.short_chance, digits=2) for row in rows)
    body.append(Row((Word(words.GROWTH_SHARE), *shares, "%")))
    body.append(Row((Word(words.SHORT_CHANCE), *chances, "%")))
    return Table("years", Word(words.PEAK_TABLE), columns, tuple(body))


def _shown(peak: Peak) -> list[PeakYear]:
    wanted = {*SHOWN_YEARS, peak.years[-1].year}
    return [row for row in peak.years if row.year in wanted]


def _answer(peak: Peak) -> Joined:
    row = _shown(peak)[-1] if peak.years[-1].year < ANSWERED else peak.at(ANSWERED)
    takes = word(
        words.PEAK,
        year=str(row.year),
        place=place_name(peak.region),
        peak=plain(row.peak_gw, "GW"),
        part=plain(row.data_centre_gw, "GW"),
        share=_growth_share(row, "%"),
        base=str(peak.base_year),
    )
    return joined((takes, _margin(row)), " ")


def _margin(row: PeakYear) -> Word:
    """Say how much firm capacity is spare, or lacks."""
    found = row.margin_gw
    lacks = found.mid < 0
    much = Range(-found.high, -found.mid, -found.low) if lacks else found
    return word(
        words.PEAK_LACKS if lacks else words.PEAK_SPARE,
        firm=plain(row.firm_gw, "GW"),
        required=plain(row.required_gw, "GW"),
        much=plain(much, "GW"),
        chance=share(row.short_chance),
    )


def _growth_share(row: PeakYear, unit: str = "") -> Piece:
    return percent(row.growth_share, unit) if row.growth_share else ABSENT
