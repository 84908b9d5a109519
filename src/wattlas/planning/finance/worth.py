"""What a row of yearly cash flows is worth: present value, return, payback."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NONE = float("nan")
"""Where a row of flows has no such figure."""
LOWEST, HIGHEST = -0.99, 10.0
HALVINGS = 200
ROUNDING = 1e-12
"""Share of the sum of flows that adding them up leaves."""


def npv(rate: float, flows: Sequence[float]) -> float:
    """Return the present value of flows at the ends of years 0, 1, 2 ... [money]

    ``npv = sum(flow[k] / (1 + rate) ** k)``

    >>> round(npv(0.1, [-100.0, 121.0]), 9)
    10.0
    """
    years = np.arange(len(flows))
    return float((np.asarray(flows, float) / (1.0 + rate) ** years).sum())


def irr(flows: Sequence[float]) -> float:
    """Return the rate at which flows are worth nothing, NaN where there is not one. [1]

    Flows whose sign changes more than once may have several, and have none here.

    >>> round(irr([-100.0, 60.0, 60.0]), 4)
    0.1307
    """
    signs = np.sign([f for f in flows if f])
    if np.count_nonzero(np.diff(signs)) != 1:
        return NONE
    low, high = LOWEST, HIGHEST
    at_low = npv(low, flows)
    if (at_low > 0) == (npv(high, flows) > 0):
        return NONE
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (npv(middle, flows) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def payback_years(flows: Sequence[float]) -> float:
    """Return after how many years flows have come back for good, NaN where none do.

    In years, not discounted; within a year they come evenly. Flows that lose more than
    they bring to the end, or are nothing, have none; what never costs more than it has
    brought is back at once.

    >>> payback_years([-100.0, 60.0, 80.0])
    1.5
    >>> payback_years([0.0, -10.0, -10.0])
    nan
    """
    total = np.cumsum(np.asarray(flows, float))
    behind = np.flatnonzero(total < -ROUNDING * np.abs(flows).sum())
    if not any(flows):
        return NONE
    if not len(behind):
        return 0.0
    last = int(behind[-1])
    if last == len(total) - 1:
        return NONE
    return last - float(total[last]) / float(flows[last + 1])


def real_rate(nominal: float, inflation: float) -> float:
    """Return the real rate of a nominal one (Fisher 1930). [1]

    ``real = (1 + nominal) / (1 + inflation) - 1``

    >>> round(real_rate(0.0815, 0.03), 4)
    0.05
    """
    return (1.0 + nominal) / (1.0 + inflation) - 1.0
