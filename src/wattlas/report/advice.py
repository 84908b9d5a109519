"""Advice as a document: a ranked table of what other ways of the same work save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.estimates import estimate_title, results_table
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    Cell,
    Column,
    Joined,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    ranged,
    word,
)
from wattlas.report.words import advice as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS
from wattlas.workflow.advice_record import Advice, BetterWay

PER_CENT = "%"
LEAST_SHOWN = 0.005
"""A smaller share is no saving that a figure shows."""
MOST_LOST = -0.05
"""A share of another result that may be lost by a way that saves only others."""
LOST = frozenset({"not-used", "config-unused", "unread-field", "format-unread"})
"""Notes of what was given of the work and no figure rests on."""
ENERGY = "facility_energy_kwh"
COST = ("total_cost", "electricity_cost")
CARBON = ("lifecycle_carbon_kgco2e", "facility_carbon_kgco2e")


def advice_document(advice: Advice) -> Document:
    """Return the ways that save something, the work as it is, and what was left out."""
    built: dict[str, list[Block]] = {
        "places": [ways_table(advice), Prose(tuple(_remarks(advice)))],
        "results": [results_table(advice.first)],
        "sources": source_blocks(s.key for s in advice.first.sources),
    }
    title = word(words.TITLE, work=estimate_title(advice.first))
    return Document(title, sections_of(SECTIONS, built), answer=advice_answer(advice))


def advice_answer(advice: Advice) -> Word:
    """Return the sentence of the way that saves most."""
    told: dict[str, Piece] = {
        "energy": ranged(advice.first.results[ENERGY], "kWh"),
        "what": _what(advice),
    }
    best = next(iter(advice.rows), None)
    if best is None or best.saving_share[advice.ranked_by].mid < LEAST_SHOWN:
        return Word(words.ANSWER_NONE, told)
    told |= {
        "way": Word(words.IN_A_SENTENCE[best.way]),
        "give": changes_piece(best.changes),
        "share": _percent(best.saving_share[advice.ranked_by], PER_CENT),
    }
    return Word(words.ANSWER, told)


def ways_table(advice: Advice) -> Table:
    """Return what each way saves that saves something, the most first."""
    columns = (
        Column("way", Word(words.WAY_HEAD), kind="word"),
        Column("give", Word(words.GIVE_HEAD), kind="word"),
        Column("energy_saved", Word(words.ENERGY_HEAD), PER_CENT),
        Column("cost_saved", Word(words.COST_HEAD), PER_CENT),
        Column("carbon_saved", Word(words.CARBON_HEAD), PER_CENT),
        Column("below_first", Word(words.SURE_HEAD)),
        Column("answers", Word(words.ANSWERS_HEAD), kind="word"),
    )
    rows = tuple(_row(way) for way in _saving(advice))
    title = word(words.RANKED, what=_what(advice))
    return Table("ways", title, columns, rows).without_empty()


def changes_piece(changes: Mapping[str, str]) -> Joined:
    """Return changes as they are given on the command line."""
    return joined(
        [
            joined([_flag(name), _quoted(value)], " ")
            if value
            else word(words.WITHOUT, flag=_flag(name))
            for name, value in changes.items()
        ],
        " ",
    )


def _flag(name: str) -> Word:
    """Return an option; as a message, which a service says as a field."""
    return Word(f"--{name.replace('_', '-')}")


def _quoted(value: str) -> str:
    return f"'{value}'" if " " in value else value


def _what(advice: Advice) -> Word:
    return Word(words.WHAT[advice.ranked_by])


def _saving(advice: Advice) -> list[BetterWay]:
    return [row for row in advice.rows if _saves(advice, row)]


def _saves(advice: Advice, row: BetterWay) -> bool:
    """Say whether a way saves what is ranked, or other things and costs little."""
    shown = (ENERGY, *COST, *CARBON)
    mids = [v.mid for name, v in row.saving_share.items() if name in shown]
    saves = row.saving_share[advice.ranked_by].mid >= LEAST_SHOWN
    return saves or (max(mids) >= LEAST_SHOWN and min(mids) > MOST_LOST)


def _row(row: BetterWay) -> Row:
    return Row(
        (
            Word(words.WAYS[row.way]),
            changes_piece(row.changes),
            _percent(row.saving_share[ENERGY]),
            _first_of(row, COST),
            _first_of(row, CARBON),
            Number(row.below_first, form="share"),
            Word(words.CHANGE) if row.answers_change else None,
        )
    )


def _first_of(row: BetterWay, names: tuple[str, ...]) -> Cell:
    found = (row.saving_share[n] for n in names if n in row.saving_share)
    return next((_percent(value) for value in found), None)


def _percent(value: Range, unit: str = "") -> Number:
    """Return a share in per cent; a column has the unit at its head."""
    low, mid, high = (100.0 * end for end in (value.low, value.mid, value.high))
    return Number(mid, unit, low, high, digits=2)


def _remarks(advice: Advice) -> Iterator[Piece]:
    """Yield what is to be said of the ways, and what of the work is not used."""
    shown = _saving(advice)
    if shown:
        yield Word(words.ALONE)
    if any(row.answers_change for row in shown):
        yield Word(words.CHANGED_ANSWERS)
    if {row.way for row in shown} & {"speculative-decoding", "cache"}:
        yield Word(words.ASSUMED)
    rest = [row.changes for row in advice.rows if row not in shown]
    if rest:
        named = joined([changes_piece(changes) for changes in rest], "; ")
        yield word(words.NOTHING_SAVED, what=_what(advice), ways=named)
    for why, sentence in words.LEFT_OUT.items():
        ways = [
            changes_piece(out.changes) if out.changes else Word(words.WAYS[out.way])
            for out in advice.left_out
            if out.why == why
        ]
        if ways:
            yield word(sentence, ways=joined(ways, "; "))
    lost = (note for note in advice.first.notes if note.code in LOST)
    yield from map(note_sentence, lost)
