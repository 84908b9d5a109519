"""Requests with pictures and sound: their tokens, their work, what is refused."""

from __future__ import annotations

import json

import pytest

import wattlas
from wattlas import facts
from wattlas.errors import WattlasError

H200 = {"hardware": "h200-sxm", "chips": 8, "draws": 32}
SIZE = {"image_width": 1024, "image_height": 1024}
SEEING = [
    model
    for key in facts.keys("modalities")
    if facts.row("modalities", key)["image_rule"]
    for model in facts.row("modalities", key)["models"].split(";")
    if model
]
CONFIG = {
    "model_type": "voxtral",
    "audio_config": {
        "model_type": "voxtral_encoder",
        "hidden_size": 1280,
        "intermediate_size": 5120,
        "num_hidden_layers": 32,
        "num_attention_heads": 20,
    },
    "text_config": {
        "model_type": "llama",
        "hidden_size": 3072,
        "num_hidden_layers": 30,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "head_dim": 128,
        "intermediate_size": 8192,
        "vocab_size": 131072,
    },
}


def serve(model="qwen2.5-vl-7b", **given):
    """Return the estimate of a service on eight chips."""
    return wattlas.serve(model=model, **{**H200, **given})


def energy(estimate):
    """Return the central facility energy."""
    return estimate.results["facility_energy_kwh"].mid


def value(estimate, name):
    """Return the central value of an input."""
    return next(item.mid for item in estimate.inputs if item.name == name)


@pytest.mark.parametrize("model", SEEING)
def test_pictures_take_more_than_their_tokens_of_text(model):
    """Law: a picture takes what its tokens take as text, and its encoder's work."""
    text = {"prompt_tokens": 500, "output_tokens": 100}
    seen = serve(model, images=2, **SIZE, **text)
    tokens = value(seen, "image_tokens")
    read = serve(model, prompt_tokens=500 + tokens, output_tokens=100)
    assert value(seen, "prompt_tokens") == 500 + tokens
    assert seen.given["text_tokens"].mid == 500
    assert energy(seen) > energy(read) > energy(serve(model, **text))
    assert {n.code for n in seen.notes} >= {"encoder-counted"}


def test_more_pictures_take_more():
    """Law: energy rises with the count, with the size and with seconds of sound."""
    counts = [energy(serve(images=n, **SIZE)) for n in (0.5, 1, 4)]
    small = energy(serve(images=1, image_width=320, image_height=240))
    heard = [energy(serve("qwen3-omni-30b-a3b", audio=f"{n} s")) for n in (1, 60, 600)]
    assert counts == sorted(set(counts))
    assert small < counts[1]
    assert heard == sorted(set(heard))


def test_tokens_set_by_name_stand_in_the_place_of_the_rule():
    """Law: what is set by name is used: a service may cut pictures otherwise."""
    found = serve(images=2, **SIZE, prompt_tokens=500, overrides={"image_tokens": 100})
    heard = serve(
        "qwen3-omni-30b-a3b",
        audio="30 s",
        prompt_tokens=500,
        overrides={"audio_tokens": 10},
    )
    assert value(found, "prompt_tokens") == 600
    assert value(heard, "prompt_tokens") == 510
    assert found.given["image_tokens"].mid == 100


def test_a_configuration_names_its_rule(tmp_path):
    """By hand: a config.json of Voxtral hears 12.5 tokens a second, in 30 s."""
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CONFIG))
    found = serve(str(path), audio="31 s", prompt_tokens=10)
    assert value(found, "audio_tokens") == 750
    assert value(found, "prompt_tokens") == 760


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": "llama-3.1-8b", "images": 1, **SIZE}, "give prompt_tokens"),
        ({"model": "llama-3.2-11b-vision", "images": 1, **SIZE}, "give prompt_tokens"),
        ({"model": "gpt-5", "images": 1, **SIZE}, "give prompt_tokens"),
        ({"model": "bloom", "audio": "3 s"}, "give prompt_tokens"),
        ({"audio": "3 s"}, "give prompt_tokens"),
        ({"images": 1}, "give image_width and image_height"),
        ({"images": 1, "image_width": 9}, "give image_width and image_height"),
        ({"image_width": 9}, "give images"),
        ({"image_height": 0}, "give images"),
        ({"images": 0, **SIZE}, "images must be"),
        ({"images": -1, **SIZE}, "images must be"),
        ({"images": "1..3", **SIZE}, "takes no range"),
        ({"images": 1, "image_width": 0, "image_height": 9}, "must be"),
        ({"images": 1, "image_width": "9..99", "image_height": 9}, "takes no range"),
        ({"model": "qwen3-omni-30b-a3b", "audio": 30}, "unit"),
        ({"model": "qwen3-omni-30b-a3b", "audio": "30 kg"}, "audio_s"),
    ],
)
def test_what_cannot_be_seen_is_refused(given, said):
    """Bad input: one sentence that says what to give."""
    with pytest.raises(WattlasError, match=said) as caught:
        serve(**given)
    assert "\n" not in str(caught.value)


def test_a_size_that_no_rule_reads_is_said():
    """Law: nothing that is given is ignored: a fixed rule says so."""
    found = serve("gemma-3-4b", images=1, **SIZE)
    unused = [n.values["name"] for n in found.notes if n.code == "not-used"]
    assert unused == ["image_width", "image_height"]


def test_a_metered_energy_takes_no_pictures():
    """Bad input: beside a meter, pictures would not be used."""
    metered = {"energy": "3 kWh", "boundary": "it", "requests": 1000}
    with pytest.raises(WattlasError, match="images would not be used"):
        wattlas.serve(images=1, **metered)


def test_pictures_are_those_of_a_deployment_and_a_study_too(tmp_path):
    """Law: the same pictures are the same tokens wherever they are given."""
    from wattlas import workflow

    seen = {"images": 2, "image_width": 1024, "image_height": 1024}
    model, chip = "qwen2.5-vl-7b", "h100"
    served = wattlas.serve(model=model, hardware=chip, draws=16, **seen)
    tokens = next(i.mid for i in served.inputs if i.name == "prompt_tokens")
    found = wattlas.deploy(
        model=model, hardware=chip, requests_per_second=5, draws=16, **seen
    )
    assert found.prompt_tokens == tokens
    study = tmp_path / "study.yaml"
    given = ", ".join(f"{n}: {v}" for n, v in {"hardware": chip, **seen}.items())
    study.write_text(
        f"title: seen\nmodel: {model}\nsites: [dublin]\n"
        f"serve: {{{given}, requests_per_day: 1000}}\n"
    )
    result = workflow.run(study)
    inputs = result.placements[0].serving.inputs
    assert tokens in [i.mid for i in inputs if i.name == "prompt_tokens"]
