"""The same work on several chips, and the rebound that undoes a saving."""

from __future__ import annotations

from wattlas.estimation.side_by_side import HardwareComparison
from wattlas.report.answer import comparison_answer
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.estimates import brief_blocks
from wattlas.report.table import (
    Cell,
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
from wattlas.report.words.parts_page import SECTIONS


def comparison_document(
    comparison: HardwareComparison, *, explain: bool = False
) -> Document:
    """Return the chips side by side, what that means, and each estimate in brief."""
    rules = Prose(tuple(Word(en.RULES[rule]) for rule in comparison.rules))
    each = (brief_blocks(e, explain=explain) for e in comparison.estimates)
    built: dict[str, list[Block]] = {
        "places": [chips_table(comparison), rules],
        "results": [block for blocks in each for block in blocks],
    }
    basis = Word(en.BASES[comparison.basis])
    title = word(en.OTHER_CHIPS, model=comparison.model, basis=basis)
    answer = comparison_answer(comparison)
    return Document(title, sections_of(SECTIONS, built), answer=answer)


def chips_table(comparison: HardwareComparison) -> Table:
    """Return the facility energy of the work on each chip, and what is saved."""
    columns = (
        Column("hardware", Word(en.HARDWARE), kind="word"),
        Column("facility_energy", Word(en.RESULTS["facility_energy_kwh"]), spread=True),
        Column("saving", Word(en.SAVED)),
        Column("rebound", Word(en.UNDONE), "times"),
        Column("chips", Word(en.SERVER_FIGURES["chips"])),
        Column("batch", Word(en.BATCH)),
    )
    rows = []
    for row in comparison.rows:
        first = row.verdict == "first"
        cells: tuple[Cell, ...] = (
            row.hardware,
            ranged(row.facility_energy_kwh, "kWh"),
            None if first else share(row.saving_share),
            None if first else Number(row.rebound_factor),
            _count(row.chips_per_replica),
            _count(row.batch),
        )
        rows.append(Row(cells))
    title = Word(en.RESULTS["facility_energy_kwh"])
    return Table("chips", title, columns, tuple(rows)).without_empty()


def _count(value: float | None) -> Number | None:
    return None if value is None else Number(value)
