"""Servers side by side: supplies, nameplate, draw, and their ratios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wattlas.estimation.server import FIGURES, ServerComparison, ServerFigures
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.estimates import inputs_table
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    ranged,
    word,
)
from wattlas.report.words import en
from wattlas.report.words import servers as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS

DRAWN = "typical_w"
"""The figure of which the answer is."""


def servers_document(comparison: ServerComparison) -> Document:
    """Return the servers' figures, their ratios, and the rules that hold."""
    servers = [comparison.server]
    if comparison.against is not None:
        servers.append(comparison.against)
    title: Piece = servers[0].name
    if len(servers) > 1:
        title = word(words.TITLE, server=servers[0].name, other=servers[1].name)
    remarks = tuple(_remarks(comparison, servers))
    defaults = (i for i in comparison.inputs if not i.given)
    built: dict[str, list[Block]] = {
        "results": [servers_table(comparison, servers), Prose(remarks)],
        "assumed": [inputs_table(words.INPUTS, defaults)],
        "sources": source_blocks(s.key for s in comparison.sources),
    }
    return Document(title, sections_of(SECTIONS, built), answer=_answer(comparison))


def _answer(comparison: ServerComparison) -> Piece:
    """Return how much more the first server draws under load; '' where unknown."""
    ratio = (comparison.ratios or {}).get(DRAWN)
    if ratio is None or comparison.against is None:
        return ""
    return word(
        words.ANSWER,
        server=comparison.server.name,
        other=comparison.against.name,
        ratio=ranged(ratio, ""),
        draw=ranged(comparison.server.figures[DRAWN], "W"),
    )


def servers_table(
    comparison: ServerComparison, servers: Sequence[ServerFigures]
) -> Table:
    """Return each figure of the servers, and the ratio of the first to the second."""
    columns = (
        Column("figure", Word(words.FIGURE_HEAD), kind="word"),
        *(Column(s.key, s.key) for s in servers),
        Column("ratio", Word(words.RATIO_HEAD)),
        Column("unit", Word("unit"), kind="unit"),
    )
    rows = []
    for name, unit in FIGURES.items():
        if any(name in s.figures for s in servers):
            figures = [_figure(s.figures.get(name)) for s in servers]
            ratio = (comparison.ratios or {}).get(name)
            cells = (*figures, None if ratio is None else _figure(ratio))
            label = Word(en.SERVER_FIGURES[name])
            rows.append(Row((label, *cells, "" if unit == "1" else unit)))
    return Table("servers", "", columns, tuple(rows)).without_empty()


def _remarks(
    comparison: ServerComparison, servers: Sequence[ServerFigures]
) -> Iterator[Word]:
    yield from map(note_sentence, comparison.remarks)
    for rule in comparison.rules:
        yield Word(en.RULES[rule])
    for one in servers:
        for note in one.notes:
            yield word(words.REMARK, server=one.key, remark=note_sentence(note))
        reasons: dict[str, list[Piece]] = {}
        for name, code in one.absent.items():
            label = Word(en.SERVER_FIGURES.get(name, name))
            reasons.setdefault(en.SERVER_REASONS[code], []).append(label)
        for reason, names in reasons.items():
            told: dict[str, Piece] = {"names": joined(names), "reason": Word(reason)}
            yield word(words.ABSENT, server=one.key, **told)


def _figure(value: Range | None) -> Cell:
    if value is None:
        return ABSENT
    return Number(value.mid, "", value.low, value.high)
