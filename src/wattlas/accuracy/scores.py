"""How far predictions lie from measurements: errors, shares, coverage and width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wattlas.accuracy.measured import is_calibration, measured
from wattlas.accuracy.predict import Prediction
from wattlas.accuracy.training import Run, published_hours
from wattlas.estimation.uncertainty import QUANTITIES
from wattlas.plain import Plain
from wattlas.records import Range

NEAR, TWICE = 0.30, 2.0


@dataclass(frozen=True)
class Pair:
    """A prediction and what was measured."""

    predicted: float
    measured: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Score(Plain):
    """The errors of one quantity over the rows of one cut.

    `error` is |predicted / measured - 1|, `ratio` predicted over measured. Coverage is
    the share of rows inside the 90 % range, width the geometric mean of high over low.
    """

    table: str
    cut: str
    value: str
    quantity: str
    rows: int
    median_error: float
    within_30_percent: float
    within_twice: float
    ratio_p10: float
    ratio_p50: float
    ratio_p90: float
    coverage: float | None
    width: float | None


def score(pairs: Sequence[Pair], where: tuple[str, str, str], quantity: str) -> Score:
    """Return the errors of pairs; `where` is table, cut and value of the cut.

    >>> pairs = [Pair(1.1, 1.0), Pair(1.5, 1.0), Pair(3.0, 1.0)]
    >>> found = score(pairs, ("text", "all", "all"), "energy")
    >>> round(found.median_error, 2), round(found.within_twice, 2)
    (0.5, 0.67)
    """
    ratios = np.array([p.predicted / p.measured for p in pairs])
    ranged = [p for p in pairs if p.low is not None and p.high is not None]
    inside = [(p.low or 0) <= p.measured <= (p.high or 0) for p in ranged]
    widths = [(p.high or 0) / p.low for p in ranged if p.low]
    p10, p50, p90 = (float(q) for q in np.quantile(ratios, (0.1, 0.5, 0.9)))
    table, cut, value = where
    return Score(
        table=table,
        cut=cut,
        value=value,
        quantity=quantity,
        rows=len(pairs),
        median_error=float(np.median(np.abs(ratios - 1))),
        within_30_percent=float(np.mean(np.abs(ratios - 1) <= NEAR)),
        within_twice=float(np.mean((ratios <= TWICE) & (ratios >= 1 / TWICE))),
        ratio_p10=p10,
        ratio_p50=p50,
        ratio_p90=p90,
        coverage=float(np.mean(inside)) if inside else None,
        width=float(np.exp(np.mean(np.log(widths)))) if widths else None,
    )


Cut = Callable[[Prediction], str]
CUTS: dict[str, Cut] = {
    "dataset": lambda p: p.row.text("dataset") or "file",
    "vintage": lambda p: p.vintage,
    "hardware": lambda p: p.hardware,
    "architecture": lambda p: p.kind,
    "precision": lambda p: p.precision,
    "batch": lambda p: p.batch,
    "task": lambda p: p.row.text("task"),
}
OF_ITEMS = ("dataset", "hardware", "batch")
OF_UNKNOWN = ("dataset", "architecture")
"""Cuts where a prediction was not told its whole configuration."""


def table_of(prediction: Prediction) -> str:
    """Return the table that a row is scored in: text, image or video."""
    kind = prediction.kind
    if kind in ("image", "video"):
        return kind
    if prediction.row.text("dataset") == "literature":
        return "literature"
    return "text" if is_calibration(prediction.row) else "text, not for calibration"


def inference_scores(predictions: Iterable[Prediction]) -> list[Score]:
    """Return the scores of serving and generation by every cut."""
    tables: dict[str, list[Prediction]] = {}
    for prediction in predictions:
        tables.setdefault(table_of(prediction), []).append(prediction)
    found: list[Score] = []
    for table, members in sorted(tables.items()):
        cuts = CUTS if table == "text" else {n: CUTS[n] for n in OF_ITEMS}
        if not all(p.known for p in members):
            cuts = {n: CUTS[n] for n in OF_UNKNOWN}
        found += _scores(table, "all", lambda _: "all", members)
        for name, cut in cuts.items():
            found += _scores(table, name, cut, members)
    return found


def _scores(
    table: str, name: str, cut: Cut, members: Sequence[Prediction]
) -> list[Score]:
    values = sorted({cut(p) for p in members})
    found = []
    for value in values:
        inside = [p for p in members if cut(p) == value]
        for quantity in QUANTITIES:
            pairs = pairs_of(inside, quantity)
            if pairs:
                found.append(score(pairs, (table, name, value), quantity))
    return found


def pairs_of(predictions: Iterable[Prediction], quantity: str) -> list[Pair]:
    """Return predicted and measured values of the rows that have both."""
    found = []
    for prediction in predictions:
        value = measured(prediction.row, quantity)
        if value:
            found.append(_pair(prediction.ranges[quantity], value))
    return found


def _pair(predicted: Range, value: float) -> Pair:
    return Pair(predicted.mid, value, predicted.low, predicted.high)


def hours_are_published(run: Run) -> bool:
    """Say whether a run's chip-hours are independent of its FLOP and credible."""
    basis = run.row.text("hours_basis").lower()
    return basis.startswith(("published", "from the epoch")) and "not cred" not in basis


def energy_is_measured(run: Run) -> bool:
    """Say whether a run's energy was measured, or reported by its developer."""
    basis = run.row.text("energy_basis").lower()
    return basis.startswith(("measured", "reported"))


def training_scores(runs: Iterable[Run]) -> list[Score]:
    """Return the scores of chip-hours and of measured energy."""
    runs = list(runs)
    hours = [
        _pair(run.hours, hours)
        for run in runs
        if hours_are_published(run)
        and run.hours
        and (hours := published_hours(run.row))
    ]
    energy = [
        _pair(run.energy_mwh, value)
        for run in runs
        if energy_is_measured(run)
        and run.energy_mwh
        and (value := run.row.number("energy_mwh"))
    ]
    found = []
    if hours:
        found.append(score(hours, ("training", "hours", "published"), "chip_hours"))
    if energy:
        found.append(score(energy, ("training", "energy", "measured"), "energy"))
    return found
