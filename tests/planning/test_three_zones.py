"""Reference: three zones of a week, built in PyPSA by hand beside our own program.

Each zone has a meaning of its own: a, both directions of a connection, gas and battery
behind the meter; b, wind elsewhere that is delivered or sold at its node; c, solar,
load that is shed, heat that is sold, a demand charge. A carbon cap and a share that
carbon-free plants must give bind all three.
"""

from __future__ import annotations

import logging
import warnings
from typing import Any

import numpy as np
import pytest

from wattlas.planning.problem import Limits, Matching
from wattlas.planning.supply import Grid, HeatSale, Plant, Sheddable, Store

pytestmark = [pytest.mark.xcheck, pytest.mark.filterwarnings("ignore")]

HOURS = 168
H = np.arange(HOURS)
DAY = np.sin((H - 12) / 24 * 2 * np.pi)
SUN = np.clip(np.sin((H - 6) / 24 * 2 * np.pi), 0, 1) * 0.8
WIND = 0.35 + 0.3 * np.sin(H / 31 * 2 * np.pi)
PRICES = {"a": 0.11 + 0.05 * DAY, "b": 0.09 - 0.03 * DAY, "c": 0.13 + 0.02 * DAY}
INTENSITY = {"a": 0.5, "b": 0.3, "c": 0.7}
LOADS = {"a": 50_000.0, "b": 30_000.0, "c": 20_000.0}
PUE = {"a": 1.2, "b": 1.1, "c": 1.3}
CAP_KG, SHARE = 6.9e6, 0.3


def ours() -> Any:
    """Return the three zones as a problem."""
    from wattlas.planning.problem import Problem

    def grid(site: str, **changes: Any) -> Grid:
        carbon = np.full(HOURS, INTENSITY[site])
        return Grid(site, PRICES[site], intensity_kgco2e_per_kwh=carbon, **changes)

    def plant(option: str, site: str, yearly: float, energy: float, **changes: Any):
        there = changes.pop("availability", np.ones(HOURS))
        return Plant(f"{option}@{site}", option, site, yearly, energy, there, **changes)

    return Problem(
        sites=("a", "b", "c"),
        hours=HOURS,
        months=np.zeros(HOURS, int),
        pue={s: np.full(HOURS, v) for s, v in PUE.items()},
        wue_l_per_kwh={s: np.zeros(HOURS) for s in PUE},
        grids=(
            grid(
                "a",
                limit_kw=45_000.0,
                export_limit_kw=4_000.0,
                export_price_per_kwh=0.1,
            ),
            grid("b"),
            grid("c", demand_charge_per_kw_month=2.0),
        ),
        base_it_kw={s: np.full(HOURS, kw) for s, kw in LOADS.items()},
        plants=(
            plant(
                "gas",
                "a",
                3.0,
                0.07,
                carbon_free=False,
                intensity_kgco2e_per_kwh=0.45,
                ramp_share_per_hour=0.3,
            ),
            plant(
                "wind",
                "b",
                4.0,
                0.0,
                availability=WIND,
                node="off-site",
                delivery_cost_per_kwh=0.01,
                sale_price_per_kwh=0.02,
                max_kw=90_000.0,
            ),
            plant("solar", "c", 2.5, 0.0, availability=SUN, max_kw=40_000.0),
        ),
        stores=(Store("battery@a", "battery", "a", 0.05, 0.05, efficiency=0.81),),
        sheddable=(Sheddable("load", "c", np.full(HOURS, 4_000.0), 0.14),),
        heat=(HeatSale("c", 0.02, 0.6, H < 100, 0.9, max_kw=10_000.0),),
        limits=Limits(carbon_cap_kg=CAP_KG, matching=Matching("annual", SHARE)),
        currency="USD",
    )


def beside() -> Any:
    """Return the same zones as a PyPSA network, in kW. Written without our exporter."""
    pypsa = pytest.importorskip("pypsa", reason="needs the group xcheck")
    n = pypsa.Network()
    n.set_snapshots(range(HOURS))
    for zone, kw in LOADS.items():
        n.add("Bus", zone)
        n.add("Load", f"load {zone}", bus=zone, p_set=kw * PUE[zone])
        most = {"p_nom": 45_000.0 if zone == "a" else 1e6}
        if zone == "c":
            most = {"p_nom_extendable": True, "capital_cost": 2.0}
        n.add("Generator", f"grid {zone}", bus=zone, marginal_cost=PRICES[zone], **most)
    sized = {"p_nom_extendable": True}
    n.add("Bus", "gas")
    gas = {"capital_cost": 3.0, "marginal_cost": 0.07}
    ramps = {"ramp_limit_up": 0.3, "ramp_limit_down": 0.3}
    n.add("Generator", "gas", bus="gas", **sized, **gas, **ramps)
    n.add("Link", "gas in", bus0="gas", bus1="a", p_nom=1e6)
    sink = {"sign": -1.0}
    n.add("Generator", "export", bus="gas", p_nom=4_000.0, marginal_cost=-0.1, **sink)
    n.add("Bus", "cells")
    n.add("Bus", "inverter")
    both = {"p_min_pu": -1.0, "capital_cost": 0.05}
    n.add("Link", "power", bus0="a", bus1="inverter", **sized, **both)
    n.add("Link", "in", bus0="inverter", bus1="cells", p_nom=1e6, efficiency=0.9)
    n.add("Link", "out", bus0="cells", bus1="inverter", p_nom=1e6, efficiency=0.9)
    stored = {"e_nom_extendable": True, "e_cyclic": True, "capital_cost": 0.05}
    n.add("Store", "cells", bus="cells", **stored)
    n.add("Bus", "node")
    wind = {"p_max_pu": WIND, "capital_cost": 4.0, "p_nom_max": 90_000.0}
    n.add("Generator", "wind", bus="node", **sized, **wind)
    n.add("Generator", "sold", bus="node", p_nom=1e6, marginal_cost=-0.02, **sink)
    n.add("Link", "way", bus0="node", bus1="b", p_nom=1e6, marginal_cost=0.01)
    sun = {"p_max_pu": SUN, "capital_cost": 2.5, "p_nom_max": 40_000.0}
    n.add("Generator", "solar", bus="c", **sized, **sun)
    # What leaves c brings nothing, and counts for the year as what is used does.
    n.add("Generator", "leaves", bus="c", p_nom=1e6, **sink)
    # A kWh that is not computed spares its share of the building too.
    shed = {"p_nom": 4_000.0 * PUE["c"], "marginal_cost": 0.14 / PUE["c"]}
    n.add("Generator", "shed", bus="c", **shed)
    # Heat is no power: a bus of its own, fed by what the servers draw.
    n.add("Bus", "warm")
    n.add("Generator", "servers", bus="warm", p_nom=0.6 * LOADS["c"])
    taken = {"p_max_pu": (H < 100).astype(float), "p_nom_max": 10_000.0}
    worth = {"capital_cost": 0.9, "marginal_cost": -0.02}
    n.add("Generator", "heat", bus="warm", **sized, **taken, **worth, **sink)
    return n


def bound(n: Any, _: Any) -> None:
    """Add what binds all zones: the heat of what is shed, carbon, the clean share."""
    p = n.model["Generator-p"]

    def of(name: str) -> Any:
        (axis,) = [d for d in p.dims if d != "snapshot"]
        return p.sel({axis: name})

    n.model.add_constraints(
        of("heat") + (0.6 / PUE["c"]) * of("shed") <= 0.6 * LOADS["c"], name="warmth"
    )
    carbon = 0.45 * of("gas").sum()
    for zone, each in INTENSITY.items():
        carbon = carbon + each * of(f"grid {zone}").sum()
    n.model.add_constraints(carbon <= CAP_KG, name="carbon")
    used = sum(kw * PUE[z] for z, kw in LOADS.items()) * HOURS
    clean = of("wind").sum() + of("solar").sum() + SHARE * of("shed").sum()
    n.model.add_constraints(clean >= SHARE * used, name="clean")


def test_three_zones_cost_the_same(made):
    """Reference: PyPSA 1.4 with HiGHS, within 1e-4; every meaning is in play."""
    from wattlas.planning.answer.figures import figures

    n = beside()
    logging.disable(logging.INFO)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status = n.optimize(
            solver_name="highs", log_to_console=False, extra_functionality=bound
        )
    assert status == ("ok", "optimal")
    plan = made.sized(ours())
    found = figures(plan.variant, plan.grouped.hourly(plan.found.x))
    assert found.total_cost == pytest.approx(n.objective, rel=1e-4)
    assert found.shed_kwh["c"] > 0
    assert found.heat_kwh["c"] > 0
    assert found.exported["a"].energy_kwh > 0
    assert found.exported["b"].energy_kwh > 0
    assert float(n.stores.e_nom_opt.sum()) > 0
    assert figures_of_carbon(found) == pytest.approx(CAP_KG, rel=1e-6)


def figures_of_carbon(found: Any) -> float:
    """Return the carbon of the load and of what is sold: what the cap binds. [kg]"""
    return found.carbon + sum(e.carbon_kg for e in found.exported.values())
