"""The cash of a plan by year: capital, renewals, running, sales, taxes. [money]"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from wattlas.planning.finance.lines import FIXED, GRID, KINDS, REVENUE, Lines, is_solar
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
    money = terms.first_money * (1.0 + terms.inflation) ** years
    built = _capital(paid, terms)
    variable = sum(v for k, v in grown.items() if k not in (*_FIXED, REVENUE))
    flows = Cash(
        capital=built * money,
        fixed=grown[FIXED] * money,
        variable=np.asarray(variable) * money,
        revenue=grown[REVENUE] * money,
        tax=np.zeros(len(years)),
    )
    return replace(flows, tax=_tax(paid, terms, flows, ageing))


@dataclass(frozen=True)
class _Bought:
    """What is built or renewed in a year, and what of it is left at the horizon.

    [real money]
    """

    option: str
    year: int
    cost: float
    left: float
    life_years: float


def _bought(paid: Lines, horizon_years: int) -> Iterator[_Bought]:
    """Yield what is built in year 0, and each time that it is bought anew."""
    for option, cost in paid.capital.items():
        life = paid.life_years[option]
        times = ceil(horizon_years / life)
        left = cost * (times * life - horizon_years) / life
        for turn in range(times):
            year = min(ceil(turn * life), horizon_years)
            at_end = left if turn == times - 1 else 0.0
            yield _Bought(option, year, cost, at_end, life)


def _capital(paid: Lines, terms: Terms) -> np.ndarray:
    """Return building, renewals and what is left at the horizon, in real money."""
    flows = np.zeros(terms.horizon_years + 1)
    for item in _bought(paid, terms.horizon_years):
        flows[item.year] += item.cost
        flows[-1] -= item.left
    return flows


def _tax(paid: Lines, terms: Terms, flows: Cash, ageing: float) -> np.ndarray:
    """Return what taxes take: below nought, for costs and depreciation are deducted.

    A credit on capital comes back in the first year and takes half of itself off what
    may be depreciated; one on production comes back year by year. What is left at the
    horizon is taxed for what it is worth beyond what is not yet written off.
    """
    rate, end = terms.tax_rate, terms.horizon_years
    money = terms.first_money * (1.0 + terms.inflation) ** np.arange(end + 1)
    tax = -rate * (flows.fixed + flows.variable + flows.revenue)
    for item in _bought(paid, end):
        credit = 0.0 if item.year else terms.credits.get(item.option, 0.0)
        shares = np.asarray(terms.depreciation or _even(item.life_years))
        shares = shares[: end - item.year]
        paid_then = item.cost * money[item.year]
        basis = paid_then * (1.0 - credit / 2.0)
        tax[1] -= credit * paid_then
        tax[item.year + 1 : item.year + 1 + len(shares)] -= rate * basis * shares
        not_yet_written_off = basis * (1.0 - float(shares.sum()))
        tax[-1] += rate * (item.left * money[-1] - not_yet_written_off)
    return np.asarray(tax - _production(paid, terms, ageing) * money)


def _production(paid: Lines, terms: Terms, ageing: float) -> np.ndarray:
    """Return what credits on production bring back in each year, in real money."""
    years = np.arange(terms.horizon_years + 1)
    credited = (years > 0) & (years <= terms.credit_years)
    back = np.zeros(len(years))
    for option, price in terms.production_credits.items():
        kept = (1.0 - ageing * is_solar(option)) ** np.maximum(years - 1, 0)
        back += credited * price * paid.output_kwh.get(option, 0.0) * kept
    return back


def _even(life_years: float) -> list[float]:
    count = max(round(life_years), 1)
    return [1.0 / count] * count
