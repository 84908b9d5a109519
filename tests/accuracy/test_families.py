"""Which rows belong together: families, classes, vintages."""

from __future__ import annotations

import pytest

from wattlas.accuracy.architectures import Architectures, read_architectures
from wattlas.accuracy.families import (
    family,
    generator_family,
    vintage,
)
from wattlas.estimation.uncertainty import architecture_class, batch_class


def of(name):
    return family(Architectures().model(name).architecture)


def test_precisions_and_tunes_are_one_family():
    """Law: FP8, Instruct and Thinking of Qwen3-235B differ in nothing but a name."""
    names = (
        "Qwen/Qwen3-235B-A22B-Instruct-2507",
        "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8",
        "Qwen/Qwen3-235B-A22B-Thinking-2507",
        "Qwen/Qwen3-235B-A22B-Thinking-2507-FP8",
    )
    assert len({of(name) for name in names}) == 1


def test_a_vision_encoder_makes_no_other_family():
    """Law: Qwen3-VL-8B is Qwen3-8B with eyes."""
    assert of("Qwen/Qwen3-VL-8B-Instruct") == of("Qwen/Qwen3-8B")


def test_other_layers_are_another_family():
    """Law: models of unequal depth or width are not one family."""
    assert len({of(n) for n in ("qwen3-8b", "qwen3-14b", "llama-3.1-8b")}) == 3


def test_versions_of_a_generator_are_one_family():
    """Law: SDXL and its distilled turbo share the denoiser."""
    known = Architectures()
    sdxl, turbo = (known.generator(n) for n in ("sdxl", "sdxl-turbo"))
    assert generator_family(sdxl) == generator_family(turbo)
    assert generator_family(sdxl) != generator_family(known.generator("flux.1-dev"))


def test_classes_come_from_the_architecture():
    """Law: experts make a mixture, state-space layers a hybrid."""
    kinds = {
        "llama-3.1-8b": "dense",
        "qwen3-30b-a3b": "moe",
        "nemotron-nano-9b-v2": "hybrid",
    }
    for name, kind in kinds.items():
        assert architecture_class(Architectures().model(name).architecture) == kind


@pytest.mark.parametrize(
    ("batch", "name"), [(1, "to-16"), (16.5, "16-96"), (96, "16-96"), (401, "over-400")]
)
def test_batches_have_classes(batch, name):
    """By hand: the upper end of a class belongs to it."""
    assert batch_class(batch) == name


def test_vintages_end_at_the_first_and_the_newest():
    """Law: years beyond the measured ones are taken as the nearest."""
    assert [vintage(y) for y in (2019, 2023, 2024, 2031, None)] == [
        2023,
        2023,
        2024,
        2025,
        2025,
    ]


def test_a_file_of_architectures_gives_the_same_model_as_the_tables(shared_data):
    """Reference: weights counted from the file agree with the tables'."""
    from wattlas import facts
    from wattlas.chain import counts

    known = read_architectures(shared_data / "models_arch.csv")
    assert known.bad == {}
    for name, model in known.models.items():
        if facts.find("models", name) is None or "t5" in name or "rwkv" in name:
            continue
        own = counts.active_parameters(model.architecture)
        table = counts.active_parameters(Architectures().model(name).architecture)
        assert own == pytest.approx(table, rel=0.02), name


def test_a_file_of_generators_can_be_read(shared_data):
    """Law: every row is a generator, U-Nets from their weights alone."""
    known = read_architectures(shared_data / "diffusion_arch.csv")
    assert known.bad == {}
    assert known.generators["stabilityai/stable-diffusion-2-1"].is_unet
    assert known.generators["tencent/HunyuanVideo"].number("blocks") == 60
