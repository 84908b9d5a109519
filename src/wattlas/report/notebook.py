"""Results in a notebook: tables and charts in the place of a record's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wattlas.claims import Checked, CheckedFile
from wattlas.records import Estimate
from wattlas.report.blocks import Block as NewBlock
from wattlas.report.blocks import Prose as NewProse
from wattlas.report.charts.verdicts import verdict_chart
from wattlas.report.claims import language_of
from wattlas.report.estimates import estimate_document
from wattlas.report.page.blocks import Block, Figure, Prose
from wattlas.report.page.claims import claims_grid, part_blocks
from wattlas.report.page.render import fragment
from wattlas.report.paint.html import blocks_html
from wattlas.report.study import study_document
from wattlas.report.table import Table
from wattlas.report.words import claims as claim_words
from wattlas.report.words.language import ENGLISH, Language, language
from wattlas.workflow import StudyResult

SHOWN = ("flow", "places")
"""The sections of a study that a notebook's cell has room for."""


def estimate_html(estimate: Estimate) -> str:
    """Return an estimate as HTML: results, inputs folded, and what causes the width."""
    document = estimate_document(estimate)
    blocks = (_folded(b) for s in document.sections for b in s.blocks)
    return blocks_html(document.title, list(blocks), ENGLISH)


def study_html(result: StudyResult) -> str:
    """Return a study as HTML: the answer and its charts."""
    document = study_document(result)
    shown = [b for s in document.sections if s.key in SHOWN for b in s.blocks]
    answer = NewProse((document.answer,))
    return blocks_html(document.title, [answer, *shown], ENGLISH)


def _folded(block: NewBlock) -> NewBlock:
    if isinstance(block, Table) and block.key == "inputs":
        return replace(block, folded=True)
    return block


def checked_html(claim: Checked) -> str:
    """Return a checked claim as HTML: each part recomputed, and the chart."""
    say = language(language_of([claim]))
    blocks: list[Block] = [Prose((claim.statement,))]
    for part in claim.parts:
        blocks += part_blocks(part, "", say)
    verdict = say(claim_words.VERDICTS[claim.verdict])
    return fragment(verdict, [*blocks, *_verdicts((claim,), "", say)])


def checked_file_html(file: CheckedFile) -> str:
    """Return the claims of a file as HTML: a row each, and the chart."""
    say = language(language_of(file.claims))
    return fragment(
        file.title,
        [claims_grid(file.claims, say), *_verdicts(file.claims, file.title, say)],
    )


def _verdicts(claims: Sequence[Checked], title: str, say: Language) -> list[Block]:
    drawing = verdict_chart(claims, title, say)
    return [] if drawing is None else [Figure.of(drawing)]
