"""The inputs that fitted links were fitted on: their lowest, median and highest.

The rows `range-<fit>` of the constants come from here; a result outside says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy.calibration import Calibration
from wattlas.accuracy.rows import Row
from wattlas.accuracy.training import call_training_links
from wattlas.chain.types import Value
from wattlas.errors import WattlasError
from wattlas.estimation.train_inputs import MFU_CONSTANTS

Array = NDArray[np.float64]

PUBLISHED = "published"
"""Basis of chip-hours that do not come from the FLOP of the run."""
METERED = ("measured", "reported")
"""Bases of an energy that no nameplate made."""


@dataclass
class Seen:
    """Calls links and keeps what the fitted ones are given, by the name of the input.

    A link is fitted where one of its inputs is a fitted constant: known by its value.
    """

    constants: frozenset[float]
    values: dict[str, list[Array]] = field(default_factory=dict)

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Return the link's result."""
        numbers = {
            name: np.ravel(value)
            for name, value in inputs.items()
            if np.ndim(value) or isinstance(value, int | float)
        }
        if any(self.constants & set(values) for values in numbers.values()):
            for name, values in numbers.items():
                self.values.setdefault(name, []).append(values)
        return function(**inputs)

    def range_of(self, name: str) -> tuple[float, float, float]:
        """Return the lowest, the median and the highest value of an input.

        >>> seen = Seen(frozenset({77.2}))
        >>> for layers in (24.0, 32.0, 80.0):
        ...     _ = seen(lambda layers, overhead: 0.0, layers=layers, overhead=77.2)
        >>> seen.range_of("layers")
        (24.0, 32.0, 80.0)
        """
        values = np.concatenate(self.values[name])
        return float(values.min()), float(np.median(values)), float(values.max())


def inputs_seen(calibration: Calibration) -> Seen:
    """Return the inputs of the links that a calibration fits."""
    seen = Seen(frozenset(fact.value for fact in calibration.constants))
    calibration.links(seen)
    return seen


def training_inputs_seen(rows: Iterable[Row]) -> Seen:
    """Return the inputs of fitted links of training, of runs with published hours."""
    constants = facts.numbers("constants", "training")
    seen = Seen(frozenset(constants[name].value for name in MFU_CONSTANTS[:5]))
    for row in rows:
        if row.text("hours_basis") == PUBLISHED:
            try:
                call_training_links(row, seen)
            except WattlasError:
                # `wattlas validate` lists the row with its reason.
                continue
    return seen


def metered_mfu(rows: Iterable[Row]) -> list[float]:
    """Return the MFU of the runs whose energy was metered or reported."""
    metered = [r for r in rows if r.text("energy_basis").startswith(METERED)]
    return sorted(mfu for r in metered if (mfu := r.number("mfu_reported")))
