"""A prediction beside a measurement as a document."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.reconcile.compare import Comparison
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.table import (
    Column,
    Number,
    Row,
    Table,
    Word,
    ranged,
    share,
    word,
)
from wattlas.report.words import en
from wattlas.report.words import ledger as words
from wattlas.report.words.parts_page import SECTIONS


def prediction_document(comparison: Comparison) -> Document:
    """Return both energies by boundary, the verdict, and what would explain it."""
    title = Word(words.PREDICTED)
    if comparison.scale != 1.0:
        title = word(words.PREDICTED_PART, share=share(comparison.scale))
    built = {"results": list(_blocks(comparison))}
    return Document(title, sections_of(SECTIONS, built))


def _blocks(comparison: Comparison) -> Iterator[Block]:
    yield energies_table(comparison)
    yield Prose((Word(words.VERDICTS[comparison.rows[0].verdict]),))
    if comparison.implied:
        yield implied_table(comparison)
    else:
        yield Prose((Word(words.NO_CAUSE),))


def energies_table(comparison: Comparison) -> Table:
    """Return predicted and measured energy by boundary, and their ratio."""
    columns = (
        Column("boundary", kind="word"),
        Column("which", kind="word"),
        Column("energy", spread=True),
        Column("ratio", Word(words.RATIO_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )
    rows = []
    for row in comparison.rows:
        name = Word(en.RESULTS[row.boundary])
        energy = ranged(row.predicted, "kWh")
        rows.append(Row((name, Word(words.PREDICTED_ROW), energy, None, None)))
        measured = ranged(row.measured, "kWh")
        told = (Number(row.ratio), yes(row.verdict == "inside"))
        rows.append(Row((name, Word(words.MEASURED_ROW), measured, *told)))
    return Table("energies", "", columns, tuple(rows), grouped=True)


def implied_table(comparison: Comparison) -> Table:
    """Return the value of each input that would make both energies equal."""
    columns = (
        Column("input", Word("input"), kind="word"),
        Column("implied", Word(words.IMPLIED_HEAD)),
        Column("usual", spread=True),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )
    rows = []
    for item in comparison.implied:
        unit = "" if item.unit == "1" else item.unit
        usual = Number(item.mid, unit, item.low, item.high)
        rows.append(Row((item.name, Number(item.value), usual, yes(item.is_inside))))
    return Table("implied", Word(words.IMPLIED), columns, tuple(rows))


def yes(is_so: bool) -> Word:
    """Return yes or no."""
    return Word(words.YES if is_so else words.NO)
