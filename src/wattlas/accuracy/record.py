"""What a validation shows of single rows: training runs, and points of its charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wattlas.accuracy.measured import is_calibration, measured
from wattlas.accuracy.predict import Prediction
from wattlas.accuracy.scores import energy_is_measured, hours_are_published
from wattlas.accuracy.training import Run, published_hours
from wattlas.estimation.uncertainty import QUANTITIES
from wattlas.plain import Plain
from wattlas.records import Range


@dataclass(frozen=True)
class TrainingRun(Plain):
    """One training run, predicted and published. [chip-hours, MWh]"""

    row_id: str
    model: str
    hardware: str
    chip_hours: Range | None
    published_chip_hours: float | None
    hours_basis: str
    hours_scored: bool
    energy_mwh: Range | None
    energy_from: str
    published_energy_mwh: float | None
    energy_basis: str
    energy_scored: bool
    boundary: str


@dataclass(frozen=True)
class MeasuredPoint(Plain):
    """One measured configuration and its prediction, as far as a picture shows them.

    Energy is in J for one item, power in W, time in s for one item.
    """

    quantity: str
    measured: float
    predicted: float
    ratio: float
    kind: str
    vintage: str
    chip: str
    batch: float | None


def training_run(run: Run) -> TrainingRun:
    """Return a training run, predicted and published."""
    return TrainingRun(
        row_id=run.row.row_id,
        model=run.row.text("model"),
        hardware=run.hardware,
        chip_hours=run.hours,
        published_chip_hours=published_hours(run.row),
        hours_basis=run.row.text("hours_basis"),
        hours_scored=hours_are_published(run),
        energy_mwh=run.energy_mwh,
        energy_from=run.energy_from,
        published_energy_mwh=run.row.number("energy_mwh"),
        energy_basis=run.row.text("energy_basis"),
        energy_scored=energy_is_measured(run),
        boundary=run.boundary,
    )


def measured_points(predictions: Iterable[Prediction]) -> tuple[MeasuredPoint, ...]:
    """Return a point for each row and quantity that was measured well."""
    return tuple(
        MeasuredPoint(
            quantity=quantity,
            measured=_rounded(value),
            predicted=_rounded(p.ranges[quantity].mid),
            ratio=_rounded(p.ranges[quantity].mid / value),
            kind=p.kind,
            vintage=p.vintage,
            chip=p.hardware,
            batch=p.row.number("avg_batch") or p.row.number("max_batch"),
        )
        for p in predictions
        for quantity in QUANTITIES
        if is_calibration(p.row) and (value := measured(p.row, quantity))
    )


def _rounded(value: float) -> float:
    """Round to what a picture shows: it carries no measurement over."""
    return float(f"{value:.2g}")
