"""Layers in the host's memory: by hand, the laws of a split, and what is refused."""

from __future__ import annotations

import pytest

import wattlas
from wattlas.errors import WattlasError
from wattlas.estimation.agent import estimate_agent
from wattlas.parameters.agents import AgentOptions

CARD = {"model": "llama-3.1-70b", "precision": "int4", "hardware": "rtx-4090"}
LOCAL = {**CARD, "engine": "llama.cpp", "batch": 1, "draws": 64}
ENERGY = "facility_energy_kwh"
EXACT = {
    "time_error": 1,
    "memory_efficiency": 1,
    "host_memory_efficiency": 1,
    "host_tflops": 50,
    "host_link_gb_per_s": 500,
}


def noted(estimate, code):
    """Return the values of a note, or None."""
    return next((n.values for n in estimate.notes if n.code == code), None)


def step_s(estimate):
    """Return the central time of a step. [s]"""
    return estimate.extras["decode_step_s"].mid


def test_a_token_passes_chip_and_host():
    """By hand: bytes over the bandwidth of each memory are nearly all of the step."""
    found = wattlas.serve(
        **LOCAL, gpu_layers=20, host_bandwidth=80, prompt_tokens=1, overrides=EXACT
    )
    taken = {i.name: i.mid for i in found.inputs}
    weights = taken["dense_parameters"] * taken["bytes_per_dense_weight"]
    bound_s = weights * (0.25 / 1008e9 + 0.75 / 80e9)
    assert bound_s < step_s(found) < 1.15 * bound_s


@pytest.mark.parametrize("batch", [1, 4])
def test_law_the_more_layers_on_the_chip_the_less_time_and_energy(batch):
    """Law, from none to as many as fit; the part between lies between."""
    given = {**LOCAL, "batch": batch}
    runs = [wattlas.serve(**given, gpu_layers=n) for n in (0, 10, 20, 30, 40)]
    times = [step_s(run) for run in runs]
    assert times == sorted(times, reverse=True)
    for name in (ENERGY, "it_energy_kwh"):
        energies = [run.results[name].mid for run in runs]
        assert energies == sorted(energies, reverse=True)


def test_law_all_layers_on_the_chip_are_no_split():
    """Law: all, and more layers than there are, change no figure."""
    card = {**LOCAL, "model": "llama-3.1-8b"}
    plain = wattlas.serve(**card)
    for layers in ("all", "auto", 32, 33, 99):
        assert wattlas.serve(**card, gpu_layers=layers).results == plain.results


@pytest.mark.parametrize("layers", ["all", 44, 79, 80, 81, 99, 200])
def test_law_layers_are_those_of_the_one_card_at_home(layers):
    """Law: no number of layers that the card does not hold buys a second card."""
    with pytest.raises(WattlasError, match="0 to 43 of 80 layers"):
        wattlas.serve(**LOCAL, gpu_layers=layers)
    two = wattlas.serve(**LOCAL, gpu_layers="all", chips=2)
    assert two.results[ENERGY].mid < wattlas.serve(**LOCAL).results[ENERGY].mid


def test_what_does_not_fit_is_split_with_the_most_layers_on_the_chip():
    """Law: as if the number that is said had been given, and one more does not fit."""
    found = wattlas.serve(**LOCAL)
    said = noted(found, "layers-must-be-on-host")
    given = wattlas.serve(**LOCAL, gpu_layers=said["on_chip"])
    assert found.results == given.results
    with pytest.raises(WattlasError, match="does not fit the memory of chip and host"):
        wattlas.serve(**LOCAL, gpu_layers=said["on_chip"] + 1)


def test_law_a_step_is_never_shorter_than_its_bytes_take():
    """Law: at the low end too the host reads its layers at its full rate at most."""
    found = wattlas.serve(**LOCAL, gpu_layers=0, host_bandwidth=80)
    taken = {i.name: i.mid for i in found.inputs}
    weights = taken["dense_parameters"] * taken["bytes_per_dense_weight"]
    assert found.extras["decode_step_s"].low >= weights / 80e9


@pytest.mark.parametrize(
    ("more", "less"),
    [({"host_bandwidth": 90}, {"host_bandwidth": 45}), ({}, {"gpu_layers": 5})],
)
def test_law_a_faster_host_takes_less(more, less):
    given = {**LOCAL, "gpu_layers": 20}
    quick = wattlas.serve(**{**given, **more})
    slow = wattlas.serve(**{**given, **less})
    assert step_s(quick) < step_s(slow)
    assert quick.results[ENERGY].mid < slow.results[ENERGY].mid


def test_law_the_host_draws_more_while_it_computes():
    """Law: the same run with a host that draws more for layers takes more, not less."""
    given = {**LOCAL, "gpu_layers": 20}
    taken = [
        wattlas.serve(**given, overrides={"host_compute_power_w": watts})
        for watts in (20, 60, 150)
    ]
    energies = [run.results["it_energy_kwh"].mid for run in taken]
    assert energies == sorted(energies)
    assert len({run.results["chip_energy_kwh"].mid for run in taken}) == 1


def test_the_memory_of_the_host_decides_and_changes_no_figure():
    large = {**LOCAL, "model": "llama-3.1-405b"}
    with pytest.raises(WattlasError, match="Say with host_memory if there is more"):
        wattlas.serve(**large)
    given = [wattlas.serve(**large, host_memory=gb) for gb in (256, "512 GB")]
    assert given[0].results == given[1].results


def test_engines_that_do_not_split_take_several_cards():
    """Law: the engine that nobody names splits nothing over a host."""
    found = wattlas.serve(**CARD, draws=64)
    assert noted(found, "layers-must-be-on-host") is None
    assert noted(found, "layout")["chips"] > 1


def test_mixtures_are_split_too():
    found = wattlas.serve(**{**LOCAL, "model": "gpt-oss-120b", "precision": None})
    assert 0 < noted(found, "layers-must-be-on-host")["on_chip"] < 36


def test_an_agent_takes_what_its_service_takes():
    agent = AgentOptions(
        model="llama-3.1-70b",
        hardware="rtx-4090",
        precision="int4",
        calls=3,
        system_tokens=200,
        input_tokens=50,
        output_tokens=50,
        gpu_layers=30,
        draws=64,
    )
    assert noted(estimate_agent(agent), "layers-on-host")["on_chip"] == 30


REFUSED = [
    ({"gpu_layers": "some"}, "number of layers, all or auto"),
    ({"gpu_layers": -1}, "gpu_layers"),
    ({"gpu_layers": 2.5}, "whole number"),
    ({"gpu_layers": "10..20"}, "takes no range"),
    ({"gpu_layers": 20, "engine": "vllm"}, "give engine llama.cpp"),
    ({"gpu_layers": 20, "hardware": "m4-max"}, "not known to have a host"),
    ({"gpu_layers": 20, "hardware": "graviton4"}, "not known to have a host"),
    ({"gpu_layers": 20, "prefill_chips": 2}, "prefill_chips would not be used"),
    ({"gpu_layers": 20, "data_parallel": 2}, "data_parallel would not be used"),
    ({"gpu_layers": 20, "host_memory": "8 GB"}, "does not fit"),
    ({"gpu_layers": 20, "host_memory": "8..16"}, "takes no range"),
    ({"model": "gpt-5", "gpu_layers": 20}, "where a model is inferred"),
    ({"overrides": {"gpu_layers": 20}, "engine": "vllm"}, "give engine llama.cpp"),
]


@pytest.mark.parametrize(("more", "said"), REFUSED)
def test_what_cannot_be_split_is_refused(more, said):
    given = {**CARD, "batch": 1, "draws": 64, **more}
    if given["model"] == "gpt-5":
        del given["precision"]
    with pytest.raises(WattlasError, match=said) as refused:
        wattlas.serve(**given)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["host_memory", "host_bandwidth"])
def test_a_host_that_holds_nothing_is_named_as_not_used(name):
    found = wattlas.serve(**{**LOCAL, "model": "llama-3.1-8b", name: 64})
    assert any(n.code == "not-used" and n.values == {"name": name} for n in found.notes)


def test_layers_set_by_name_are_those_of_the_option():
    by_name = wattlas.serve(**LOCAL, overrides={"gpu_layers": 20})
    assert by_name.results == wattlas.serve(**LOCAL, gpu_layers=20).results


@pytest.mark.parametrize("layers", [60, 79, 80, 81, 200, 999, "all"])
def test_law_layers_that_one_card_does_not_hold_buy_no_second_one(layers):
    """Law: however all layers are written, a card at home holds them or is refused."""
    asked = {"model": "llama-3.1-70b", "precision": "int4", "batch": 1, "draws": 16}
    home = {**asked, "hardware": "rtx-4090", "gpu_layers": layers}
    with pytest.raises(WattlasError, match="fit"):
        wattlas.serve(**home)
    assert wattlas.serve(**home, chips=2).results
    small = wattlas.serve(**{**home, "model": "llama-3.1-8b"})
    assert {i.name: i.mid for i in small.inputs}["chips_per_replica"] == 1
