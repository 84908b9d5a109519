"""A record of a plan that the tests of its charts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    from wattlas.planning.answer.energy import Figures
    from wattlas.planning.answer.parts import Series
    from wattlas.report.words.language import Language

HOURS = np.arange(8760.0)
GUSTY = np.where(((HOURS - 72) // 168 == 30) & (HOURS % 2 == 0), 9_000.0, 0.0)


UNITS = {"level": "kWh", "requests": "1/h", "price": "CNY/kWh"}
SERIES = {
    ("oslo", "", "it_power"): np.full(8760, 900.0),
    ("oslo", "", "facility_power"): np.full(8760, 1_000.0),
    ("oslo", "grid", "output"): np.full(8760, 1_000.0),
    ("oslo", "wind", "output"): GUSTY,
    ("oslo", "battery", "charge"): GUSTY,
    ("oslo", "battery", "discharge"): np.zeros(8760),
    ("oslo", "battery", "level"): np.zeros(8760),
    ("oslo", "", "exported"): np.zeros(8760),
    ("oslo", "", "requests"): HOURS,
    ("oslo", "", "training_it_power"): np.full(8760, 500.0),
}
"""Hourly series of a plan by site, option and quantity."""


def labelled(named: Mapping[tuple[str, str, str], np.ndarray]) -> tuple[Series, ...]:
    """Return series with their units, and what wind and batteries give of a load."""
    from wattlas.planning.answer.hourly import carbon_free_kw
    from wattlas.planning.answer.parts import Series

    found = [Series(*k, UNITS.get(k[2], "kW"), v) for k, v in named.items()]
    for site in dict.fromkeys(s.site for s in found):
        mine = {k[1:]: v for k, v in named.items() if k[0] == site}
        given = [mine[k] for k in (("wind", "output"), ("battery", "discharge"))]
        drawn = [mine[k] for k in (("battery", "charge"), ("", "exported"))]
        free = carbon_free_kw(mine["", "facility_power"], given, drawn)
        found.append(Series(site, "", "carbon_free_supply", "kW", free))
    return tuple(found)


def figures(energy: float, chips: float) -> Figures:
    """Return the figures of one site that draws a GWh. [money]"""
    from wattlas.planning.answer.energy import Figures

    costs = {"oslo": {"grid energy": energy, "serving chips": chips}}
    return Figures(costs, {"oslo": {"grid": 1e6}}, {"oslo": 1e6}, {}, {}, {}, {})


def plan(**changes) -> Plan:
    """Return the record of a plan of one site, with changes."""
    from wattlas.planning import Plan
    from wattlas.planning.answer.alternatives import Lever
    from wattlas.planning.answer.parts import Position, Proof, SeriesProvenance
    from wattlas.planning.answer.weeks import weeks_of

    record = {
        "title": "T",
        "year": 2027,
        "currency": "CNY",
        "currency_year": "2024",
        "home": "oslo",
        "figures": figures(4e6, 5e6),
        "training": None,
        "serving_share": {},
        "marginal_price": {},
        "origins": {},
        "positions": {"oslo": Position(59.91, 10.75, "Europe/Oslo")},
        "note": "",
        "baseline": Lever("baseline", figures(7e6, 6e6)),
        "finance": None,
        "path": None,
        "scores": None,
        "levers": (Lever("chips", figures(6e6, 3e6)),),
        "proof": Proof("", 6, 8, 0.0, 0.0, False, 1e-4, 0, 0, {}),
        "provenance": {"oslo": {"dry_bulb_c": SeriesProvenance("synthetic", ())}},
        "series": SERIES,
    }
    others = {field.name: () for field in fields(Plan)}
    made = others | record | changes
    made["series"] = labelled(made["series"])
    if "weeks" not in changes:
        matched = made["figures"].matched_kwh is not None
        made["weeks"] = weeks_of(made["series"], 2027, matched)
    return Plan(**made)


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
