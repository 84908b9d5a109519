"""Batteries: their level from step to step, their power, and their cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import Frame

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def store_level(m: linopy.Model, f: Frame) -> None:
    """What is in a battery at the end of a step; the year ends as it began.

    ``level[t] == level[t-1] + (root(eff) * charge - discharge / root(eff))``

    Half of the losses of a round trip fall on each way.
    """
    if not len(f.store):
        return
    one_way = f.one_way
    level = m["level_mwh"]
    gain = one_way * m["charge_mw"]
    loss = (1.0 / one_way) * m["discharge_mw"]
    change = 1.0 * level - level.roll(time=1) - gain + loss
    m.add_constraints(change == 0, name="store_level")


def level_within_energy(m: linopy.Model, f: Frame) -> None:
    """A battery holds at most its energy.

    ``level <= energy``
    """
    if len(f.store):
        room = m["level_mwh"] - m["store_mwh"]
        m.add_constraints(room <= 0, name="level_within_energy")


def flow_within_power(m: linopy.Model, f: Frame) -> None:
    """A battery's converter carries charge and discharge.

    ``charge + discharge <= power``
    """
    if len(f.store):
        flow = m["charge_mw"] + m["discharge_mw"] - m["store_mw"]
        m.add_constraints(flow <= 0, name="flow_within_power")


def store_duration(m: linopy.Model, f: Frame) -> None:
    """A battery of given hours holds so much for its power.

    ``energy == hours * power``
    """
    told = {s.key: s.duration_h for s in f.problem.stores if s.duration_h is not None}
    if told:
        hours = xr.DataArray(list(told.values()), coords={"store": list(told)})
        full = hours * m["store_mw"].sel(store=list(told))
        rest = m["store_mwh"].sel(store=list(told)) - full
        m.add_constraints(rest == 0, name="store_duration")


def cycles(m: linopy.Model, f: Frame) -> None:
    """A battery gives its energy at most so many times.

    ``sum(discharge) / max_cycles <= energy``

    Written so, the row is no larger than the others: a solver's tolerance is one of the
    largest row.
    """
    worn = [s.key for s in f.problem.stores if np.isfinite(s.max_cycles)]
    if worn:
        share = 1.0 / f.of_store("max_cycles").sel(store=worn)
        given = share * m["discharge_mw"].sel(store=worn).sum("time")
        used = given - m["store_mwh"].sel(store=worn)
        m.add_constraints(used <= 0, name="cycles")
