"""The work: what the servers draw, and requests that may go to several sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.planning.program.flexibility import shed_at_sites_mw
from wattlas.planning.program.frame import MILLION, THOUSAND, Frame

with needs_extra("A plan", "plan"):
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def it_load(m: linopy.Model, f: Frame) -> None:
    """Servers draw what is given, served, trained, kept waiting, less what is shed.

    ``it == given + placed * share + energy_per_request * served +
    chip_power * running + waiting - shed``
    """
    given = f.of_site(dict(f.problem.base_it_kw)) / THOUSAND
    load = 1.0 * m["it_mw"]
    if len(f.place):
        there = (f.placed_kw / THOUSAND) * m["place_share"]
        load = load - f.at_sites(there, [stand.site for stand in f.stands])
    if f.desks:
        load = load - serving_it_mw(m, f)
    if f.runs:
        load = load - training_it_mw(m, f)
    if len(f.shed):
        load = load + shed_at_sites_mw(m, f)
    m.add_constraints(load == given, name="it_load")


def load_placed(m: linopy.Model, f: Frame) -> None:
    """A load that may be at several sites is there with shares that add up to one.

    ``sum[site](share) == 1``
    """
    if len(f.place):
        loads = [stand.load for stand in f.stands]
        load = xr.DataArray(loads, coords=[f.place], name="load")
        shares = (1.0 * m["place_share"]).groupby(load).sum()
        m.add_constraints(shares == 1, name="load_placed")


def requests_served(m: linopy.Model, f: Frame) -> None:
    """The requests of every origin are served in the hour in which they come.

    ``sum[site, chip](served) == requests``
    """
    serving = f.problem.serving
    if serving is None:
        return
    origin = xr.DataArray([o for o, _, _ in f.desks], coords=[f.desk], name="origin")
    served = (1.0 * m["served_m_per_h"]).groupby(origin).sum()
    millions = serving.requests_per_h / MILLION
    coords = {"origin": list(serving.origins), "time": f.time}
    wanted = xr.DataArray(millions, coords=coords, dims=list(coords))
    wanted = wanted.sel(origin=served.coords["origin"])
    m.add_constraints(served == wanted, name="requests_served")


def chips_for_serving(m: linopy.Model, f: Frame) -> None:
    """A site holds the chips that its busiest hour needs.

    ``sum[origin](chip_hours_per_request * served) <= serving_chips``
    """
    if f.desks:
        spare = needed_chips_k(m, f) - m["serving_chips_k"]
        m.add_constraints(spare <= 0, name="chips_for_serving")


def needed_chips_k(m: linopy.Model, f: Frame) -> Any:
    """Return the chips that the served requests need in each hall. [thousands]"""
    hours = f.of_desk("chip_hours", MILLION / THOUSAND)
    halls = [desk.hall.label for desk in f.desks]
    hall = xr.DataArray(halls, coords=[f.desk], name="hall")
    needed = (hours * m["served_m_per_h"]).groupby(hall).sum()
    return needed.reindex({"hall": f.hall}).fillna(0)


def serving_it_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what serving draws at each site, with replicas that wait. [MW]"""
    serving = f.problem.serving
    energy = f.of_desk("it_energy_kwh", MILLION / THOUSAND)
    load = f.at_sites(energy * m["served_m_per_h"], [s for _, s, _ in f.desks])
    if serving is None or serving.kept_warm == 0:
        return load
    power = f.of_hall("waiting_it_kw", serving.kept_warm)
    waiting = power * (m["serving_chips_k"] - needed_chips_k(m, f))
    return load + f.at_sites(waiting, [s for s, _ in f.halls])


def training_it_mw(m: linopy.Model, f: Frame) -> Any:
    """Return what training draws at each site, with chips that wait. [MW]"""
    busy = [c.it_energy_kwh / c.chip_hours for _, c in f.runs]
    waiting = f.of_run([c.waiting_it_kw for _, c in f.runs])
    held = m["taken_k"] - m["returned_k"]
    power = (f.of_run(busy) - waiting) * m["running_k"] + waiting * held
    return f.at_sites(power, [s for s, _ in f.runs])
