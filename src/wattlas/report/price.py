"""Load and price of a place as a document."""

from __future__ import annotations

from wattlas.projection import Price
from wattlas.projection.price import PriceYear
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import percent, place_name, plain
from wattlas.report.outlook_tables import inputs_table
from wattlas.report.parts import source_blocks
from wattlas.report.table import WIDE, Column, Number, Row, Table, Word, word
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.parts_page import SECTIONS

SHOWN_YEARS = (2026, 2028, 2030, 2035)
ANSWERED = 2030
ENERGIES = ("load_twh", "data_centre_twh")


def price_document(found: Price) -> Document:
    """Return what data centres do to load and price as a document."""
    built: dict[str, list[Block]] = {
        "demand": [years_table(found), Prose((Word(words.PRICE_MEANS),))],
        "assumed": [
            inputs_table(Word(words.QUESTION_INPUTS), found.inputs, notes=WIDE)
        ],
        "sources": source_blocks(s.key for s in found.sources),
    }
    span = f"{found.years[0].year}-{found.years[-1].year}"
    title = word(words.PRICE_TITLE, place=place_name(found.region), span=span)
    return Document(title, sections_of(SECTIONS, built), answer=_answer(found))


def years_table(found: Price) -> Table:
    """Return load, its growth and prices, a column a year."""
    wanted = {*SHOWN_YEARS, found.years[-1].year}
    rows = [row for row in found.years if row.year in wanted]
    columns = (
        Column("quantity", kind="word"),
        *(Column(str(row.year), str(row.year)) for row in rows),
        Column("unit", Word("unit"), kind="unit"),
    )
    body = tuple(
        Row((Word(text), *(_figure(row, name) for row in rows), _unit(name)))
        for name, text in words.PRICE_ROWS.items()
    )
    return Table("years", Word(words.PRICE_TABLE), columns, body)


def _unit(name: str) -> str:
    return "TWh" if name in ENERGIES else "%"


def _figure(row: PriceYear, name: str) -> Number:
    value: Range = getattr(row, name)
    return plain(value) if name in ENERGIES else percent(value)


def _answer(found: Price) -> Word:
    row: PriceYear = found.at(min(ANSWERED, found.years[-1].year))
    return word(
        words.PRICE,
        year=str(row.year),
        share=percent(row.growth_share, "%"),
        place=place_name(found.region),
        wholesale=percent(row.wholesale_change, "%"),
        base=str(found.base_year),
        bill=percent(row.bill_change, "%", signed=True),
    )
