"""Scenarios of an IAMC file beside ours as a document."""

from __future__ import annotations

from wattlas.projection import Compared
from wattlas.projection.compare import Beside
from wattlas.projection.record import RANGED_UNTIL
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import energy, place_name
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import outlook as outlook_words
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.parts_page import SECTIONS

NEITHER = "neither"


def compared_document(found: Compared) -> Document:
    """Return scenarios of a file beside ours as a document."""
    means = word(words.COMPARED_MEANS, last=str(RANGED_UNTIL))
    blocks: list[Block] = [rows_table(found), Prose((means,))]
    if found.lacking:
        blocks.append(Prose((word(words.LACKING, names=_lacking(found)),)))
    if found.unused:
        names = joined(found.unused, "; ")
        blocks.append(Prose((word(words.NOT_USED, names=names),)))
    built = {
        "forecasts": blocks,
        "sources": source_blocks(s.key for s in found.sources),
    }
    title = word(words.COMPARE_TITLE, file=found.file)
    return Document(title, sections_of(SECTIONS, built), answer=_answer(found))


def rows_table(found: Compared) -> Table:
    """Return each year of each scenario beside ours. [TWh]"""
    columns = (
        Column("model", Word(words.MODEL_HEAD), kind="word"),
        Column("scenario", Word(words.SCENARIO_OF_HEAD), kind="word"),
        Column("region", kind="word"),
        Column("demand", Word(words.DEMAND_HEAD), kind="word"),
        Column("year", Word(words.YEAR_HEAD)),
        Column("theirs", Word(words.THEIRS_HEAD), "TWh"),
        Column("ours", Word(outlook_words.OURS_HEAD), "TWh"),
        Column("agreement", Word(outlook_words.AGREEMENT_HEAD), kind="word"),
    )
    return Table("rows", "", columns, tuple(map(_row, found.rows)))


def _lacking(found: Compared) -> Piece:
    """Return the scenarios that lack years, with these."""
    return joined(
        (
            word(
                words.LACKING_OF,
                model=row.model,
                scenario=row.scenario,
                place=place_name(row.region),
                scope=Word(outlook_words.SCOPES[row.scope]),
                years=joined(map(str, row.years)),
            )
            for row in found.lacking
        ),
        "; ",
    )


def _row(row: Beside) -> Row:
    said = outlook_words.AGREEMENTS
    return Row(
        (
            row.model,
            row.scenario,
            place_name(row.region),
            Word(outlook_words.SCOPES[row.scope]),
            Number(row.year, form="year"),
            energy(row.theirs_twh),
            energy(row.ours_twh) if row.ours_twh else ABSENT,
            Word(said[row.agreement]) if row.agreement else None,
        )
    )


def _answer(found: Compared) -> Word:
    beside = [row.agreement for row in found.rows if row.agreement]
    inside = sum(code in ("each-other", "theirs-in-ours") for code in beside)
    return word(
        words.COMPARED,
        count=str(len(beside)),
        inside=str(inside),
        neither=str(beside.count(NEITHER)),
    )
