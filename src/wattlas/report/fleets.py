"""Electricity of AI by maker, company and kind as a document."""

from __future__ import annotations

from wattlas import facts
from wattlas.projection import Fleets
from wattlas.projection.fleets import TABLE, Fleet
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import energy, percent, plain
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    Column,
    Number,
    Row,
    Table,
    Word,
    joined,
    named,
    word,
)
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.parts_page import SECTIONS


def fleets_document(found: Fleets) -> Document:
    """Return fleets and kinds of work as a document."""
    built: dict[str, list[Block]] = {
        "parts": [fleets_table(found), Prose((Word(words.FLEETS_MEAN),))],
        "binds": [
            supplies_table(found),
            Prose((Word(words.SUPPLIES_MEAN),)),
            campuses_table(found),
            Prose((_campuses_mean(found),)),
        ],
        "today": [kinds_table(found), Prose((Word(words.FLEETS_LACK),))],
        "sources": source_blocks(s.key for s in found.sources),
    }
    title = Word(words.FLEETS_TITLE)
    return Document(title, sections_of(SECTIONS, built), answer=_answer(found))


def fleets_table(found: Fleets) -> Table:
    """Return each fleet with its count, power and energy, in groups."""
    columns = (
        Column("group", kind="word"),
        Column("chips", Word(words.FLEET_HEAD), kind="word"),
        Column("million", Word(words.COUNT_HEAD), "million"),
        Column("limits", Word(words.LIMITS_HEAD), "GW"),
        Column("energy", Word(words.ENERGY_HEAD), "TWh"),
        Column("reported", Word(words.OF_REPORTED_HEAD), "%"),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(_row(fleet) for fleet in found.fleets)
    title = Word(words.FLEETS_TABLE)
    return Table("fleets", title, columns, rows, grouped=True).without_empty()


def _row(fleet: Fleet) -> Row:
    shared = fleet.share_of_reported
    return Row(
        (
            Word(words.FLEET_GROUPS[fleet.group]),
            named(facts.row(TABLE, fleet.key)),
            plain(fleet.chips_million),
            plain(fleet.limits_gw),
            energy(fleet.energy_twh),
            percent(shared) if shared else None,
            fleet.source,
        )
    )


def supplies_table(found: Fleets) -> Table:
    """Return what packaging and spending of a year allow. [GW]"""
    columns = (
        Column("supply", kind="word"),
        Column("year", Word(words.YEAR_HEAD)),
        Column("count", Word(words.COUNT_HEAD)),
        Column("unit", Word("unit"), kind="unit"),
        Column("allowed", Word(words.SUPPLIED_HEAD), "GW"),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(words.SUPPLY_KINDS[s.kind]),
                Number(s.year, form="year"),
                plain(s.count),
                s.unit,
                plain(s.facility_gw),
                s.source,
            )
        )
        for s in found.supplies
    )
    title = Word(words.SUPPLIES_TABLE)
    return Table("supplies", title, columns, rows, grouped=True)


def campuses_table(found: Fleets) -> Table:
    """Return each stage of campuses, and what draws power by year. [GW]"""
    years = tuple(found.campuses[0].running_gw)
    columns = (
        Column("stage", Word(words.STAGE_HEAD), kind="word"),
        Column("power", Word(words.POWER_HEAD), "GW"),
        Column("comes", Word(words.COMES_HEAD), "%"),
        *(Column(str(year), str(year), "GW") for year in years),
        Column("counts", Word(words.COUNTS_HEAD)),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(words.CAMPUS_STAGES[c.stage]),
                plain(c.campus_gw),
                percent(c.comes_share),
                *(energy(c.running_gw[year]) for year in years),
                Number(c.counts, form="count"),
                c.source,
            )
        )
        for c in found.campuses
    )
    return Table("campuses", Word(words.CAMPUSES_TABLE), columns, rows)


def _campuses_mean(found: Fleets) -> Word:
    return word(
        words.CAMPUSES_MEAN,
        years=plain(found.wait.first_power_years),
        sites=str(found.wait.sites),
        spread=plain(found.wait.spread),
    )


def kinds_table(found: Fleets) -> Table:
    """Return what kinds of work take in the base year. [TWh]"""
    columns = (
        Column("kind", Word(words.KIND_HEAD), kind="word"),
        Column("energy", Word(words.ENERGY_HEAD), "TWh"),
        Column("share", Word(words.SHARE_OF_ALL), "%"),
    )
    rows = tuple(
        Row((Word(words.WORK_KINDS[k.name]), energy(k.energy_twh), percent(k.share)))
        for k in found.kinds
    )
    title = word(words.KINDS_TABLE, year=str(found.base_year))
    return Table("kinds", title, columns, rows)


def _answer(found: Fleets) -> Word:
    by_name = {k.name: k for k in found.kinds}
    return word(
        words.FLEETS,
        year=str(found.base_year),
        **{name: energy(k.energy_twh, unit=True) for name, k in by_name.items()},
        shares=joined(percent(k.share, "%") for k in found.kinds),
    )
