"""Published forecasts as a document, on one scope, beside our own."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas import facts
from wattlas.notes import Note
from wattlas.projection import Forecasts
from wattlas.projection.forecasts import YEAR, Forecast, Ours
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import energy, place_name
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    WIDE,
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import backtest as heads
from wattlas.report.words import outlook as words
from wattlas.report.words.parts_page import SECTIONS


def forecasts_document(forecasts: Forecasts) -> Document:
    """Return forecasts as a document: by region, revisions, what is left out."""
    load = {k: facts.number("outlook", k, "load").value for k in ("capacity", "drawn")}
    how = word(words.FORECASTS, **{k: f"{v:g}" for k, v in load.items()})
    blocks: list[Block] = [Prose((how,))]
    for region in dict.fromkeys(f.region for f in forecasts.rows):
        rows = [f for f in forecasts.rows if f.region == region]
        blocks.append(region_table(region, rows, forecasts.ours_of(region)))
    blocks.append(revisions_table(forecasts.rows))
    if forecasts.left_out:
        blocks.append(Prose((_left_out(forecasts),)))
    sources = source_blocks(s.key for s in forecasts.sources)
    scope = Word(words.FORECAST_SCOPES[forecasts.scope])
    return Document(
        word(words.FORECASTS_TITLE, scope=scope),
        sections_of(SECTIONS, {"forecasts": blocks, "sources": sources}),
    )


def region_table(region: str, rows: Sequence[Forecast], ours: Ours | None) -> Table:
    """Return the forecasts of a region, by study. [TWh]"""
    columns = (
        Column("study", Word(heads.STUDY_HEAD), kind="word"),
        Column("base_year", Word(heads.FROM_HEAD), wraps=False, surfaces=WIDE),
        Column("base", unit="TWh", surfaces=WIDE),
        Column(str(YEAR), str(YEAR), "TWh"),
        Column("other_year", Word(heads.OTHER_HEAD), "TWh", kind="word"),
        Column("growth", Word(heads.GROWTH_HEAD), "%/year", surfaces=WIDE),
        Column("ours", Word(words.OURS_HEAD), "TWh"),
        Column("agreement", Word(words.AGREEMENT_HEAD), kind="word"),
        Column("source", Word("source"), kind="word", wraps=False),
    )
    cells = [(*_cells(f), *_beside(f, ours), f.source) for f in rows]
    shown = [Row(row) for row in cells]
    if ours is not None:
        served = energy(ours.in_2030_twh)
        row = (Word(words.OURS), None, None, served, *(None,) * 5)
        shown.append(Row(row, role="total"))
    return Table(f"forecasts-{region}", place_name(region), columns, tuple(shown))


def _cells(f: Forecast) -> tuple[Cell, ...]:
    then, is_other = f.at(YEAR), f.horizon_year != YEAR
    return (
        _name(f),
        Number(f.base_year, form="year"),
        Number(f.base_twh.mid),
        energy(then) if then else None,
        joined((str(f.horizon_year), energy(f.horizon_twh)), ": ")
        if is_other
        else None,
        Number(100 * (f.growth - 1), digits=2, signed=True),
    )


def _beside(f: Forecast, ours: Ours | None) -> tuple[Cell, Cell]:
    """Return ours in the year of a forecast, and which lies in the other's range."""
    mine = ours.beside(f) if ours else None
    agreement = ours.agreement(f) if ours else None
    if mine is None or agreement is None:
        return None, None
    return energy(mine), Word(words.AGREEMENTS[agreement])


def _name(f: Forecast) -> Piece:
    recalled = "*" if f.status == "recalled" else ""
    plain = f.scenario in words.PLAIN_SCENARIOS
    scenario: list[Piece] = [] if plain else [" ", Word(f.scenario)]
    how = Word(words.CONVERSIONS[f.conversion])
    return joined((f"{f.publisher} {f.published}", *scenario, recalled, how), "")


def revisions_table(rows: Sequence[Forecast]) -> Table:
    """Return forecasts beside those that they revise. [TWh]"""
    by_key = {f.key: f for f in rows}
    columns = (
        Column("study", Word(heads.STUDY_HEAD), kind="word"),
        Column("before", unit="TWh"),
        Column("revised", Word(heads.REVISED_HEAD)),
        Column("after", unit="TWh"),
        Column("change", Word(heads.CHANGE_HEAD), "%"),
        Column("year", Word(heads.OF_YEAR_HEAD)),
    )
    shown = []
    for f in rows:
        old = by_key.get(f.revises)
        year = min(f.horizon_year, old.horizon_year) if old else 0
        before, after = (o.at(year) if o else None for o in (old, f))
        if old is None or before is None or after is None:
            continue
        cells = (
            f"{old.publisher} {old.published}",
            Number(before.mid),
            Number(f.published, form="year"),
            Number(after.mid),
            Number(100 * (after.mid / before.mid - 1), digits=2, signed=True),
            Number(year, form="year"),
        )
        shown.append(Row(cells))
    return Table("revisions", Word(words.REVISIONS), columns, tuple(shown))


def _left_out(forecasts: Forecasts) -> Word:
    reasons = [_reason(note) for note in forecasts.left_out.values()]
    once = [r for i, r in enumerate(reasons) if r not in reasons[:i]]
    parts = [joined((str(reasons.count(r)), r), " ") for r in once]
    return word(words.ARE_LEFT_OUT, reasons=joined(parts, "; "))


def _reason(note: Note) -> Word:
    if note.code == "of-region":
        key = note.values["region"]
        return word(words.LEFT_OUT_REGION, region=place_name(key), key=key)
    return Word(words.LEFT_OUT[note.values["scope"]])
