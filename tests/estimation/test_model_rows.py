"""Rows of the table of models against the configurations that they were read from."""

from __future__ import annotations

import pytest

from wattlas.chain import counts
from wattlas.estimation.lookup import find_model

READ = {
    "minimax-m2.7": "MiniMaxAI--MiniMax-M2.7",
    "minimax-m3": "MiniMaxAI--MiniMax-M3",
    "qwen3.5-122b-a10b": "Qwen--Qwen3.5-122B-A10B",
    "qwen3.5-27b": "Qwen--Qwen3.5-27B",
    "mimo-v2-flash": "XiaomiMiMo--MiMo-V2-Flash",
    "deepseek-v3.2": "deepseek-ai--DeepSeek-V3.2",
    "deepseek-v4-flash": "deepseek-ai--DeepSeek-V4-Flash",
    "gemma-4-26b-a4b": "google--gemma-4-26B-A4B",
    "kimi-k2.5": "moonshotai--Kimi-K2.5",
    "nemotron-3-super-120b-a12b": "nvidia--NVIDIA-Nemotron-3-Super-120B-A12B-FP8",
    "nemotron-3-ultra-550b-a55b": "nvidia--NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16",
    "glm-5.1": "zai-org--GLM-5.1",
}
PARTS = ("vocab_size", "context_tokens", "vision_parameters", "more_weights")


@pytest.mark.parametrize("key", READ)
def test_a_row_is_what_its_configuration_says(key, shared_data):
    """Reference: layer by layer, the row and the config.json are one architecture."""
    path = shared_data / "configs" / f"{READ[key]}.json"
    read, row = (find_model(n, True).architecture for n in (path, key))
    assert set(row.mixers) == set(read.mixers)
    assert set(row.networks) == set(read.networks)
    for part in PARTS:
        assert getattr(row, part) == getattr(read, part)
    assert counts.total_parameters(row) == counts.total_parameters(read)


@pytest.mark.parametrize(
    ("key", "total", "active"),
    [
        ("qwen3.5-397b-a17b", 396.8, 16.3),
        ("glm-4.7-flash", 29.9, 3.6),
        ("gemma-4-31b", 30.7, 30.7),
        ("granite-4.0-h-small", 32.2, 8.8),
        ("deepseek-v4-flash", 284.3, 13.3),
        ("nemotron-3-ultra-550b-a55b", 549.3, 55.0),
    ],
)
def test_rows_of_2026_have_the_published_size(key, total, active):
    """Reference: counts of the published weights, in billions, within 1 %."""
    a = find_model(key).architecture
    assert counts.total_parameters(a) / 1e9 == pytest.approx(total, rel=0.01)
    assert counts.active_parameters(a) / 1e9 == pytest.approx(active, rel=0.01)
