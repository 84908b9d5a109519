"""Results in a notebook: tables and charts in the place of a record's text."""

from __future__ import annotations

from dataclasses import replace

from wattlas.claims import Verdict, VerdictFile
from wattlas.plain import Plain
from wattlas.records import Estimate
from wattlas.report.blocks import Block, Prose
from wattlas.report.claim_tables import claims_table
from wattlas.report.claims import language_of, parts_blocks, verdict_figures
from wattlas.report.estimates import estimate_document
from wattlas.report.paint.html import blocks_html
from wattlas.report.saved import saved_document
from wattlas.report.study import study_document
from wattlas.report.table import Table, Word
from wattlas.report.words import claims as claim_words
from wattlas.report.words.language import ENGLISH, language
from wattlas.workflow import StudyResult

SHOWN = ("flow", "places")
"""The sections of a study that a notebook's cell has room for."""


def estimate_html(estimate: Estimate) -> str:
    """Return an estimate as HTML: results, inputs folded, and what causes the width."""
    document = estimate_document(estimate)
    blocks = (_folded(b) for s in document.sections for b in s.blocks)
    return blocks_html(document.title, list(blocks), ENGLISH)


def record_html(record: Plain) -> str:
    """Return any record as HTML: the blocks that its verb prints."""
    document = saved_document(record)
    blocks = [b for section in document.sections for b in section.blocks]
    return blocks_html(document.title, blocks, ENGLISH)


def study_html(result: StudyResult) -> str:
    """Return a study as HTML: the answer and its charts."""
    if not result.placements:
        return record_html(result)
    document = study_document(result)
    shown = [b for s in document.sections if s.key in SHOWN for b in s.blocks]
    answer = Prose((document.answer,))
    return blocks_html(document.title, [answer, *shown], ENGLISH)


def _folded(block: Block) -> Block:
    if isinstance(block, Table) and block.key == "inputs":
        return replace(block, folded=True)
    return block


def checked_html(claim: Verdict) -> str:
    """Return a checked claim as HTML: each part recomputed, and the chart."""
    say = language(language_of([claim]))
    verdict = Word(claim_words.VERDICTS[claim.verdict])
    blocks = [Prose((claim.statement,)), *parts_blocks(claim)]
    return blocks_html(verdict, [*blocks, *verdict_figures((claim,))], say)


def checked_file_html(file: VerdictFile) -> str:
    """Return the claims of a file as HTML: a row each, and the chart."""
    say = language(language_of(file.claims))
    table = claims_table(file.claims)
    charts = verdict_figures(file.claims, file.title)
    return blocks_html(file.title, [table, *charts], say)
