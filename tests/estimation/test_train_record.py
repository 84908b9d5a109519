"""What the record of a training run says: ranges, what is absent, sources."""

from __future__ import annotations

import pytest

from wattlas import facts, train
from wattlas.records import RESULT_UNITS

BY_MODEL = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "tokens": 15e12}
BY_HOURS = {"hardware": "a100-sxm4-80gb", "chip_hours": 1_082_990}
METERED = {"energy": "433,196 kWh", "boundary": "chip"}
PLACE = {"pue": 1.2, "intensity": 0.057, "wue": 0.5, "grid_water": 3.0}
ENERGIES = ("chip_energy_kwh", "it_energy_kwh", "facility_energy_kwh")


def width(value) -> float:
    return value.high / value.low


def test_exact_inputs_give_an_exact_result():
    """Law: where every input is exact, low, mid and high are one figure."""
    run = train(**METERED, it_overhead=1.5, **PLACE, draws=64)
    for name, value in run.results.items():
        assert value.low == value.mid == value.high, name
    assert run.width == {}


@pytest.mark.parametrize(
    ("name", "exact", "wide", "result"),
    [
        ("pue", 1.2, "1.1..1.2..1.4", "facility_energy_kwh"),
        ("intensity", 0.4, "0.3..0.4..0.5", "facility_carbon_kgco2e"),
        ("step_mfu", 0.4, "0.2..0.4..0.6", "chip_hours"),
        ("tokens", 15e12, "10e12..15e12..20e12", "chip_energy_kwh"),
        ("development_factor", 0.5, "0.1..0.5..1.5", "it_energy_kwh"),
        ("wue", 0.5, "0.1..0.5..2.0", "site_water_l"),
        ("price", "0.1 USD/kWh", "0.05..0.1..0.2 USD/kWh", "electricity_cost"),
    ],
)
def test_a_range_for_an_input_widens_the_result(name, exact, wide, result):
    """Law: the mid stays where the middle is, and the range grows."""
    one = train(**{**BY_MODEL, name: exact}).results[result]
    two = train(**{**BY_MODEL, name: wide}).results[result]
    assert two.mid == pytest.approx(one.mid)
    assert width(two) > width(one)


def test_width_names_the_inputs_that_cause_it():
    """Law: shares lie in 0 to 1, add up to about 1, the widest first."""
    run = train(**BY_MODEL, site="dublin")
    shares = list(run.width.values())
    assert shares == sorted(shares, reverse=True)
    assert 0.8 < sum(shares) < 1.1
    assert next(iter(run.width)).endswith("@h100-sxm")
    assert run.width.keys() <= {i.label for i in run.inputs}


def test_without_a_place_there_is_energy_and_nothing_else():
    """Law: no place, no carbon, water or cost, with the reason; nothing is guessed."""
    run = train(**BY_HOURS)
    assert list(run.results) == ["chip_hours", *ENERGIES]
    missing = set(RESULT_UNITS) - set(run.results)
    assert {run.absent[name] for name in missing} == {"no-place"}


def test_without_hardware_there_is_no_embodied_carbon_and_no_chip_cost():
    """Law: what cannot follow is absent, with the reason."""
    run = train(**METERED, country="fr")
    assert "lifecycle_carbon_kgco2e" not in run.results
    assert run.absent["lifecycle_carbon_kgco2e"] == "no-hardware"
    assert run.absent["total_cost"] == "no-hardware"
    assert run.absent["chip_hours"] == "no-chip-hours"


def test_stages_that_were_not_asked_for_are_absent():
    """Law: no development or idle stage is made up; the record says so."""
    run = train(**BY_HOURS)
    assert set(run.stages) == {"training"}
    assert run.absent["idle"] == run.absent["development"] == "stage-not-asked"


def test_a_site_gives_everything():
    """Law: at a site every result is there, in print order, with its unit."""
    run = train(**BY_MODEL, site="dublin")
    assert list(run.results) == list(RESULT_UNITS)
    assert run.boundary == "facility"


def test_sources_are_those_of_the_inputs():
    """Law: each input's source is listed once; `given` is the user and no source."""
    run = train(**BY_MODEL, site="dublin", pue=1.1)
    listed = [source.key for source in run.sources]
    assert len(listed) == len(set(listed))
    assert set(listed) == {i.source for i in run.inputs} - {"given"}


def test_given_is_what_the_user_gave():
    """Law: given holds the user's figures, and nothing of the tables."""
    run = train(**BY_MODEL, site="dublin", pue=1.1, step_mfu="0.3..0.4")
    assert run.given.keys() == {"training_tokens", "pue@dublin", "step_mfu"}
    assert run.given["pue@dublin"].exact


def test_a_mixture_is_worked_on_its_active_weights():
    """Law: Mixtral's 47 billion weights take the work of its 13 billion active ones."""
    mixture = train(model="mixtral-8x7b", hardware="h100-sxm", tokens=1e12, draws=64)
    dense = train(model="llama-2-13b", hardware="h100-sxm", tokens=1e12, draws=64)
    ratio = mixture.results["chip_hours"].mid / dense.results["chip_hours"].mid
    assert ratio == pytest.approx(1.0, abs=0.1)


def test_sources_leave_out_what_was_not_read():
    """Law: a source stands in the record only if an input of it was read.

    Where power is given at the servers, the chip's power limit has no part.
    """
    run = train(
        hardware="v100-sxm2", chip_hours=1000, power_per_chip=330, power_scope="it"
    )
    names = {i.name for i in run.inputs}
    assert names == {"pue", "chip_hours", "it_power_w"}
    pue = facts.number("constants", "facility-default", "pue")
    assert [s.key for s in run.sources] == [pue.source]


def test_constants_of_a_chip_are_labelled_with_it():
    """Law: what belongs to a chip or a site is drawn apart for each of them."""
    labels = {i.label for i in train(**BY_MODEL, site="dublin").inputs}
    assert {
        "host_power_share@h100-sxm",
        "power_limit_w@h100-sxm",
        "wue_l_per_kwh@dublin",
        "pue@dublin",
        "goodput",
    } <= labels


def test_chips_and_hours_may_have_ranges():
    """By hand: 1,000 chips for 100 to 300 h are 100,000 to 300,000 chip-hours.

    The mid of a log-normal range is its geometric mean: 173,205 h.
    """
    run = train(hardware="h100-sxm", chips=1000, hours="100..300 h")
    hours = run.results["chip_hours"]
    assert hours.mid == pytest.approx(173_205, rel=1e-5)
    assert hours.low == pytest.approx(100_000, rel=2e-3)
    assert hours.high == pytest.approx(300_000, rel=2e-3)
    assert "wall_hours" in run.width
    assert run.given["wall_hours"].high == pytest.approx(300)


def test_the_sequence_is_an_input():
    """Law: its range moves the result; half of it is the context of the attention."""
    exact = train(**BY_MODEL, sequence_tokens=8192)
    wide = train(**BY_MODEL, sequence_tokens="4096..8192..16384")
    assert exact.given["sequence_tokens"].mid == 8192
    assert wide.results["chip_hours"].mid == exact.results["chip_hours"].mid
    assert "sequence_tokens" in {i.label for i in wide.inputs}
    assert width(wide.results["chip_hours"]) > width(exact.results["chip_hours"])


@pytest.mark.parametrize("level", ["model", "chip-hours", "chip", "it", "facility"])
def test_idle_chips_may_be_metered_at_every_level(level):
    """By hand: 100 kWh of idle chips x 1.8 in their servers x PUE 1.2 = 216 kWh."""
    known = {
        "model": BY_MODEL,
        "chip-hours": BY_HOURS,
        "chip": METERED,
        "it": {**METERED, "boundary": "it"},
        "facility": {**METERED, "boundary": "facility"},
    }[level]
    run = train(
        **known,
        pue=1.2,
        idle_energy="100 kWh",
        idle_boundary="chip",
        overrides={"idle_it_overhead": 1.8},
        draws=64,
    )
    idle = {name: value.mid for name, value in run.stages["idle"].items()}
    assert idle["chip_energy_kwh"] == 100
    assert idle["it_energy_kwh"] == pytest.approx(180)
    assert idle["facility_energy_kwh"] == pytest.approx(216)
