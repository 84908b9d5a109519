"""What a placement would take if one input were another: points, computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wattlas.errors import InputError
from wattlas.estimation.combine import sum_of_estimates
from wattlas.parameters import quantity
from wattlas.parameters.declaration import declared
from wattlas.parameters.verbs import VERBS
from wattlas.records import Input, Range, Results
from wattlas.study import Study
from wattlas.workflow.records import Placement, StudyResult
from wattlas.workflow.running import ESTIMATES
from wattlas.workflow.works import Work, works_of

COMMON = (
    "requests_per_day",
    "training_tokens",
    "chip_hours",
    "pue",
    "price_per_kwh",
    "intensity_kgco2e_per_kwh",
)
"""Inputs that are moved wherever they are, beside those that cause most width."""
MOST_INPUTS, LEAST_CAUSE = 6, 0.02
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where points lie between the ends of an input."""
AROUND = (0.5, 2.0)
"""The ends of an input that is exact, as shares of it."""
ALIKE = 1e-9
"""How far a point of a line may lie off it, as a share of the largest."""


@dataclass(frozen=True)
class Moved:
    """An input that is moved: the values tried, and the results at each of them.

    `linear` are the results whose low, mid and high lie on a line over all points, so
    that what lies between them is known and not interpolated.
    """

    item: Input
    values: tuple[float, ...]
    results: tuple[Results, ...]
    linear: frozenset[str]


@dataclass(frozen=True)
class WhatIf:
    """A placement, and what it would take with one input moved."""

    placement: Placement
    inputs: tuple[Moved, ...]


def what_if(study: Study, result: StudyResult, placement: Placement) -> WhatIf:
    """Return a placement of a study's result with a few inputs moved, one at a time.

    All else keeps its range; each point is an estimate of its own, by the draws of the
    result. An input that cannot be moved, as one that others fix, is left out.
    """
    study = replace(study, currency=study.currency or _currency(placement))
    work = list(works_of(study))[result.placements.index(placement)]
    tried = (_moved(work, placement, item) for item in _movable(placement))
    return WhatIf(placement, tuple(m for m in tried if m is not None)[:MOST_INPUTS])


def _currency(placement: Placement) -> str | None:
    """Return the currency that a study took which names none."""
    cost = placement.total.get("electricity_cost")
    return cost.currency if cost is not None else None


def _movable(placement: Placement) -> Iterator[Input]:
    """Yield the inputs to move: the common ones, then what causes most width."""
    known = {i.label: i for e in placement.estimates for i in e.inputs}
    yield from (i for i in known.values() if i.name in COMMON)
    causes: dict[str, float] = {}
    for estimate in placement.estimates:
        for label, share in estimate.width.items():
            causes[label] = max(share, causes.get(label, 0.0))
    for label in sorted(causes, key=lambda label: -causes[label]):
        item = known.get(label)
        if item and item.name not in COMMON and causes[label] >= LEAST_CAUSE:
            yield item


def _moved(work: Work, placement: Placement, item: Input) -> Moved | None:
    low, high = _ends(item)
    values = tuple(low + share * (high - low) for share in SHARES)
    try:
        points = tuple(_results(work, placement, item, value) for value in values)
    except InputError:
        return None
    kept = [n for n in placement.total if all(n in point for point in points)]
    linear = (n for n in kept if _is_linear([point[n] for point in points]))
    return Moved(item, values, points, frozenset(linear))


def _ends(item: Input) -> tuple[float, float]:
    """Return between which values an input is moved: its range, else round it."""
    if item.low < item.high:
        return item.low, item.high
    limits = quantity(item.name)
    low, high = (around * item.mid for around in AROUND)
    return max(low, limits.low), min(high, limits.high)


def _results(work: Work, placement: Placement, item: Input, value: float) -> Results:
    estimates = [
        ESTIMATES[verb](**_set(verb, work.asked(verb), item, value))
        if any(i.label == item.label for i in estimate.inputs)
        else estimate
        for verb, estimate in zip(work.verbs, placement.estimates, strict=True)
    ]
    if placement.total == sum_of_estimates(placement.estimates):
        return sum_of_estimates(estimates)
    # Services of several volumes are compared by the request.
    return estimates[0].per["request"]


def _set(
    verb: str, asked: Mapping[str, Any], item: Input, value: float
) -> dict[str, Any]:
    """Return what is asked with an input at a value: as its option, or by its name."""
    overrides = dict(asked.get("overrides") or {})
    if item.given and item.label not in overrides and item.name not in overrides:
        fields = declared(VERBS[f"estimate {verb}"])
        options = [
            name
            for name, field in fields.items()
            if field.quantity == item.name and asked.get(name) is not None
        ]
        if len(options) != 1:
            raise InputError("{name} is given by several options.", name=item.name)
        return {**asked, options[0]: f"{value} {item.unit}".removesuffix(" 1")}
    name = item.name if item.name in overrides else item.label
    return {**asked, "overrides": overrides | {name: value}}


def _is_linear(points: list[Range]) -> bool:
    """Say whether low, mid and high of evenly spaced points lie on lines each."""
    return all(
        _on_a_line([getattr(point, end) for point in points])
        for end in ("low", "mid", "high")
    )


def _on_a_line(values: list[float]) -> bool:
    steps, size = len(values) - 1, max(map(abs, values))
    line = (
        values[0] + (values[-1] - values[0]) * i / steps for i in range(len(values))
    )
    pairs = zip(values, line, strict=True)
    return all(abs(value - on) <= ALIKE * size for value, on in pairs)
