"""Configurations of trainers: what they say is used, refused or named as unused."""

from __future__ import annotations

import json

import pytest

import wattlas
from wattlas.errors import InputError
from wattlas.estimation.tuning_config import PAIRED, REWARDED

H100 = {"hardware": "h100-sxm", "draws": 64}


def mid(estimate, name="facility_energy_kwh"):
    """Return the central value of a result."""
    return estimate.results[name].mid


AXOLOTL = {
    "base_model": "meta-llama/Llama-3.1-8B",
    **{"adapter": "qlora", "load_in_4bit": True, "lora_r": 32, "sequence_len": 2048},
    **{"sample_packing": True, "num_epochs": 2, "gradient_checkpointing": True},
    **{"micro_batch_size": 4, "optimizer": "adamw_bnb_8bit"},
    "logging_steps": 5,
}
TRL = {
    "model_name_or_path": "llama-3.1-8b",
    **{"per_device_train_batch_size": 4, "gradient_accumulation_steps": 8},
    **{"max_steps": 100, "max_length": 1024, "bf16": True, "use_peft": True},
}


def test_a_configuration_says_what_it_says(tmp_path):
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL))
    found = wattlas.finetune(config=path, samples=1000, **H100)
    given = {
        **{"method": "qlora", "rank": 32, "tokens": "409.6..921.6..2048"},
        **{"packing": "yes", "batch": 4, "optimizer": "adamw-8bit"},
        **{"epochs": 2, "recompute": "yes", "model": "llama-3.1-8b"},
    }
    asked = wattlas.finetune(samples=1000, **given, **H100)
    assert mid(found) == mid(asked)
    unused = next(n for n in found.notes if n.code == "config-unused")
    assert unused.values["names"] == "logging_steps"


def test_steps_of_a_configuration_are_samples(tmp_path):
    """By hand: 100 steps of 4 x 8 on two chips see 6,400 samples once."""
    path = tmp_path / "sft.json"
    path.write_text(json.dumps(TRL))
    found = wattlas.finetune(config=path, chips=2, **H100)
    inputs = {i.name: i.mid for i in found.inputs}
    assert (inputs["samples"], inputs["epochs"]) == (6400, 1)
    with pytest.raises(InputError, match="give chips"):
        wattlas.finetune(config=path, **H100)


@pytest.mark.parametrize(
    ("chips", "ends"),
    [
        *((8, (8, 8, 8)), (8.0, (8, 8, 8)), ("8", (8, 8, 8)), ("1k", (1000,) * 3)),
        *(("2..8", (2, None, 8)), ("2..4..8", (2, 4, 8))),
    ],
)
def test_chips_count_the_samples_of_steps_however_they_are_written(
    tmp_path, chips, ends
):
    """Law: samples of steps are 3,200 for each chip, at each end of a range."""
    path = tmp_path / "sft.json"
    path.write_text(json.dumps(TRL))
    found = wattlas.finetune(config=path, chips=chips, **H100)
    samples = next(i for i in found.inputs if i.name == "samples")
    for end, of_chips in zip(
        (samples.low, samples.mid, samples.high), ends, strict=True
    ):
        assert of_chips is None or end == pytest.approx(3200 * of_chips)


@pytest.mark.parametrize("chips", ["none", "8 W", True, "-8"])
def test_chips_that_are_no_number_say_so_beside_steps(tmp_path, chips):
    path = tmp_path / "sft.json"
    path.write_text(json.dumps(TRL))
    with pytest.raises(InputError, match="chips"):
        wattlas.finetune(config=path, chips=chips, **H100)


def test_what_is_given_counts_before_the_configuration(tmp_path):
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL))
    found = wattlas.finetune(config=path, samples=1000, epochs=5, **H100)
    assert {i.name: i.mid for i in found.inputs}["epochs"] == 5


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(
    ("said", "given"),
    [
        ({"max_samples": 1000}, {}),
        ({}, {"samples": 1000}),
        ({"max_steps": 100}, {"samples": 1000}),
        ({"max_steps": 100, "max_samples": 1000}, {}),
    ],
)
def test_a_sample_is_as_long_packed_as_alone(tmp_path, packed, said, given):
    """Law: packing moves what is padded, not how many tokens a counted sample has."""
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL | said | {"sample_packing": packed}))
    found = wattlas.finetune(config=path, chips=2, **given, **H100)
    length = next(i for i in found.inputs if i.name == "sample_tokens")
    assert length.low < length.mid < length.high == 2048


def test_a_part_of_a_packed_batch_is_a_full_sequence(tmp_path):
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL | {"max_steps": 100}))
    found = wattlas.finetune(config=path, chips=2, **H100)
    assert {i.name: i.mid for i in found.inputs}["sample_tokens"] == 2048


@pytest.mark.parametrize("name", REWARDED)
@pytest.mark.parametrize("value", [8, [1.0], {"a": 1}, "x"])
def test_learning_from_rewards_is_sent_to_its_verb(tmp_path, name, value):
    """Law: a field that only learning from rewards has is never plain fine-tuning."""
    path = tmp_path / "grpo.yaml"
    path.write_text(json.dumps(TRL | {name: value}))
    with pytest.raises(InputError, match="estimated with rl"):
        wattlas.finetune(config=path, chips=2, method="dpo", **H100)


@pytest.mark.parametrize("name", PAIRED)
def test_learning_from_pairs_is_not_taken_for_examples(tmp_path, name):
    path = tmp_path / "dpo.yaml"
    path.write_text(json.dumps(TRL | {name: 512}))
    with pytest.raises(InputError, match="give method dpo"):
        wattlas.finetune(config=path, chips=2, **H100)
    found = wattlas.finetune(config=path, chips=4, method="dpo", **H100)
    assert found.subject["method"] == "dpo"


@pytest.mark.parametrize(
    "said",
    [
        *({"rl": "grpo"}, {"rl": "kto"}, {"stage": "ppo"}, {"stage": "rm"}),
        *({"adapter": "ia3"}, {"finetuning_type": "galore"}, {"peft_type": "VERA"}),
    ],
)
def test_another_way_to_learn_is_not_taken_for_examples(tmp_path, said):
    path = tmp_path / "other.yaml"
    path.write_text(json.dumps(AXOLOTL | said))
    with pytest.raises(InputError, match="does not read"):
        wattlas.finetune(config=path, samples=1000, **H100)


@pytest.mark.parametrize("value", [0, -1, True, "many"])
def test_a_configuration_with_nonsense_is_refused(tmp_path, value):
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL | {"num_epochs": value}))
    with pytest.raises(InputError, match="must be a number above 0"):
        wattlas.finetune(config=path, samples=1000, **H100)


@pytest.mark.parametrize(
    "name", ["sample_packing", "gradient_checkpointing", "load_in_4bit", "use_peft"]
)
@pytest.mark.parametrize("value", ["maybe", 7, [True], {"a": 1}])
def test_what_is_true_or_false_is_nothing_else(tmp_path, name, value):
    """Law: no word of a configuration is silently taken for one that is known."""
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL | {name: value}))
    with pytest.raises(InputError, match=f"{name} must be true or false"):
        wattlas.finetune(config=path, samples=1000, **H100)


def test_adapters_of_peft_and_unsloth_are_read(tmp_path):
    """By hand: adapter_config.json, and the arguments of FastLanguageModel."""
    peft = {"peft_type": "LORA", "r": 32, "lora_alpha": 64}
    peft |= {"base_model_name_or_path": "meta-llama/Llama-3.1-8B"}
    unsloth = {"model_name": "llama-3.1-8b", "load_in_4bit": True, "r": 32}
    unsloth |= {"max_seq_length": 2048, "use_gradient_checkpointing": "unsloth"}
    for said, method in ((peft, "lora"), (unsloth, "qlora")):
        path = tmp_path / "config.json"
        path.write_text(json.dumps(said))
        found = wattlas.finetune(config=path, samples=1000, **H100)
        assert found.subject["method"] == method
        assert {i.name: i.mid for i in found.inputs}["rank"] == 32


@pytest.mark.parametrize("name", [{"a": 1}, ["x"], 7])
def test_a_model_of_a_configuration_is_a_name(tmp_path, name):
    path = tmp_path / "axolotl.yaml"
    path.write_text(json.dumps(AXOLOTL | {"base_model": name}))
    with pytest.raises(InputError, match="must be a name"):
        wattlas.finetune(config=path, samples=1000, **H100)


FROZEN = {"model_name_or_path": "llama-3.1-8b", "finetuning_type": "freeze"}


@pytest.mark.parametrize(("layers", "share"), [(None, 2 / 32), (8, 0.25), (-8, 0.25)])
def test_layers_that_are_not_frozen_are_a_share_of_the_weights(tmp_path, layers, share):
    """By hand: of 32 layers of the model."""
    path = tmp_path / "freeze.yaml"
    path.write_text(json.dumps(FROZEN | {"freeze_trainable_layers": layers}))
    found = wattlas.finetune(config=path, samples=1000, **H100)
    asked = wattlas.finetune(
        model="llama-3.1-8b", samples=1000, trained_share=share, **H100
    )
    assert found.results == asked.results


def test_weights_that_are_named_one_by_one_need_their_share(tmp_path):
    path = tmp_path / "axolotl.yaml"
    said = {"base_model": "llama-3.1-8b", "unfrozen_parameters": ["lm_head"]}
    path.write_text(json.dumps(said))
    with pytest.raises(InputError, match="give trained_share"):
        wattlas.finetune(config=path, samples=1000, **H100)
    found = wattlas.finetune(config=path, samples=1000, trained_share=0.1, **H100)
    assert _unused(found) == {"unfrozen_parameters"}


def test_pairs_beside_weights_in_four_bits_unpack_them(tmp_path):
    """Law: what a file says of four bits counts, whatever is learned from."""
    pairs = {"model_name_or_path": "llama-3.1-8b", "stage": "dpo"}
    pairs |= {"finetuning_type": "lora"}
    energies = []
    for name, more in (("a", {}), ("b", {"quantization_bit": 4})):
        path = tmp_path / f"{name}.yaml"
        path.write_text(json.dumps(pairs | more))
        found = wattlas.finetune(config=path, samples=1000, **H100)
        energies.append(mid(found))
    assert energies[1] > 1.1 * energies[0]


TUNED = {"model": "llama-3.1-8b", "samples": 1000, "hardware": "rtx-4090", "draws": 64}


def test_law_the_fewer_weights_are_trained_the_less_work_and_memory():
    """Law: between a forward and a backward pass of none and full tuning of all."""
    shares = (0.001, 0.1, 0.5, 1.0)
    runs = [wattlas.finetune(**TUNED, trained_share=share) for share in shares]
    assert [mid(r) for r in runs] == sorted(mid(r) for r in runs)
    chips = [next(i.mid for i in r.inputs if i.name == "chips") for r in runs]
    assert chips == sorted(chips)
    assert mid(runs[-1]) == pytest.approx(mid(wattlas.finetune(**TUNED)))
    assert mid(runs[0]) > mid(wattlas.finetune(**TUNED)) / 4


@pytest.mark.parametrize("optimizer", ["adamw-8bit", "adafactor", "sgd"])
def test_law_a_smaller_optimiser_needs_no_more_chips_and_no_less_work(optimizer):
    usual = wattlas.finetune(**TUNED)
    found = wattlas.finetune(**TUNED, optimizer=optimizer)
    few, more = (
        next(i.mid for i in run.inputs if i.name == "chips") for run in (found, usual)
    )
    assert few < more
    assert mid(found) == mid(usual)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"quantized": "yes"}, "quantized would not be used without adapters"),
        ({"method": "qlora", "quantized": "no"}, "give lora"),
        ({"method": "lora", "trained_share": 0.5}, "with adapters or pairs"),
        ({"method": "dpo", "trained_share": 0.5}, "with adapters or pairs"),
        ({"trained_share": 0}, "trained_share"),
        ({"trained_share": 1.5}, "trained_share"),
    ],
)
def test_what_a_method_has_not_is_refused(more, said):
    with pytest.raises(InputError, match=said):
        wattlas.finetune(**TUNED, **more)


def test_a_lora_with_weights_in_four_bits_is_a_qlora_in_memory_and_work():
    four, lora = (
        wattlas.finetune(**TUNED, method="lora", rank=16, quantized=said)
        for said in ("yes", "no")
    )
    assert mid(four) == pytest.approx(1.4 * mid(lora))


def _unused(found):
    """Return the fields of a configuration that an estimate says it did not use."""
    notes = [n.values["names"] for n in found.notes if n.code == "config-unused"]
    return set(notes[0].split(", ")) if notes else set()


OVERRIDDEN = {
    "samples": ({"max_samples": 700}, 1000),
    "epochs": ({"num_train_epochs": 7}, 2),
    "tokens": ({"cutoff_len": 4000}, 500),
    "packing": ({"packing": True}, "no"),
    "recompute": ({"gradient_checkpointing": False}, "yes"),
    "batch": ({"per_device_train_batch_size": 3}, 2),
    "precision": ({"fp16": True}, "bf16"),
    "rank": ({"lora_rank": 64}, 8),
    "optimizer": ({"optim": "sgd"}, "adamw"),
    "model": ({"base_model": "llama-3.1-70b"}, "llama-3.1-8b"),
    "method": ({"finetuning_type": "lora"}, "lora"),
}
RUN = {"model": "llama-3.1-8b", "method": "lora", "samples": 1000, "chips": 8}


@pytest.mark.parametrize("option", OVERRIDDEN)
def test_a_field_that_counts_for_nothing_is_told(option, tmp_path):
    """Law: what is given counts before the file, whose field is then told unused."""
    fields, value = OVERRIDDEN[option]
    path = tmp_path / "run.json"
    path.write_text(json.dumps(fields))
    asked = {**RUN, option: value, "draws": 16, "hardware": "h100-sxm"}
    found = wattlas.finetune(config=path, **asked)
    assert mid(found) == mid(wattlas.finetune(**asked))
    assert _unused(found) == set(fields)


@pytest.mark.parametrize("steps", [{"max_steps": 1000}, {"quantization_bit": 8}])
def test_a_field_whose_value_says_nothing_here_is_told(steps, tmp_path):
    """Law: steps beside given samples, bits that are not read: told, never lost."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps(steps))
    found = wattlas.finetune(config=path, **RUN, **H100)
    assert _unused(found) == set(steps)
