"""Where a load that stands whole is placed: every site is tried, and the best taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Protocol, TypeVar

from wattlas.errors import InputError
from wattlas.planning.problem import Problem
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.stages import Solved
from wattlas.planning.variants import Variant
from wattlas.planning.work_places import stands

MOST = 64
"""Ways to place all loads that are tried, each a program of its own."""


LEAST_SHARE = 1e-3
"""Share of a load below which it is dust of the solver."""


class Costed(Protocol):
    """What has an objective."""

    @property
    def objective_k(self) -> float:
        """The objective. [thousands of money]"""


Plan = TypeVar("Plan", bound=Costed)


def ways(problem: Problem) -> list[tuple[str, ...]]:
    """Return every way to place the loads that stand whole; one that is empty if none.

    Raises
    ------
    InputError
        If there are too many.
    """
    sites = [list(load.it_kw) for load in problem.placed if load.whole]
    count = 1
    for choices in sites:
        count *= len(choices)
    if count > MOST:
        raise InputError(
            "{sites_count} loads over {count} sites can be placed in {count_2:,} "
            "ways, and {most} are tried: give a site to some, or place: split.",
            sites_count=len(sites),
            count=len(sites[0]),
            count_2=count,
            most=MOST,
        )
    return list(product(*sites))


def at_each_place(
    variant: Variant, solve: Callable[[Variant], Plan]
) -> Iterator[tuple[tuple[str, ...], Plan | None]]:
    """Yield the plan of each way to place the loads, None where it has none."""
    for sites in ways(variant.problem):
        try:
            yield sites, solve(variant.placed_at(sites) if sites else variant)
        except InfeasibleProgramError:
            yield sites, None


def shares_of(plan: Solved) -> tuple[dict[str, float], ...]:
    """Return the share of each placed load at each site where it stands."""
    found: list[dict[str, float]] = [{} for _ in plan.problem.placed]
    if not found:
        return ()
    shares = plan.values("place_share")
    for stand, share in zip(stands(plan.problem), shares, strict=True):
        if share > LEAST_SHARE:
            found[stand.load][stand.site] = float(share)
    return tuple(found)


def placed_like(variant: Variant, plan: Solved) -> Variant:
    """Return the variant whose loads that stand whole are where a plan has them."""
    shares = shares_of(plan)
    loads = zip(plan.problem.placed, shares, strict=True)
    sites = [max(at, key=lambda s: at[s]) for load, at in loads if load.whole]
    return variant.placed_at(sites) if sites else variant


def best_place(variant: Variant, solve: Callable[[Variant], Plan]) -> Plan:
    """Return the cheapest plan over all ways to place the loads; the first of equals.

    Raises
    ------
    InfeasibleProgramError
        If no way has a plan.
    """
    found = [plan for _, plan in at_each_place(variant, solve) if plan is not None]
    if not found:
        raise InfeasibleProgramError
    return min(found, key=lambda plan: plan.objective_k)
