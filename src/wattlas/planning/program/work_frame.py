"""The labels and the data of the work: loads that are placed, serving, training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.problem import Problem, Training
from wattlas.planning.work_places import Desk, Hall, Stand, desks, halls, runs, stands

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr

TIE = 1e-4
"""Share of its electricity that a chip counts for beside its cost: above the tolerance
of a solver, below the third digit of any figure."""
LEAST_PRICE = 1e-3
"""Price of a kWh where none is known, for the same."""


@dataclass(frozen=True)
class WorkFrame:
    """A problem with labelled data of its work; one step is one hour."""

    problem: Problem

    @cached_property
    def time(self) -> pd.Index[Any]:
        """The hours, as a dimension."""
        return pd.RangeIndex(self.problem.hours, name="time")

    def series(self, dimension: pd.Index[Any], rows: Sequence[Any]) -> xr.DataArray:
        """Return hourly rows, or one value for every hour, with their labels."""
        hours = self.problem.hours
        full = [np.broadcast_to(np.asarray(row, float), hours) for row in rows]
        return xr.DataArray(np.array(full), coords=[dimension, self.time])

    # Loads that are placed: one row for each load and site.

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        """Every placed load at every site where it may be."""
        return stands(self.problem)

    @cached_property
    def place(self) -> pd.Index[Any]:
        """The places of the loads whose site is chosen, as a dimension."""
        return pd.Index([stand.label for stand in self.stands], name="place")

    @cached_property
    def placed_kw(self) -> xr.DataArray:
        """What each load would draw at each of its places, by hour."""
        rows = [kw for load in self.problem.placed for kw in load.it_kw.values()]
        return self.series(self.place, rows)

    # Serving: one row for each route and kind of chip that may take it.

    @cached_property
    def desks(self) -> tuple[Desk, ...]:
        """Every desk that may serve requests."""
        return desks(self.problem)

    @cached_property
    def desk(self) -> pd.Index[Any]:
        """The desks, as a dimension."""
        return pd.Index([desk.label for desk in self.desks], name="desk")

    @cached_property
    def halls(self) -> tuple[Hall, ...]:
        """Every hall that may hold chips for serving."""
        return halls(self.problem)

    @cached_property
    def hall(self) -> pd.Index[Any]:
        """The halls, as a dimension."""
        return pd.Index([hall.label for hall in self.halls], name="hall")

    def of_desk(self, name: str, scale: float) -> xr.DataArray:
        """Return a number of each desk's kind of chip, times a scale."""
        values = [scale * float(getattr(c, name)) for _, _, c in self.desks]
        return xr.DataArray(values, coords=[self.desk])

    def of_hall(self, name: str, scale: float = 1.0) -> xr.DataArray:
        """Return a number of each hall's kind of chip, times a scale."""
        values = [scale * float(getattr(c, name)) for _, c in self.halls]
        return xr.DataArray(values, coords=[self.hall])

    @cached_property
    def racks(self) -> dict[str, float]:
        """The chips of each site and kind, where those of the site are given."""
        known = {site for site, _ in self.problem.stock}
        return {
            hall.label: self.problem.stock.get((hall.site, hall.chip.key), 0.0)
            for hall in dict.fromkeys([*self.halls, *self.runs])
            if hall.site in known
        }

    @cached_property
    def tie_k(self) -> xr.DataArray:
        """What holding a chip counts for where plans cost the same. [thousands]

        A ten-thousandth of the electricity that it would draw all year; a tenth more
        away from home.
        """
        prices = [float(np.mean(g.price_per_kwh)) for g in self.problem.grids]
        price = max(prices, default=0.0)
        values = [
            chip.it_energy_kwh
            / chip.chip_hours
            * max(price, LEAST_PRICE)
            * self.problem.hours
            * TIE
            * (1.0 if site == self.problem.home else 1.1)
            for site, chip in self.halls
        ]
        return xr.DataArray(values, coords=[self.hall])

    # Training: one row for each site and kind of chip that may run it.

    @cached_property
    def training(self) -> Training:
        """The training run; only where there is one."""
        if self.problem.training is None:
            raise LookupError("The problem has no training.")
        return self.problem.training

    @cached_property
    def runs(self) -> tuple[Hall, ...]:
        """Every hall that may train."""
        return runs(self.problem)

    @cached_property
    def run(self) -> pd.Index[Any]:
        """The runs, as a dimension."""
        return pd.Index([run.label for run in self.runs], name="run")

    def of_run(self, values: Sequence[float]) -> xr.DataArray:
        """Return one number for each run."""
        return xr.DataArray(list(values), coords=[self.run])

    @cached_property
    def in_window(self) -> xr.DataArray:
        """1 in the hours between start and deadline of training, else 0."""
        hours = np.zeros(self.problem.hours)
        hours[self.training.start : self.training.deadline] = 1.0
        return xr.DataArray(hours, coords=[self.time])
