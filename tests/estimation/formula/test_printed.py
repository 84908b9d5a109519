"""What a derivation prints is what ran: each expression gives the figure beside it."""

from __future__ import annotations

import pytest

from wattlas import generate, serve, train
from wattlas.records import walk

BY_ITERATION = {"busiest_board_load"}
"""Links of the estimates that no expression says. The list may only shrink."""
MOST_BY_ITERATION = 1

PLACE = {"site": "qingyang", "draws": 16}
ESTIMATES = {
    "run of a dense model": lambda: train(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        development_factor=0.5,
        idle_share=0.2,
        **PLACE,
    ),
    "run on given chips": lambda: train(
        model="bloom-176b", hardware="a100-sxm4-80gb", chips=384, **PLACE
    ),
    "run outside the fit": lambda: train(model="qwen3-0.6b", hardware="h20", **PLACE),
    "run of latent attention in fp8": lambda: train(
        model="deepseek-v3", hardware="h800-sxm", precision="fp8", **PLACE
    ),
    "run of a hybrid": lambda: train(
        model="nemotron-h-56b", hardware="h100-sxm", **PLACE
    ),
    "run with its MFU": lambda: train(
        model="gemma-3-27b", hardware="tpu-v5p", step_mfu=0.4, **PLACE
    ),
    "run of chip-hours": lambda: train(
        hardware="a100-sxm4-80gb", chip_hours=1e6, chips=400, **PLACE
    ),
    "run of chips and hours": lambda: train(
        hardware="h100-sxm",
        chips=64,
        hours=100,
        power_per_chip=600,
        power_scope="chip",
        **PLACE,
    ),
    "run of server power": lambda: train(
        chip_hours=1e5, power_per_chip=900, power_scope="it", **PLACE
    ),
    "run from the chips' meter": lambda: train(
        energy="433 MWh",
        boundary="chip",
        idle_energy="257 MWh",
        idle_boundary="chip",
        **PLACE,
    ),
    "run from the bill": lambda: train(energy="1 GWh", boundary="facility", **PLACE),
    "service of a dense model": lambda: serve(
        model="llama-3.1-70b",
        hardware="h100-sxm",
        requests_per_day=1e6,
        training_energy="10 GWh",
        **PLACE,
    ),
    "service of latent attention": lambda: serve(
        model="deepseek-v3", hardware="h200-sxm", **PLACE
    ),
    "service of experts in 4 bit": lambda: serve(
        model="gpt-oss-120b", hardware="b200-sxm", **PLACE
    ),
    "service of a hybrid": lambda: serve(
        model="nemotron-3-nano-30b-a3b", hardware="h100-sxm", **PLACE
    ),
    "service with windows": lambda: serve(
        model="gemma-3-27b", hardware="h100-sxm", prompt_tokens=20_000, **PLACE
    ),
    "service of an old engine": lambda: serve(
        model="llama-2-70b",
        hardware="a100-sxm4-80gb",
        engine="vllm",
        engine_year=2024,
        **PLACE,
    ),
    "service of an engine of 2023": lambda: serve(
        model="llama-2-7b",
        hardware="a100-sxm4-80gb",
        engine="transformers",
        engine_year=2023,
        **PLACE,
    ),
    "one user on many chips": lambda: serve(
        model="llama-3.1-405b",
        hardware="h100-sxm",
        precision="fp8",
        batch=1,
        chips=16,
        output_tokens=1,
        **PLACE,
    ),
    "metered service": lambda: serve(
        energy="914 kWh",
        boundary="it",
        requests=230_768,
        idle_power=1294,
        mean_power=1667,
        **PLACE,
    ),
    "images of a transformer": lambda: generate(
        model="flux.1-dev", hardware="h100-sxm", **PLACE
    ),
    "images of a U-Net": lambda: generate(
        model="sdxl", hardware="a100-sxm4-80gb", items_per_day=1e5, **PLACE
    ),
    "videos on several chips": lambda: generate(
        model="wan-2.1-14b", hardware="h100-sxm", chips=8, **PLACE
    ),
}


@pytest.fixture(scope="module")
def steps():
    """Return the steps of each estimate, each once."""
    return {
        name: list({id(s): s for root in ask().derivation for s in walk(root)}.values())
        for name, ask in ESTIMATES.items()
    }


@pytest.mark.parametrize("name", ESTIMATES)
def test_every_printed_expression_gives_the_printed_figure(steps, evaluated, name):
    """Law: the formula, evaluated with the inputs beside it, is the step's value."""
    for step in steps[name]:
        if step.name in BY_ITERATION:
            continue
        symbols = {symbol: value for symbol, value, _ in step.inputs}
        value = evaluated(step.formula, symbols)
        assert value == pytest.approx(step.value, rel=1e-9), (step.name, step.formula)


def test_every_link_that_is_called_has_an_expression(steps):
    """Law: only the links of the list have none, and the list is not longer."""
    without = {s.name for made in steps.values() for s in made if not s.formula}
    assert without == BY_ITERATION
    assert len(BY_ITERATION) <= MOST_BY_ITERATION


def test_the_estimates_call_most_links(steps):
    """By count: 90 of the chain's links, so that the law above is not hollow."""
    assert len({s.name for made in steps.values() for s in made}) >= 85


def test_clamps_and_guards_are_printed(steps):
    """By hand: what bounds a result stands in its formula."""
    printed = {s.name: s.formula for made in steps.values() for s in made}
    assert "clip(" in printed["balance_factor"]
    assert "min(1, " in printed["training_power_share"]
    assert "max(1, " in printed["expected_chips"]
    assert "max(output_tokens, 1)" in printed["request_energy_j"]
