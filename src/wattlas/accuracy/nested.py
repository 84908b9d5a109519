"""Ranges of rows that were left out, their further errors found without them too.

A further error of what no row measured is found on rows that were left out. Scored on
the same rows it has seen them: here each row is scored by errors found without the
stacks of its laboratory and engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, log, sqrt

from wattlas.accuracy.lab_rows import laboratory
from wattlas.accuracy.labs import LabPrediction
from wattlas.accuracy.unseen import of_labs, spread
from wattlas.estimation.uncertainty import ENGINE, LABORATORY, term_bounds
from wattlas.records import Range

Terms = Mapping[str, float]
"""By part the further error to each side, as a logarithm."""
Predictions = Mapping[str, Sequence[LabPrediction]]


def nested(by_part: Predictions) -> dict[str, tuple[LabPrediction, ...]]:
    """Return predictions with each part left out, by errors that have not seen them.

    What no other row tells of keeps the error that is shipped.
    """
    terms: dict[tuple[str, str, str], Terms] = {}
    found: dict[str, tuple[LabPrediction, ...]] = {}
    for part, predictions in by_part.items():
        ranged = []
        for p in predictions:
            key = laboratory(p.row), p.engine, p.quantity
            if key not in terms:
                terms[key] = _without(by_part, key)
            ranged.append(replace(p, range=reranged(p, terms[key])))
        found[part] = tuple(ranged)
    return found


def _without(by_part: Predictions, key: tuple[str, str, str]) -> Terms:
    """Return the errors of rows but those of a laboratory with an engine."""
    name, engine, quantity = key
    found = {}
    for part, predictions in by_part.items():
        others = [
            p for p in predictions if (laboratory(p.row), p.engine) != (name, engine)
        ]
        found[part] = spread(of_labs(others, part, quantity))
    of_engine, of_laboratory = (found.get(n, 0.0) for n in (ENGINE, LABORATORY))
    found[ENGINE] = sqrt(max(of_engine**2 - of_laboratory**2, 0.0))
    return {part: error for part, error in found.items() if error > 0}


def reranged(prediction: LabPrediction, terms: Terms) -> Range:
    """Return the range of a prediction with other errors of what is unseen.

    Errors of one side add as squares of their logarithms. A throughput has its time's
    error on the other side; the terms are the same to both.
    """
    old = prediction.range
    if prediction.distance is None:
        return old
    changes = sum(
        terms[name] ** 2 - log(term_bounds(name, prediction.quantity)[1]) ** 2
        for name in prediction.distance.unseen
        if name in terms
    )
    sides = (log(old.mid / old.low), log(old.high / old.mid))
    low, high = (sqrt(max(side**2 + changes, 0.0)) for side in sides)
    return Range(old.mid * exp(-low), old.mid, old.mid * exp(high))
