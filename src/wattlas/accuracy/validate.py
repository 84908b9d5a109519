"""Score the shipped constants on public figures, or on any file of measurements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from wattlas.accuracy.architectures import Architectures, read_architectures
from wattlas.accuracy.baselines import baseline_scores
from wattlas.accuracy.calibration import (
    Calibration,
    as_of_newest,
    calibrations,
)
from wattlas.accuracy.configurations import hidden_columns
from wattlas.accuracy.disclosures import Disclosure, compare_disclosures
from wattlas.accuracy.held_out import (
    HeldOut,
    held_out_scores,
    leave_out,
    unfitted,
)
from wattlas.accuracy.predict import Predictions, predict_inference
from wattlas.accuracy.predictions import write_predictions
from wattlas.accuracy.published import published_runs
from wattlas.accuracy.record import (
    MeasuredPoint,
    TrainingRun,
    measured_points,
    training_run,
)
from wattlas.accuracy.refit import Refitted, refitted_constants
from wattlas.accuracy.residuals import Residual, residual_table
from wattlas.accuracy.rows import INFERENCE, TRAINING, RowFile, read_rows
from wattlas.accuracy.scatter import Scatter, scatter
from wattlas.accuracy.scores import (
    Score,
    inference_scores,
    training_scores,
)
from wattlas.accuracy.training import Runs, predict_training
from wattlas.errors import InputError
from wattlas.plain import Plain


@dataclass(frozen=True)
class Validation(Plain):
    """How wrong the program is: scores, the runs and disclosures, what was skipped.

    `held_out` are scores of rows that the fit of the constants has not seen.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("validate",)
    ROWS: ClassVar[str] = "scores"

    inference_file: str | None
    training_file: str | None
    given: tuple[str, ...]
    rows: int
    scores: tuple[Score, ...]
    held_out: tuple[Score, ...]
    baselines: tuple[Score, ...]
    training: tuple[Score, ...]
    scatter: tuple[Scatter, ...]
    disclosures: tuple[Disclosure, ...]
    runs: tuple[TrainingRun, ...]
    skipped: Mapping[str, str]
    missing_columns: tuple[str, ...] = ()
    refitted: tuple[Refitted, ...] = ()
    residuals: tuple[Residual, ...] = ()
    written: tuple[Path, ...] = ()
    points: tuple[MeasuredPoint, ...] = field(default=(), repr=False)


def validate(
    inference: str | Path | None = None,
    training: str | Path | None = None,
    architectures: str | Path | Iterable[str | Path] | None = None,
    given: str | Iterable[str] | None = None,
    predictions: str | Path | None = None,
    refit: bool = False,
) -> Validation:
    """Return how far predictions lie from published measurements.

    Without a file: from the public disclosures and training runs of the tables.

    Parameters
    ----------
    inference, training
        Files of measured serving and of training runs, one row each.
    architectures
        A file, or files, with the architecture of models that the tables do not know.
    given
        Columns of the configuration that a prediction may use; all by default.
    predictions
        A folder to which every prediction is written.
    refit
        Also fit the constants of serving to the rows at hand.

    Raises
    ------
    InputError
        If a file cannot be used, or nothing is there to refit or write.

    Examples
    --------
    >>> found = validate()
    >>> all(d.inside for d in found.disclosures)
    True
    """
    if inference is None and (refit or given is not None):
        raise InputError("refit and given need a file of measurements: give inference.")
    known = read_architectures(architectures)
    hidden = hidden_columns(given)
    file = read_rows(inference, INFERENCE) if inference is not None else None
    found = predict_inference(file, known, hidden) if file else None
    runs, missing = _runs(training, file)
    parts = _Parts() if file is None or hidden else _left_out(file, known)
    written = (
        () if predictions is None else _written(predictions, found, runs, training)
    )
    shown = found.predictions if found else ()
    return Validation(
        inference_file=str(inference) if inference is not None else None,
        training_file=str(training) if training is not None else None,
        given=() if given is None else tuple(_words(given)),
        rows=len(file.rows) if file else 0,
        scores=tuple(inference_scores(shown)),
        held_out=parts.scores,
        baselines=tuple(baseline_scores(shown)),
        training=tuple(training_scores(runs.runs)),
        scatter=scatter(shown),
        disclosures=compare_disclosures(),
        runs=tuple(map(training_run, runs.runs)),
        skipped={**(found.skipped if found else {}), **runs.skipped},
        missing_columns=missing,
        refitted=tuple(r for c in parts.fits for r in refitted_constants(c))
        if refit
        else (),
        residuals=residual_table(shown, parts.families) if refit else (),
        written=written,
        points=measured_points(shown),
    )


@dataclass(frozen=True)
class _Parts:
    """What leaving parts out gave."""

    fits: tuple[Calibration, ...] = ()
    families: tuple[HeldOut, ...] = ()
    scores: tuple[Score, ...] = ()


def _left_out(file: RowFile, known: Architectures) -> _Parts:
    """Return scores with a family, a kind of chip or a vintage left out."""
    fits = tuple(calibrations(file.rows, known))
    held: list[HeldOut] = []
    scores: list[Score] = []
    for calibration in fits:
        name = calibration.name
        if len(set(calibration.families)) > 1:
            of_families = leave_out(calibration, calibration.families)
            held.append(of_families)
            scores += held_out_scores(of_families, f"{name}, family left out")
        if len(set(calibration.chips)) > 1:
            of_chips = held_out_scores(
                leave_out(calibration, calibration.chips), f"{name}, chip left out"
            )
            scores += [s for s in of_chips if s.cut in ("all", "hardware")]
    for moved in as_of_newest(file.rows, known):
        found = held_out_scores(unfitted(moved), moved.name)
        scores += [s for s in found if s.cut == "all"]
    return _Parts(fits, tuple(held), tuple(scores))


def _runs(
    training: str | Path | None, file: RowFile | None
) -> tuple[Runs, tuple[str, ...]]:
    missing = file.missing if file else ()
    if training is None:
        return predict_training(published_runs(), {}), missing
    found = read_rows(training, TRAINING)
    return predict_training(found.rows, found.bad), (*missing, *found.missing)


def _written(
    folder: str | Path,
    found: Predictions | None,
    runs: Runs,
    training: str | Path | None,
) -> tuple[Path, ...]:
    if found is None and training is None:
        raise InputError(
            "There is nothing to predict: give inference or training with predictions."
        )
    return write_predictions(folder, found, runs if training is not None else None)


def _words(given: str | Iterable[str]) -> list[str]:
    words = given.split(",") if isinstance(given, str) else given
    return [word.strip() for word in words if word.strip()]
