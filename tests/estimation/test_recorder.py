"""The recorder: what every link was given, and that it leads to sources."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest

from wattlas import chain, serve, train
from wattlas.chain.facility import facility_energy_kwh
from wattlas.chain.supply import electricity_cost
from wattlas.estimation.recorder import (
    Recorder,
    TrackedInputs,
    plain_step,
    step_of,
)
from wattlas.records import RESULT_UNITS, Input, walk

NOT_LINKS = {"architecture", "huggingface", "huggingface_plain", "huggingface_families"}
"""Modules that read a model's shape; they compute nothing."""
BOOKKEEPING = {"sum_of_stages"}


def links() -> list:
    """Return every public function that a module of the chain defines."""
    found = []
    for module in pkgutil.iter_modules(chain.__path__):
        if module.name in NOT_LINKS:
            continue
        room = import_module(f"wattlas.chain.{module.name}")
        found += [
            function
            for name, function in inspect.getmembers(room, inspect.isfunction)
            if function.__module__ == room.__name__
            and not name.startswith("_")
            and name not in BOOKKEEPING
        ]
    return found


LINKS = links()


def link_of(name: str, parameters: set[str]):
    """Return the link of a name that takes these inputs."""
    found = [link for link in LINKS if link.__name__ == name]
    return next(f for f in found if parameters <= set(inspect.signature(f).parameters))


ESTIMATES = {
    "model": lambda: train(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        site="dublin",
        development_factor="0.3..0.6",
        idle_share=0.1,
        draws=64,
    ),
    "chip-hours": lambda: train(
        hardware="a100-sxm4-80gb", chip_hours=1e6, country="fr", draws=64
    ),
    "metered": lambda: train(
        energy="433 MWh", boundary="chip", idle_energy="257 MWh", pue=1.2, draws=64
    ),
    "bill with idle chips": lambda: train(
        energy="1 GWh",
        boundary="facility",
        idle_energy="1 MWh",
        idle_boundary="chip",
        site="dublin",
        draws=64,
    ),
    "dense": lambda: serve(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        site="qingyang",
        requests_per_day=1e6,
        training_energy="10 GWh",
        draws=64,
    ),
    "mixture": lambda: serve(
        model="deepseek-v3", hardware="h200-sxm", country="us", draws=64
    ),
    "metered serving": lambda: serve(
        energy="914 kWh",
        boundary="it",
        requests=230_768,
        idle_power=1294,
        mean_power=1667,
        country="us",
        draws=64,
    ),
}


def test_the_chain_has_links():
    """The equations of the chain: some fifty, so that no module is overlooked."""
    assert len(LINKS) >= 50


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.__name__)
def test_every_link_is_documented_and_shown(link):
    """Law: a first line that says what, and an example that runs."""
    doc = inspect.getdoc(link) or ""
    assert doc.splitlines()[0].endswith((".", "]"))
    assert ">>> " in doc


def test_a_recorded_link_returns_what_the_link_returns():
    """Law: recording changes nothing; the plain step keeps nothing."""
    inputs = {"it_energy_kwh": 100.0, "pue": 1.2}
    recorded = Recorder()(facility_energy_kwh, **inputs)
    plain = plain_step(facility_energy_kwh, **inputs)
    assert recorded == plain == 120.0
    assert step_of(recorded).value == 120.0
    assert step_of(plain) is None


def test_a_result_is_found_again_as_an_input():
    """By hand: 100 kWh x 1.2 = 120 kWh, x 0.1 = 12: cost leads to energy to inputs."""
    pue = Input("pue", 1.2, 1.1, 1.4, "excess", "1", "uptime2024")
    recorder, v = Recorder(), TrackedInputs([pue])
    energy = recorder(facility_energy_kwh, it_energy_kwh=100.0, pue=v["pue"])
    cost = recorder(electricity_cost, facility_energy_kwh=energy, price_per_kwh=0.1)
    step = step_of(cost)
    assert step.value == pytest.approx(12.0)
    parents = {name: parent for name, _, parent in step.inputs}
    assert parents["facility_energy_kwh"] is step_of(energy)
    assert parents["facility_energy_kwh"].name == "facility_energy_kwh"
    grand = {name: parent for name, _, parent in parents["facility_energy_kwh"].inputs}
    assert grand["pue"] is pue
    assert grand["it_energy_kwh"] is None


def test_an_input_is_found_under_the_name_that_the_link_gives_it():
    """Law: a number brings its origin along, whatever a link calls it."""
    share = Input("development_factor", 0.5, 0.5, 0.5, "fixed", "1", "given", True)
    v = TrackedInputs([share])
    cost = Recorder()(
        electricity_cost,
        facility_energy_kwh=7.0,
        price_per_kwh=v["development_factor"],
    )
    parents = {name: parent for name, _, parent in step_of(cost).inputs}
    assert parents == {"facility_energy_kwh": None, "price_per_kwh": share}


def test_what_was_read_is_known():
    """Law: looking whether an input is there does not read it."""
    items = [Input(n, 2, 2, 2, "fixed", "1", "given", True) for n in ("one", "other")]
    v = TrackedInputs(items)
    assert "other" in v
    assert v["one"] == 2
    assert v.read == {"one"}


@pytest.mark.parametrize("value", [0.8, 0.5])
def test_inputs_of_equal_value_are_told_apart(value):
    """Law: development_factor = goodput, and each step still names the right one."""
    record = train(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        step_mfu=value,
        goodput=value,
        development_factor=value,
        overrides={"host_power_share": value},
        draws=64,
    )
    names = {i.name for i in record.inputs}
    seen = set()
    for step in (s for root in record.derivation for s in walk(root)):
        for parameter, _, parent in step.inputs:
            if isinstance(parent, Input) and parameter in names:
                assert parent.name == parameter, step.name
                seen.add(parameter)
            if parameter == "stage_share":
                assert parent.name == "development_factor"
                seen.add(parameter)
    assert {"step_mfu", "goodput", "host_power_share", "stage_share"} <= seen


def test_a_stage_is_a_share_of_the_step_that_made_it():
    """Law: two stages of equal energy lead each to its own step."""
    record = train(
        energy="1 GWh", boundary="it", idle_share=1.0, development_factor=1.0, draws=64
    )
    shares = [
        {name: parent for name, _, parent in step.inputs}
        for root in record.derivation
        for step in walk(root)
        if step.name == "scaled_stage"
    ]
    names = {parents["stage_share"].name for parents in shares}
    assert names == {"idle_share", "development_factor"}
    assert all(parents["stage_result"] is not None for parents in shares)


@pytest.mark.parametrize("name", ESTIMATES)
def test_the_leaves_of_a_derivation_have_sources(name):
    """Law: what no link made is an input with a source, a model's shape, or nothing."""
    record = ESTIMATES[name]()
    known = {source.key for source in record.sources} | {"given"}
    labels = {item.label for item in record.inputs}
    for root in record.derivation:
        for step in walk(root):
            for parameter, value, parent in step.inputs:
                if isinstance(parent, Input):
                    assert parent.source in known, (step.name, parameter)
                    assert parent.label in labels, (step.name, parameter)
                elif parent is None:
                    # a shape, what was read of it, or whether a model has a part
                    is_shape = isinstance(value, str) or "." in parameter
                    assert is_shape or value in (0, 1), (step.name, parameter)


@pytest.mark.parametrize("name", ESTIMATES)
def test_a_derivation_repeats_the_arithmetic(name):
    """Law: each step, called anew with the inputs that it shows, gives its value."""
    record = ESTIMATES[name]()
    for root in record.derivation:
        for step in walk(root):
            shown = {parameter: value for parameter, value, _ in step.inputs}
            if any(isinstance(value, str) for value in shown.values()):
                continue  # takes the whole shape of a model
            again = link_of(step.name, set(shown))(**shown)
            assert float(again) == pytest.approx(step.value), step.name


@pytest.mark.parametrize("name", ESTIMATES)
def test_every_result_of_every_stage_is_derived(name):
    """Law: no figure is shown without its derivation, unless it was given."""
    record = ESTIMATES[name]()
    made = {s.value for root in record.derivation for s in walk(root)}
    given = {i.mid for i in record.inputs}
    for results in record.stages.values():
        for result in RESULT_UNITS.keys() & results.keys():
            assert results[result].mid in made | given, result


def test_the_headline_comes_first():
    """Law: the derivation starts with the facility energy."""
    assert ESTIMATES["model"]().derivation[0].name == "facility_energy_kwh"


def test_a_shape_is_shown_by_its_name():
    """Law: a step that takes a whole architecture names the model."""
    record = ESTIMATES["mixture"]()
    shown = {
        value
        for root in record.derivation
        for step in walk(root)
        for _, value, _ in step.inputs
        if isinstance(value, str)
    }
    assert shown == {"deepseek-v3"}
