"""A run over many files of requests as a document: totals, by model, by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wattlas.estimation.request_files.inputs import BATCH_ROWS
from wattlas.estimation.request_files.record import KeyTotals, RequestRun
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.estimates import model_named
from wattlas.report.parts import source_blocks
from wattlas.report.requests import (
    PROBLEMS_SHOWN,
    assumed_table,
    groups_table,
    names_table,
    not_used,
    readings_table,
    remarks,
    totals_table,
)
from wattlas.report.table import Cell, Column, Number, Row, Table, Word, word
from wattlas.report.words import requests as words
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import WH_PER_KWH

ENERGY = "facility_energy_kwh"
DAYS_SHOWN = 31
"""Days that are shown, the last ones: all are in the folder."""


def run_document(run: RequestRun) -> Document:
    """Return a run's totals, by model and by day, its groups and what was not used."""
    built: dict[str, list[Block]] = {
        "results": [
            totals_table(run),
            _models_table(run),
            _days_table(run),
            Prose(tuple(_keys(run))),
            groups_table(run),
            readings_table(run),
            names_table(run),
            *remarks(run),
            *not_used(run),
            *_problems(run),
        ],
        "assumed": [assumed_table(run)],
        "sources": source_blocks(s.key for s in run.sources),
    }
    used, rows = f"{run.rows - run.rows_bad:,}", f"{run.rows:,}"
    title = word(words.RUN_TITLE, used=used, rows=rows, files=f"{run.files:,}")
    return Document(title, sections_of(SECTIONS, built))


def _models_table(run: RequestRun) -> Table:
    named = {g.subject["model"]: model_named(g.subject) for g in run.groups}
    keys = tuple((named.get(item.key, item.key), item) for item in run.by_model)
    return _keys_table(keys, "by_model", words.BY_MODEL, words.MODEL_HEAD)


def _days_table(run: RequestRun) -> Table:
    days = run.by_day
    title = words.BY_DAY if len(days) <= DAYS_SHOWN else words.BY_LAST_DAYS
    keys = tuple((item.key, item) for item in days[-DAYS_SHOWN:])
    return _keys_table(keys, "by_day", title, words.DAY_HEAD)


def _keys_table(
    keys: Sequence[tuple[Cell, KeyTotals]], name: str, title: str, head: str
) -> Table:
    columns = (
        Column("key", Word(head), kind="word"),
        Column("requests", Word(words.COUNT_HEAD)),
        Column("energy", Word(words.ENERGY_HEAD), "kWh"),
        Column("mean_energy", Word(words.MEAN_HEAD), "Wh"),
    )
    rows = []
    for key, item in keys:
        energy = item.totals[ENERGY]
        mean = energy.scaled(WH_PER_KWH / item.rows)
        rows.append(
            Row(
                (
                    key,
                    Number(item.rows, form="count"),
                    Number(energy.mid, "", energy.low, energy.high),
                    Number(mean.mid, "", mean.low, mean.high),
                )
            )
        )
    return Table(name, Word(title), columns, tuple(rows)).without_empty()


def _keys(run: RequestRun) -> Iterator[Word]:
    """Yield by which columns the log was added up, and what was not looked for."""
    if run.user_column is None:
        yield Word(words.NO_USERS)
    else:
        users = f"{run.users:,}"
        yield word(words.USERS, users=users, column=run.user_column)
    if run.time_column is None:
        yield Word(words.NO_TIMES)
    else:
        yield word(words.TIMES, column=run.time_column)
    if any(r.role == "answer" and r.rows for r in run.columns_read):
        yield word(words.ANSWERS, rows=f"{BATCH_ROWS:,}")
    if run.files_empty:
        yield word(words.EMPTY_FILES, files=f"{run.files_empty:,}")


def _problems(run: RequestRun) -> Iterator[Block]:
    """Yield the reasons why rows have no result."""
    if not run.problems:
        yield Prose((Word(words.ALL_USED),))
        return
    columns = (
        Column("rows", Word(words.COUNT_HEAD)),
        Column("file", Word(words.FILE_HEAD), kind="word"),
        Column("row", Word(words.ROW_HEAD)),
        Column("reason", Word(words.REASON_HEAD), kind="word"),
    )
    shown = tuple(
        Row(
            (
                Number(count.rows, form="count"),
                count.file,
                Number(count.row, form="count"),
                count.reason or Word(words.OTHER_REASONS),
            )
        )
        for count in run.problems[:PROBLEMS_SHOWN]
    )
    left = len(run.problems) - PROBLEMS_SHOWN
    more = (word(words.MORE_REASONS, count=f"{left:,}"),) if left > 0 else ()
    title = word(words.LEFT_OUT, rows=f"{run.rows_bad:,}")
    yield Table("problems", title, columns, shown, more)
