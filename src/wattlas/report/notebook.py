"""Results in a notebook: tables and charts in the place of a record's text."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.claims import Verdict, VerdictFile
from wattlas.plain import Plain
from wattlas.records import RESULT_UNITS, Estimate
from wattlas.report import terminal
from wattlas.report.charts.causes import causes_chart
from wattlas.report.charts.verdicts import verdict_chart
from wattlas.report.claims import language_of
from wattlas.report.converted import page_blocks
from wattlas.report.page.answer import answer, chosen
from wattlas.report.page.blocks import Block, Figure, Grid, Prose
from wattlas.report.page.claims import claims_grid, part_blocks
from wattlas.report.page.render import fragment
from wattlas.report.page.study import placement_drawings
from wattlas.report.saved import terminal_blocks
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


def record_html(record: Plain) -> str:
    """Return any record as HTML: the blocks that its verb prints."""
    return fragment("", list(page_blocks(terminal_blocks(record, ENGLISH))))


def study_html(result: StudyResult) -> str:
    """Return a study as HTML: the answer and its charts."""
    if not result.placements:
        return record_html(result)
    best = chosen(result)
    drawings = placement_drawings(result, ENGLISH)
    blocks: list[Block] = [Prose((answer(result, best, ENGLISH),))]
    blocks += [
        Figure.of(drawings[name], drawings[name].title)
        for name in ("stages", "flow", "places")
        if name in drawings
    ]
    return fragment(result.title, blocks)


def checked_html(claim: Verdict) -> str:
    """Return a checked claim as HTML: each part recomputed, and the chart."""
    say = language(language_of([claim]))
    blocks: list[Block] = [Prose((claim.statement,))]
    for part in claim.parts:
        blocks += part_blocks(part, "", say)
    verdict = say(claim_words.VERDICTS[claim.verdict])
    return fragment(verdict, [*blocks, *_verdicts((claim,), "", say)])


def checked_file_html(file: VerdictFile) -> str:
    """Return the claims of a file as HTML: a row each, and the chart."""
    say = language(language_of(file.claims))
    return fragment(
        file.title,
        [claims_grid(file.claims, say), *_verdicts(file.claims, file.title, say)],
    )


def _verdicts(claims: Sequence[Verdict], title: str, say: Language) -> list[Block]:
    drawing = verdict_chart(claims, title, say)
    return [] if drawing is None else [Figure.of(drawing)]
