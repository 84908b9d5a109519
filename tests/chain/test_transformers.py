"""Default configurations of transformers, against the parameters of its own classes.

The counts of `transformers_counts.csv` were made by building each class on the meta
device, without weights, with transformers 5.24.0 and torch 2.13.0. LongCat-Flash is
not among them: its class allocates weights for experts that do nothing, 741 billion
where the model has 560.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from wattlas.chain.counts import total_parameters
from wattlas.chain.huggingface import read_config
from wattlas.errors import InputError

pytestmark = pytest.mark.architectures
TABLE = Path(__file__).parent / "transformers_counts.csv"
LEAST_READ = 150
TOLERANCE = 0.01
NAMED = frozenset(
    {
        "deepseek_v32", "deepseek_v4", "glm_moe_dsa", "qwen3_next", "qwen3_5_moe",
        "kimi_linear", "minimax", "granitemoehybrid", "falcon_h1", "bamba", "zamba2",
        "jamba", "nemotron_h", "mimo_v2_flash", "minimax_m3_vl", "gemma3n_text",
        "gemma4_text", "mamba", "mamba2", "rwkv", "t5", "bart", "whisper",
    }
)  # fmt: skip
"""One of each kind of layer that the reader promises to know."""


@pytest.fixture(scope="module")
def transformers():
    return pytest.importorskip("transformers")


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def default_config(transformers, row) -> dict:
    """Return the default configuration of a kind, as its file would hold it."""
    kind = row["model_type"]
    made = transformers.CONFIG_MAPPING[kind]().to_dict()
    return {**json.loads(json.dumps(made, default=str)), "model_type": kind}


def test_what_is_read_has_the_parameters_of_its_class(transformers):
    """Law: within 1 % for every kind that is read; a refusal is honest, not counted."""
    read, wrong = set(), {}
    for row in rows():
        try:
            shape = read_config(default_config(transformers, row)).architecture
        except InputError:
            continue
        ratio = total_parameters(shape) / int(row["parameters"])
        read.add(row["model_type"])
        if abs(ratio - 1) > TOLERANCE:
            wrong[row["model_type"]] = ratio
    assert wrong == {}
    assert len(read) >= LEAST_READ
    assert NAMED - read == set()


@pytest.mark.parametrize("kind", sorted(NAMED))
def test_the_counts_are_those_of_the_classes(transformers, kind):
    """By count: the class built on the meta device has the weights of the table."""
    torch = pytest.importorskip("torch")
    row = next(r for r in rows() if r["model_type"] == kind)
    built = getattr(transformers, row["class"])
    with torch.device("meta"):
        model = built._from_config(built.config_class())
    assert sum(p.numel() for p in model.parameters()) == int(row["parameters"])
