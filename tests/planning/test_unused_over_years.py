"""What is said of years, and of money over them, acts on a figure or is named."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.planning.sameness import same

from wattlas.errors import InputError
from wattlas.parameters import declared
from wattlas.parameters.path import PathSection
from wattlas.parameters.plans import FinanceSection, MatchingSection, PlanSection
from wattlas.parameters.reliability import ReliabilitySection
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import ask
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.moving import Moving, moving_of
from wattlas.planning.ask.unused_years import unread_years
from wattlas.planning.finance.cash import cash
from wattlas.planning.finance.lines import lines
from wattlas.planning.finance.terms import terms_of, with_production_credits
from wattlas.planning.path import hours
from wattlas.planning.path.years import problem_in
from wattlas.planning.reliability.terms import demanded_of
from wattlas.planning.variants import Variant
from wattlas.study import Study

pytestmark = pytest.mark.usefixtures("hours_are_made_once")
AGEING = 0.005
OPTIONS = ("grid", "battery", "gas", "solar-ppa")
NAMED = ("battery", "gas", "solar-ppa")
FIRST, YEAR, LAST = 2029, 2030, 2031
BY_YEAR = {2020: 1.1, 2025: 1.2, YEAR: 1.3, 2040: 1.4}
"""Factors of which that of 2020 is over before the path, that of 2040 after it."""
FINANCE = {
    "discount_rate": (0.03,),
    "basis": ("nominal",),
    "inflation": (0.04,),
    "horizon_years": (7,),
    "tax_rate": (0.3,),
    "depreciation": ("macrs-5",),
    "escalation": tuple({k: 0.03} for k in ("grid", "fuel", "fixed", "contracts")),
    "production_credits": ({"gas": "9 USD/MWh"}, {"battery": "9 USD/MWh"}),
    "credit_years": (5,),
    "credits": tuple({o: 0.3} for o in NAMED),
}
PATH = {
    "first": (FIRST - 1,),
    "last": (LAST + 1,),
    "prices": (
        *({kind: 0.03} for kind in ("grid", "fuel", "contracts")),
        *({k: {y: f}} for k in ("grid", "fuel") for y, f in BY_YEAR.items()),
    ),
    "costs": tuple({o: 0.03} for o in NAMED),
}
RELIABILITY = {
    "availability": (0.999,),
    "n_minus": (1,),
    "outages": ([{"hours": 4}],),
    "backup": (["battery"],),
}
MATCHING = {
    "basis": ("annual",),
    "share": (0.5,),
    "start": (2031,),
    "certificate_price": ("4 USD/MWh",),
    "certificate_share": (0.5,),
    "count_grid": (True,),
}


def study_with(option: str, plan: dict[str, Any], **changes: Any) -> Study:
    """Return a study of one site with the grid and an option that stands by then."""
    power = [{"use": "grid"}]
    power += [{"use": option, "start": 2026}] if option != "grid" else []
    site = {"use": "northern-virginia", "connection": "50 MW", "clean_share": 0.4}
    study = {
        "title": "T",
        "year": YEAR,
        "currency": "USD",
        "sites": [site],
        "load": {"it_power": "30 MW"},
        "power": power,
        "plan": plan,
    }
    return Study.from_dict(study | changes)


@pytest.fixture(autouse=True)
def a_day_stands_for_a_year(monkeypatch):
    """Let programs be small: a day stands for the year of a path."""
    monkeypatch.setattr(hours, "WEEKS", 1)
    monkeypatch.setattr(hours, "WEEK_H", 24)


@functools.cache
def program_of(*options: str) -> Variant:
    """Return a program of a day with these options: the same for the same columns."""
    plan = {"matching": {"share": 0.5, "certificate_price": "1 USD/MWh"}}
    study = study_with(options[0] if options else "grid", plan)
    return Variant.of(hours.sampled(ask(study).problem))


def told(study: Study) -> tuple[Any, set[str]]:
    """Return all figures that a study can move, and the names that are not used.

    Every size and flow is 1, so that a kind of money which may be paid is.
    """
    asked = ask(study)
    options = [p.use for p in study.power if p.use != "grid"]
    plan = study.plan or PlanSection()
    terms = with_production_credits(
        terms_of(plan, options), plan, options, Purse("USD", "2024")
    )
    day = replace(program_of(*options), problem=hours.sampled(asked.problem))
    values = Values(day, np.ones(len(day.program.cost)))
    paid = cash(lines(values, terms.real_discount_rate), terms, AGEING)
    path = moving_of(study)
    years = range(path.first, path.last + 1) if path else ()
    problems = [problem_in(asked, year, tuple(options)) for year in years]
    figures = (asked.problem.limits, paid, terms.discount_rate, problems)
    names = {n for note in asked.notes for n in note.values.get("names", ())}
    return (*figures, demanded_of(study)), names


def lost(option: str, plan: dict[str, Any], name: str, given: Any) -> list[Any]:
    """Return the values of fields of a section that act on nothing without a word."""
    before, _ = told(study_with(option, plan))
    missing = []
    for field, value in ((f, v) for f, values in given.items() for v in values):
        section = plan.get(name, {}) | {field: value}
        try:
            after, names = told(study_with(option, plan | {name: section}))
        except InputError as refusal:
            missing += [] if field in str(refusal) else [(field, value)]
            continue
        full = ".".join(map(str, ("plan", name, field, *keys_of(value))))
        if same(before, after) and not any(full.startswith(n) for n in names):
            missing.append((field, value))
    return missing


def keys_of(value: Any) -> list[Any]:
    """Return the keys of a value of one entry in one entry, from the outer."""
    if not isinstance(value, dict):
        return []
    ((key, inner),) = value.items()
    return [key, *keys_of(inner)]


def test_every_field_of_these_sections_has_values():
    """The laws below look at every field that there is."""
    for section, given in (
        (FinanceSection, FINANCE),
        (PathSection, PATH),
        (ReliabilitySection, RELIABILITY),
        (MatchingSection, MATCHING),
    ):
        assert declared(section).keys() == given.keys()


@pytest.mark.parametrize("option", OPTIONS)
def test_no_field_of_finance_acts_on_nothing_without_a_word(option):
    """Law: it moves the cash of a plan in which all may be, or is named."""
    assert lost(option, {}, "finance", FINANCE) == []


@pytest.mark.parametrize("option", OPTIONS)
def test_no_field_of_a_path_acts_on_nothing_without_a_word(option):
    """Law: it moves the problem of one of its years, or is named."""
    plan = {"path": {"first": FIRST, "last": LAST}}
    assert lost(option, plan, "path", PATH) == []


@pytest.mark.parametrize(
    ("name", "section", "given"),
    [
        ("reliability", {}, RELIABILITY),
        ("reliability", {"availability": 0.99}, RELIABILITY),
        ("matching", {"share": 0.3}, MATCHING),
        ("matching", {"share": 0, "certificate_price": "2 USD/MWh"}, MATCHING),
    ],
)
def test_no_field_of_a_demand_acts_on_nothing_without_a_word(name, section, given):
    """Law: it moves what is demanded, or is named."""
    assert lost("gas", {name: section}, name, given) == []


@pytest.mark.parametrize("seed", range(8))
def test_years_that_are_not_read_may_be_left_out(seed):
    """Law: without them the same holds in every year, without others not."""
    rng = np.random.default_rng(seed)
    given = {
        int(y): 1.0 + i for i, y in enumerate(rng.choice(range(2020, 2045), 6, False))
    }
    first = int(rng.integers(2018, 2046))
    last = first + int(rng.integers(0, 10))

    def held(of: dict[int, float]) -> list[float]:
        path = Moving(first, last, {"grid": of}, {})
        return [path.price("grid", year) for year in range(first, last + 1)]

    for year in given:
        rest = {y: f for y, f in given.items() if y != year}
        unread = year in unread_years(given, first, last)
        assert (held(rest) == held(given)) == unread


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        (
            {"load": {"it_power": "30 MW", "ramp": {2028: "9 MW", 2032: "30 MW"}}},
            "load.ramp.2032",
        ),
        (
            {"load": {"it_power": "30 MW", "ramp": {2020: "9 MW", 2025: "30 MW"}}},
            "load.ramp.2020",
        ),
    ],
)
def test_a_year_of_a_ramp_that_is_not_planned_is_named(changes, name):
    """Law: of one year, the other entries are of no plan."""
    _, names = told(study_with("grid", {}, **changes))
    assert name in names


def test_a_site_at_which_nothing_can_be_is_named():
    """Bad input: a load that stands at one site leaves nothing for another."""
    sites = [{"use": "northern-virginia"}, {"use": "dublin", "pue": 1.2}]
    load = {"it_power": "30 MW", "site": "northern-virginia"}
    _, names = told(study_with("gas", {}, sites=sites, load=load))
    assert {"sites.dublin.use", "sites.dublin.pue"} <= names


def test_a_decision_after_the_plan_is_refused():
    """Bad input: what is decided after the year that is planned."""
    with pytest.raises(InputError) as refusal:
        told(study_with("gas", {"decided": 2033}))
    assert str(refusal.value) == (
        "plan.decided 2033 is after 2030, the last year that is planned: give the year "
        "in which it is decided to build, such as 2028."
    )
