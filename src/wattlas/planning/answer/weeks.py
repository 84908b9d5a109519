"""The weeks of a plan that stand for its year: a typical one, and the worst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.parts import Series, Week

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WEEK_H = 168
LEAST_LOAD = 0.01
"""Sites with less than this share of the largest site's peak load do not count."""
SUPPLY = ("output", "discharge")


def weeks_of(series: Sequence[Series], year: int, matched: bool) -> tuple[Week, ...]:
    """Return the typical week, and the worst where one is worse than others.

    The worst is the dearest, or the one with the least carbon-free supply: a plan with
    carbon-free matching (`matched`) is judged by that, and so is one without prices.
    """
    shown = _of_loaded_sites(series)
    if not shown:
        return ()
    found = (_typical(shown, year), _worst(shown, year, matched))
    return tuple(week for week in found if week is not None)


def _of_loaded_sites(series: Sequence[Series]) -> list[Series]:
    peaks = {s.site: s.values.max() for s in series if s.quantity == "facility_power"}
    least = LEAST_LOAD * max(peaks.values(), default=0.0)
    return [s for s in series if peaks.get(s.site, 0.0) > least]


def _typical(shown: Sequence[Series], year: int) -> Week:
    """Return the week whose mean supply is nearest to the year's.

    The distance is the sum over sites and parts of the squared difference of means.
    """
    flows = [s.values for s in shown if s.quantity in (*SUPPLY, "facility_power")]

    def distance(week: slice) -> float:
        return float(sum((v[week].mean() - v.mean()) ** 2 for v in flows))

    return Week("typical", _best(flows[0], year, lambda week: -distance(week)))


def _worst(shown: Sequence[Series], year: int, matched: bool) -> Week | None:
    load = _sum(shown, "facility_power")
    prices = {s.site: s.values for s in shown if s.quantity == "price"}
    if not matched and prices.keys() == {s.site for s in shown}:
        kind, sign = "dearest", 1.0
        drawn = [s for s in shown if s.option == "grid" and s.quantity == "output"]
        part = np.sum([prices[s.site] * s.values for s in drawn], axis=0)
    else:
        kind, sign = "least-free", -1.0
        part = _sum(shown, "carbon_free_supply")

    def ratio(week: slice) -> float:
        return float(part[week].sum() / load[week].sum())

    first = _best(load, year, lambda week: sign * ratio(week))
    value, mean = ratio(slice(first, first + WEEK_H)), ratio(slice(None))
    return None if np.isclose(value, mean) else Week(kind, first, value, mean)


def _sum(shown: Sequence[Series], quantity: str) -> Array:
    return np.asarray(
        np.sum([s.values for s in shown if s.quantity == quantity], axis=0)
    )


def _best(flow: Array, year: int, worth: Callable[[slice], float]) -> int:
    weeks = (slice(first, first + WEEK_H) for first in _mondays(year, len(flow)))
    return int(max(weeks, key=worth).start)


def _mondays(year: int, hours: int) -> list[int]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    first = (7 - start.weekday()) % 7 * 24
    return list(range(first, hours - WEEK_H + 1, WEEK_H)) or [0]
