"""The cash of a plan by year: capital, renewals, running, sales, taxes. [money]"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from wattlas.planning.finance.lines import FIXED, GRID, KINDS, REVENUE, Lines
from wattlas.planning.finance.terms import Terms

PARTS = ("capital", "fixed", "variable", "revenue", "tax")
"""What the cash of a year is made of, in the order of a record."""
_FIXED = (FIXED,)


@dataclass(frozen=True)
class Cash:
    """Cash by year: what is paid is positive, what comes in negative.

    Each is an array over the years 0 (building) to the horizon.
    """

    capital: np.ndarray
    fixed: np.ndarray
    variable: np.ndarray
    revenue: np.ndarray
    tax: np.ndarray

    @property
    def net(self) -> np.ndarray:
        """What is paid in all, less what comes in."""
        return np.asarray(sum(getattr(self, name) for name in PARTS))


def cash(paid: Lines, terms: Terms, ageing: float = 0.0) -> Cash:
    """Return the cash of what a plan pays in its year, repeated over the horizon.

    Building falls into year 0, its first year of running into year 1. What wears out
    is bought anew at its cost, and what still has life at the horizon counts for that
    share of its cost. Solar cells give less by `ageing` a year; the grid gives the
    rest. Flows are real where `terms.inflation` is 0, else in the money of each year.
    """
    years = np.arange(terms.horizon_years + 1)
    running = (years > 0).astype(float)
    grown = {
        kind: running
        * paid.yearly[kind]
        * (1.0 + terms.escalation.get(kind, 0.0)) ** np.maximum(years - 1, 0)
        for kind in KINDS
    }
    lost = 1.0 - (1.0 - ageing) ** np.maximum(years - 1, 0)
    rise = (1.0 + terms.escalation.get(GRID, 0.0)) ** np.maximum(years - 1, 0)
    grown[GRID] = grown[GRID] + lost * rise * paid.sun_kwh * paid.grid_price_per_kwh
    money = (1.0 + terms.inflation) ** years
    built = _capital(paid, terms)
    variable = sum(v for k, v in grown.items() if k not in (*_FIXED, REVENUE))
    flows = Cash(
        capital=built * money,
        fixed=grown[FIXED] * money,
        variable=np.asarray(variable) * money,
        revenue=grown[REVENUE] * money,
        tax=np.zeros(len(years)),
    )
    return Cash(
        **{n: getattr(flows, n) for n in PARTS[:-1]}, tax=_tax(paid, terms, flows)
    )


def _capital(paid: Lines, terms: Terms) -> np.ndarray:
    """Return building, renewals and what is left at the horizon, in real money."""
    flows = np.zeros(terms.horizon_years + 1)
    for option, cost in paid.capital.items():
        life = paid.life_years[option]
        times = ceil(terms.horizon_years / life)
        for turn in range(times):
            flows[min(ceil(turn * life), terms.horizon_years)] += cost
        left = times * life - terms.horizon_years
        flows[-1] -= cost * left / life
    return flows


def _tax(paid: Lines, terms: Terms, flows: Cash) -> np.ndarray:
    """Return what taxes take: below nought, for costs and depreciation are deducted.

    A credit comes back in the first year and takes half of itself off what may be
    depreciated.
    """
    tax = -terms.tax_rate * (flows.fixed + flows.variable + flows.revenue)
    for option, cost in paid.capital.items():
        credit = terms.credits.get(option, 0.0)
        shares = np.asarray(terms.depreciation or _even(paid.life_years[option]))
        years = min(len(shares), terms.horizon_years)
        basis = cost * (1.0 - credit / 2.0)
        tax[1] -= credit * cost
        tax[1 : years + 1] -= terms.tax_rate * basis * shares[:years]
    return np.asarray(tax)


def _even(life_years: float) -> list[float]:
    count = max(round(life_years), 1)
    return [1.0 / count] * count
