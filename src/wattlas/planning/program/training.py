"""Training: an amount of chip-hours between a start and a deadline, chips held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def training_placed(m: linopy.Model, f: Frame) -> None:
    """The run is placed: its shares by site and kind of chip add up to one.

    ``sum[site, chip](share) == 1``
    """
    if f.runs:
        m.add_constraints(m["training_share"].sum() == 1, name="training_placed")


def training_done(m: linopy.Model, f: Frame) -> None:
    """The chip-hours of the run are worked between start and deadline.

    ``sum[t](running) == chip_share``
    """
    if f.runs:
        hours = f.of_run([c.chip_hours / THOUSAND for _, c in f.runs])
        worked = (m["running_k"]).sum("time")
        left = worked - hours * m["training_share"]
        m.add_constraints(left == 0, name="training_done")


def running_on_held(m: linopy.Model, f: Frame) -> None:
    """Only chips that are held can run, and only between start and deadline.

    ``running <= in_window * (taken - returned)``
    """
    if f.runs:
        held = m["taken_k"] - m["returned_k"]
        room = m["running_k"] - f.in_window * held
        m.add_constraints(room <= 0, name="running_on_held")


def chips_taken(m: linopy.Model, f: Frame) -> None:
    """Chips taken are never untaken: a pause does not make them free of charge.

    ``taken[t] >= taken[t-1]``
    """
    if f.runs:
        taken = m["taken_k"]
        rise = taken - taken.shift(time=1)
        m.add_constraints(rise >= 0, name="chips_taken")


def chips_returned(m: linopy.Model, f: Frame) -> None:
    """Chips given back stay given back.

    ``returned[t] >= returned[t-1]``
    """
    if f.runs:
        returned = m["returned_k"]
        rise = returned - returned.shift(time=1)
        m.add_constraints(rise >= 0, name="chips_returned")


def chips_held_at_most(m: linopy.Model, f: Frame) -> None:
    """All sites together take each chip once.

    ``sum[site, chip](taken[last]) <= max_chips``
    """
    if f.runs and np.isfinite(f.training.max_chips):
        taken = m["taken_k"].isel(time=-1, drop=True).sum()
        most = f.training.max_chips / THOUSAND
        m.add_constraints(taken <= most, name="chips_held_at_most")


def chip_stock(m: linopy.Model, f: Frame) -> None:
    """Where the chips of a site are given, it holds no more, and no other kind.

    ``serving_chips + taken[last] <= stock``
    """
    if not f.racks:
        return
    held: Any = 0.0
    for name, dimension, labels in (
        ("serving_chips_k", "hall", f.hall),
        ("taken_k", "run", f.run),
    ):
        if name in m.variables:
            mine = [label for label in f.racks if label in labels]
            chips = (1.0 * m[name]).sel({dimension: mine}).rename({dimension: "rack"})
            if name == "taken_k":
                chips = chips.isel(time=-1, drop=True)
            held = held + chips.reindex({"rack": list(f.racks)}).fillna(0)
    most = [count / THOUSAND for count in f.racks.values()]
    stock = xr.DataArray(most, coords={"rack": list(f.racks)})
    m.add_constraints(held <= stock, name="chip_stock")


def training_power_cap(m: linopy.Model, f: Frame) -> None:
    """The run draws at most its power at the servers.

    ``sum[site, chip](chip_power * running) <= power_cap``
    """
    if f.runs and np.isfinite(f.training.power_cap_kw):
        power = f.of_run([c.it_energy_kwh / c.chip_hours for _, c in f.runs])
        drawn = (power * m["running_k"]).sum("run")
        cap = f.training.power_cap_kw / THOUSAND
        m.add_constraints(drawn <= cap, name="training_power_cap")


def restarts(m: linopy.Model, f: Frame) -> None:
    """Chips that begin to run are counted.

    ``restarted[t] >= running[t] - running[t-1]``
    """
    if f.runs and f.training.min_run_hours:
        running = m["running_k"]
        rise = running - running.shift(time=1).fillna(0)
        m.add_constraints(m["restarted_k"] - rise >= 0, name="restarts")


def minimum_run(m: linopy.Model, f: Frame) -> None:
    """Chips that began within the minimum run are running still.

    ``sum[last minimum_run hours](restarted) <= running``
    """
    if f.runs and f.training.min_run_hours:
        hours = f.training.min_run_hours
        begun = (1.0 * m["restarted_k"]).rolling(time=hours).sum()
        m.add_constraints(begun - m["running_k"] <= 0, name="minimum_run")


def returned_within_taken(m: linopy.Model, f: Frame) -> None:
    """Only chips that were taken can be given back.

    ``returned <= taken``
    """
    if f.runs:
        held = m["taken_k"] - m["returned_k"]
        m.add_constraints(held >= 0, name="returned_within_taken")
