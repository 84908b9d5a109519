"""Bad input: studies that cannot be planned, each with the whole sentence."""

from __future__ import annotations

from copy import deepcopy

import pytest

from wattlas.errors import InputError
from wattlas.planning.ask import ask
from wattlas.study import Study

GOOD = {
    "title": "a test",
    "year": 2027,
    "currency": "CNY",
    "model": "llama-3.1-70b",
    "sites": [{"use": "shanghai", "price": "0.6 CNY/kWh"}],
    "load": {"it_power": "10 MW"},
    "power": ["grid"],
    "plan": {},
}
START = "2027-01-02"
TRAIN = {"hardware": "h100-sxm", "tokens": "15T"}

MISTAKES = {
    "no year": ({"year": None}, "A plan needs its year: give year, such as 2027."),
    "no site": ({"sites": []}, "A plan needs sites: list at least one under sites."),
    "no work": ({"load": []}, "A plan needs work: give train, serve or load."),
    "site twice": (
        {"sites": ["shanghai", "shanghai"]},
        "sites: 'shanghai' stands there twice; a plan needs it once.",
    ),
    "unknown option": (
        {"power": ["grid", "smrr"]},
        "No technology named 'smrr'. Did you mean 'smr' or 'smr-cn'? List all: wattlas "
        "facts technologies.",
    ),
    "learning without units": (
        {"power": ["grid", {"smr": {"learning": 0.1}}]},
        "power: smr has a learning rate and no units: give units_before, the units "
        "built before yours, such as 10.",
    ),
    "units without a rate": (
        {"power": ["grid", {"solar": {"units_before": 10}}]},
        "power: the tables have no learning rate of solar: give learning with "
        "units_before, such as 0.1.",
    ),
    "fewer units than none": (
        {"power": ["grid", {"smr": {"units_before": -2}}]},
        "study: power.1.units_before must be 0 to 1e+07 (units built before), got -2.",
    ),
    "option elsewhere": (
        {"power": [{"use": "solar", "sites": ["oslo"]}]},
        "power: solar is to be at 'oslo', which is none of the study's sites: "
        "shanghai.",
    ),
    "negative size": (
        {"power": [{"use": "solar", "max": "-5 MW"}]},
        "study: power.0.max must be >= 0 (watts of the option), got -5e+06 W.",
    ),
    "size without unit": (
        {"power": [{"use": "solar", "max": 5}]},
        "study: power.0.max: 5 has no unit; write for example '400 W'.",
    ),
    "no size is both": (
        {"power": [{"use": "solar", "min": "9 MW", "max": "5 MW"}]},
        "power: solar is to have at least 9,000 kW and at most 5,000 kW: no size is "
        "both.",
    ),
    "share": (
        {"plan": {"matching": {"basis": "hourly", "share": 90}}},
        "study: plan.matching.share must be 0 to 1 (a share that is carbon-free), got "
        "90. Did you mean '90 %'?",
    ),
    "minimum run": (
        {"train": TRAIN | {"chips": "9000", "minimum_run": "8760 h", "start": START}},
        "minimum_run must be 1 to 8,736 hours, which is from start to deadline, got "
        "8760 h.",
    ),
    "home": (
        {"plan": {"home": "oslo"}},
        "plan.home 'oslo' is none of the sites: shanghai.",
    ),
    "deadline before start": (
        {"train": {**TRAIN, "start": "2027-05-01", "deadline": "2027-04-01"}},
        "deadline 2027-04-01 is not after start 2027-05-01: give a later deadline "
        "under train.",
    ),
    "date": (
        {"train": {**TRAIN, "deadline": "soon"}},
        "deadline must be a date such as 2027-03-31, got 'soon'.",
    ),
    "other year": (
        {"train": {**TRAIN, "deadline": "2028-04-01"}},
        "deadline 2028-04-01 is not in the year 2027 that the plan covers.",
    ),
    "nobody hosts": (
        {
            "train": TRAIN,
            "sites": [{"use": "shanghai", "price": "1 CNY/kWh", "hosts": ["serving"]}],
        },
        "No site may host training: add it to hosts of one of the sites.",
    ),
    "load elsewhere": (
        {"load": {"it_power": "1 MW", "site": "oslo"}},
        "load: 'oslo' is none of the study's sites: shanghai.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_sentence(name):
    """Bad input: what, with its value; what is allowed; what to do next."""
    changes, sentence = MISTAKES[name]
    data = deepcopy(GOOD) | changes
    data = {k: v for k, v in data.items() if v is not None}
    with pytest.raises(InputError) as caught:
        ask(Study.from_dict(data))
    assert str(caught.value) == sentence


def test_too_few_chips_for_the_deadline():
    """Bad input: how many chips would do, and by when."""
    train = {**TRAIN, "chips": 100, "deadline": "2027-02-01"}
    with pytest.raises(
        InputError, match=r"^Training needs [\d,]+ chip-hours; 100 chips "
    ):
        ask(Study.from_dict(deepcopy(GOOD) | {"train": train}))


def test_no_site_is_near_enough():
    """Bad input: the nearest site, and how far it is."""
    serve = {
        "hardware": "h100-sxm",
        "requests_per_day": "1M",
        "origins": ["shanghai"],
        "latency_ms": 5,
    }
    sites = [{"use": "guian", "price": "0.4 CNY/kWh"}]
    data = deepcopy(GOOD) | {"serve": serve, "sites": sites}
    with pytest.raises(
        InputError,
        match=r"^No site is within 5 ms of shanghai: the nearest is guian at",
    ):
        ask(Study.from_dict(data))


def test_data_that_may_not_leave():
    """Bad input: no site is where the law allows."""
    serve = {
        "hardware": "h100-sxm",
        "requests_per_day": "1M",
        "origins": ["shanghai"],
        "may_leave": ["no"],
    }
    sites = [{"use": "guian", "price": "0.4 CNY/kWh"}]
    data = deepcopy(GOOD) | {"serve": serve, "sites": sites}
    with pytest.raises(
        InputError, match=r"^Requests of shanghai may be served nowhere: may_leave"
    ):
        ask(Study.from_dict(data))
