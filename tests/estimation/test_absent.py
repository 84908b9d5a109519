"""Absent is not zero: each missing result has its reason, and totals stay whole."""

from __future__ import annotations

import pytest

from wattlas import generate, serve, train
from wattlas.chain.footprint import NEEDS_EVERY_STAGE, sum_of_stages
from wattlas.records import RESULT_UNITS
from wattlas.report.words import en

HOURS = {"hardware": "h100-sxm", "chip_hours": 1000}
CHAT = {"model": "llama-3.1-8b", "hardware": "h100-sxm"}
METER = {"energy": "1 GWh", "boundary": "it"}
API = {"energy": "914 kWh", "boundary": "it", "requests": 230_768}
IMAGE = {"model": "sdxl", "hardware": "h100-sxm"}
AT_SERVERS = {"power_per_chip": 330, "power_scope": "it"}
IDLE = {"idle_energy": "1 GWh"}
FR = {"country": "fr"}
CONTAINED = {
    "total_cost": "electricity_cost",
    "lifecycle_carbon_kgco2e": "facility_carbon_kgco2e",
}

CASES = {
    "hours": (train, HOURS),
    "hours at servers": (train, {**HOURS, **AT_SERVERS}),
    "hours in France": (train, {**HOURS, **FR}),
    "hours in Afghanistan": (train, {**HOURS, "country": "af"}),
    "hours in Dublin": (train, {**HOURS, "site": "dublin"}),
    "hours, own figures": (train, {**HOURS, "intensity": 0.1, "wue": 0.1}),
    "hours, own price": (train, {**HOURS, "price": "0.1 USD/kWh"}),
    "idle nodes": (train, {**HOURS, **IDLE, **FR}),
    "idle chips": (train, {**HOURS, **IDLE, "idle_boundary": "chip", **FR}),
    "idle hall": (
        train,
        {**HOURS, **IDLE, "idle_boundary": "facility", "site": "dublin"},
    ),
    "meter": (train, METER),
    "meter, hardware": (train, {**METER, "hardware": "h100-sxm", **FR}),
    "meter, hours": (train, {**METER, **HOURS, "site": "dublin"}),
    "bill": (train, {**METER, "boundary": "facility", "site": "dublin"}),
    "bill, idle": (
        train,
        {**METER, "boundary": "facility", **IDLE, "site": "dublin"},
    ),
    "chips": (train, {**METER, "boundary": "chip", "site": "dublin"}),
    "model": (train, {"model": "llama-3.1-70b", "hardware": "tpu-v4", **FR}),
    "chat": (serve, CHAT),
    "chat in Dublin": (serve, {**CHAT, "site": "dublin"}),
    "chat in France": (serve, {**CHAT, **FR}),
    "metered chat": (serve, API),
    "metered chat, bill": (serve, {**API, "boundary": "facility", "site": "dublin"}),
    "metered chat, chips": (serve, {**API, "boundary": "chip", **FR}),
    "metered chat, idle": (serve, {**API, "idle_power": 1294, "mean_power": 1667}),
    "image": (generate, IMAGE),
    "image in Dublin": (generate, {**IMAGE, "site": "dublin"}),
}


@pytest.fixture(scope="module", params=CASES)
def record(request):
    function, options = CASES[request.param]
    return function(**options, draws=64)


def test_every_missing_result_has_a_reason(record):
    """Law: results and the absent names are all of RESULT_UNITS, each in one."""
    results, absent = set(record.results), set(record.absent)
    assert results | absent >= set(RESULT_UNITS)
    assert not results & absent
    assert absent <= set(RESULT_UNITS) | {"idle", "development"}
    assert not absent & set(record.stages)


def test_every_reason_has_words(record):
    """Law: the code of each reason has a sentence for people."""
    assert set(record.absent.values()) <= set(en.ABSENT)


def test_the_whole_is_no_less_than_its_part(record):
    """Law: cost with chips >= electricity, carbon with hardware >= of electricity."""
    for results in (record.results, *record.per.values(), *record.stages.values()):
        for whole, part in CONTAINED.items():
            if whole in results:
                assert results[whole].mid >= results[part].mid
                assert results[whole].low >= results[part].low
                assert results[whole].high >= results[part].high


def test_a_total_of_money_carbon_or_water_has_every_stage(record):
    """Law: it is the sum over all stages, or absent with the code `stage-without`."""
    for name in NEEDS_EVERY_STAGE:
        having = [s for s in record.stages.values() if name in s]
        if name in record.results:
            assert len(having) == len(record.stages), name
        elif having:
            assert record.absent[name] == "stage-without", name


def test_a_total_of_energy_adds_the_known_stages(record):
    """Law: energies and chip-hours add up over the stages that have them."""
    for name in set(RESULT_UNITS) - NEEDS_EVERY_STAGE:
        parts = [s[name].mid for s in record.stages.values() if name in s]
        assert (name in record.results) == bool(parts)
        if parts:
            assert record.results[name].mid == pytest.approx(sum(parts))


def test_idle_nodes_without_chip_hours_leave_no_total_cost():
    """By hand: 1 GWh of idle nodes at 0.1 USD/kWh costs more than the run with chips.

    A total of chips' cost without the idle nodes' would lie below the electricity.
    """
    run = train(**HOURS, **IDLE, **FR, price="0.1 USD/kWh")
    training = run.stages["training"]["total_cost"]
    assert "total_cost" not in run.results
    assert "lifecycle_carbon_kgco2e" not in run.results
    assert run.absent["total_cost"] == "stage-without"
    assert run.absent["lifecycle_carbon_kgco2e"] == "stage-without"
    assert training.mid < run.results["electricity_cost"].mid


def test_an_idle_hall_leaves_no_total_of_site_water():
    """By hand: water counts per IT energy, which a bill of idle nodes does not show."""
    run = train(**HOURS, **IDLE, idle_boundary="facility", site="dublin")
    assert "site_water_l" in run.stages["training"]
    assert run.absent["site_water_l"] == "stage-without"
    assert "grid_water_l" in run.results


def test_stages_by_hand():
    """By hand: energies 1 + 2, a cost that one stage lacks, a carbon that both have."""
    one = {"it_energy_kwh": 1.0, "total_cost": 5.0, "facility_carbon_kgco2e": 3.0}
    other = {"it_energy_kwh": 2.0, "facility_carbon_kgco2e": 4.0, "chip_hours": 7.0}
    assert sum_of_stages([one, other]) == {
        "chip_hours": 7.0,
        "it_energy_kwh": 3.0,
        "facility_carbon_kgco2e": 7.0,
    }
    assert sum_of_stages([]) == {}


@pytest.mark.parametrize(
    ("case", "name", "code"),
    [
        ("hours", "facility_carbon_kgco2e", "no-place"),
        ("hours", "total_cost", "no-place"),
        ("hours", "idle", "stage-not-asked"),
        ("hours in France", "site_water_l", "no-site"),
        ("hours in Afghanistan", "electricity_cost", "no-price"),
        ("hours in Afghanistan", "total_cost", "no-price"),
        ("hours at servers", "chip_energy_kwh", "power-given-at-it"),
        ("meter", "chip_hours", "no-chip-hours"),
        ("meter", "lifecycle_carbon_kgco2e", "no-hardware"),
        ("bill", "chip_energy_kwh", "metered-at-facility"),
        ("meter, hours", "chip_energy_kwh", "metered-at-it"),
        ("metered chat", "idle", "no-idle-power"),
        ("metered chat, bill", "total_cost", "no-chip-hours"),
        ("idle hall", "site_water_l", "stage-without"),
    ],
)
def test_the_reason_is_the_first_cause(case, name, code):
    """By hand: what the user would have to give for the figure."""
    function, options = CASES[case]
    assert function(**options, draws=64).absent[name] == code
