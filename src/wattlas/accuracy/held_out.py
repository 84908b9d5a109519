"""Predictions for rows whose family, chip or vintage the fit has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wattlas.accuracy.calibration import Calibration
from wattlas.accuracy.intervals import residual_rows
from wattlas.accuracy.least_squares import Array
from wattlas.accuracy.refit import constants_of, fit_constants
from wattlas.accuracy.scores import Pair, Score, score

ITERATIONS = 5
"""A fit that leaves a part out starts at the shipped constants: it moves little."""


@dataclass(frozen=True)
class HeldOut:
    """Log of predicted over measured energy and time, each row left out in turn."""

    calibration: Calibration
    energy: Array
    time: Array

    def ratios(self, quantity: str) -> Array:
        """Return predicted over measured of a quantity, by row."""
        logs = {
            "energy": self.energy,
            "time": self.time,
            "power": self.energy - self.time,
        }
        ratios: Array = np.exp(logs[quantity])
        return ratios


def leave_out(calibration: Calibration, parts: NDArray[np.str_]) -> HeldOut:
    """Return predictions of each part by constants fitted to the others."""
    energy, time = (np.empty(len(parts)) for _ in range(2))
    for part in np.unique(parts):
        mine = parts == part
        found = fit_constants(calibration, ~mine, ITERATIONS, errors=False)
        constants = constants_of(calibration.constants, found.values)
        own_energy, own_time = calibration.predicted(constants)
        energy[mine] = (own_energy - calibration.energy)[mine]
        time[mine] = (own_time - calibration.time)[mine]
    return HeldOut(calibration, energy, time)


def unfitted(calibration: Calibration) -> HeldOut:
    """Return predictions by the shipped constants."""
    energy, time = calibration.predicted({})
    return HeldOut(calibration, energy - calibration.energy, time - calibration.time)


Bounds = Mapping[str, tuple[float, float, float, int]]


def held_out_scores(held: HeldOut, table: str) -> list[Score]:
    """Return the errors of held-out rows by every cut, with coverage.

    The range of a row comes from the residuals of the other families alone.
    """
    found: list[Score] = []
    members = held.calibration.families
    whole = {"all": np.full(len(members), "all")}
    cuts = {**whole, **held.calibration.cuts}
    for quantity in ("energy", "time", "power"):
        pairs = _pairs(held, quantity)
        for name, values in cuts.items():
            for value in np.unique(values):
                chosen = [pairs[i] for i in np.flatnonzero(values == value)]
                found.append(score(chosen, (table, name, str(value)), quantity))
    return found


def _pairs(held: HeldOut, quantity: str) -> list[Pair]:
    ratios = held.ratios(quantity)
    members = held.calibration.families
    rows = held.calibration.classes
    pairs: list[Pair | None] = [None] * len(ratios)
    for family in np.unique(members):
        others = np.flatnonzero(members != family)
        bounds = residual_rows(
            (rows[i], 1.0 / ratios[i], str(members[i])) for i in others
        )
        for i in np.flatnonzero(members == family):
            low, high = _bounds(bounds, rows[i])
            pairs[i] = Pair(ratios[i], 1.0, ratios[i] * low, ratios[i] * high)
    return [pair for pair in pairs if pair is not None]


def _bounds(bounds: Bounds, names: tuple[str, ...]) -> tuple[float, float]:
    low, _, high, _ = next(bounds[n] for n in (*names, "") if n in bounds)
    return low, high
