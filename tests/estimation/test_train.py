"""Training: published runs by hand, and the laws that any estimate keeps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import facts, train
from wattlas.errors import InputError

DRAWS = 512
BY_MODEL = {"model": "llama-3.1-70b", "hardware": "h100-sxm", "tokens": 15e12}
BY_HOURS = {"hardware": "a100-sxm4-80gb", "chip_hours": 1_082_990}
METERED = {"energy": "433,196 kWh", "boundary": "chip"}
PLACE = {"pue": 1.2, "intensity": 0.057, "wue": 0.5, "grid_water": 3.0}
LEVELS = {"model": BY_MODEL, "chip-hours": BY_HOURS, "metered": METERED}
ENERGIES = ("chip_energy_kwh", "it_energy_kwh", "facility_energy_kwh")


def mids(estimate) -> dict[str, float]:
    return {name: value.mid for name, value in estimate.results.items()}


def width(value) -> float:
    return value.high / value.low


def test_gpt_3_by_hand():
    """Patterson et al. 2021, table 4: 3,552,000 h x 330 W x 1.10 x 0.429 kg/kWh."""
    run = mids(
        train(
            hardware="v100-sxm2",
            chip_hours=3_552_000,
            power_per_chip=330,
            power_scope="it",
            pue=1.10,
            intensity=0.429,
        )
    )
    assert run["it_energy_kwh"] == pytest.approx(3_552_000 * 0.330)
    assert run["facility_energy_kwh"] == pytest.approx(1_289_376)
    assert run["facility_carbon_kgco2e"] == pytest.approx(553_142.3, abs=0.1)
    assert "chip_energy_kwh" not in run


def test_bloom_by_hand():
    """Luccioni et al. 2022: 433 MWh of chips, 690 with idle nodes, 828 with PUE 1.2."""
    run = train(
        hardware="a100-sxm4-80gb",
        chip_hours=1_082_990,
        power_per_chip="400 W",
        power_scope="chip",
        it_overhead=1,
        idle_energy="256,646 kWh",
        idle_boundary="it",
        pue=1.2,
    )
    training = run.stages["training"]
    assert training["chip_energy_kwh"].mid == pytest.approx(433_196)
    assert run.results["it_energy_kwh"].mid == pytest.approx(689_842)
    assert run.results["facility_energy_kwh"].mid == pytest.approx(827_810.4)
    assert "chip_energy_kwh" not in run.stages["idle"]


def test_a_bill_is_taken_as_it_stands():
    """By hand: 828 MWh metered at the building stay 828 MWh; below is absent."""
    run = train(energy="828 MWh", boundary="facility", intensity="57 g/kWh")
    assert mids(run)["facility_energy_kwh"] == 828_000
    assert mids(run)["facility_carbon_kgco2e"] == pytest.approx(47_196)
    assert "it_energy_kwh" not in run.results
    assert run.absent["chip_energy_kwh"] == "metered-at-facility"


def test_model_level_by_hand():
    """By hand: 6 x 1e10 x 1e12 FLOP at 989.4 TFLOP/s x 0.4 x 0.8, at 560 W …

    Attention: 64 query heads of 128 in 80 layers take 4 x 64 x 128 x 80 = 2,621,440
    FLOP for each token of context, of which there are 8,192 / 2 in the mean; x 3.
    """
    run = train(
        **{**BY_MODEL, "tokens": 1e12},
        step_mfu=0.4,
        goodput=0.8,
        recompute_factor=1,
        sequence_tokens=8192,
        power_per_chip="560 W",
        power_scope="chip",
        overrides={
            "active_parameters": 1e10,
            "host_power_share": 0.4,
            "supply_loss": 0.05,
            "network_share": 0.05,
        },
        pue=1.2,
    )
    peak = facts.number("hardware", "h100-sxm", "peak_16bit_tflops").value * 1e12
    attention = 2_621_440 * 4096
    hours = (6e10 + 3 * attention) * 1e12 / (peak * 0.32) / 3600
    chip = hours * 0.56
    it = (chip + hours * 0.28) * 1.05 * 1.05
    assert run.results["chip_hours"].mid == pytest.approx(hours)
    assert run.results["chip_energy_kwh"].mid == pytest.approx(chip)
    assert run.results["it_energy_kwh"].mid == pytest.approx(it)
    assert run.results["facility_energy_kwh"].mid == pytest.approx(it * 1.2)


def test_money_by_hand():
    """By hand: 1,000 kWh x 0.5 CNY, and 100 chip-hours x 14 CNY beside it."""
    run = train(
        hardware="h100-sxm",
        chip_hours=100,
        power_per_chip="10 kW",
        power_scope="it",
        pue=1.0,
        price="0.5 CNY/kWh",
        chip_hour_cost="14 CNY/h",
    )
    cost, total = run.results["electricity_cost"], run.results["total_cost"]
    assert (cost.mid, cost.currency) == (pytest.approx(500.0), "CNY")
    assert (total.mid, total.currency) == (pytest.approx(1900.0), "CNY")


def test_embodied_carbon_by_hand():
    """By hand: (100 + 300) kg over 4 years busy half of the time, for 17,520 h."""
    run = train(
        hardware="h100-sxm",
        chip_hours=17_520,
        power_per_chip=1000,
        power_scope="it",
        pue=1.0,
        intensity=0.1,
        life_years=4,
        overrides={
            "chip_embodied_kgco2e": 100,
            "server_embodied_kgco2e_per_chip": 300,
            "fleet_busy_share": 0.5,
        },
    )
    assert run.results["facility_carbon_kgco2e"].mid == pytest.approx(1752.0)
    assert run.results["lifecycle_carbon_kgco2e"].mid == pytest.approx(1752.0 + 400.0)


def test_chips_and_hours_are_chip_hours():
    """By hand: 384 chips for 2,820 h are 1,082,880 chip-hours."""
    run = train(hardware="a100-sxm4-80gb", chips=384, hours=2820)
    assert run.results["chip_hours"].mid == 1_082_880


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_is_the_most_that_is_known(level):
    """Law: a meter goes before chip-hours, chip-hours before the model."""
    assert train(**LEVELS[level], draws=64).subject["level"] == level
    both = {**BY_MODEL, **LEVELS[level]}
    if level != "model":
        del both["tokens"]  # refused: nothing would read it
    assert train(**both, draws=64).subject["level"] == level


@pytest.mark.parametrize("level", LEVELS)
def test_stages_add_up_at_every_boundary(level):
    """Law: the mids of the stages sum to the mid of the total, for each result."""
    run = train(
        **LEVELS[level], **PLACE, development_factor=0.5, idle_share=0.3, draws=64
    )
    assert set(run.stages) == {"training", "development", "idle"}
    for name, total in run.results.items():
        parts = sum(stage[name].mid for stage in run.stages.values() if name in stage)
        assert parts == pytest.approx(total.mid), name


@pytest.mark.parametrize("level", LEVELS)
def test_chip_below_it_below_facility(level):
    """Law: a wider boundary holds no less, at mid and at both percentiles."""
    run = train(**LEVELS[level], country="fr", draws=DRAWS)
    chip, it, facility = (run.results[name] for name in ENERGIES)
    for one, two in ((chip, it), (it, facility)):
        assert one.low <= two.low
        assert one.mid <= two.mid
        assert one.high <= two.high


@pytest.mark.parametrize("level", LEVELS)
def test_low_mid_high_are_in_order(level):
    """Law: the mid lies in the 90 % range, for each result and stage."""
    run = train(**LEVELS[level], site="dublin", development_factor="0.2..0.6")
    for results in (run.results, *run.stages.values()):
        for name, value in results.items():
            assert value.low <= value.mid <= value.high, name


@given(factor=st.floats(0.01, 100))
@settings(max_examples=20, deadline=None)
def test_energy_is_in_proportion_to_tokens(factor):
    """Law: twice the tokens are twice the work, hours, energy, carbon and water."""
    alike = {"step_mfu": 0.4, "goodput": 0.9, "site": "dublin", "draws": 64}
    one = train(**BY_MODEL, **alike)
    other = train(**{**BY_MODEL, "tokens": 15e12 * factor}, **alike)
    for name, value in mids(one).items():
        assert mids(other)[name] == pytest.approx(value * factor), name


@given(pue=st.floats(1.0, 3.0))
@settings(max_examples=20, deadline=None)
def test_pue_leaves_it_energy_and_site_water_alone(pue):
    """Law: PUE multiplies what lies behind the meter, WUE counts per IT energy."""
    base = mids(train(**BY_HOURS, **{**PLACE, "pue": 1.0}, draws=64))
    run = mids(train(**BY_HOURS, **{**PLACE, "pue": pue}, draws=64))
    assert run["it_energy_kwh"] == base["it_energy_kwh"]
    assert run["site_water_l"] == base["site_water_l"]
    for name in ("facility_energy_kwh", "grid_water_l", "facility_carbon_kgco2e"):
        assert run[name] == pytest.approx(base[name] * pue)


@given(price=st.floats(0.001, 10))
@settings(max_examples=20, deadline=None)
def test_the_price_leaves_energy_carbon_and_water_alone(price):
    """Law: money follows the price, nothing else does."""
    place = {**PLACE, "currency": "USD"}
    base = mids(train(**BY_HOURS, **place, price=1.0, draws=64))
    run = mids(train(**BY_HOURS, **place, price=price, draws=64))
    assert run["electricity_cost"] == pytest.approx(base["electricity_cost"] * price)
    for name in base.keys() - {"electricity_cost", "total_cost"}:
        assert run[name] == base[name], name


@given(goodput=st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)).map(sorted))
@settings(max_examples=20, deadline=None)
def test_a_higher_goodput_takes_fewer_hours(goodput):
    """Law: hours fall in inverse proportion to the share of them that is kept."""
    worse, better = goodput
    slow = train(**BY_MODEL, goodput=worse, draws=64).results["chip_hours"].mid
    fast = train(**BY_MODEL, goodput=better, draws=64).results["chip_hours"].mid
    assert fast <= slow
    assert fast * better == pytest.approx(slow * worse)


@given(factor=st.floats(0.01, 5))
@settings(max_examples=20, deadline=None)
def test_development_adds_exactly_its_factor(factor):
    """Law: a development factor f makes every result 1 + f times the training's."""
    run = train(**BY_HOURS, **PLACE, development_factor=factor, draws=64)
    for name, total in run.results.items():
        training = run.stages["training"][name].mid
        assert total.mid == pytest.approx(training * (1 + factor)), name


@given(energy=st.floats(1, 1e9), boundary=st.sampled_from(["chip", "it", "facility"]))
@settings(max_examples=20, deadline=None)
def test_a_metered_energy_comes_back(energy, boundary):
    """Law: the boundary at which it was metered shows the metered figure, exactly."""
    run = train(energy=f"{energy!r} kWh", boundary=boundary, draws=64)
    metered = run.results[f"{boundary}_energy_kwh"]
    assert metered.low == metered.mid == metered.high == energy


def test_options_may_come_in_any_order():
    """Law: the order in which options are given changes nothing."""
    options = {**BY_MODEL, **PLACE, "price": "0.08 USD/kWh", "step_mfu": "0.3..0.4"}
    backwards = dict(reversed(options.items()))
    assert train(**options).to_dict() == train(**backwards).to_dict()


def test_one_seed_gives_one_answer():
    """Law: the same seed gives the same ranges, another seed only other ranges."""
    one, same = train(**BY_MODEL, seed=1), train(**BY_MODEL, seed=1)
    other = train(**BY_MODEL, seed=2)
    assert one.to_dict() == same.to_dict()
    assert mids(one) == mids(other)
    assert one.results["it_energy_kwh"].low != other.results["it_energy_kwh"].low
    assert one.results["it_energy_kwh"].low == pytest.approx(
        other.results["it_energy_kwh"].low, rel=0.03
    )


@pytest.mark.parametrize("key", facts.keys("networks"))
def test_tokens_of_a_network_of_texts_are_told_their_name(key):
    """Law: a length that is given under another name is told its own."""
    told = {"model": key, "samples": 1e6, "hardware": "h100-sxm", "tokens": 128}
    text = facts.row("networks", key)["reads"] == "text"
    said = "give sequence_tokens" if text else "Leave it out"
    with pytest.raises(InputError, match=said):
        train(**told)
