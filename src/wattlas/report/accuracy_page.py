"""The page on accuracy as Markdown: tables and pictures from a validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wattlas.accuracy import Validation
from wattlas.accuracy.lab_scores import TABLE as LABORATORIES
from wattlas.accuracy.scores import Score
from wattlas.report import accuracy as tables
from wattlas.report import accuracy_runs as runs
from wattlas.report.paint.markdown import blocks_markdown
from wattlas.report.table import Table, Word
from wattlas.report.words import accuracy as words
from wattlas.report.words.language import ENGLISH

NEWEST = "text 2025, family left out"
TABLES = ("text", "image", "video")


def page(known: Validation, unknown: Validation) -> str:
    """Return the page from two validations: configuration known, and model alone."""
    alone = [s for s in unknown.scores if s.cut == "all" and s.table in TABLES]
    parts = [
        words.HEAD,
        *_held_out(known),
        words.BASELINES,
        _painted(tables.score_table(known.baselines)),
        words.SHIPPED,
        *(_painted(_scores_of(known.scores, name)) for name in TABLES),
        *_of_laboratories(known),
        *_closed(known),
        words.ORACLE,
        words.UNKNOWN,
        _painted(tables.score_table(alone)),
        words.SCATTER,
        _painted(tables.scatter_table(known.scatter)),
        words.TRAINING,
        _painted(tables.score_table(known.training)),
        _painted(runs.hours_table(known.runs)),
        words.ENERGIES,
        _painted(runs.energies_table(known.runs)),
        words.DISCLOSURES,
        _painted(runs.disclosures_table(known.disclosures)),
        words.WEAK,
        words.DATA,
        words.AGAIN,
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _held_out(validation: Validation) -> Iterable[str]:
    names = dict.fromkeys(s.table for s in validation.held_out)
    for name in (n for n in names if not n.startswith(LABORATORIES)):
        yield _painted(_scores_of(validation.held_out, name))
        if name == NEWEST:
            yield words.PICTURES


def _of_laboratories(validation: Validation) -> Iterable[str]:
    """Yield the errors on other laboratories' rows: by cut, and with each left out."""
    scores = [s for s in validation.scores if s.table == LABORATORIES]
    if not scores:
        return
    shown = [s for s in scores if s.cut in ("all", "class", "engine", "hardware")]
    left_out = [
        s
        for s in validation.held_out
        if s.table.startswith(LABORATORIES) and s.cut in ("all", "laboratory", "unseen")
    ]
    yield words.LABORATORIES
    yield _painted(tables.score_table(shown, Word(LABORATORIES)))
    for name in dict.fromkeys(s.table for s in left_out):
        members = [s for s in left_out if s.table == name]
        yield _painted(tables.score_table(members, Word(name)))


def _closed(validation: Validation) -> Iterable[str]:
    """Yield the errors of what is inferred of closed models."""
    names = dict.fromkeys(s.table for s in validation.closed)
    if names:
        yield words.CLOSED
    for name in names:
        members = [s for s in validation.closed if s.table == name]
        yield _painted(tables.score_table(members, Word(name)))


def _scores_of(scores: Sequence[Score], name: str) -> Table:
    """Return the errors of one table: all rows, and energy cut by cut."""
    shown = [s for s in scores if s.cut == "all" or s.quantity == "energy"]
    return tables.score_table([s for s in shown if s.table == name], Word(name))


def _painted(table: Table) -> str:
    return blocks_markdown([table], ENGLISH)
