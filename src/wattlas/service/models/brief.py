"""A record in few words, for a reader with little room: Markdown, cut and said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wattlas.estimation.side_by_side import HardwareComparison
from wattlas.plain import Plain
from wattlas.records import Estimate
from wattlas.report.blocks import Block, Document, Figure, Prose, Section
from wattlas.report.derivation import derivation_blocks
from wattlas.report.estimates import sensitivity_blocks
from wattlas.report.facts import view
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.saved import saved_document
from wattlas.report.table import Table, Word, joined, word
from wattlas.report.words import en
from wattlas.report.words.language import Language
from wattlas.report.words.service import MORE, OF_BOUNDARY, OF_SOURCES

ROOM = 6_000
"""Characters of an answer."""
ROOM_EXPLAINED = 24_000
"""Characters of one with its derivation."""
LEFT_OUT = ("method",)
"""Sections that are the same in every answer."""
LONGEST_TABLE = 25
"""Rows of a table; more are left to the record."""


def brief(answer: Any, given: Any, say: Language, *, explain: bool) -> str:
    """Return an answer as Markdown: figures with ranges, boundary, causes, sources."""
    room = ROOM_EXPLAINED if explain else ROOM
    return fitting(_document(answer, given, explain), say, room)


def fitting(document: Document, say: Language, room: int) -> str:
    """Return a document as Markdown with as many of its blocks as there is room for."""
    whole = list(_flat(document))
    for count in range(len(whole), -1, -1):
        text = document_markdown(_with(document, whole[:count]), say)
        if len(text) <= room:
            return text if count == len(whole) else f"{text}\n{say(MORE)}\n"
    return document_markdown(replace(document, sections=()), say)[:room]


def _flat(document: Document) -> Iterator[tuple[Section, Block]]:
    for section in document.sections:
        if section.key in LEFT_OUT:
            continue
        for block in section.blocks:
            if isinstance(block, Figure):
                continue
            if isinstance(block, Table):
                block = replace(block, rows=block.rows[:LONGEST_TABLE])
            yield section, block


def _with(document: Document, kept: list[tuple[Section, Block]]) -> Document:
    blocks: dict[str, list[Block]] = {}
    for section, block in kept:
        blocks.setdefault(section.key, []).append(block)
    sections = (
        replace(s, blocks=tuple(blocks[s.key]))
        for s in document.sections
        if s.key in blocks
    )
    return replace(document, sections=tuple(sections))


def _document(answer: Any, given: Any, explain: bool) -> Document:
    if not isinstance(answer, Plain):
        return view(given.table, given.key, given.find).document()
    document = saved_document(answer)
    if not isinstance(answer, Estimate | HardwareComparison):
        return document
    several = isinstance(answer, HardwareComparison)
    estimates = (
        answer.estimates if isinstance(answer, HardwareComparison) else (answer,)
    )
    first = estimates[0]
    about = [
        Prose((word(OF_BOUNDARY, boundary=Word(en.BOUNDARY_NAMES[first.boundary])),)),
        *(sensitivity_blocks(first) if not several else ()),
        Prose((word(OF_SOURCES, keys=joined(s.key for s in first.sources)),)),
        *(b for e in estimates if explain for b in derivation_blocks(e.derivation)),
    ]
    results = document.sections[0]
    section = replace(results, blocks=(*results.blocks, *about))
    return replace(document, sections=(section,))
