"""Values of a program's decisions at every hour, by their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND, Frame
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Values:
    """Values of decisions at every hour, by site."""

    def __init__(self, variant: Variant, x: Array) -> None:
        self.problem: Problem = variant.problem
        self.frame = Frame(variant.problem)
        self._program, self._x = variant.program, x
        self._columns = variant.program.columns

    def at(self, name: str, **labels: str) -> Array:
        """Return the values of a decision at labels; none where it is absent."""
        block = self._columns.get(name)
        if block is None or any(v not in block.labels[d] for d, v in labels.items()):
            return np.zeros(1)
        return np.asarray(self._x[block.at(**labels)])

    def all(self, name: str) -> Array:
        """Return the values of a decision at all labels; none where it is absent."""
        block = self._columns.get(name)
        return np.zeros(1) if block is None else np.asarray(self._x[block.position])

    def of_site(self, name: str, site: str) -> Array:
        """Return the flows of a decision at a site. [MW]"""
        return self.at(name, site=site)

    def it(self, site: str) -> Array:
        """Return what the servers of a site draw. [MW]"""
        return self.at("it_mw", site=site)

    def load_kwh(self, site: str) -> float:
        """Return what the building of a site draws. [kWh]"""
        return float((self.problem.pue[site] * self.it(site)).sum()) * THOUSAND

    def matched_kwh(self) -> float | None:
        """Return what carbon-free supply matches by the hour, if that is asked for.

        All of it: the program's own `matched` need be no more than is asked for.
        """
        if "matched_mw" not in self._columns:
            return None
        return sum(map(self._matched_mwh, self.problem.sites)) * THOUSAND

    def _matched_mwh(self, site: str) -> float:
        rows = self._program.rows["matched_by_supply"].at(site=site)
        left = self._program.matrix[rows] @ self._x - self._program.row_low[rows]
        supply = self.of_site("matched_mw", site) + np.maximum(left, 0.0)
        return float(np.minimum(supply, self.problem.pue[site] * self.it(site)).sum())
