"""The labels and the data of what is shed, offered and held ready."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.work_frame import WorkFrame

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr


class FlexibleFrame(WorkFrame):
    """A problem with labelled data of its flexibility; one step is one hour."""

    @cached_property
    def offer(self) -> pd.Index[Any]:
        """The contracts by which sites give up power when called, as a dimension."""
        return pd.Index([o.key for o in self.problem.offers], name="offer")

    @cached_property
    def shed(self) -> pd.Index[Any]:
        """The loads that may be shed, as a dimension."""
        return pd.Index([s.key for s in self.problem.sheddable], name="shed")

    @cached_property
    def ready(self) -> pd.Index[Any]:
        """The batteries at sites that may be called, as a dimension."""
        sites = {o.site for o in self.problem.offers}
        keys = [s.key for s in self.problem.stores if s.site in sites]
        return pd.Index(keys, name="store")

    @cached_property
    def one_way(self) -> xr.DataArray:
        """What each battery gives of what it holds: the root of its round trip."""
        roots = [float(np.sqrt(s.efficiency)) for s in self.problem.stores]
        keys = pd.Index([s.key for s in self.problem.stores], name="store")
        return xr.DataArray(roots, coords=[keys])

    @cached_property
    def event_h(self) -> xr.DataArray:
        """The longest event at the site of each of these batteries. [h]"""
        return self._of_ready("event_hours", max)

    @cached_property
    def notice_h(self) -> xr.DataArray:
        """The shortest notice at the site of each of these batteries. [h]"""
        return self._of_ready("notice_hours", min)

    def _of_ready(self, name: str, pick: Any) -> xr.DataArray:
        at = {s.key: s.site for s in self.problem.stores}
        values = [
            float(
                pick(getattr(o, name) for o in self.problem.offers if o.site == at[k])
            )
            for k in self.ready
        ]
        return xr.DataArray(values, coords=[self.ready])
