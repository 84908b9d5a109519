"""Every option of every outlook question acts, or is refused by its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wattlas import projection
from wattlas.errors import InputError
from wattlas.parameters import declared
from wattlas.parameters.outlook import (
    BacktestOptions,
    CrossingOptions,
    ForecastsOptions,
    NeedOptions,
    OutlookOptions,
)
from wattlas.parameters.outlook_questions import (
    CompareOptions,
    EfficiencyOptions,
    FleetsOptions,
    PeakOptions,
    PresetsOptions,
    PriceOptions,
    WhatIfOptions,
)

SCENARIOS = Path(__file__).parent / "scenarios.iamc.csv"
FEW = {"draws": 16}
ASKED = {
    "outlook": (OutlookOptions, FEW | {"to": 2030}),
    "crossing": (CrossingOptions, FEW | {"growth": 1.3}),
    "need": (NeedOptions, FEW | {"twh": 1000, "by": 2030}),
    "peak": (PeakOptions, FEW | {"region": "pjm", "to": 2030}),
    "price": (PriceOptions, FEW | {"region": "pjm", "to": 2030}),
    "fleets": (FleetsOptions, FEW),
    "what_if": (WhatIfOptions, FEW | {"changes": {"chips": 12}}),
    "efficiency": (EfficiencyOptions, FEW | {"rate": 1.2}),
    "presets": (PresetsOptions, FEW | {"of": "iea"}),
    "compare": (CompareOptions, FEW | {"file": SCENARIOS}),
    "forecasts": (ForecastsOptions, {}),
    "backtest": (BacktestOptions, {}),
}
"""Each question, what may be given to it, and the least that makes it quick."""
OTHER = {
    "base_twh": 90,
    "by": 2031,
    "changes": {"chips": 15},
    "draws": 32,
    "firm_gw": 150,
    "growth": 1.5,
    "method": "stock",
    "of": "epri",
    "overrides": {"load.chips": 0.5},
    "peak_gw": 150,
    "rate": 1.1,
    "region": "us",
    "scope": "data-centres",
    "seed": 7,
    "shares": (0.3,),
    "to": 2029,
    "twh": 900,
    "without": "iea",
    "world_growth": 1.04,
}
"""Another value of each option, by its name."""
OWN = {
    ("crossing", "overrides"): {"base_twh.ai": 80},
    ("need", "by"): 2032,
    ("forecasts", "scope"): "ai",
    ("peak", "region"): "ercot",
    ("compare", "file"): None,
}
"""Where the value that is other for most questions is none here."""


def every() -> Iterator[tuple[str, str]]:
    """Yield each question with each of its options."""
    for name, (options, _) in ASKED.items():
        yield from ((name, option) for option in declared(options))


@pytest.fixture(scope="module")
def usual():
    """What each question answers with nothing but the least, once."""
    found: dict[str, object] = {}

    def ask(name: str) -> object:
        if name not in found:
            found[name] = answer(name, {})
        return found[name]

    return ask


def answer(name: str, more: dict[str, object]) -> object:
    """Return what a question answers, as its record is written."""
    function = getattr(projection, name)
    return function(**{**ASKED[name][1], **more}).to_dict()


@pytest.fixture(autouse=True)
def without_swings(monkeypatch):
    """Leave out what each input is worth: an option must be seen without that."""
    monkeypatch.setattr("wattlas.projection.run.swings", lambda *_: ())


@pytest.mark.parametrize(("name", "option"), list(every()))
def test_every_option_acts_or_is_refused(name, option, usual, tmp_path):
    """Law: another value of it changes the record, or a sentence names it."""
    value = OWN.get((name, option), OTHER.get(option))
    if value is None:
        value = tmp_path / "other.csv"
        value.write_text(SCENARIOS.read_text(encoding="utf-8").replace("946", "900"))
    said, found = "", None
    try:
        found = answer(name, {option: value})
    except InputError as error:
        said = str(error)
    assert option in said or (found is not None and found != usual(name)), said
