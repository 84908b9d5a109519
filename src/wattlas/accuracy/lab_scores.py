"""Scores of measurements by other laboratories: by class, engine, chip, left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wattlas.accuracy.lab_rows import laboratory
from wattlas.accuracy.labs import LabPrediction, predict_lab_row
from wattlas.accuracy.nested import nested
from wattlas.accuracy.rows import RowFile
from wattlas.accuracy.scores import Pair, Score, score
from wattlas.errors import WattlasError
from wattlas.estimation.uncertainty import CHIP, ENGINE, LABORATORY
from wattlas.records import Range

LEFT_OUT = (LABORATORY, ENGINE, CHIP)
TABLE = "laboratories"
NESTED = ", further errors found without its rows"
"""Ending of a table whose rows no further error was found on."""


def _unseen(prediction: LabPrediction) -> str:
    """Return what of a row no other one has."""
    unseen = prediction.distance.unseen if prediction.distance else ()
    return ", ".join(unseen) or "none"


CUTS: dict[str, Callable[[LabPrediction], str]] = {
    "all": lambda _: "all",
    "kind": lambda p: p.row.text("kind"),
    "class": lambda p: p.row.text("lab_class") or "none",
    "laboratory": lambda p: laboratory(p.row),
    "engine": lambda p: p.engine,
    "hardware": lambda p: p.chip,
    "precision": lambda p: p.precision or "none",
    "unseen": _unseen,
}


@dataclass(frozen=True)
class LabPredictions:
    """The predictions of a file, and by row_id why a row has none."""

    predictions: tuple[LabPrediction, ...]
    skipped: Mapping[str, str]


def predict_labs(file: RowFile, left_out: str = "") -> LabPredictions:
    """Return a prediction or a reason for every row of a file."""
    found: list[LabPrediction] = []
    skipped = dict(file.bad)
    for row in file.rows:
        if row.row_id in skipped:
            continue
        try:
            found.append(predict_lab_row(row, left_out))
        except WattlasError as error:
            skipped[row.row_id] = str(error)
    return LabPredictions(tuple(found), skipped)


def lab_scores(predictions: Sequence[LabPrediction], table: str = TABLE) -> list[Score]:
    """Return the errors by every cut, energy, time and chip-hours apart."""
    found = []
    for name, cut in CUTS.items():
        for value in sorted({cut(p) for p in predictions}):
            members = [p for p in predictions if cut(p) == value]
            for quantity in ("energy", "time", "chip_hours"):
                pairs = [_pair(p) for p in members if p.quantity == quantity]
                if pairs:
                    found.append(score(pairs, (table, name, value), quantity))
    return found


def predict_left_out(file: RowFile) -> dict[str, tuple[LabPrediction, ...]]:
    """Return the predictions of text with each laboratory, engine and chip left out."""
    found = {part: predict_labs(file, part).predictions for part in LEFT_OUT}
    return {
        part: tuple(p for p in predictions if p.row.text("kind") == "text")
        for part, predictions in found.items()
    }


def left_out_scores(
    by_part: Mapping[str, Sequence[LabPrediction]],
) -> list[Score]:
    """Return the errors with each laboratory, engine and chip left out."""
    return [
        score
        for part, predictions in by_part.items()
        for score in lab_scores(predictions, f"{TABLE}, {part} left out")
    ]


def nested_scores(
    by_part: Mapping[str, Sequence[LabPrediction]],
) -> list[Score]:
    """Return the same by ranges whose further errors have not seen the row."""
    return [
        replace(score, table=f"{score.table}{NESTED}")
        for score in left_out_scores(nested(by_part))
        if score.cut in ("all", "engine", "unseen")
    ]


def _pair(prediction: LabPrediction) -> Pair:
    """Return a throughput as the time that it is: its ratio is predicted time."""
    value, found = prediction.measured, prediction.range
    if prediction.quantity == "time":
        value, found = 1.0 / value, Range(1 / found.high, 1 / found.mid, 1 / found.low)
    return Pair(found.mid, value, found.low, found.high)
