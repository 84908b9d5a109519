"""Refit the constants of serving to a file of measurements, and leave parts out.

Which constants: every row of the table of constants that the fit of serving made and
that has an interval. So the list follows the physics without being written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy import families
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.baselines import has_pictures
from wattlas.accuracy.configurations import Configuration
from wattlas.accuracy.inference import Group, classes, group_replica, groups
from wattlas.accuracy.least_squares import Array, Fit, Problem, fit
from wattlas.accuracy.measured import is_calibration, measured, unit_of
from wattlas.accuracy.rows import Row
from wattlas.accuracy.unknown import configurations
from wattlas.errors import WattlasError
from wattlas.records import Fact

FIT_SOURCE = "serving-fit"
PRIOR_FACTOR = 3.0
"""Priors are wide: a factor of so much to each side is one standard deviation."""
BOUND_FACTOR = 30.0
Z90 = 1.6448536269514722
FEWEST_ROWS = 30


@dataclass(frozen=True)
class Refitted:
    """A constant as it is shipped and as the rows at hand would have it."""

    key: str
    quantity: str
    unit: str
    shipped: float
    shipped_low: float
    shipped_high: float
    refitted: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether the interval of the refit and the shipped one meet."""
        return self.low <= self.shipped_high and self.shipped_low <= self.high

    def to_dict(self) -> dict[str, Any]:
        """Return the constant as plain data."""
        return {**asdict(self), "agrees": self.agrees}


@dataclass(frozen=True)
class Calibration:
    """Measured rows of one vintage that constants are fitted to, as groups."""

    vintage: str
    rows: tuple[Row, ...]
    configurations: tuple[Configuration, ...]
    groups: tuple[Group, ...]
    energy: Array
    time: Array

    @property
    def families(self) -> NDArray[np.str_]:
        """The family of each row."""
        shapes = (c.model.architecture for c in self.configurations)
        return np.array([families.family(a) for a in shapes])

    @property
    def chips(self) -> NDArray[np.str_]:
        """The chip of each row."""
        return np.array([c.chip.key for c in self.configurations])

    @property
    def classes(self) -> tuple[tuple[str, ...], ...]:
        """The classes of the residuals of each row."""
        return tuple(classes(c) for c in self.configurations)


def calibrations(rows: Iterable[Row], known: Architectures) -> list[Calibration]:
    """Return the rows that constants are fitted to, by vintage, the newest first.

    Text without pictures, metered over a steady state, configuration known.
    """
    found: dict[str, list[tuple[Row, Configuration]]] = {}
    for row in rows:
        if not _fits(row):
            continue
        try:
            own = configurations(row, known)
        except WattlasError:
            continue
        if len(own) == 1:
            found.setdefault(own[0].engine, []).append((row, own[0]))
    return [
        _calibration(vintage, members)
        for vintage, members in sorted(found.items(), reverse=True)
        if len(members) >= FEWEST_ROWS
    ]


def _fits(row: Row) -> bool:
    return (
        unit_of(row) == "output_token"
        and is_calibration(row)
        and not has_pictures(row)
        and not row.text("energy_scope").startswith("node")
        and bool(measured(row, "energy") and measured(row, "time"))
    )


def _calibration(
    vintage: str, members: Sequence[tuple[Row, Configuration]]
) -> Calibration:
    rows, own = zip(*members, strict=True)
    return Calibration(
        vintage=vintage,
        rows=rows,
        configurations=own,
        groups=tuple(groups(own)),
        energy=np.log([measured(r, "energy") or 1.0 for r in rows]),
        time=np.log([measured(r, "time") or 1.0 for r in rows]),
    )


def fitted_constants(vintage: str) -> list[Fact]:
    """Return the constants that are fitted to the rows of a vintage.

    Those of a group that ends in a year belong to it, the others to the newest.
    """
    newest = vintage == str(families.VINTAGES[-1])
    found = []
    for key in facts.keys("constants"):
        ending = key.rpartition("-")[2]
        of_a_year = ending.isdigit() and len(ending) == 4
        if not key.startswith("serving") or (
            ending != vintage if of_a_year else not newest
        ):
            continue
        found += [f for f in facts.numbers("constants", key).values() if _is_fitted(f)]
    return found


def _is_fitted(fact: Fact) -> bool:
    inside = fact.low < fact.value < fact.high
    return (
        inside
        and fact.source.startswith(FIT_SOURCE)
        and not fact.quantity.endswith("_error")
    )


def predicted(
    calibration: Calibration, constants: Mapping[tuple[str, str], float]
) -> tuple[Array, Array]:
    """Return the logarithms of energy and time of each row."""
    energy, time = (np.empty(len(calibration.rows)) for _ in range(2))
    for group in calibration.groups:
        found = group_replica(group, constants)
        energy[group.places] = np.log(found.energy_j_per_token)
        time[group.places] = np.log(found.time_s_per_token)
    return energy, time


def fit_constants(
    calibration: Calibration,
    used: NDArray[np.bool_] | None = None,
    most_iterations: int = 12,
    errors: bool = True,
) -> tuple[list[Fact], Fit]:
    """Return the constants of a vintage and their fit to the rows that are used."""
    chosen = fitted_constants(calibration.vintage)
    if not chosen:
        return [], Fit(np.empty(0), np.empty(0), 0.0, 0)
    start = np.array([log(fact.value) for fact in chosen])
    rows = np.ones(len(calibration.rows), bool) if used is None else used
    _, clusters = np.unique(calibration.families[rows], return_inverse=True)
    problem = Problem(
        residuals=_residuals(calibration, chosen, rows),
        start=start,
        low=start - log(BOUND_FACTOR),
        high=start + log(BOUND_FACTOR),
        prior_width=np.full(len(start), log(PRIOR_FACTOR)),
        clusters=np.concatenate([clusters, clusters]),
    )
    return chosen, fit(problem, most_iterations, errors)


def _residuals(
    calibration: Calibration, chosen: Sequence[Fact], used: NDArray[np.bool_]
) -> Callable[[Array], Array]:
    def residuals(theta: Array) -> Array:
        energy, time = predicted(calibration, constants_of(chosen, theta))
        late = time - calibration.time
        # Energy is the product: errors of time and power may not cancel in the fit.
        power = energy - calibration.energy - late
        return np.concatenate([late[used], power[used]])

    return residuals


def constants_of(chosen: Sequence[Fact], logs: Array) -> dict[tuple[str, str], float]:
    """Return constants by key and quantity, from their logarithms."""
    return {
        (fact.key, fact.quantity): exp(float(value))
        for fact, value in zip(chosen, logs, strict=True)
    }


def refitted_constants(calibration: Calibration) -> list[Refitted]:
    """Return the constants of a vintage, shipped and refitted, with 90 % intervals."""
    chosen, found = fit_constants(calibration)
    out = []
    for fact, value, error in zip(chosen, found.values, found.errors, strict=True):
        out.append(
            Refitted(
                key=fact.key,
                quantity=fact.quantity,
                unit=fact.unit,
                shipped=fact.value,
                shipped_low=fact.low,
                shipped_high=fact.high,
                refitted=exp(value),
                low=exp(value - Z90 * error),
                high=exp(value + Z90 * error),
            )
        )
    return out
