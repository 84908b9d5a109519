"""One range: what an estimate prints is what `validate` scores."""

from __future__ import annotations

from math import log

import pytest

from wattlas import generate, serve
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.predict import predict_inference
from wattlas.accuracy.rows import Row, RowFile
from wattlas.estimation.engines import engine_of
from wattlas.estimation.lookup import find_model
from wattlas.estimation.uncertainty import (
    QUANTITIES,
    UNSEEN,
    Distance,
    serving_distance,
)
from wattlas.notes import Note

TEXT = {
    "task": "lm-arena-chat",
    "unit": "output_token",
    "model": "llama-3.1-8b",
    "gpu": "h100-sxm",
    "weight_precision": "bf16",
    "engine": "vLLM",
}
SIZES = {
    "num_gpus": 1.0,
    "prompt_tokens_mean": 300.0,
    "output_tokens_mean": 400.0,
    "year": 2025.0,
}


def ranges_of(texts: dict[str, str], numbers: dict[str, float]):
    """Return the ranges that validate scores for a row."""
    row = Row("a", texts, numbers)
    file = RowFile("rows.csv", (row,), {}, ())
    (found,) = predict_inference(file, Architectures()).predictions
    return found.ranges


@pytest.mark.parametrize("model", ["llama-3.1-8b", "qwen3-30b-a3b"])
@pytest.mark.parametrize("batch", [1, 64, 150])
@pytest.mark.parametrize("year", [2024, 2025])
def test_serve_prints_what_validate_scores(model, batch, year):
    """Law: the same question has the same mid, low and high by both ways."""
    numbers = {**SIZES, "avg_batch": float(batch), "year": float(year)}
    scored = ranges_of({**TEXT, "model": model}, numbers)
    printed = serve(
        model=model,
        hardware="h100-sxm",
        precision="bf16",
        engine="vllm",
        engine_year=year,
        batch=batch,
        prompt_tokens=300,
        cached_prompt_tokens=0,
        output_tokens=400,
        tensor_parallel=1,
        pipeline_parallel=1,
        data_parallel=1,
        busy_share=1,
    )
    token = printed.per["output_token"]
    for end in ("low", "mid", "high"):
        joules = getattr(token["chip_energy_kwh"], end) * 3.6e6
        assert joules == pytest.approx(getattr(scored["energy"], end), rel=2e-3)
        seconds = getattr(token["chip_hours"], end) * 3600
        assert seconds == pytest.approx(getattr(scored["time"], end), rel=2e-3)
        watts = getattr(printed.extras["chip_power_w"], end)
        assert watts == pytest.approx(getattr(scored["power"], end), rel=2e-3)


def test_generate_prints_what_validate_scores():
    """Law: an image has the same range by both ways."""
    numbers = {
        "num_gpus": 1.0,
        "avg_batch": 1.0,
        "image_width_px": 1024.0,
        "image_height_px": 1024.0,
        "denoising_steps": 28.0,
        "year": 2025.0,
    }
    texts = {"task": "text-to-image", "unit": "image", "model": "flux.1-dev"}
    scored = ranges_of({**texts, "gpu": "h100-sxm"}, numbers)
    image = generate(
        model="flux.1-dev", hardware="h100-sxm", steps=28, batch=1, busy_share=1
    ).per["image"]
    for end in ("low", "mid", "high"):
        joules = getattr(image["chip_energy_kwh"], end) * 3.6e6
        assert joules == pytest.approx(getattr(scored["energy"], end), rel=2e-3)
        seconds = getattr(image["chip_hours"], end) * 3600
        assert seconds == pytest.approx(getattr(scored["time"], end), rel=2e-3)


@pytest.mark.parametrize("part", UNSEEN)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_what_is_unseen_widens(part, quantity):
    """Law: each part that no row has makes a range wider to both sides."""
    near, far = Distance(("2025",), ()), Distance(("2025",), (part,))
    (low, high), (lower, higher) = near.bounds(quantity), far.bounds(quantity)
    assert lower < low <= 1 <= high < higher


def test_errors_add_as_squares():
    """By hand: the squared logarithm of the whole is that of its parts together."""
    whole = Distance(("2025",), UNSEEN).bounds("time")[1]
    class_alone = Distance(("2025",), ()).bounds("time")[1]
    parts = [Distance(("2025",), (n,)).bounds("time")[1] for n in UNSEEN]
    terms = sum(log(p) ** 2 - log(class_alone) ** 2 for p in parts)
    assert log(whole) ** 2 == pytest.approx(log(class_alone) ** 2 + terms)


@pytest.mark.parametrize(
    ("model", "chip", "engine", "precision", "unseen"),
    [
        ("llama-3.1-8b", "h100-sxm", ("vllm", None, None), "bf16", ()),
        ("llama-3.1-8b", "t4", ("vllm", None, None), "fp16", ()),
        ("llama-3.1-8b", "h100-sxm", ("tgi", None, None), "bf16", ("engine",)),
        ("llama-3.1-8b", "h100-sxm", ("vllm", None, None), "int4", ("engine",)),
        ("llama-3.1-8b", "mi300x", ("vllm", 2024, "offline"), "bf16", ()),
        ("llama-3.1-8b", "mi300x", ("vllm", None, None), "bf16", ("chip",)),
        ("llama-3.1-8b", "tpu-v5e", ("vllm", None, None), "bf16", ("chip",)),
        ("qwen3-next-80b-a3b", "h100-sxm", ("vllm", None, None), "bf16", UNSEEN[3:]),
    ],
)
def test_what_no_row_has(model, chip, engine, precision, unseen):
    """By hand: engines, software of chips and layers that measurements have, or not."""
    name, year, drive = engine
    found = serving_distance(
        engine_of(name, year, drive), find_model(model).architecture, chip, precision
    )
    assert found.unseen == ("laboratory", *unseen)


def test_what_is_unseen_is_said():
    """Law: an estimate says which part of its question no measurement has."""
    run = serve(model="llama-3.1-8b", hardware="h100-sxm", engine="tgi", draws=64)
    assert Note("unseen-engine") in run.notes
