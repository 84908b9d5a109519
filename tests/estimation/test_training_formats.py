"""Number formats of training: refused where nobody trains in them, or with a gain."""

from __future__ import annotations

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.chip_inputs import peak_fact
from wattlas.estimation.own_chips import find_chip

FORMATS = facts.keys("precisions")
TRAINED_IN = [k for k in FORMATS if facts.row("precisions", k)["trains"] == "yes"]
CHIP = find_chip("b200")
B200 = {"hardware": CHIP, "draws": 16}
RUNS = {
    "finetune": {"model": "llama-3.1-8b", "samples": 100, "tokens": 400, "chips": 8},
    "rl": {"model": "llama-3.1-8b", "prompts": 100, "chips": 64},
    "train": {"model": "llama-3.1-8b", "tokens": 1e12},
}


def energy(verb, job, precision):
    """Return the facility energy of a run. [kWh]"""
    found = getattr(wattlas, verb)(**job, **B200, precision=precision)
    return found.results["facility_energy_kwh"].mid


@pytest.mark.parametrize("verb", RUNS)
@pytest.mark.parametrize("precision", FORMATS)
def test_a_run_is_in_a_format_of_training_or_refused(verb, precision):
    """Law: whatever is trained; a remedy that is named is one."""
    if precision in TRAINED_IN:
        assert energy(verb, RUNS[verb], precision) > 0
        return
    with pytest.raises(InputError, match="none is trained in"):
        energy(verb, RUNS[verb], precision)


@pytest.mark.parametrize("verb", RUNS)
def test_fp8_gains_less_than_the_rate_of_the_chip(verb):
    """Law: what is no product of matrices stays as long as it was."""
    gain = energy(verb, RUNS[verb], "bf16") / energy(verb, RUNS[verb], "fp8")
    rate = peak_fact(CHIP, "fp8").value / peak_fact(CHIP, "bf16").value
    assert 1 < gain < 0.9 * rate


@pytest.mark.parametrize("precision", FORMATS)
def test_a_dense_model_is_read_in_the_format_that_is_said(precision):
    """Law: no format of weights is lost where a model has no experts."""
    found = wattlas.serve(
        model="llama-3.1-8b", hardware="b200", precision=precision, draws=16
    )
    size = facts.number("precisions", precision, "bytes_per_weight").value
    read = {item.name: item.mid for item in found.inputs}
    assert read["bytes_per_dense_weight"] == size
