"""A prediction beside a measurement, and which input would explain the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.estimation.input_values import input_from_fact
from wattlas.plain import Plain, coded
from wattlas.records import Estimate, Input, Range

BOUNDARIES = ("chip_energy_kwh", "it_energy_kwh", "facility_energy_kwh")
CANDIDATES = 6
"""Inputs that are tried, those that cause most of the width first."""
REACH = 5.0
"""An input is sought up to so many times beyond its range."""
STEPS = 18
UNIT_OF_WORK = {"tokens": "output_token", "requests": "request", "samples": "image"}

Rerun = Callable[[Mapping[str, float]], Estimate]
"""Makes the estimate again with other central values of its inputs."""


@dataclass(frozen=True)
class Beside(Plain):
    """One boundary: predicted and measured energy. [kWh]"""

    SHOWN: ClassVar[tuple[str, ...]] = (
        "ratio",
        "verdict",
    )

    boundary: str = field(metadata=coded("results"))
    predicted: Range
    measured: Range

    @property
    def ratio(self) -> float:
        """Measured over predicted energy. [1]"""
        return self.measured.mid / self.predicted.mid

    @property
    def verdict(self) -> str:
        """Where the measurement lies: inside, below or above the predicted range."""
        if self.predicted.contains(self.measured.mid):
            return "inside"
        return "below" if self.measured.mid < self.predicted.low else "above"


@dataclass(frozen=True)
class Implied(Plain):
    """The value of one input at which prediction and measurement would agree."""

    SHOWN: ClassVar[tuple[str, ...]] = ("is_inside",)

    name: str
    value: float
    low: float
    mid: float
    high: float
    unit: str

    @property
    def is_inside(self) -> bool:
        """Whether the value lies in the input's own range."""
        return self.low <= self.value <= self.high


@dataclass(frozen=True)
class Comparison(Plain):
    """Predicted and measured energy by boundary, and the inputs that would explain it.

    `scale` is the part of the predicted work that was measured.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("comparison",)
    ROWS: ClassVar[str] = "rows"

    rows: tuple[Beside, ...]
    implied: tuple[Implied, ...]
    scale: float


def compare(
    measured: Mapping[str, Range],
    estimate: Estimate,
    rerun: Rerun,
    work: Mapping[str, float] | None = None,
    tokens: float | None = None,
) -> Comparison:
    """Compare measured energies by boundary with an estimate. [kWh]

    `work` is what was done while it was measured; `tokens` those of the whole run that
    was predicted. A part of a run compares with the part of the prediction.

    Raises
    ------
    InputError
        If no boundary is both measured and predicted, or the work is not known.
    """
    scale = scale_of(estimate, work or {}, tokens)
    rows = tuple(
        Beside(name, estimate.results[name].scaled(scale), measured[name])
        for name in BOUNDARIES
        if name in measured and name in estimate.results and measured[name].mid > 0
    )
    if not rows:
        raise InputError(
            "Nothing to compare: measured are {value}, predicted {names}.",
            value=", ".join(measured) or Message("no energies"),
            names=", ".join(b for b in BOUNDARIES if b in estimate.results),
        )
    first = rows[0]
    target = first.measured.mid / scale
    implied = [*_implied_pue(estimate, measured)]
    implied += _implied(estimate, rerun, first.boundary, target)
    return Comparison(rows, tuple(implied), scale)


def scale_of(
    estimate: Estimate, work: Mapping[str, float], tokens: float | None
) -> float:
    """Return how many times the basis of the estimate was measured. [1]"""
    if estimate.kind == "train":
        if tokens and work.get("tokens"):
            return work["tokens"] / tokens
        return 1.0
    for name, unit in UNIT_OF_WORK.items():
        if name in work and unit in estimate.per:
            per = estimate.per[unit][BOUNDARIES[-1]].mid
            return work[name] * per / estimate.results[BOUNDARIES[-1]].mid
    raise InputError(
        "A service compares by the work it did: report it with --tokens or --samples "
        "of wattlas measure, or window.add(tokens=...)."
    )


def _implied_pue(
    estimate: Estimate, measured: Mapping[str, Range]
) -> Iterator[Implied]:
    """Yield the PUE that follows from two meters: the building's and the servers'."""
    if not {BOUNDARIES[1], BOUNDARIES[2]} <= measured.keys():
        return
    value = measured[BOUNDARIES[2]].mid / measured[BOUNDARIES[1]].mid
    for item in estimate.inputs:
        if item.name == "pue":
            yield Implied(item.label, value, item.low, item.mid, item.high, item.unit)


def _candidates(estimate: Estimate) -> list[Input]:
    """Return the inputs that may explain a difference: those of most width first.

    The MFU of a training run that is predicted from the model is no input but follows
    from some: it is tried as one that the user gives.
    """
    found = {i.label: i for i in estimate.inputs}
    wide = [found[label] for label in estimate.width if label in found]
    if estimate.subject.get("level") == "model" and "step_mfu" not in found:
        mfu = facts.number("constants", "training", "step_mfu")
        wide.insert(0, input_from_fact("step_mfu", mfu))
    return wide[:CANDIDATES]


def _implied(
    estimate: Estimate, rerun: Rerun, boundary: str, target: float
) -> Iterator[Implied]:
    for item in _candidates(estimate):

        def energy(value: float, name: str = item.name) -> float:
            return rerun({name: value}).results[boundary].mid

        value = solved(energy, target, item.low / REACH, item.high * REACH)
        if value is not None:
            low, mid, high = item.low, item.mid, item.high
            yield Implied(item.label, value, low, mid, high, item.unit)


def solved(
    energy: Callable[[float], float], target: float, low: float, high: float
) -> float | None:
    """Return where a function takes a value, by bisection of ratios; None if nowhere.

    Ends that are not possible for the input are drawn in.

    >>> round(solved(lambda x: 10.0 / x, 20.0, 0.1, 2.0), 3)
    0.5
    """
    at_low, low = _possible(energy, low, high)
    at_high, high = _possible(energy, high, low)
    if at_low is None or at_high is None or (at_low - target) * (at_high - target) > 0:
        return None
    for _ in range(STEPS):
        middle = (low * high) ** 0.5
        if (energy(middle) - target) * (at_low - target) > 0:
            low = middle
        else:
            high = middle
    return float((low * high) ** 0.5)


def _possible(
    energy: Callable[[float], float], end: float, other: float
) -> tuple[float | None, float]:
    for _ in range(6):
        try:
            return energy(end), end
        except InputError:
            end = (end * end * other) ** (1 / 3)
    return None, end
