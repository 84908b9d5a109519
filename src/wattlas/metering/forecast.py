"""What is left of a piece of work, from what was measured of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.errors import InputError
from wattlas.metering.parts import Measurement
from wattlas.records import Range


@dataclass(frozen=True)
class Forecast:
    """Energy and time that are left, if the rest goes as what is done did. [J, s]

    The range is that of the meter alone: a rest that differs from the beginning
    (warm-up, evaluation, longer samples) is not in it.
    """

    done_share: float
    energy_left_j: Range | None
    seconds_left: float


def forecast(found: Measurement, unit: str, total: float) -> Forecast:
    """Return what is left of `total` units of work.

    Raises
    ------
    InputError
        If no such work was reported yet, or more than the total.
    """
    done = found.work.get(unit, 0.0)
    if done <= 0:
        raise InputError(
            "Nothing is known of {unit} yet: report them with window.add({unit}=...).",
            unit=unit,
        )
    if not done <= total < float("inf"):
        raise InputError(
            "{unit} in total must be >= {done:g} already done: {total:g}.",
            unit=unit,
            done=done,
            total=total,
        )
    left = (total - done) / done
    energy = found.energy_j.scaled(left) if found.energy_j else None
    return Forecast(done / total, energy, found.duration_s * left)
