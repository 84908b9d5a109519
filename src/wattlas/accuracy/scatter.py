"""How much of the error is scatter of the measurements themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wattlas.accuracy.measured import is_calibration, measured
from wattlas.accuracy.predict import Prediction
from wattlas.accuracy.rows import Row
from wattlas.plain import Plain

_SAME = (
    "dataset",
    "model",
    "task",
    "gpu",
    "weight_precision",
    "num_gpus",
    "tensor_parallel",
    "expert_parallel",
    "data_parallel",
    "ulysses_degree",
    "ring_degree",
    "image_height_px",
    "image_width_px",
    "denoising_steps",
    "frames",
)
_BATCH = "max_batch"


@dataclass(frozen=True)
class Scatter(Plain):
    """Median difference of the residuals of two rows that should have the same one."""

    what: str
    chip: str
    pairs: int
    energy_scatter: float


def scatter(predictions: Iterable[Prediction]) -> tuple[Scatter, ...]:
    """Return the scatter of energy between neighbouring batches and between repeats.

    The difference of log(predicted / measured), over the root of two: what one
    measurement errs where the model cannot.
    """
    series: dict[tuple[object, ...], list[tuple[float, float]]] = {}
    for p in predictions:
        value, batch = measured(p.row, "energy"), p.row.number(_BATCH)
        if value and batch and p.known and is_calibration(p.row):
            residual = float(np.log(p.ranges["energy"].mid / value))
            series.setdefault((p.hardware, *_key(p.row)), []).append((batch, residual))
    found: dict[tuple[str, str], list[float]] = {}
    for (chip, *_), members in series.items():
        for (batch, one), (other_batch, two) in pairwise(sorted(members)):
            what = "repeats" if batch == other_batch else "neighbouring batches"
            found.setdefault((what, str(chip)), []).append(abs(one - two) / 2**0.5)
    return tuple(_scatter(key, found[key]) for key in sorted(found))


def _scatter(key: tuple[str, str], values: Sequence[float]) -> Scatter:
    return Scatter(*key, pairs=len(values), energy_scatter=float(np.median(values)))


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row.text(c) or row.number(c) for c in _SAME)
