"""The decisions: capacities, and flows in every hour; only `matched` is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def add_variables(m: linopy.Model, f: Frame) -> None:
    """Add every decision that the problem has."""
    _add_sites(m, f)
    if len(f.plant):
        _add_plants(m, f)
    if len(f.store):
        _add_stores(m, f)
    if len(f.place):
        m.add_variables(lower=0, upper=1, coords=[f.place], name="place_share")
    if f.desks:
        m.add_variables(lower=0, coords=[f.desk, f.time], name="served_m_per_h")
        m.add_variables(lower=0, coords=[f.hall], name="serving_chips_k")
    if f.runs:
        _add_runs(m, f)


def _add_sites(m: linopy.Model, f: Frame) -> None:
    limits = {g.site: g.limit_kw / THOUSAND for g in f.problem.grids}
    # A site without a grid imports nothing.
    most = xr.DataArray(
        [np.inf if s in limits else 0.0 for s in f.site], coords=[f.site]
    )
    m.add_variables(lower=0, upper=most, coords=[f.site, f.time], name="import_mw")
    m.add_variables(lower=0, coords=[f.site, f.time], name="it_mw")
    matching = f.problem.limits.matching
    if matching and matching.basis == "hourly":
        m.add_variables(lower=-np.inf, coords=[f.site, f.time], name="matched_mw")
    if f.certified is not None:
        if f.certified.name == "site":
            m.add_variables(lower=0, coords=[f.site, f.time], name="certified_mw")
        else:
            m.add_variables(lower=0, coords=[f.certified], name="certified_mwh")


def _add_plants(m: linopy.Model, f: Frame) -> None:
    m.add_variables(
        lower=f.of_plant("min_kw") / THOUSAND,
        upper=f.of_plant("max_kw") / THOUSAND,
        coords=[f.plant],
        name="capacity_mw",
    )
    m.add_variables(lower=0, coords=[f.plant, f.time], name="output_mw")
    if f.exporting:
        sites = pd.Index(f.exporting, name="site")
        limits = {g.site: g.export_limit_kw / THOUSAND for g in f.problem.grids}
        most = f.series(sites, [limits[s] for s in f.exporting])
        m.add_variables(lower=0, upper=most, coords=[sites, f.time], name="export_mw")
    for name, labels, dimension in (
        ("spilt_mw", f.spilling, "site"),
        ("sold_mw", f.selling, "plant"),
    ):
        if labels:
            index = pd.Index(labels, name=dimension)
            m.add_variables(lower=0, coords=[index, f.time], name=name)


def _add_stores(m: linopy.Model, f: Frame) -> None:
    m.add_variables(
        lower=f.of_store("min_kw") / THOUSAND,
        upper=f.of_store("max_kw") / THOUSAND,
        coords=[f.store],
        name="store_mw",
    )
    m.add_variables(lower=0, coords=[f.store], name="store_mwh")
    for name in ("charge_mw", "discharge_mw", "level_mwh"):
        m.add_variables(lower=0, coords=[f.store, f.time], name=name)


def _add_runs(m: linopy.Model, f: Frame) -> None:
    m.add_variables(lower=0, upper=1, coords=[f.run], name="training_share")
    most = f.training.max_chips / THOUSAND
    for name in ("running_k", "taken_k", "returned_k"):
        m.add_variables(lower=0, upper=most, coords=[f.run, f.time], name=name)
    if f.training.min_run_hours:
        # A run that begins must still have room for its shortest length.
        room = np.full(f.problem.hours, np.inf)
        room[f.training.deadline - f.training.min_run_hours + 1 :] = 0.0
        begins = f.series(f.run, [room] * len(f.runs))
        m.add_variables(
            lower=0, upper=begins, coords=[f.run, f.time], name="restarted_k"
        )
