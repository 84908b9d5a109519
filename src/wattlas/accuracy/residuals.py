"""The rows of residuals that the table of constants ships: how they are made.

Rows that constants are fitted to are predicted with their family left out. Text with
pictures in the prompt has no residuals of its own: their prompts are not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wattlas.accuracy.held_out import HeldOut
from wattlas.accuracy.intervals import Residuals, residual_rows
from wattlas.accuracy.measured import is_calibration, measured
from wattlas.accuracy.predict import Prediction
from wattlas.accuracy.tasks import has_pictures
from wattlas.estimation.uncertainty import QUANTITIES
from wattlas.plain import Plain


@dataclass(frozen=True)
class Residual(Plain):
    """Measured over predicted of one class: 5 %, median and 95 %."""

    key: str
    quantity: str
    low: float
    median: float
    high: float
    rows: int

    def line(self, year: str) -> str:
        """Return the row of the table of constants."""
        note = (
            f"Measured over predicted: 5 and 95 % of {self.rows} rows, widened for "
            f"families not seen; median {self.median:.2f}"
        )
        low, high = f"{self.low:.3g}", f"{self.high:.3g}"
        return (
            f"{self.key},{self.quantity}_ratio,1,{low},{high},lognormal,1,{year},"
            f'residuals-fit,"{note}"'
        )


def residual_table(
    predictions: Iterable[Prediction], held_out: Sequence[HeldOut]
) -> tuple[Residual, ...]:
    """Return the residuals of every class and quantity with enough rows.

    The range covers held-out rows and, where the shipped constants are further off
    than a refit, theirs.
    """
    kept = [
        p
        for p in predictions
        if p.known
        and is_calibration(p.row)
        and p.vintage.isdigit()
        and not has_pictures(p.row)
    ]
    found: list[Residual] = []
    for quantity in QUANTITIES:
        logs = _held_out(held_out, quantity)
        shipped = residual_rows(_ratios(kept, quantity, {}))
        for name, left_out in residual_rows(_ratios(kept, quantity, logs)).items():
            if name:
                found.append(_wider(name, quantity, (left_out, shipped[name])))
    return tuple(sorted(found, key=lambda r: (r.key, r.quantity)))


Quantiles = tuple[float, float, float, int]


def _wider(name: str, quantity: str, both: tuple[Quantiles, Quantiles]) -> Residual:
    low, high = min(q[0] for q in both), max(q[2] for q in both)
    _, median, _, rows = both[0]
    return Residual(f"residuals-{name}", quantity, low, median, high, rows)


def _ratios(
    kept: Iterable[Prediction], quantity: str, held_out: Mapping[str, float]
) -> Residuals:
    """Yield measured over predicted with its classes, held out where it is known."""
    for p in kept:
        value = measured(p.row, quantity)
        if value:
            shipped = p.ranges[quantity].mid / value
            ratio = 1.0 / held_out.get(p.row.row_id, shipped)
            yield p.distance.classes, ratio, p.family


def _held_out(held_out: Sequence[HeldOut], quantity: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for part in held_out:
        rows = part.calibration.rows
        for row, ratio in zip(rows, part.ratios(quantity), strict=True):
            found[row.row_id] = float(ratio)
    return found
