"""Predictions written to files: one row for each measurement, and what was skipped."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from wattlas.accuracy.lab_scores import LabPredictions
from wattlas.accuracy.predict import Predictions
from wattlas.accuracy.training import Runs
from wattlas.errors import InputError, reason_of
from wattlas.estimation.uncertainty import QUANTITIES
from wattlas.records import Range

COLUMNS = ("row_id", "low", "mid", "high")
Written = Iterable[tuple[str, Range]]


def write_predictions(
    folder: str | Path,
    inference: Predictions | None,
    labs: LabPredictions | None,
    training: Runs | None,
) -> tuple[Path, ...]:
    """Write `inference/`, `labs.csv`, `training/` and `skipped.csv` below a folder.

    Rows of laboratories are in their own unit. Energy in J per output token, image,
    video or request; power in W of the metered boards; time in s per item of the
    replica; chip-hours; MWh. Returns the files.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    root = Path(folder)
    skipped: dict[str, str] = {}
    tables: dict[str, Written] = {}
    if inference is not None:
        skipped |= inference.skipped
        for name in QUANTITIES:
            tables[f"inference/{name}.csv"] = [
                (p.row.row_id, p.ranges[name]) for p in inference.predictions
            ]
    if labs is not None:
        skipped |= labs.skipped
        tables["labs.csv"] = [(p.row.row_id, p.range) for p in labs.predictions]
    if training is not None:
        skipped |= {**training.skipped, **_half_skipped(training)}
        tables["training/hours.csv"] = [
            (r.row.row_id, r.hours) for r in training.runs if r.hours
        ]
        tables["training/energy.csv"] = [
            (r.row.row_id, r.energy_mwh) for r in training.runs if r.energy_mwh
        ]
    try:
        return tuple(_write(root, tables, skipped))
    except OSError as error:
        raise InputError(
            "Cannot write to {root}: {strerror}.",
            root=root,
            strerror=reason_of(error),
        ) from error


def _half_skipped(training: Runs) -> dict[str, str]:
    """Return the runs that have energy and no hours, with the reason."""
    reason = "hours: neither tokens nor training FLOP are known; energy is predicted"
    return {r.row.row_id: reason for r in training.runs if r.hours is None}


def _write(
    root: Path, tables: Mapping[str, Written], skipped: Mapping[str, str]
) -> Iterable[Path]:
    for name, rows in tables.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cells = ((i, repr(r.low), repr(r.mid), repr(r.high)) for i, r in rows)
        _write_csv(path, COLUMNS, cells)
        yield path
    path = root / "skipped.csv"
    root.mkdir(parents=True, exist_ok=True)
    _write_csv(path, ("row_id", "reason"), skipped.items())
    yield path


def _write_csv(
    path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
