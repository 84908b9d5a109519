"""The further errors of what no row measured: found by leaving each part out.

Rows are grouped by stack: laboratory, engine and generation of chips. The median of
measured over predicted says how far a stack lies off where it was left out; a term is
the 90 % range of such stacks, the same to both sides. The rows `unseen-...` of the
constants come from here, and so do the residuals of the engines that other laboratories
measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from wattlas import facts
from wattlas.accuracy import families
from wattlas.accuracy.held_out import HeldOut
from wattlas.accuracy.intervals import residual_rows
from wattlas.accuracy.lab_rows import laboratory
from wattlas.accuracy.labs import LabPrediction
from wattlas.accuracy.residuals import Residual
from wattlas.draws import HIGH_QUANTILE
from wattlas.estimation import lookup
from wattlas.estimation.engines import Engine
from wattlas.estimation.uncertainty import (
    ARCHITECTURE,
    CHIP,
    CLASS,
    ENGINE,
    LABORATORY,
    OTHERS,
    TERM,
    UNSEEN,
    architecture_class,
    class_names,
)

_Z90 = NormalDist().inv_cdf(HIGH_QUANTILE)
QUANTITIES = ("energy", "time")


Stacks = Mapping[str, Sequence[float]]
"""Measured over predicted of rows that were left out, by stack."""


def lab_residuals(predictions: Iterable[LabPrediction]) -> tuple[Residual, ...]:
    """Return the residuals of the engines that other laboratories measured."""
    found = []
    rows = [p for p in predictions if _is_of_an_engine(p)]
    for quantity in QUANTITIES:
        mine = [p for p in rows if p.quantity == quantity]
        classes = residual_rows((_classes(p), _ratio(p), _family(p)) for p in mine)
        for name, (low, median, high, count) in classes.items():
            key = f"{CLASS}-{name}" if name else f"{CLASS}-{OTHERS}"
            found.append(Residual(key, quantity, low, median, high, count))
    return tuple(sorted(found, key=lambda r: (r.key, r.quantity)))


def _is_of_an_engine(prediction: LabPrediction) -> bool:
    return prediction.distance is not None and not prediction.engine.isdigit()


def _architecture(prediction: LabPrediction) -> str:
    model = lookup.find_named_model(prediction.row.text("model"))
    return architecture_class(model.architecture)


def _family(prediction: LabPrediction) -> str:
    return families.family(
        lookup.find_named_model(prediction.row.text("model")).architecture
    )


def _classes(prediction: LabPrediction) -> tuple[str, ...]:
    engine = Engine(prediction.engine, is_old=prediction.engine.endswith("2024"))
    generation = facts.row("hardware", prediction.chip)["generation"]
    software = generation if engine.knows(generation) else None
    kind = _architecture(prediction)
    return (
        *class_names(prediction.engine, kind, None, software),
        f"{OTHERS}-{kind}",
    )


def _ratio(prediction: LabPrediction) -> float:
    """Return measured over predicted energy or time."""
    ratio = prediction.measured / prediction.range.mid
    return 1.0 / ratio if prediction.quantity == "time" else ratio


def unseen_terms(
    by_part: Mapping[str, Sequence[LabPrediction]], kinds: Sequence[HeldOut]
) -> tuple[Residual, ...]:
    """Return the terms, from rows whose laboratory, engine or chip was left out.

    `kinds` are rows whose kind of architecture was.
    """
    found = []
    for quantity in QUANTITIES:
        stacks = {p: of_labs(by_part[p], p, quantity) for p in by_part}
        stacks[ARCHITECTURE] = _of_kinds(kinds, quantity)
        off = {part: spread(rows) for part, rows in stacks.items()}
        # Where an engine is left out, its laboratory is too.
        off[ENGINE] = sqrt(max(off[ENGINE] ** 2 - off[LABORATORY] ** 2, 0.0))
        found += [_term(p, quantity, off[p], stacks[p]) for p in UNSEEN if stacks[p]]
    return tuple(found)


def of_labs(predictions: Iterable[LabPrediction], part: str, quantity: str) -> Stacks:
    """Return the rows that lack one part of their stack, whatever else they lack."""
    found: dict[str, list[float]] = {}
    for p in predictions:
        if p.quantity == quantity and _lacks(p, part):
            generation = facts.row("hardware", p.chip)["generation"]
            stack = f"{laboratory(p.row)} {p.engine} {generation}"
            found.setdefault(stack, []).append(_ratio(p))
    return found


def _lacks(prediction: LabPrediction, part: str) -> bool:
    """Say whether a row tells of a part: it lacks it, and no other that is apart."""
    if prediction.distance is None:
        return False
    unseen = set(prediction.distance.unseen)
    others = {LABORATORY: {ENGINE, CHIP}, ENGINE: {CHIP}, CHIP: {ENGINE}}
    return part in unseen and not unseen & others[part]


def _of_kinds(kinds: Iterable[HeldOut], quantity: str) -> Stacks:
    """Return rows whose kind of architecture was left out, by kind and engine."""
    found: dict[str, list[float]] = {}
    for held in kinds:
        names = held.calibration.classes
        for ratio, classes in zip(held.ratios(quantity), names, strict=True):
            found.setdefault(classes[-2], []).append(1.0 / float(ratio))
    return found


def _median(ratios: Sequence[float]) -> float:
    return float(np.median(ratios))


def spread(stacks: Stacks) -> float:
    """Return the 90 % range of how far one more stack lies off, as a logarithm."""
    off = [log(_median(rows)) for rows in stacks.values()]
    if not off:
        return 0.0
    squares = sum(x**2 for x in off) / len(off)
    return _Z90 * sqrt(squares * (1.0 + 1.0 / len(off)))


def _term(part: str, quantity: str, off: float, stacks: Stacks) -> Residual:
    rows = [ratio for members in stacks.values() for ratio in members]
    middle = _median(rows)
    return Residual(f"{TERM}-{part}", quantity, exp(-off), middle, exp(off), len(rows))
