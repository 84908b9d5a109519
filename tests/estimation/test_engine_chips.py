"""Engines, formats and training of every chip: used or refused, nothing else."""

from __future__ import annotations

from itertools import product

import pytest

from wattlas import estimation, facts
from wattlas.errors import InputError
from wattlas.estimation.chip_inputs import peak_fact, precisions_of
from wattlas.estimation.engine_chips import engine_on, engines_of
from wattlas.parameters.serving import ENGINES
from wattlas.workflow.other_chips import chips_like

CHIPS = facts.keys("hardware")
KINDS = ("gpu", "soc", "tpu", "asic", "cpu")
FEW = {"draws": 40}
NO_TRAINING = [c for c in CHIPS if facts.row("hardware", c)["trains"] == "no"]


def test_engines_of_the_table_are_those_that_may_be_asked_for():
    assert set(facts.keys("engines")) == set(ENGINES)


def test_engines_name_makers_and_chips_that_exist():
    """Law: a maker that a column names has a chip of that kind; so has what is not."""
    rows = [facts.row("hardware", chip) for chip in CHIPS]
    made = {(row["kind"], row["vendor"]) for row in rows}
    known = {row["generation"] for row in rows} | set(CHIPS)
    for engine in (facts.row("engines", key) for key in facts.keys("engines")):
        for kind in KINDS:
            named = {(kind, vendor) for vendor in engine[kind].split(";") if vendor}
            assert named <= made, engine["key"]
        assert set(engine["but_not"].split(";")) <= known | {""}, engine["key"]


def test_every_chip_has_an_engine_and_a_usual_one_that_runs():
    """Law: what is taken unasked runs on the chip."""
    for chip in CHIPS:
        assert engine_on(chip, None) in engines_of(chip), chip


def test_an_engine_is_used_where_it_runs_and_refused_elsewhere():
    """Law, over all chips and engines: asked is taken, or refused with what runs."""
    for chip, name in product(CHIPS, ENGINES):
        if name in engines_of(chip):
            assert engine_on(chip, name) == name
            continue
        with pytest.raises(InputError) as refused:
            engine_on(chip, name)
        said = str(refused.value)
        assert chip in said
        assert all(runs in said for runs in engines_of(chip))


def test_a_format_is_the_chips_or_refused_with_those_it_has():
    """Law, over all chips and formats: a rate is of the format that was asked for."""
    for chip, precision in product(CHIPS, facts.keys("precisions")):
        quantity = facts.row("precisions", precision)["peak_quantity"]
        if precision in precisions_of(chip):
            assert peak_fact(chip, precision).quantity == quantity
            continue
        with pytest.raises(InputError) as refused:
            peak_fact(chip, precision)
        assert all(p in str(refused.value) for p in (chip, *precisions_of(chip)))


@pytest.mark.parametrize("chip", [*CHIPS[::17], "m4", "groq-lpu", "h100-sxm"])
@pytest.mark.parametrize("engine", ENGINES[::3])
@pytest.mark.parametrize("precision", ["bf16", "fp8", "nvfp4"])
def test_an_estimate_is_of_what_was_asked(chip, engine, precision):
    """Law: an estimate is refused for what the chip has not, else of what was asked."""
    asked = {"engine": engine, "precision": precision, "chips": 256, "batch": 1}
    has = engine in engines_of(chip) and precision in precisions_of(chip)
    try:
        found = estimation.serve(
            model="llama-3.2-1b", hardware=chip, output_tokens=50, **asked, **FEW
        )
    except InputError as refused:
        said = str(refused)
        assert not has or "memory" in said or "chips" in said, said
        return
    assert has
    assert found.subject["precision"] == precision
    assert found.subject["hardware"] == chip


def test_the_engine_that_stands_in_is_said():
    found = estimation.serve(model="llama-3.2-1b", hardware="groq-lpu", **FEW)
    assert {"engine": "maker"} in [n.values for n in found.notes]
    usual = estimation.serve(model="llama-3.2-1b", hardware="l4", **FEW)
    assert "engine-of-chip" not in [n.code for n in usual.notes]


TRAINING = {
    "tokens": lambda chip: estimation.train(
        model="llama-3.2-1b", hardware=chip, tokens="1B", **FEW
    ),
    "chip-hours": lambda chip: estimation.train(hardware=chip, chip_hours=100, **FEW),
    "samples": lambda chip: estimation.train(
        model="resnet-50", hardware=chip, samples="1M", **FEW
    ),
    "finetune": lambda chip: estimation.finetune(
        model="llama-3.2-1b", hardware=chip, samples="10k", method="lora", **FEW
    ),
    "rl": lambda chip: estimation.rl(
        model="llama-3.2-1b", hardware=chip, prompts="1k", **FEW
    ),
}


@pytest.mark.parametrize("verb", TRAINING)
@pytest.mark.parametrize("chip", NO_TRAINING)
def test_nothing_trains_on_a_chip_that_answers_alone(chip, verb):
    """Law: every way to train says so; a chip of the maker that trains is named."""
    with pytest.raises(InputError, match="nothing is known to train on it"):
        TRAINING[verb](chip)


def test_no_chip_is_proposed_for_training_that_does_not():
    for chip in CHIPS:
        assert not set(chips_like(chip, trains=True)) & set(NO_TRAINING)


@pytest.mark.parametrize("chip", ["m4-max", "dgx-spark", "epyc-9654", "rtx-4090"])
def test_a_batch_that_is_given_runs_where_its_user_sets_the_slots(chip):
    """Law: what is given for the batch is no more than the slots, if none are given."""
    asked = {"model": "llama-3.2-1b", "hardware": chip, "engine": "llama.cpp", **FEW}
    many = estimation.serve(**asked, batch=32)
    assert "queued-by-scheduler" not in {note.code for note in many.notes}
    few = estimation.serve(**asked, batch=32, max_sequences=4)
    assert "queued-by-scheduler" in {note.code for note in few.notes}
    tokens = "facility_energy_kwh"
    assert few.per["request"][tokens].mid > many.per["request"][tokens].mid


OF_8_BITS = {"Qwen/Qwen3-8B-FP8": "fp8", "llama3.1:8b-instruct-q8_0": "int8"}
HOLDS_16_GB = [c for c in CHIPS if facts.number("hardware", c, "memory_gb").value >= 16]


@pytest.mark.parametrize("model", OF_8_BITS)
@pytest.mark.parametrize("chip", HOLDS_16_GB[::16])
def test_weights_of_8_bits_are_never_widened_to_be_read(model, chip):
    """Law: a file's own bytes are read on any chip; other products are said."""
    own = estimation.serve(model=model, hardware=chip, **FEW)
    products = precisions_of(chip)
    assert own.subject["precision"] == OF_8_BITS[model]
    expanded = "weights-expanded" in {note.code for note in own.notes}
    assert expanded == (OF_8_BITS[model] not in products)
    given = {i.name: i.mid for i in own.inputs}
    assert given["bytes_per_dense_weight"] == pytest.approx(1.0, abs=0.1)
    rate = "bf16" if expanded else OF_8_BITS[model]
    assert given["peak_tflops"] == peak_fact(chip, rate).value


@pytest.mark.parametrize("precision", facts.keys("precisions"))
def test_a_format_is_trained_in_or_refused(precision):
    """Law: weights that only answer in a format are in no training a faster one."""
    trains = facts.row("precisions", precision)["trains"] == "yes"
    few = {"hardware": "b200", "precision": precision, **FEW}
    runs = (
        lambda: estimation.train(model="llama-3.1-8b", tokens="1B", **few),
        lambda: estimation.train(model="resnet-50", samples="1M", **few),
        lambda: estimation.finetune(model="llama-3.1-8b", samples="1k", **few),
        lambda: estimation.rl(model="llama-3.1-8b", prompts="1k", chips=8, **few),
    )
    for run in runs:
        if trains:
            assert run().results
            continue
        with pytest.raises(InputError, match="none is trained in it"):
            run()


@pytest.mark.parametrize("chip", HOLDS_16_GB[::12])
@pytest.mark.parametrize("batch", [1, 16])
def test_no_chip_draws_more_than_its_limit(chip, batch):
    """Law: the power of a busy chip is at most its limit, wherever the fit ends."""
    asked = {"model": "llama-3.2-3b", "hardware": chip, "batch": batch, "draws": 200}
    found = estimation.serve(**asked)
    limit = next(i for i in found.inputs if i.name == "power_limit_w")
    power = found.extras["chip_power_w"]
    assert power.mid <= limit.mid
    assert power.high <= limit.high * 1.1  # the draws of a limit have tails
