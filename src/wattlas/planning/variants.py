"""Variants of one program by its bounds and costs alone: built once, varied freely."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.planning.problem import Chip, Problem
from wattlas.planning.program import build
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve import LinearProgram, matrices
from wattlas.planning.solve.memory import release
from wattlas.planning.work_places import Hall, Stand, desks, runs, stands

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

YEAR_LIMITS = (
    "carbon_cap",
    "water_cap",
    "matching_hourly",
    "matching_monthly",
    "matching_annual",
    "capital_budget",
    "certificates_within_share",
)
"""Limits that the baseline does not keep."""


@dataclass(frozen=True)
class Variant:
    """A problem and its program of all hours, with some of its bounds changed.

    >>> from wattlas.planning.variants import Variant
    """

    problem: Problem
    program: LinearProgram

    @classmethod
    def of(cls, problem: Problem) -> Variant:
        """Return the program of a problem as it is."""
        program = matrices(build(problem))
        release(program.matrix.shape[0])
        return cls(problem, program)

    def without_options(self) -> Variant:
        """Return the variant in which only the grid gives power."""
        caps = {p.key: (0.0, 0.0) for p in self.problem.plants}
        stores = {s.key: (0.0, 0.0) for s in self.problem.stores}
        return self.with_sizes(caps | stores)._as_bound()

    def _as_bound(self) -> Variant:
        """Return the variant that sells no heat, and offers and sheds as it must."""
        columns, high = self.program.columns, self.program.high.copy()
        if "offered_mw" in columns:
            at = columns["offered_mw"].position
            high[at] = self.program.low[at]
        for name in ("heat_mw", "heat_capacity_mw"):
            if name in columns:
                high[columns[name].position] = 0.0
        if "shed_mw" in columns and not any(o.min_kw > 0 for o in self.problem.offers):
            high[columns["shed_mw"].position] = 0.0
        return replace(self, program=self.program.having(high=high))

    def with_sizes(self, sizes: Mapping[str, tuple[float, float]]) -> Variant:
        """Return the variant with least and most power of plants and stores. [kW]"""
        low, high = self.program.low.copy(), self.program.high.copy()
        for name, dimension in (("capacity_mw", "plant"), ("store_mw", "store")):
            block = self.program.columns.get(name)
            for key in block.labels[dimension] if block else ():
                if key in sizes:
                    at: Any = block.at(**{dimension: key}) if block else []
                    low[at], high[at] = (v / THOUSAND for v in sizes[key])
                    if dimension == "store" and not sizes[key][1]:
                        # What has no power holds no energy: dust of it would be paid.
                        high[self.program.columns["store_mwh"].at(store=key)] = 0.0
        return replace(self, program=self.program.having(low=low, high=high))

    def with_least(self, sizes: Mapping[str, float]) -> Variant:
        """Return the variant in which at least some power of plants stands. [kW]"""
        most = {p.key: p.max_kw for p in self.problem.plants}
        most |= {s.key: s.max_kw for s in self.problem.stores}
        bounds = {k: (min(kw, most[k]), most[k]) for k, kw in sizes.items()}
        return self.with_sizes(bounds) if bounds else self

    def only(
        self,
        sites: Mapping[str, Collection[str]] | None,
        chips: Mapping[str, str] | None,
    ) -> Variant:
        """Return the variant in which work runs only at some sites, on some chips.

        `sites` maps ``serving``, ``training`` and ``load`` to where they may run,
        `chips` to the one kind that they may use.
        """
        high = self.program.high.copy()
        for name, dimension, work, places in (
            ("served_m_per_h", "desk", "serving", desks(self.problem)),
            ("training_share", "run", "training", runs(self.problem)),
            ("place_share", "place", "load", stands(self.problem)),
        ):
            for place in places:
                wrong = sites is not None and place.site not in sites.get(work, ())
                if not isinstance(place, Stand) and chips is not None:
                    wrong = wrong or chips.get(work, place.chip.key) != place.chip.key
                if wrong:
                    at = self.program.columns[name].at(**{dimension: place.label})
                    high[at] = 0.0
        return replace(self, program=self.program.having(high=high))

    def unlimited(self) -> Variant:
        """Return the variant without limits on carbon, water, matching and capital."""
        low, high = self.program.row_low.copy(), self.program.row_high.copy()
        for name in YEAR_LIMITS:
            if name in self.program.rows:
                at = np.ravel(self.program.rows[name].position)
                low[at], high[at] = -np.inf, np.inf
        program = self.program.having(row_low=low, row_high=high)
        return replace(self, program=program)

    def tightened(self, rows: Mapping[str, Array]) -> Variant:
        """Return the variant whose rows ask for so much more, or allow so much less."""
        low, high = self.program.row_low.copy(), self.program.row_high.copy()
        for name, amount in rows.items():
            at = np.ravel(self.program.rows[name].position)
            low[at] += amount
            high[at] -= amount
        program = self.program.having(row_low=low, row_high=high)
        return replace(self, program=program)

    def running(self, site: str, chip: Chip, profile: Array) -> Variant:
        """Return the variant whose training has a place and runs so many chips an hour.

        `profile` has one number of chips for each hour of the problem.
        """
        run = Hall(site, chip).label
        low, high = self.program.low.copy(), self.program.high.copy()
        most = float(profile.max())
        begun = np.maximum.accumulate(profile) > 0
        over = begun & (np.cumsum(profile[::-1])[::-1] == 0)
        settled = {
            "running_k": profile / THOUSAND,
            "taken_k": most * begun / THOUSAND,
            "returned_k": most * over / THOUSAND,
        }
        for name, values in settled.items():
            at = self.program.columns[name].at(run=run)
            low[at] = high[at] = values
        program = self.program.having(low=low, high=high)
        return replace(self, program=program).at_one_place(site, chip)

    def at_one_place(self, site: str, chip: Chip) -> Variant:
        """Return the variant whose training is at one place on one kind of chip."""
        block = self.program.columns["training_share"]
        low, high = self.program.low.copy(), self.program.high.copy()
        for label in block.labels["run"]:
            there = float(label == Hall(site, chip).label)
            low[block.at(run=label)] = high[block.at(run=label)] = there
            if not there:
                for name in ("running_k", "taken_k", "returned_k", "restarted_k"):
                    if name in self.program.columns:
                        high[self.program.columns[name].at(run=label)] = 0.0
        return replace(self, program=self.program.having(low=low, high=high))

    def placed_at(self, sites: Sequence[str]) -> Variant:
        """Return the variant whose loads that stand whole are each at one site."""
        loads = (i for i, load in enumerate(self.problem.placed) if load.whole)
        chosen = dict(zip(loads, sites, strict=True))
        low, high = self.program.low.copy(), self.program.high.copy()
        block = self.program.columns["place_share"]
        for stand in stands(self.problem):
            if stand.load in chosen:
                at = block.at(place=stand.label)
                low[at] = high[at] = float(stand.site == chosen[stand.load])
        return replace(self, program=self.program.having(low=low, high=high))

    def costing(self, cost: Array) -> Variant:
        """Return the variant with another objective."""
        return replace(self, program=self.program.having(cost=cost))
