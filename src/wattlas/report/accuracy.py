"""A validation as a document: errors by cut, runs, disclosures, what was skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wattlas.accuracy import Validation
from wattlas.accuracy.lab_scores import TABLE as LABORATORIES
from wattlas.accuracy.refit import Refitted
from wattlas.accuracy.residuals import Residual
from wattlas.accuracy.scatter import Scatter
from wattlas.accuracy.scores import Score
from wattlas.report.accuracy_runs import disclosures_table, energies_table, hours_table
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.prediction import yes
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
    word,
)
from wattlas.report.words import accuracy as words
from wattlas.report.words.parts_page import SECTIONS

SHOWN_REASONS = 12


def validation_document(validation: Validation) -> Document:
    """Return a validation as a document."""
    errors: list[Block] = [
        *score_tables(validation.held_out),
        *score_tables(validation.scores),
        *score_tables(validation.baselines, Word(words.BASELINES_TITLE)),
        scatter_table(validation.scatter),
        *score_tables(validation.closed),
        *score_tables(validation.training, Word("training")),
    ]
    runs: list[Block] = [
        hours_table(validation.runs),
        energies_table(validation.runs),
        disclosures_table(validation.disclosures),
    ]
    refit = [refit_table(validation.refitted), residuals_table(validation.residuals)]
    built: dict[str, Sequence[Block]] = {
        "errors": errors,
        "runs": runs,
        "refit": refit if validation.refitted else [],
        "skipped": list(_skipped(validation)),
    }
    return Document(_title(validation), sections_of(SECTIONS, built))


def _title(validation: Validation) -> Word:
    given = (
        validation.inference_file,
        validation.training_file,
        validation.labs_file,
        validation.closed_file,
    )
    files = [f for f in given if f]
    on = joined(files) if files else Word(words.PUBLIC)
    if validation.given:
        return word(words.TITLE_GIVEN, on=on, given=", ".join(validation.given))
    return word(words.TITLE, on=on)


def score_tables(scores: Sequence[Score], title: Piece = "") -> Iterator[Table]:
    """Yield one table of errors for each table of the scores, or one of all.

    Every quantity over all rows; the cuts for energy alone (all are in ``--json``).
    """
    shown = [s for s in scores if _is_shown(s)]
    if title:
        yield score_table(shown, title)
        return
    for name in dict.fromkeys(s.table for s in shown):
        yield score_table([s for s in shown if s.table == name], Word(name))


def _is_shown(s: Score) -> bool:
    of_labs = s.table == LABORATORIES and s.cut == "class"
    return s.cut == "all" or of_labs or s.quantity in ("energy", "chip_hours")


def score_table(scores: Sequence[Score], title: Piece = "") -> Table:
    """Return the errors of scores; every quantity first, then energy cut by cut.

    The ratio is predicted over measured; the width the range's high over its low.
    """
    columns = (
        Column("of", kind="word"),
        Column("rows", Word(words.ROWS_HEAD)),
        Column("median_error", Word(words.ERROR_HEAD), "%"),
        Column("within_30_percent", Word(words.WITHIN_HEAD), "%"),
        Column("within_twice", Word(words.TWICE_HEAD), "%"),
        *(
            Column(f"ratio_{p}", word(words.RATIO_HEAD, p=p))
            for p in ("10", "50", "90")
        ),
        Column("coverage", Word(words.COVERAGE_HEAD), "%"),
        Column("width", Word(words.WIDTH_HEAD)),
    )
    several = len({s.table for s in scores}) > 1
    rows = tuple(
        Row((_name(s, several), *_score_cells(s)), role="part" if _is_cut(s) else "")
        for s in sorted(scores, key=lambda s: s.cut != "all")
    )
    return Table("scores", title, columns, rows)


def _is_cut(s: Score) -> bool:
    return s.table != "baselines" and s.cut not in ("all", "hours", "energy")


def _name(s: Score, several: bool) -> Piece:
    """Return what a row of errors is of."""
    if s.table == "baselines":
        return joined((Word(s.cut), s.value), ": ")
    if _is_cut(s):
        return joined((Word(words.CUTS.get(s.cut, s.cut)), Word(s.value)), " ")
    quantity = Word(words.QUANTITIES.get(s.quantity, s.quantity))
    return joined((Word(s.table), quantity), ": ") if several else quantity


def _score_cells(s: Score) -> tuple[Cell, ...]:
    return (
        Number(s.rows, form="count"),
        _percent(s.median_error, 3),
        _percent(s.within_30_percent),
        _percent(s.within_twice),
        *(Number(r) for r in (s.ratio_p10, s.ratio_p50, s.ratio_p90)),
        ABSENT if s.coverage is None else _percent(s.coverage),
        ABSENT if s.width is None else Number(s.width, digits=2),
    )


def _percent(share: float, digits: int = 2) -> Number:
    return Number(100 * share, digits=digits)


def scatter_table(scatter: Sequence[Scatter]) -> Table:
    """Return the scatter of the measurements themselves."""
    columns = (
        Column("of", kind="word"),
        Column("pairs", Word(words.PAIRS_HEAD)),
        Column("median", Word(words.MEDIAN_HEAD), "%"),
    )
    rows = tuple(
        Row(
            (
                joined((Word(s.what), s.chip)),
                Number(s.pairs, form="count"),
                _percent(s.energy_scatter, 3),
            )
        )
        for s in scatter
    )
    return Table("scatter", Word(words.SCATTER_TITLE), columns, rows)


def refit_table(refitted: Sequence[Refitted]) -> Table:
    """Return each constant as it is shipped and as a refit would have it."""
    columns = (
        Column("constant", Word(words.CONSTANT_HEAD), kind="word"),
        Column("shipped", Word(words.SHIPPED_HEAD)),
        Column("refitted", Word(words.REFITTED_HEAD)),
        Column("unit", Word("unit"), kind="unit"),
        Column("agrees", Word(words.AGREES_HEAD), kind="word"),
    )
    rows = tuple(
        Row(
            (
                f"{r.key} {r.quantity}",
                Number(r.shipped, "", r.shipped_low, r.shipped_high),
                Number(r.refitted, "", r.low, r.high),
                r.unit,
                yes(r.agrees),
            )
        )
        for r in refitted
    )
    return Table("refit", "", columns, rows)


def residuals_table(residuals: Sequence[Residual]) -> Table:
    """Return the residuals by class that a refit would ship."""
    columns = (
        Column("class", Word(words.CLASS_HEAD), kind="word"),
        Column("rows", Word(words.ROWS_HEAD)),
        Column("residual", spread=True),
    )
    rows = tuple(
        Row(
            (
                f"{r.key} {r.quantity}",
                Number(r.rows, form="count"),
                Number(r.median, "", r.low, r.high),
            )
        )
        for r in residuals
    )
    return Table("residuals", Word(words.RESIDUALS_TITLE), columns, rows)


def _skipped(validation: Validation) -> Iterator[Block]:
    if validation.missing_columns:
        names = ", ".join(validation.missing_columns)
        yield Prose((word(words.MISSING_COLUMNS, names=names),))
    reasons = Counter(validation.skipped.values())
    columns = (
        Column("reason", Word(words.REASON_HEAD), kind="word"),
        Column("rows", Word(words.ROWS_HEAD)),
    )
    rows = tuple(
        Row((Word(reason), Number(count, form="count")))
        for reason, count in reasons.most_common(SHOWN_REASONS)
    )
    yield Table("skipped", Word(words.SKIPPED_TITLE), columns, rows)
    if len(reasons) > SHOWN_REASONS:
        yield Prose((Word(words.ALL_SKIPPED),))
