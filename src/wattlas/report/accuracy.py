"""A validation as aligned text: errors by cut, runs, disclosures, what was skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.accuracy import Validation
from wattlas.accuracy.disclosures import Disclosure
from wattlas.accuracy.record import TrainingRun
from wattlas.accuracy.refit import Refitted
from wattlas.accuracy.residuals import Residual
from wattlas.accuracy.scatter import Scatter
from wattlas.accuracy.scores import Score
from wattlas.records import Range
from wattlas.report.format import per_cent, significant
from wattlas.report.terminal import MISSING, plain_table

SHOWN_REASONS = 12
HEADS = (
    "rows",
    "median error",
    "in 30 %",
    "in 2x",
    "ratio p10",
    "p50",
    "p90",
    "in range",
    "width",
)
"""`ratio` is predicted over measured; `width` the range's high over its low."""


def blocks(found: Validation) -> Iterable[RenderableType]:
    """Yield the blocks of a validation."""
    yield Text(_title(found), style="bold")
    yield from score_tables(found.held_out)
    yield from score_tables(found.scores)
    yield from score_tables(found.baselines, "energy of text, beside other estimators")
    if found.scatter:
        yield scatter_table(found.scatter)
    yield from score_tables(found.training, "training")
    yield runs_table(found.runs)
    yield energies_table(found.runs)
    yield disclosures_table(found.disclosures)
    if found.refitted:
        yield refit_table(found.refitted)
        yield residuals_table(found.residuals)
    yield from _skipped(found)


def _title(found: Validation) -> str:
    files = [f for f in (found.inference_file, found.training_file) if f]
    on = " and ".join(files) if files else "the public figures of the tables"
    told = f", told only {', '.join(found.given)}" if found.given else ""
    return f"Predictions beside published measurements: {on}{told}"


def score_tables(scores: Sequence[Score], title: str = "") -> Iterable[RenderableType]:
    """Yield one table of errors for each table of the scores.

    Every quantity over all rows; the cuts for energy alone (all are in ``--json``).
    """
    for name in dict.fromkeys(title or s.table for s in scores):
        mine = [s for s in scores if (title or s.table) == name and _is_shown(s)]
        yield score_table(name, mine)


def _is_shown(s: Score) -> bool:
    return s.cut == "all" or s.quantity in ("energy", "chip_hours")


def score_table(title: str, scores: Sequence[Score]) -> Table:
    """Return the errors of scores, one row each."""
    table = plain_table(title, *HEADS)
    # All rows of each quantity first, then energy cut by cut.
    for s in sorted(scores, key=lambda s: s.cut != "all"):
        table.add_row(score_name(s), *score_cells(s))
    return table


def score_name(s: Score) -> str:
    """Return what a row of errors is of."""
    if s.table == "baselines":
        return f"{s.cut}: {s.value}"
    quantity = s.quantity.replace("_", "-")
    return quantity if s.cut in ("all", "hours", "energy") else f"  {s.cut} {s.value}"


def score_cells(s: Score) -> list[str]:
    """Return the figures of a score, as text."""
    return [
        str(s.rows),
        _share(s.median_error),
        per_cent(s.within_30_percent),
        per_cent(s.within_twice),
        f"{s.ratio_p10:.2f}",
        f"{s.ratio_p50:.2f}",
        f"{s.ratio_p90:.2f}",
        MISSING if s.coverage is None else per_cent(s.coverage),
        MISSING if s.width is None else significant(s.width, 2),
    ]


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def scatter_table(scatter: Sequence[Scatter]) -> Table:
    """Return the scatter of the measurements themselves."""
    table = plain_table("scatter of the measurements: energy", "pairs", "median")
    for s in scatter:
        table.add_row(f"{s.what}, {s.chip}", str(s.pairs), _share(s.energy_scatter))
    return table


def runs_table(runs: Sequence[TrainingRun]) -> Table:
    """Return the chip-hours of each run, predicted and published."""
    table = plain_table(
        "chip-hours of training runs", "low", "mid", "high", "published", "mid/pub."
    )
    for run in runs:
        hours = run.published_chip_hours
        if run.chip_hours and hours and run.hours_scored:
            cells = _beside(run.chip_hours, hours)
            table.add_row(f"{run.model}, {run.hardware}", *cells)
    return table


def energies_table(runs: Sequence[TrainingRun]) -> Table:
    """Return the energy of each measured run, predicted and measured. [MWh]"""
    heads = ("low", "mid", "high", "measured", "mid/meas.", "boundary", "from")
    table = plain_table("measured energy of training runs, MWh", *heads)
    for run in runs:
        energy = run.published_energy_mwh
        if run.energy_mwh and energy and run.energy_scored:
            cells = _beside(run.energy_mwh, energy)
            name = f"{run.model}, {run.hardware}"
            table.add_row(name, *cells, run.boundary, run.energy_from)
    return table


def _beside(predicted: Range, value: float) -> list[str]:
    outside = "" if predicted.contains(value) else " *"
    bounds = (predicted.low, predicted.mid, predicted.high, value)
    return [*map(significant, bounds), f"{predicted.mid / value:.2f}{outside}"]


def disclosures_table(disclosures: Sequence[Disclosure]) -> Table:
    """Return each public disclosure beside our range on its own boundary."""
    heads = ("low", "mid", "high", "published", "unit", "boundary", "inside", "source")
    table = plain_table("what providers and studies say of one request", *heads)
    for d in disclosures:
        numbers = map(significant, (d.low, d.mid, d.high, d.published))
        inside = "yes" if d.inside else "no"
        table.add_row(d.name, *numbers, d.unit, d.boundary, inside, d.source)
    return table


def refit_table(refitted: Sequence[Refitted]) -> Table:
    """Return each constant as it is shipped and as a refit would have it."""
    heads = ("shipped", "(5-95 %)", "refitted", "(5-95 %)", "unit", "agrees")
    table = plain_table("constants", *heads)
    for r in refitted:
        table.add_row(
            f"{r.key} {r.quantity}",
            significant(r.shipped),
            f"{significant(r.shipped_low)}-{significant(r.shipped_high)}",
            significant(r.refitted),
            f"{significant(r.low)}-{significant(r.high)}",
            r.unit,
            "yes" if r.agrees else "no",
        )
    return table


def residuals_table(residuals: Sequence[Residual]) -> Table:
    """Return the residuals by class that a refit would ship."""
    heads = ("rows", "low", "median", "high")
    table = plain_table("measured over predicted, family left out", *heads)
    for r in residuals:
        numbers = (f"{r.low:.2f}", f"{r.median:.2f}", f"{r.high:.2f}")
        table.add_row(f"{r.key} {r.quantity}", str(r.rows), *numbers)
    return table


def _skipped(found: Validation) -> Iterable[RenderableType]:
    if found.missing_columns:
        yield Text(f"Columns not in the file: {', '.join(found.missing_columns)}.")
    if not found.skipped:
        return
    reasons = Counter(found.skipped.values())
    table = plain_table("rows without a prediction", "rows")
    for reason, count in reasons.most_common(SHOWN_REASONS):
        table.add_row(reason, str(count))
    yield table
    if len(reasons) > SHOWN_REASONS:
        yield Text("All of them: --json, or skipped.csv of --predictions.")
