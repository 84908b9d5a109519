"""The charges of a grid's bill, as a linear program can hold them.

A price that rises with the amount keeps a program linear: each rise is paid on what is
above its start. A price that falls does not: it is told at a usual load, as if all that
is drawn were billed in the tier of that load, which never says too little. The plan is
then solved again with its own load as the usual one, until its tiers stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wattlas.hours.bills.terms import BillTerms, Tier
from wattlas.planning.supply import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

MONTHS = 12


@dataclass(frozen=True)
class Window:
    """Hours of a site whose highest power is billed once. [kW, money/kW]

    No two windows of one `layer` share an hour. It is billed at `price`, plus `rises`
    above their starts, plus `constant` money; for at least `ratchet_share` of the
    highest power in the windows `looks_at`.
    """

    site: str
    layer: str
    label: str
    month: int
    hours: Integers
    price: float
    rises: tuple[tuple[float, float], ...] = ()
    constant: float = 0.0
    ratchet_share: float = 0.0
    looks_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class EnergyRise:
    """From `start_kwh` of a month's energy on a kWh costs `rise` more. [kWh, money]"""

    site: str
    month: int
    start_kwh: float
    rise: float


def windows(grid: Grid, months: Integers) -> list[Window]:
    """Return the windows of a grid's demand charges; `months` are of the hours."""
    if grid.terms is not None:
        return list(_filed(grid, grid.terms))
    found = []
    if grid.demand_charge_per_kw_month > 0:
        labels = {m: _label(grid, "monthly", 0, m) for m in np.unique(months).tolist()}
        for month, label in labels.items():
            found.append(
                Window(
                    grid.site,
                    "monthly",
                    label,
                    month,
                    np.flatnonzero(months == month),
                    grid.demand_charge_per_kw_month,
                    ratchet_share=grid.ratchet_share,
                    looks_at=tuple(labels.values()) if grid.ratchet_share else (),
                )
            )
    if grid.yearly_demand_charge_per_kw > 0:
        label = _label(grid, "yearly", 0, MONTHS - 1)
        charge = grid.yearly_demand_charge_per_kw
        every = np.arange(len(months))
        found.append(Window(grid.site, "yearly", label, MONTHS - 1, every, charge))
    return found


def energy_rises(grid: Grid) -> Iterator[EnergyRise]:
    """Yield where the energy of a month gets dearer with its amount."""
    if grid.terms is None:
        return
    usual = _usual(grid, grid.terms)
    for month in range(MONTHS):
        for start, change in _changes(grid.terms, usual, month):
            if change > 0:
                yield EnergyRise(grid.site, month, start, change)


def marginal_price(terms: BillTerms, usual_kw: Array) -> Array:
    """Return the price of a kWh by the hour in the tiers that a usual load reaches.

    Tiers that get dearer are not in it: they are rises.
    """
    price = terms.energy_price_per_kwh[0].copy()
    used = np.bincount(terms.month, usual_kw, MONTHS)
    for month in np.unique(terms.month):
        for start, change in _changes(terms, usual_kw, month):
            if change < 0 and used[month] > start:
                price[terms.month == month] += change
    return np.asarray(price)


def standing_charge(grid: Grid, months: Integers, years: float) -> float:
    """Return what a connected site pays whatever it draws, falls of tiers in it.

    [money]
    """
    terms = grid.terms
    if terms is None:
        return MONTHS * years * grid.fixed_per_month
    total = MONTHS * years * terms.fixed_per_month
    total += sum(w.constant for w in windows(grid, months))
    usual = _usual(grid, terms)
    used = np.bincount(terms.month, usual, MONTHS)
    for month in np.unique(terms.month):
        for start, change in _changes(terms, usual, month):
            if change < 0 and used[month] > start:
                total -= change * start
    return float(total)


def has_least(grid: Grid) -> bool:
    """Say whether a grid's bill has a least amount."""
    terms = grid.terms
    if terms is None:
        return False
    return terms.minimum_per_month > 0 or terms.minimum_per_year > 0


def falls(terms: BillTerms) -> bool:
    """Say whether some price of a tariff falls with the amount."""
    filed = [[t.price for t in w.tiers] for w in terms.demand]
    drops = any(b < a for prices in filed for a, b in pairwise(prices))
    return drops or bool((np.diff(terms.energy_price_per_kwh, axis=0) < 0).any())


def _filed(grid: Grid, terms: BillTerms) -> Iterator[Window]:
    labels = [_label(grid, w.kind, w.period, w.month) for w in terms.demand]
    usual = _usual(grid, terms)
    peaks = [float(usual[w.hours].max(initial=0.0)) for w in terms.demand]
    for label, window, peak in zip(labels, terms.demand, peaks, strict=True):
        floor = max((peaks[i] for i in window.ratchet_of), default=0.0)
        price, rises, constant = _told_at(
            window.tiers, max(peak, window.ratchet_share * floor)
        )
        yield Window(
            grid.site,
            window.kind,
            label,
            window.month,
            window.hours,
            price,
            rises,
            constant,
            window.ratchet_share,
            tuple(labels[i] for i in window.ratchet_of),
        )


def _told_at(
    tiers: Sequence[Tier], usual_kw: float
) -> tuple[float, tuple[tuple[float, float], ...], float]:
    """Return the price of a kW at a usual power, the rises, and a constant.

    >>> _told_at((Tier(10.0, 100.0), Tier(5.0)), 500.0)
    (5.0, (), 500.0)
    >>> _told_at((Tier(0.0, 50.0), Tier(12.0)), 60.0)
    (0.0, ((50.0, 12.0),), 0.0)
    """
    price, constant = tiers[0].price, 0.0
    rises = []
    for tier, after in pairwise(tiers):
        start, change = float(tier.most or 0.0), after.price - tier.price
        if change > 0:
            rises.append((start, change))
        elif usual_kw > start:
            price += change
            constant -= change * start
    return price, tuple(rises), constant


def _changes(
    terms: BillTerms, usual_kw: Array, month: int
) -> Iterator[tuple[float, float]]:
    """Yield where a month's price of energy changes, and by how much in its mean."""
    inside = terms.month == month
    weight = usual_kw[inside] if usual_kw[inside].any() else np.ones(inside.sum())
    prices = terms.energy_price_per_kwh[:, inside] @ weight / max(weight.sum(), 1e-300)
    for start, change in zip(terms.tier_end_kwh[month], np.diff(prices), strict=False):
        if np.isfinite(start) and change:
            yield float(start), float(change)


def _usual(grid: Grid, terms: BillTerms) -> Array:
    return np.zeros(len(terms.month)) if grid.usual_kw is None else grid.usual_kw


def _label(grid: Grid, kind: str, period: int, month: int) -> str:
    return f"{kind} {period} {month + 1}@{grid.site}"
