"""Nothing that a plan is given is lost: it acts, is refused, or is said not to act."""

from __future__ import annotations

import functools
import json
import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.planning.sameness import same

from wattlas.errors import InputError
from wattlas.hours import technologies, technology
from wattlas.parameters import choices_of, declared
from wattlas.parameters.declaration import Declared
from wattlas.parameters.deployments import DeploySection
from wattlas.parameters.flexibility import FlexibilitySection
from wattlas.parameters.heat import HeatSection
from wattlas.parameters.loads import LoadSection, ServeSection, TrainSection
from wattlas.parameters.plans import MatchingSection, PlanSection
from wattlas.parameters.power import PowerSection
from wattlas.parameters.sites import SiteSection
from wattlas.parameters.studies import StudyFields
from wattlas.planning.api import _option_keys
from wattlas.planning.ask import ask, assemble
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.options import plants_and_stores
from wattlas.planning.finance.terms import terms_of
from wattlas.planning.program.frame import Frame
from wattlas.planning.reliability.terms import demanded_of
from wattlas.planning.settings import answers_of, settings_of
from wattlas.report.paint.text import text_of
from wattlas.report.words.language import ENGLISH
from wattlas.report.words.notes import note_sentence
from wattlas.study import Study

TRAIN = {
    "model": {"hardware": "h100-sxm", "tokens": "15T", "chips": 9000},
    "chip-hours": {"chip_hours": "30M", "power_per_chip": 600, "power_scope": "it"},
    "energy": {"energy": "20 GWh", "boundary": "it", "chip_hours": "30M"},
}
SERVE = {"hardware": "h100-sxm", "requests_per_day": "1M"}
WAYS: dict[str, dict[str, Any]] = {
    "load": {"load": {"it_power": "30 MW", "place": "split"}},
    **{f"train by {way}": {"train": given} for way, given in TRAIN.items()},
    "serve": {"serve": SERVE},
    "both": {"train": TRAIN["model"] | {"pausable": True}, "serve": SERVE},
    "deploy": {
        "deploy": {
            "hardware": ["h100-sxm"],
            "requests_per_second": 50,
            "site": "dublin",
        }
    },
    "no grid": {"load": {"it_power": "30 MW", "place": "one-of"}, "power": ["smr"]},
    "grid alone": {
        "load": {"it_power": "30 MW", "place": "one-of"},
        "power": ["grid"],
    },
}
KINDS = ("grid", "battery", "solar", "wind", "gas", "nuclear", "fusion-ppa")
WORDS = ("title", "note")
"""Words for readers, on which no figure rests."""
SECTIONS = {
    "train": TrainSection,
    "serve": ServeSection,
    "deploy": DeploySection,
    "plan": PlanSection,
    "load": LoadSection,
}
pytestmark = pytest.mark.usefixtures("hours_are_made_once")
SMALL = SimpleNamespace(program=SimpleNamespace(matrix=SimpleNamespace(shape=(10, 10))))


def base(way: str) -> dict[str, Any]:
    """Return a study in two places far apart, with every kind of option."""
    study = {
        "title": "T",
        "year": 2027,
        "currency": "CNY",
        "model": "llama-3.1-70b",
        "sites": [{"use": "shanghai"}, {"use": "dublin"}],
        "power": [{"use": kind} for kind in KINDS],
        "plan": {},
    }
    return deepcopy(study | WAYS[way])


def outcome(data: dict[str, Any]) -> tuple[Any, str]:
    """Return what a study asks for, and what is said of it; its refusal as a text."""
    try:
        study = Study.from_dict(data)
        asked = ask(study)
        how = (
            settings_of(study, SMALL, False, False),
            answers_of(study, False, False, 0),
            terms_of(study.plan or PlanSection(), _option_keys(study)),
            demanded_of(study),
        )
    except InputError as error:
        return str(error), str(error)
    late = [(item.option, item.from_year, item.plant) for item in asked.late]
    said = " ".join(text_of(note_sentence(note), ENGLISH) for note in asked.notes)
    return (asked.problem, asked.home, asked.year, late, how), said


def examples(item: Declared) -> tuple[Any, ...]:
    """Return values of a field that differ from its default."""
    if item.name in FILES:
        return (FILES[item.name],)
    if item.parameter.examples:
        return item.parameter.examples
    if item.type is bool:
        return (True, False)
    others = [word for word in choices_of(item) if word != item.default]
    return tuple(others)


FILES: dict[str, str] = {}
TARIFF = {
    "name": "T",
    "energyratestructure": [[{"rate": 0.1}]],
    "energyweekdayschedule": [[0] * 24] * 12,
    "energyweekendschedule": [[0] * 24] * 12,
}


@pytest.fixture(scope="module", autouse=True)
def files(tmp_path_factory):
    """Hourly series of every kind, as files."""
    folder = tmp_path_factory.mktemp("series")
    stamps = np.arange("2027-01-01T00", "2028-01-01T00", dtype="datetime64[h]")
    FILES["tariff_file"] = str(folder / "tariff.json")
    Path(FILES["tariff_file"]).write_text(json.dumps(TARIFF))
    for name, head, value in (
        ("price_series", "price [CNY/MWh]", 400),
        ("export_price_series", "price [CNY/MWh]", 90),
        ("carbon_series", "carbon [g/kWh]", 500),
        ("solar_series", "output", 0.2),
        ("wind_series", "output", 0.3),
        ("clean_share_series", "output", 0.4),
        ("weather", "dry_bulb_c", 12.5),
    ):
        rows = [f"{s}:00Z,{value + i % 2 * 0.1 * value}" for i, s in enumerate(stamps)]
        path = folder / f"{name}.csv"
        path.write_text("\n".join([f"time,{head}", *rows]))
        FILES[name] = str(path)


def lost(data: dict[str, Any], at: Any, kind: type, skip: tuple[str, ...] = ()) -> list:
    """Return the fields of a section whose change is seen nowhere.

    `at` returns the section within the plain data of a study.
    """
    before, _ = outcome(data)
    assert not isinstance(before, str), before
    missing = []
    for name, item in declared(kind).items():
        values = [v for v in examples(item) if v != at(data).get(name)]
        assert values or name in skip, f"{name} has no example"
        if name not in skip and not any(
            _is_seen(data, at, (name, v), before) for v in values
        ):
            missing.append(name)
    return missing


def _is_seen(
    data: dict[str, Any], at: Any, field: tuple[str, Any], before: Any
) -> bool:
    """Say whether a field acts, is refused by its name, or is named as not used."""
    name, value = field
    changed = deepcopy(data)
    at(changed)[name] = value
    after, said = outcome(changed)
    if name.replace("_", "") in re.sub(r"[-_ ]", "", said):
        return True
    return not isinstance(after, str) and not same(before, after)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("section", SECTIONS)
def test_no_field_of_a_section_is_ignored(way, section):
    """Law: it changes the problem, is refused by name, or is named as not used."""
    data = base(way)
    if section not in data:
        pytest.skip("this way has no such section")
    skip = ("overrides",) if section in ("train", "serve", "deploy") else ()
    assert lost(data, lambda d: d[section], SECTIONS[section], skip) == []


@pytest.mark.parametrize("way", WAYS)
def test_no_field_of_a_site_is_ignored(way):
    """Law: as above, for the first of two places."""
    assert lost(base(way), lambda d: d["sites"][0], SiteSection) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_of_a_power_option_is_ignored(kind):
    """Law: as above, for each kind of technology."""
    data = base("load")
    at = KINDS.index(kind)
    assert lost(data, lambda d: d["power"][at], PowerSection) == []


def test_no_field_of_matching_is_ignored():
    """Law: as above."""
    data = base("load") | {"plan": {"matching": {"basis": "monthly", "share": 0.3}}}
    at = functools.partial(lambda d: d["plan"]["matching"])
    assert lost(data, at, MatchingSection) == []


@pytest.mark.parametrize("kind", ["interruptible", "demand-response"])
def test_no_field_of_flexibility_is_ignored(kind):
    """Law: as above, for both kinds of contract."""
    data = base("load") | {"load": {"it_power": "30 MW", "site": "shanghai"}}
    contract = {"kind": kind, "called_hours": 41}
    site = {"tariff": "local", "connection": "90 MW", "flexibility": [contract]}
    data["sites"][0] |= site
    at = functools.partial(lambda d: d["sites"][0]["flexibility"][0])
    assert lost(data, at, FlexibilitySection) == []


def test_no_field_of_heat_is_ignored():
    """Law: as above."""
    data = base("load")
    heat = {"price": "20 USD/MWh", "share": 0.6, "capital_cost": "400 USD/kW"}
    data["sites"][0]["heat"] = heat
    at = functools.partial(lambda d: d["sites"][0]["heat"])
    assert lost(data, at, HeatSection) == []


@pytest.mark.parametrize("way", WAYS)
def test_no_field_of_a_study_is_ignored(way):
    """Law: as above; sections have laws of their own, title and note are words."""
    skip = (
        *WORDS,
        "train",
        "serve",
        "deploy",
        "load",
        "sites",
        "power",
        "plan",
        "cases",
    )
    assert lost(base(way), lambda d: d, StudyFields, skip) == []


@pytest.mark.parametrize("section", ["train", "serve"])
def test_an_override_that_moves_nothing_is_named(section):
    """Law: a figure of the place, set by its name, is none that a plan takes there."""
    data = base("both")
    data[section]["overrides"] = {"life_years": 3}
    _, said = outcome(data)
    assert f"{section}.overrides.life_years" in said


def test_cases_are_refused_by_name():
    """Bad input: one plan is of one study."""
    data = base("load") | {"cases": {"dear": {"year": 2028}}}
    assert outcome(data)[0] == (
        "A plan is of one study, and this one has cases (dear): plan each with "
        "plan_cases, or one of study.variants()."
    )


VPPA = {"use": "solar-ppa", "settlement": "virtual", "export_price": "20 USD/MWh"}
OWN_PRICE = {"use": "wind-ppa", "export_price": "20 USD/MWh", "max": "9 MW"}
SUPPLIES: tuple[dict[str, Any], ...] = (
    {"use": "battery", "max": "9 MW"},
    {"use": "solar", "max": "9 MW"},
    {"use": "gas", "max": "9 MW"},
    {"use": "solar-ppa", "max": "9 MW"},
    OWN_PRICE,
    VPPA | {"max": "9 MW"},
)


@pytest.mark.parametrize("matching", [None, {"basis": "annual", "share": 0.2}])
@pytest.mark.parametrize("price", [{}, {"export_price": "9 USD/MWh"}])
@pytest.mark.parametrize("options", [(), *((option,) for option in SUPPLIES)])
def test_what_has_nothing_to_act_on_is_named(options, price, matching):
    """Law: limits, prices and budgets are named just where the program has no row."""
    data = base("load") | {
        "load": {"it_power": "30 MW"},
        "sites": [{"use": "shanghai", "export_limit": "5 MW"}],
        "power": [{"use": "grid"} | price, *options],
        "plan": {"budget": "1000000 USD"}
        | ({"matching": matching} if matching else {}),
    }
    asked = ask(Study.from_dict(data))
    said = {n for note in asked.notes for n in note.values.get("names", ())}
    frame = Frame(asked.problem)
    by_grid = [k for k in frame.selling if not k.startswith("wind-ppa")]
    assert ("sites.shanghai.export_limit" in said) is (not frame.exporting)
    if price:
        is_sold = bool(frame.exporting or by_grid)
        assert ("power.grid.export_price" in said) is not is_sold
    capital = [*asked.problem.plants, *asked.problem.stores]
    assert ("plan.budget" in said) is not any(c.capital_cost_per_kw for c in capital)


def technology_figures() -> list[tuple[str, str]]:
    """Return every figure of every technology that no country has of its own."""
    return [
        (key, name)
        for key in technologies()
        for name in technology(key).figures
        if name != "learning_rate"
    ]


@pytest.mark.parametrize(("key", "name"), technology_figures())
def test_every_figure_of_a_technology_is_read(key, name):
    """Law: half of it, or a date that is far off, changes what may be built."""
    known = technology(key)
    option = {"use": key, "max_units": 3} if name == "unit_kw" else {"use": key}
    if known.learning_rate is not None:
        option["units_before"] = 3
    dates = {"lead_time_years": 40.0, "start_year": 2090.0}
    fact = getattr(known, name)
    moved = replace(fact, value=dates.get(name, fact.value / 2 if fact.value else 0.5))
    study = Study.from_dict(
        base("load") | {"power": [option], "plan": {"decided": 2024}}
    )
    hours = {"shanghai": (assemble._hours(study.sites[0], 2027), "")}
    terms = assemble.terms_of(study, Purse("CNY", "2024"), 2027)
    drawn = replace(terms, drawn={(key, ""): replace(known, **{name: moved})})
    assert not same(
        plants_and_stores(study.power, hours, terms),
        plants_and_stores(study.power, hours, drawn),
    )
