"""What other estimators say of the same rows: nameplate power, EcoLogits' formula."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, exp, log2

from wattlas import facts
from wattlas.accuracy.configurations import find_chip
from wattlas.accuracy.measured import J_PER_WH, is_calibration, measured, unit_of
from wattlas.accuracy.predict import Prediction
from wattlas.accuracy.rows import Row
from wattlas.accuracy.scores import Pair, Score, score
from wattlas.accuracy.tasks import has_pictures
from wattlas.units import BYTES_PER_GB, PARAMETERS_PER_BILLION

BITS_PER_BYTE = 8.0
NEWEST = "2025"


def nameplate_j(row: Row) -> float | None:
    """Energy of a token or item as the chips' limit over the measured time. [J]

    ``nameplate_j = power_limit * chips * measured_time``

    It is told the measured time: no prediction, and 35 % too high on the median.
    """
    time_s, chips = measured(row, "time"), row.number("num_gpus")
    if not time_s or not chips or not row.text("gpu"):
        return None
    chip = find_chip(row.text("gpu"))
    limit = facts.number("hardware", chip.key, "power_limit_w").value
    return (chip.power_limit_w or limit) * chips * time_s


def ecologits_j(
    active_billion: float, total_billion: float, batch: float | None = None
) -> float:
    """GPU energy of an output token by EcoLogits 0.11.3. [J]

    ``ecologits_j = 3600 * gpus * (slope * exp(-decay * batch) * active_billion +
    floor)`` with ``gpus = 2 ** ceil(log2(ceil(overhead * total_billion * bits / 8 /
    memory_gb)))``

    The batch is its own of 64 unless one is given. Source: EcoLogits, methodology of
    LLM inference; fitted by its authors on H100 rows of the ML.ENERGY leaderboard.

    >>> round(ecologits_j(70.0, 70.0), 2)
    1.16
    """
    assumed = _constant("assumed_batch") if batch is None else batch
    slope = _constant("energy_slope_wh") * exp(-_constant("energy_decay") * assumed)
    gpu_wh = slope * active_billion + _constant("energy_floor_wh")
    return ecologits_gpus(total_billion) * gpu_wh * J_PER_WH


def ecologits_gpus(total_billion: float) -> int:
    """GPUs that EcoLogits 0.11.3 gives a model: enough memory, a power of two. [1]

    >>> ecologits_gpus(8.0), ecologits_gpus(70.0)
    (1, 4)
    """
    weights = total_billion * PARAMETERS_PER_BILLION
    needed = _constant("memory_overhead") * weights * _constant("weight_bits")
    memory = _constant("chip_memory_gb") * BYTES_PER_GB * BITS_PER_BYTE
    return int(2 ** ceil(log2(max(ceil(needed / memory), 1))))


def _constant(name: str) -> float:
    return facts.number("constants", "ecologits", name).value


def baseline_scores(predictions: Iterable[Prediction]) -> list[Score]:
    """Return the energy errors of the baselines beside ours, on the same rows.

    On text rows of the newest engines, by chip, as published.
    """
    rows = [
        p
        for p in predictions
        if unit_of(p.row) == "output_token"
        and is_calibration(p.row)
        and measured(p.row, "energy")
        and not has_pictures(p.row)
        and p.vintage == NEWEST
    ]
    found: list[Score] = []
    for chip in sorted({p.hardware for p in rows}):
        mine = [p for p in rows if p.hardware == chip]
        pairs: dict[str, list[Pair | None]] = {
            "wattlas": [_pair(p.ranges["energy"].mid, p.row) for p in mine],
            "nameplate power x measured time": [
                _pair(j, p.row) for p in mine if (j := nameplate_j(p.row))
            ],
            "EcoLogits, batch 64": [_ecologits(p, None) for p in mine],
            "EcoLogits, true batch": [
                _ecologits(p, p.row.number("avg_batch") or p.row.number("max_batch"))
                for p in mine
            ],
        }
        for name, found_pairs in pairs.items():
            kept = [pair for pair in found_pairs if pair is not None]
            if kept:
                found.append(score(kept, ("baselines", chip, name), "energy"))
    return found


def _ecologits(prediction: Prediction, batch: float | None) -> Pair | None:
    row = prediction.row
    total, active = (
        row.number("total_params_billion"),
        row.number("active_params_billion"),
    )
    if not total:
        return None
    return _pair(ecologits_j(active or total, total, batch), row)


def _pair(predicted: float, row: Row) -> Pair:
    return Pair(predicted, measured(row, "energy") or 0.0)
