"""Where fitted links were fitted, and the wider range of a result outside.

A link is fitted where one of its inputs is a constant of a fit. The rows `range-<fit>`
of the constants hold the inputs that the fit has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.chain.types import Value
from wattlas.estimation.formula import clipped
from wattlas.notes import Note
from wattlas.records import Input

RANGE = "range-"
OF_ERRORS = "_error"
"""Ending of inputs that are errors of a fit: they make no equation a fitted one."""
LEAST_SHARE = 0.1
"""Draws outside a fit that can be left alone: a printed range leaves as many out."""

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Call:
    """One call of a link at the central inputs, with the fitted range of each input."""

    function: Callable[..., Value]
    inputs: Mapping[str, Any]
    bounds: Mapping[str, Bounds]


def fitted_bounds(inputs: Mapping[str, Any]) -> dict[str, Bounds]:
    """Return the range that each input of a call was fitted on; none if it was not.

    Where constants of two fits meet, what either has seen counts.
    """
    origins = (getattr(value, "origin", None) for value in inputs.values())
    fits = {
        origin.source
        for origin in origins
        if isinstance(origin, Input) and not origin.name.endswith(OF_ERRORS)
    }
    bounds: dict[str, Bounds] = {}
    for fit in sorted(fits):
        for name, (low, high) in _ranges(fit).items():
            if name in inputs:
                lowest, highest = bounds.get(name, (low, high))
                bounds[name] = min(low, lowest), max(high, highest)
    return bounds


@cache
def _ranges(fit: str) -> dict[str, Bounds]:
    """Return what a fit has seen of each input; nothing where a source is no fit."""
    rows = facts.numbers("constants", RANGE + fit)
    return {name: (fact.low, fact.high) for name, fact in rows.items()}


class Extrapolated:
    """Calls links over draws; a draw outside the fitted range takes a further error.

    `calls` are those of the same chain at the central inputs, in their order; `error`
    returns the draws of the further error of a link.
    """

    def __init__(
        self, calls: Sequence[Call], error: Callable[[str], NDArray[np.float64]]
    ) -> None:
        self._calls = calls
        self._at = iter(calls)
        self._error = error
        self._furthest: dict[tuple[str, str], tuple[float, Call]] = {}

    def __call__(self, function: Callable[..., Value], /, **inputs: Any) -> Value:
        """Return the link's result over the draws."""
        result = function(**inputs)
        call = next(self._at)
        if call.function is not function:
            raise RuntimeError(f"{function.__name__} is called out of its turn.")
        if not np.any(result):
            return result
        wider = np.asarray(False)
        for name, bounds in call.bounds.items():
            outside = _outside(inputs[name], bounds)
            share = float(np.mean(outside))
            if share >= LEAST_SHARE or _outside(call.inputs[name], bounds):
                wider = wider | outside
                self._note(call, name, share)
        if not np.any(wider):
            return result
        return np.where(wider, result * self._error(function.__name__), result)

    def _note(self, call: Call, name: str, share: float) -> None:
        """Keep the call of a link that lies furthest outside by an input."""
        key = (call.function.__name__, name)
        known = self._furthest.get(key)
        if known is None or share > known[0]:
            self._furthest[key] = share, call

    def add_notes(self, notes: list[Note]) -> None:
        """Add a code for each input of a link that lies outside, with its values.

        ``outside-fit`` and ``held-at`` where the central value does, else
        ``draws-outside-fit`` with the share of the draws in percent.
        """
        for (_, name), (share, call) in self._furthest.items():
            _add_note(notes, call, name, share)


def _outside(value: Any, bounds: Bounds) -> NDArray[np.bool_]:
    low, high = bounds
    return (np.asarray(value) < low) | (np.asarray(value) > high)


def _add_note(notes: list[Note], call: Call, name: str, share: float) -> None:
    link, number = call.function.__name__, float(call.inputs[name])
    low, high = call.bounds[name]
    said = {"link": link, "name": name, "low": low, "high": high}
    if not _outside(number, (low, high)):
        notes.append(Note("draws-outside-fit", said | {"share": share}))
        return
    ends = clipped(call.function).get(name, (number, number))
    held = min(max(number, ends[0]), ends[1])
    if held == number:
        notes.append(Note("outside-fit", said | {"value": number}))
    else:
        notes.append(Note("held-at", said | {"value": number, "limit": held}))
