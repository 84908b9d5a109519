"""A record in few words, for a reader with little room: Markdown, cut and said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wattlas.estimation.request_log.totals import RequestTotals
from wattlas.estimation.side_by_side import HardwareComparison
from wattlas.plain import Plain
from wattlas.planning import Plan
from wattlas.planning.cases import PlanCases
from wattlas.projection import (
    Crossings,
    Efficiency,
    Fleets,
    Need,
    Outlook,
    Peak,
    Presets,
    Price,
    WhatIf,
)
from wattlas.records import Estimate
from wattlas.report.blocks import Block, Document, Figure, Prose, Section
from wattlas.report.derivation import derivation_blocks
from wattlas.report.estimates import sensitivity_blocks
from wattlas.report.paint.markdown import document_markdown
from wattlas.report.saved import saved_document
from wattlas.report.table import Table, Word, joined, word
from wattlas.report.words import en
from wattlas.report.words.language import Language
from wattlas.report.words.service import MORE, OF_BOUNDARY, OF_SOURCES
from wattlas.service.answers import Answer, Facts
from wattlas.workflow import StudyResult

ROOM = 6_000
"""Characters of an answer."""
ROOM_EXPLAINED = 24_000
"""Characters of one with its derivation."""
LEFT_OUT, SOURCES = ("method", "equivalents", "sources"), "sources"
"""Sections without a figure of the answer; sources are said by their keys."""
OF_BUILDINGS = "facility"
"""The boundary of plans and of decades: what the buildings draw."""
DECADES = (Outlook, Crossings, Need, Peak, Price, Fleets, WhatIf, Efficiency, Presets)
"""Records of decades whose headline is energy or power of data centres."""
LONGEST_TABLE = 25
"""Rows of a table; more are left to the record."""


def brief(answer: Answer, say: Language, *, explain: bool) -> str:
    """Return an answer as Markdown: figures with ranges, boundary, causes, sources."""
    room = ROOM_EXPLAINED if explain else ROOM
    return fitting(_document(answer, say, explain), say, room)


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
            if isinstance(block, Figure) or getattr(block, "key", "") == SOURCES:
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


def _document(answer: Answer, say: Language, explain: bool) -> Document:
    if isinstance(answer, Facts):
        return answer.view.document(say)
    document = saved_document(answer)
    if isinstance(answer, Estimate | HardwareComparison):
        document = replace(document, sections=document.sections[:1])
    derived = [
        b
        for e in _estimates(answer)
        if explain
        for b in derivation_blocks(e.derivation)
    ]
    return _with_about(document, [*_about(answer, document), *derived])


def _about(answer: Plain, document: Document) -> Iterator[Block]:
    """Yield what a figure is quoted with: its boundary, what widens it, its sources."""
    boundary = _boundary(answer)
    if boundary:
        yield Prose((word(OF_BOUNDARY, boundary=Word(en.BOUNDARY_NAMES[boundary])),))
    if isinstance(answer, Estimate):
        yield from sensitivity_blocks(answer)
    known = [s.key for e in _estimates(answer) for s in e.sources]
    keys = dict.fromkeys([*known, *_source_keys(document)])
    if keys:
        yield Prose((word(OF_SOURCES, keys=joined(keys)),))


def _estimates(answer: Plain) -> Sequence[Estimate]:
    if isinstance(answer, HardwareComparison):
        return answer.estimates
    if isinstance(answer, StudyResult):
        return [e for p in answer.placements for e in p.estimates]
    return (answer,) if isinstance(answer, Estimate) else ()


def _boundary(answer: Plain) -> str:
    """Return at which boundary the headline of an answer is; '' where it has none."""
    if isinstance(answer, (Plan, PlanCases, *DECADES)):
        return OF_BUILDINGS
    if isinstance(answer, RequestTotals):
        return answer.boundary
    return next((e.boundary for e in _estimates(answer)), "")


def _source_keys(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.key == SOURCES:
                yield from (str(row.cells[0]) for row in block.rows)


def _with_about(document: Document, about: list[Block]) -> Document:
    """Return a document with what is said of it behind its first block: cut last."""
    first, *rest = document.sections
    head, *tail = first.blocks
    section = replace(first, blocks=(head, *about, *tail))
    return replace(document, sections=(section, *rest))
