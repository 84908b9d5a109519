"""Score the shipped constants on public figures, or on any file of measurements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from wattlas.accuracy.closed import closed_scores
from wattlas.accuracy.closed_peers import PeerFile, file_peers, shipped_peers
from wattlas.accuracy.closed_refit import refitted_inference
from wattlas.accuracy.configurations import hidden_columns
from wattlas.accuracy.disclosures import Disclosure, compare_disclosures
from wattlas.accuracy.held_out import (
    HeldOut,
    held_out_scores,
    leave_out,
    unfitted,
)
from wattlas.accuracy.lab_rows import LABS
from wattlas.accuracy.lab_scores import (
    LabPredictions,
    lab_scores,
    left_out_scores,
    nested_scores,
    predict_labs,
    predict_left_out,
)
from wattlas.accuracy.labs import LabPrediction
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
from wattlas.accuracy.unseen import lab_residuals, unseen_terms
from wattlas.errors import InputError
from wattlas.parameters import keywords
from wattlas.parameters.checking import ValidateOptions
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
    labs_file: str | None
    closed_file: str | None
    given: tuple[str, ...]
    rows: int
    scores: tuple[Score, ...]
    held_out: tuple[Score, ...]
    baselines: tuple[Score, ...]
    training: tuple[Score, ...]
    scatter: tuple[Scatter, ...]
    closed: tuple[Score, ...]
    disclosures: tuple[Disclosure, ...]
    runs: tuple[TrainingRun, ...]
    skipped: Mapping[str, str]
    missing_columns: tuple[str, ...] = ()
    refitted: tuple[Refitted, ...] = ()
    residuals: tuple[Residual, ...] = ()
    written: tuple[Path, ...] = ()
    points: tuple[MeasuredPoint, ...] = field(default=(), repr=False)


@keywords(ValidateOptions)
def validate(options: ValidateOptions) -> Validation:
    """Return how far predictions lie from published measurements.

    Without a file: from the public disclosures and training runs of the tables. Rows
    of other laboratories are scored by their own columns, also with their laboratory,
    engine and chip left out.

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
    refits = options.refit and options.closed is None
    if options.inference is None and (refits or options.given is not None):
        raise InputError(
            "refit and given need a file of measurements: give inference (or closed, "
            "to refit what closed models are inferred with)."
        )
    return _validation(options, _answers(options))


@dataclass(frozen=True)
class _Parts:
    """What leaving parts out gave."""

    fits: tuple[Calibration, ...] = ()
    families: tuple[HeldOut, ...] = ()
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True)
class _Answers:
    """The files that are given, and what is predicted for their rows."""

    file: RowFile | None
    found: Predictions | None
    lab_file: RowFile | None
    of_labs: LabPredictions | None
    runs: Runs
    missing: tuple[str, ...]
    parts: _Parts
    closed: PeerFile | None


def _answers(options: ValidateOptions) -> _Answers:
    known = read_architectures(options.architectures)
    hidden = hidden_columns(options.given)
    path, labs = options.inference, options.labs
    file = read_rows(path, INFERENCE) if path is not None else None
    lab_file = read_rows(labs, LABS) if labs is not None else None
    runs, missing = _runs(options.training, file)
    return _Answers(
        file=file,
        found=predict_inference(file, known, hidden) if file else None,
        lab_file=lab_file,
        of_labs=predict_labs(lab_file) if lab_file else None,
        runs=runs,
        missing=missing,
        closed=file_peers(options.closed) if options.closed is not None else None,
        parts=_Parts() if file is None or hidden else _left_out(file, known),
    )


def _validation(options: ValidateOptions, of: _Answers) -> Validation:
    shown = of.found.predictions if of.found else ()
    in_labs = of.of_labs.predictions if of.of_labs else ()
    by_labs = predict_left_out(of.lab_file) if of.lab_file else {}
    parts = (of.found, of.runs, of.of_labs, of.closed)
    skipped = [p.skipped for p in parts if p is not None]
    fits = of.parts.fits if options.refit else ()
    return Validation(
        inference_file=_name(options.inference),
        training_file=_name(options.training),
        labs_file=_name(options.labs),
        closed_file=_name(options.closed),
        given=() if options.given is None else tuple(_words(options.given)),
        rows=sum(len(f.rows) for f in (of.file, of.lab_file) if f),
        scores=(*inference_scores(shown), *lab_scores(in_labs)),
        held_out=(
            *of.parts.scores,
            *left_out_scores(by_labs),
            *nested_scores(by_labs),
        ),
        baselines=tuple(baseline_scores(shown)),
        training=tuple(training_scores(of.runs.runs)),
        scatter=scatter(shown),
        closed=tuple(closed_scores(shipped_peers(), of.closed)) if of.closed else (),
        disclosures=compare_disclosures(),
        runs=tuple(map(training_run, of.runs.runs)),
        skipped={row: reason for part in skipped for row, reason in part.items()},
        missing_columns=of.missing,
        refitted=(
            *(r for c in fits for r in refitted_constants(c)),
            *(refitted_inference(of.closed) if options.refit and of.closed else ()),
        ),
        residuals=_residuals(of, by_labs) if options.refit else (),
        written=_written(options, of),
        points=measured_points(shown),
    )


def _residuals(
    of: _Answers, by_labs: Mapping[str, Sequence[LabPrediction]]
) -> tuple[Residual, ...]:
    """Return the ranges that a refit would ship: of classes, and of what is unseen."""
    shown = of.found.predictions if of.found else ()
    found = residual_table(shown, of.parts.families)
    if of.of_labs is None:
        return found
    kinds = [leave_out(c, c.cuts[KIND]) for c in of.parts.fits if KIND in c.cuts]
    terms = unseen_terms(by_labs, kinds)
    return (*found, *lab_residuals(of.of_labs.predictions), *terms)


KIND = "architecture"
"""Cut of a calibration by kind of architecture."""


def _name(path: str | Path | None) -> str | None:
    return None if path is None else str(path)


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


def _written(options: ValidateOptions, of: _Answers) -> tuple[Path, ...]:
    if options.predictions is None:
        return ()
    if of.found is None and of.of_labs is None and options.training is None:
        raise InputError(
            "There is nothing to predict: give inference, labs or training with "
            "predictions."
        )
    runs = of.runs if options.training is not None else None
    return write_predictions(options.predictions, of.found, of.of_labs, runs)


def _words(given: str | Iterable[str]) -> list[str]:
    words = given.split(",") if isinstance(given, str) else given
    return [word.strip() for word in words if word.strip()]
