"""Weeks that stand for a year in a path: six of them, each for two months."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.supply import Grid, Offer, Plant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WEEKS, WEEK_H = 6, 168
MONTHS = 12


def sampled(problem: Problem) -> Problem:
    """Return a problem of six weeks that stand for the hours of another.

    Yearly costs and caps count for the share that the weeks are of the year, and the
    highest power of each week is billed for two months.
    """
    at = chosen_hours(problem.hours)
    share = len(at) / problem.hours
    limits = problem.limits
    return problem.having(
        hours=len(at),
        months=np.repeat(np.arange(WEEKS), WEEK_H),
        pue={s: _cut(v, at) for s, v in problem.pue.items()},
        wue_l_per_kwh={s: _cut(v, at) for s, v in problem.wue_l_per_kwh.items()},
        base_it_kw={s: _cut(v, at) for s, v in problem.base_it_kw.items()},
        grids=tuple(_grid(g, at, share) for g in problem.grids),
        plants=tuple(_plant(p, at) for p in problem.plants),
        stores=tuple(
            replace(s, max_cycles=s.max_cycles * share) for s in problem.stores
        ),
        offers=tuple(_offer(o, at, share) for o in problem.offers),
        sheddable=tuple(
            replace(s, most_kw=_cut(s.most_kw, at)) for s in problem.sheddable
        ),
        heat=tuple(replace(s, taken=s.taken[at]) for s in problem.heat),
        limits=replace(
            limits,
            carbon_cap_kg=_part(limits.carbon_cap_kg, share),
            water_cap_l=_part(limits.water_cap_l, share),
        ),
        years=problem.years * share,
    )


def chosen_hours(hours: int) -> NDArray[np.int64]:
    """Return the hours of six whole weeks, one in the middle of each two months.

    >>> chosen_hours(8760)[[0, 167, 168]].tolist()
    [672, 839, 2184]
    """
    span = hours / WEEKS
    middles = (np.arange(WEEKS) + 0.5) * span
    firsts = np.rint((middles - WEEK_H / 2) / WEEK_H).astype(np.int64) * WEEK_H
    return np.asarray((firsts[:, None] + np.arange(WEEK_H)).ravel())


def _grid(grid: Grid, at: NDArray[np.int64], share: float) -> Grid:
    months = share * MONTHS / WEEKS
    return replace(
        grid,
        price_per_kwh=_cut(grid.price_per_kwh, at),
        demand_charge_per_kw_month=grid.demand_charge_per_kw_month * months,
        yearly_demand_charge_per_kw=grid.yearly_demand_charge_per_kw * share,
        limit_kw=_cut(grid.limit_kw, at),
        intensity_kgco2e_per_kwh=_maybe(grid.intensity_kgco2e_per_kwh, at),
        water_l_per_kwh=_maybe(grid.water_l_per_kwh, at),
        clean_share=_maybe(grid.clean_share, at),
        export_price_per_kwh=_cut(grid.export_price_per_kwh, at),
    )


def _plant(plant: Plant, at: NDArray[np.int64]) -> Plant:
    return replace(
        plant,
        availability=_cut(plant.availability, at),
        sale_price_per_kwh=_cut(plant.sale_price_per_kwh, at),
    )


def _offer(offer: Offer, at: NDArray[np.int64], share: float) -> Offer:
    return replace(
        offer,
        baseline_kw=_cut(offer.baseline_kw, at),
        called=offer.called[at],
        callable=offer.callable[at],
        called_hours=offer.called_hours * share,
    )


def _cut(series: Any, at: NDArray[np.int64]) -> Any:
    found = np.asarray(series, float)
    return found[at] if found.ndim else float(found)


def _maybe(series: Any, at: NDArray[np.int64]) -> Any:
    return None if series is None else _cut(series, at)


def _part(cap: float | None, share: float) -> float | None:
    return None if cap is None else cap * share
