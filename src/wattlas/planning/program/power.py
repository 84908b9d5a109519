"""Power at every site and hour: balance, capacity, minimum load, ramps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.planning.program.frame import Frame
from wattlas.planning.program.grid import delivered_mw, left_mw

if TYPE_CHECKING:
    import linopy


def power_balance(m: linopy.Model, f: Frame) -> None:
    """Demand is met: what comes is what the building draws.

    ``import + sum(output) - sold + discharge == pue * it + charge + export + spilt``

    `output` is that of plants at the site and elsewhere; what a virtual contract gives
    comes to nobody.
    """
    supply = 1.0 * m["import_mw"] - f.pue * m["it_mw"]
    here = [*f.behind_meter, *f.off_site]
    if here:
        supply = supply + delivered_mw(m, f, here)
    if f.leaving:
        supply = supply - left_mw(m, f)
    if "level_mwh" in m.variables:
        flow = m["discharge_mw"] - m["charge_mw"]
        supply = supply + f.at_sites(flow, [s.site for s in f.problem.stores])
    m.add_constraints(supply == 0, name="power_balance")


def within_capacity(m: linopy.Model, f: Frame) -> None:
    """A plant gives at most what is available of it.

    ``output <= availability * capacity``
    """
    if len(f.plant):
        most = f.availability * m["capacity_mw"]
        m.add_constraints(m["output_mw"] - most <= 0, name="within_capacity")


def minimum_load(m: linopy.Model, f: Frame) -> None:
    """A plant that cannot go lower runs at least at its minimum load.

    ``output >= min_load_share * availability * capacity``
    """
    low = [p.key for p in f.problem.plants if p.min_load_share > 0]
    if low:
        share = (f.of_plant("min_load_share") * f.availability).sel(plant=low)
        output = m["output_mw"].sel(plant=low)
        least = share * m["capacity_mw"].sel(plant=low)
        m.add_constraints(output - least >= 0, name="minimum_load")


def ramp_up(m: linopy.Model, f: Frame) -> None:
    """A slow plant rises by at most a share of its capacity in an hour.

    ``output[t] - output[t-1] <= ramp_share * capacity``
    """
    _ramp(m, f, 1.0, "ramp_up")


def ramp_down(m: linopy.Model, f: Frame) -> None:
    """A slow plant falls by at most a share of its capacity in an hour.

    ``output[t-1] - output[t] <= ramp_share * capacity``
    """
    _ramp(m, f, -1.0, "ramp_down")


def _ramp(m: linopy.Model, f: Frame, sign: float, name: str) -> None:
    slow = [p.key for p in f.problem.plants if p.ramp_share_per_hour < 1]
    if slow:
        output = m["output_mw"].sel(plant=slow)
        rise = output - output.shift(time=1)
        share = f.of_plant("ramp_share_per_hour").sel(plant=slow)
        most = share * m["capacity_mw"].sel(plant=slow)
        m.add_constraints(sign * rise - most <= 0, name=name)
