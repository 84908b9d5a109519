"""A record of a plan that the tests of its charts share."""

from __future__ import annotations

import re
from dataclasses import fields
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from wattlas.planning import Plan
    from wattlas.planning.answer.figures import Figures
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
    from wattlas.planning.answer.figures import Figures

    costs = {"oslo": {"grid energy": energy, "serving chips": chips}}
    return Figures(costs, {"oslo": {"grid": 1e6}}, {"oslo": 1e6}, {}, {}, {}, {})


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
        "serving_chips": {},
        "marginal_price": {},
        "baseline": Lever("baseline", figures(7e6, 6e6)),
        "levers": (Lever("chips", figures(6e6, 3e6)),),
        "proof": Proof("", 6, 8, 0.0, 0.0, False, 1e-4, 0, 0, {}),
        "provenance": {"oslo": {"dry_bulb_c": ("synthetic", "")}},
        "series": SERIES,
    }
    others = {field.name: () for field in fields(Plan)}
    return Plan(**others | record | changes)


class Strict(NullTranslations):
    """Stands behind a catalogue and keeps what that does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: set[str] = set()

    def gettext(self, message):
        if not re.fullmatch(r"[\w./·%-]*", message):
            self.missing.add(message)
        return message

    def pgettext(self, context, message):
        # A unit without a word of its own is a symbol.
        return message


@pytest.fixture(scope="session")
def messages() -> set[str]:
    """The English texts that the catalogue has in Chinese."""
    path = resources.files("wattlas.report.words") / "zh.po"
    with path.open("rb") as file:
        return {str(m.id) for m in read_po(file, locale="zh") if m.id}


@pytest.fixture
def chinese() -> tuple[Language, set[str]]:
    """Chinese, and the set in which it keeps what its catalogue lacks."""
    from wattlas.report.words import language

    strict = Strict()
    path = resources.files("wattlas.report.words") / "zh.mo"
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    catalogue.add_fallback(strict)
    return language.Language("zh", catalogue), strict.missing


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers of a plan's record and figures, and its series."""
    return SimpleNamespace(plan=plan, figures=figures, SERIES=SERIES)
