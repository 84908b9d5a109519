"""A log of requests as a document: totals, groups, rows that could not be used."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.estimation.request_files.record import RequestRun
from wattlas.estimation.request_log.totals import GroupTotals, RequestTotals
from wattlas.records import RESULT_UNITS
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.estimates import inputs_table, model_named, named_ranges
from wattlas.report.parts import source_blocks
from wattlas.report.table import Cell, Column, Number, Row, Table, Word, word
from wattlas.report.words import en
from wattlas.report.words import requests as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import WH_PER_KWH

PROBLEMS_SHOWN = 10
REMARKS = (
    "unusual",
    "unusual-unit",
    "not-used",
    "beyond-context",
    "model-inferred",
    "dear-price",
    "beyond-price",
    "chip-inferred",
)
"""Notes of a group on what was given: the others are on its layout."""


def requests_document(log: RequestTotals) -> Document:
    """Return a log's totals, its groups, its problems and its inputs."""
    used = log.rows - log.rows_bad
    built: dict[str, list[Block]] = {
        "results": [
            totals_table(log),
            groups_table(log),
            readings_table(log),
            names_table(log),
            *remarks(log),
            *not_used(log),
            *_problems(log),
        ],
        "assumed": [assumed_table(log)],
        "sources": source_blocks(s.key for s in log.sources),
    }
    title = word(words.TITLE, used=f"{used:,}", rows=f"{log.rows:,}")
    return Document(title, sections_of(SECTIONS, built))


def assumed_table(log: RequestTotals | RequestRun) -> Table:
    """Return the inputs of all groups that were not given, each value once."""
    assumed = {
        (i.label, i.mid): i
        for group in log.groups
        for i in group.inputs
        if not (i.given or i.exact)
    }
    return inputs_table(en.DEFAULTS, assumed.values())


def totals_table(log: RequestTotals | RequestRun) -> Table:
    """Return the results of all requests together."""
    totals = log.totals.items()
    lines = ((Word(en.RESULTS[n]), value, RESULT_UNITS[n]) for n, value in totals)
    return named_ranges("totals", lines, Word(words.TOTALS))


def groups_table(log: RequestTotals | RequestRun) -> Table:
    """Return the mean energy of a request of each group."""
    columns = (
        Column("model", Word(words.MODEL_HEAD), kind="word"),
        Column("chip", Word(words.CHIP_HEAD), kind="word"),
        Column("place", Word(words.PLACE_HEAD), kind="word"),
        Column("precision", Word(words.PRECISION_HEAD), kind="word"),
        Column("requests", Word(words.COUNT_HEAD)),
        Column("mean_energy", Word(words.MEAN_HEAD), "Wh"),
    )
    rows = tuple(Row(_group_cells(group)) for group in log.groups)
    return Table("groups", Word(words.GROUPS), columns, rows)


def readings_table(log: RequestTotals | RequestRun) -> Table:
    """Return how the columns of a program's usage were read: rows by column."""
    columns = (
        Column("column", Word(words.COLUMN_HEAD), kind="word"),
        Column("role", Word(words.ROLE_HEAD), kind="word"),
        Column("rows", Word(words.COUNT_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD)),
        Column("beside", Word(words.BESIDE_HEAD)),
    )
    rows = tuple(
        Row(
            (
                reading.column,
                Word(words.ROLES[reading.role]),
                Number(reading.rows, form="count"),
                Number(reading.inside, form="count") if reading.inside else None,
                Number(reading.beside, form="count") if reading.beside else None,
            )
        )
        for reading in log.columns_read
    )
    return Table("readings", Word(words.READINGS), columns, rows).without_empty()


def names_table(log: RequestTotals | RequestRun) -> Table:
    """Return the names of models that were read by rules."""
    columns = (
        Column("name", Word(words.NAME_HEAD), kind="word"),
        Column("key", Word(words.ROLE_HEAD), kind="word"),
    )
    rows = tuple(Row(item) for item in log.models_read.items())
    return Table("names", Word(words.NAMES), columns, rows)


def _group_cells(group: GroupTotals) -> tuple[Cell, ...]:
    mean, subject = group.facility_energy_kwh.scaled(WH_PER_KWH), group.subject
    return (
        model_named(subject),
        subject["hardware"],
        subject["site"] or subject["country"] or "",
        subject["precision"],
        Number(group.rows, form="count"),
        Number(mean.mid, "", mean.low, mean.high),
    )


def remarks(log: RequestTotals | RequestRun) -> Iterator[Block]:
    """Yield what is unusual or not used of what was given, each sentence once."""
    told = [n for group in log.groups for n in group.notes if n.code in REMARKS]
    once = [n for i, n in enumerate(told) if n not in told[:i]]
    if once:
        yield Prose(tuple(map(note_sentence, once)))


def not_used(log: RequestTotals | RequestRun) -> Iterator[Block]:
    """Yield the results that rows lack, and the columns that nothing rests on."""
    for name, count in log.rows_absent.items():
        rows = f"{count:,}"
        absent = word(words.ABSENT, result=Word(en.RESULTS[name]), rows=rows)
        yield Prose((absent,))
    if log.columns_unused:
        names = ", ".join(log.columns_unused)
        yield Prose((word(words.UNUSED_COLUMNS, names=names),))


def _problems(log: RequestTotals) -> Iterator[Block]:
    """Yield the rows that were not used."""
    if not log.problems:
        yield Prose((Word(words.ALL_USED),))
        return
    columns = (
        Column("row", Word(words.ROW_HEAD)),
        Column("line", Word(words.LINE_HEAD)),
        Column("reason", Word(words.REASON_HEAD), kind="word"),
    )
    shown = tuple(
        Row((str(p.row), str(p.line) if p.line else None, str(p.reason)))
        for p in log.problems[:PROBLEMS_SHOWN]
    )
    left = log.rows_bad - PROBLEMS_SHOWN
    more = (word(words.MORE, rows=f"{left:,}"),) if left > 0 else ()
    title = word(words.LEFT_OUT, rows=f"{log.rows_bad:,}")
    yield Table("problems", title, columns, shown, more).without_empty()
