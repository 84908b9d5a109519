"""Results in a notebook: tables and charts in the place of a record's text."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.claims import Checked, CheckedFile
from wattlas.records import RESULT_UNITS, Estimate
from wattlas.report import terminal
from wattlas.report.charts.causes import causes_chart
from wattlas.report.charts.verdicts import verdict_chart
from wattlas.report.claims import language_of
from wattlas.report.page.answer import answer, chosen
from wattlas.report.page.blocks import Block, Figure, Grid, Prose
from wattlas.report.page.claims import claims_grid, part_blocks
from wattlas.report.page.render import fragment
from wattlas.report.page.study import placement_drawings
from wattlas.report.words import claims as claim_words
from wattlas.report.words import en
from wattlas.report.words import page as words
from wattlas.report.words.language import ENGLISH, Language, language
from wattlas.workflow import StudyResult

NUMBERS = frozenset({1, 2, 3})


def estimate_html(estimate: Estimate) -> str:
    """Return an estimate as HTML: results, inputs folded, and what causes the width."""
    rows = tuple(
        (en.RESULTS[name], *terminal.range_cells(value, RESULT_UNITS[name]))
        for name, value in estimate.results.items()
    )
    heads = ("", *(words.HEADS[h] for h in ("low", "mid", "high", "unit")))
    blocks: list[Block] = [Grid("", heads, rows, NUMBERS)]
    notes = [str(note) for note in terminal.notes(estimate)]
    if notes:
        blocks.append(Prose(tuple(notes)))
    drawing = causes_chart(estimate)
    if drawing is not None:
        blocks.append(Figure.of(drawing, drawing.title))
    return fragment(str(terminal.title(estimate)), blocks)


def study_html(result: StudyResult) -> str:
    """Return a study as HTML: the answer and its charts."""
    best = chosen(result)
    drawings = placement_drawings(result, ENGLISH)
    blocks: list[Block] = [Prose((answer(result, best, ENGLISH),))]
    blocks += [
        Figure.of(drawings[name], drawings[name].title)
        for name in ("stages", "flow", "places")
        if name in drawings
    ]
    return fragment(result.title, blocks)


def checked_html(claim: Checked) -> str:
    """Return a checked claim as HTML: each part recomputed, and the chart."""
    say = language(language_of([claim]))
    verdict = Word(claim_words.VERDICTS[claim.verdict])
    blocks = [Prose((claim.statement,)), *parts_blocks(claim)]
    return blocks_html(verdict, [*blocks, *verdict_figures((claim,))], say)


def checked_file_html(file: CheckedFile) -> str:
    """Return the claims of a file as HTML: a row each, and the chart."""
    say = language(language_of(file.claims))
    table = claims_table(file.claims)
    charts = verdict_figures(file.claims, file.title)
    return blocks_html(file.title, [table, *charts], say)
