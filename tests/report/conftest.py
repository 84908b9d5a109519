"""A record of a plan that the tests of its charts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from wattlas.planning import Plan
    from wattlas.planning.answer.parts import Figures
    from wattlas.report.words.language import Language

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
    from wattlas.planning.answer.parts import Figures

    costs = {"oslo": {"grid energy": energy, "serving chips": chips}}
    return Figures(costs, {}, {"oslo": 1e6}, {}, {}, {}, {})


def plan(**changes) -> Plan:
    """Return the record of a plan of one site, with changes."""
    from wattlas.planning import Plan
    from wattlas.planning.answer.parts import Lever, Proof

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


class Strict(dict[str, str]):
    """A catalogue that keeps what it does not have."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self.missing: set[str] = set()

    def get(self, text, default=None):
        if text not in self and not re.fullmatch(r"[\w./·%-]*", text):
            self.missing.add(text)
        return super().get(text, default)


@pytest.fixture
def chinese() -> tuple[Language, set[str]]:
    """Chinese, and the set in which it keeps what its catalogue lacks."""
    from wattlas.report.words.language import language

    strict = Strict(language("zh").catalogue)
    return replace(language("zh"), catalogue=strict), strict.missing


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers of a plan's record and figures, and its series."""
    return SimpleNamespace(plan=plan, figures=figures, SERIES=SERIES)
