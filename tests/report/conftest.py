"""A record of a plan that the tests of its charts share."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from wattlas.planning import Plan
    from wattlas.planning.answer.figures import Figures

HOURS = np.arange(8760.0)
GUSTY = np.where(((HOURS - 72) // 168 == 30) & (HOURS % 2 == 0), 9_000.0, 0.0)


SERIES = {
    "oslo.it_kw": np.full(8760, 900.0),
    "oslo.facility_kw": np.full(8760, 1_000.0),
    "oslo.grid_kw": np.full(8760, 1_000.0),
    "oslo.wind_kw": GUSTY,
    "oslo.battery_charge_kw": GUSTY,
    "oslo.battery_discharge_kw": np.zeros(8760),
    "oslo.battery_level_kwh": np.zeros(8760),
    "oslo.surplus_kw": np.zeros(8760),
    "oslo.requests_per_h": HOURS,
    "oslo.training_it_kw": np.full(8760, 500.0),
}


def figures(energy: float, chips: float) -> Figures:
    """Return the figures of one site that draws a GWh. [money]"""
    from wattlas.planning.answer.figures import Figures

    costs = {"oslo": {"grid energy": energy, "serving chips": chips}}
    return Figures(costs, {}, {"oslo": 1e6}, {}, {}, {}, {})


def plan(**changes) -> Plan:
    """Return the record of a plan of one site, with changes."""
    from wattlas.planning import Plan
    from wattlas.planning.answer.levers import Lever
    from wattlas.planning.answer.record import Proof

    record = {
        "title": "T",
        "year": 2027,
        "currency": "CNY",
        "currency_year": "2024",
        "home": "oslo",
        "figures": figures(4e6, 5e6),
        "training": None,
        "serving_share": {},
        "baseline": Lever("baseline", figures(7e6, 6e6)),
        "levers": (Lever("chips", figures(6e6, 3e6)),),
        "proof": Proof("", 6, 8, 0.0, 0.0, False, 1e-4, 0, 0, {}),
        "provenance": {"oslo": {"dry_bulb_c": ("synthetic", "")}},
        "series": SERIES,
    }
    others = {field.name: () for field in fields(Plan)}
    return Plan(**others | record | changes)


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers of a plan's record and figures, and its series."""
    return SimpleNamespace(plan=plan, figures=figures, SERIES=SERIES)
