"""What a load pays under the terms of a bill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import InputError
from wattlas.hours.bills.terms import BillTerms, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MONTHS = 12


@dataclass(frozen=True)
class Bill:
    """A year's bill by charge, in the currency of its terms.

    `minimum` is what a minimum charge adds to the others.
    """

    energy: float
    demand: float
    fixed: float
    minimum: float
    export_revenue: float

    @property
    def total(self) -> float:
        """What is paid in all, less what is received for export."""
        paid = self.energy + self.demand + self.fixed + self.minimum
        return paid - self.export_revenue


def bill(
    terms: BillTerms,
    import_kw: Array,
    export_kw: Array | None = None,
    drawn_kw: Array | None = None,
) -> Bill:
    """Return the bill of a year of hourly means of power.

    Energy: ``sum over months and tiers of energy in the tier * mean price of the
    month's use``; demand: ``sum over windows of price * max(highest kW, ratchet_share
    * highest kW of the windows looked back at)``. A month's tiers are filled in their
    order, each with the mix of hours that the month has.

    Parameters
    ----------
    terms : BillTerms
        What is charged.
    import_kw, export_kw : arrays of one value an hour
        Power bought of the grid and given to it. [kW]
    drawn_kw : array of one value an hour
        Power that comes through the meter in all, where others deliver through it too:
        demand charges are for this. [kW]

    Raises
    ------
    InputError
        If power is exported and the terms do not say what it brings, or the hours are
        not those of the terms.

    Examples
    --------
    >>> import numpy as np
    >>> from wattlas.hours.bills.terms import BillTerms
    >>> flat = BillTerms("flat", "", "USD", "UTC", np.arange(8760) // 730,
    ...     np.full((1, 8760), 0.1), np.full((12, 1), np.inf), fixed_per_month=10.0)
    >>> round(bill(flat, np.ones(8760)).total, 6)
    996.0
    """
    if len(import_kw) != len(terms.month):
        raise InputError(
            "The bill is of {month_count:,} hours, the load of {import_kw_count:,}: "
            "give one power for each hour of the year.",
            month_count=len(terms.month),
            import_kw_count=len(import_kw),
        )
    energy = _energy(terms, import_kw)
    demand = _demand(terms, import_kw if drawn_kw is None else drawn_kw)
    revenue = _revenue(terms, export_kw)
    sold = np.full(_MONTHS, terms.fixed_per_month) + energy + demand - revenue
    lacking = np.maximum(terms.minimum_per_month - sold, 0.0)
    by_year = max(terms.minimum_per_year - float((sold + lacking).sum()), 0.0)
    return Bill(
        energy=float(energy.sum()),
        demand=float(demand.sum()),
        fixed=_MONTHS * terms.fixed_per_month,
        minimum=float(lacking.sum()) + by_year,
        export_revenue=float(revenue.sum()),
    )


def _energy(terms: BillTerms, import_kw: Array) -> Array:
    """Cost of energy by month."""
    used = np.bincount(terms.month, import_kw, _MONTHS)
    start = np.hstack([np.zeros((_MONTHS, 1)), terms.tier_end_kwh[:, :-1]])
    in_tier = np.clip(used[:, None] - start, 0.0, terms.tier_end_kwh - start)
    priced = [
        np.bincount(terms.month, row * import_kw, _MONTHS)
        for row in terms.energy_price_per_kwh
    ]
    mean = np.divide(
        np.array(priced).T,
        used[:, None],
        out=np.zeros_like(in_tier),
        where=used[:, None] > 0,
    )
    cost: Array = (in_tier * mean).sum(axis=1)
    return cost


def _demand(terms: BillTerms, import_kw: Array) -> Array:
    """Cost of the highest powers by month."""
    peaks = [float(import_kw[w.hours].max()) for w in terms.demand]
    cost = np.zeros(_MONTHS)
    for window, peak in zip(terms.demand, peaks, strict=True):
        floor = max((peaks[i] for i in window.ratchet_of), default=0.0)
        billed = max(peak, window.ratchet_share * floor)
        cost[window.month] += _tiered(window.tiers, billed)
    return cost


def _tiered(tiers: Sequence[Tier], amount: float) -> float:
    """Cost of an amount whose price changes with it.

    >>> _tiered((Tier(0.0, 50.0), Tier(12.0)), 60.0)
    120.0
    """
    cost, start = 0.0, 0.0
    for tier in tiers:
        end = np.inf if tier.most is None else tier.most
        cost += tier.price * float(np.clip(amount - start, 0.0, end - start))
        start = end
    return cost


def _revenue(terms: BillTerms, export_kw: Array | None) -> Array:
    """What exported energy brings by month."""
    if export_kw is None or not export_kw.any():
        return np.zeros(_MONTHS)
    if terms.sell_price_per_kwh is None:
        raise InputError(
            "{name}: says nothing of what exported energy brings, and {export_kw:.3g} "
            "kWh are exported. Give its price.",
            name=terms.name,
            export_kw=export_kw.sum(),
        )
    sold = np.bincount(terms.month, terms.sell_price_per_kwh * export_kw, _MONTHS)
    return np.asarray(sold, dtype=np.float64)
