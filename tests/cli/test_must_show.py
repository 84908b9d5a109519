"""The commands that a newcomer tries first, with the figures they must show."""

from __future__ import annotations

import json

import pytest

GPT_3 = [
    "estimate",
    "train",
    "--model",
    "gpt-3",
    "--hardware",
    "v100-sxm2",
    "--chip-hours",
    "3552000",
    "--power-per-chip",
    "330",
    "--power-scope",
    "it",
    "--pue",
    "1.10",
    "--intensity",
    "0.429",
    "--json",
]
LLAMA = [
    "estimate",
    "serve",
    "--model",
    "llama-3.1-70b",
    "--hardware",
    "h100-sxm",
    "--chips",
    "8",
    "--batch",
    "64",
    "--prompt-tokens",
    "500",
    "--output-tokens",
    "300",
    "--json",
]


def test_gpt_3_comes_out_as_published(run):
    """Patterson et al. 2021, table 4: 1,287 MWh, 552 t; 330 W x hours gives 1,289."""
    record = json.loads(run(*GPT_3).stdout)
    assert 1_287_000 <= record["results"]["facility_energy_kwh"]["mid"] <= 1_290_000
    assert 552_000 <= record["results"]["facility_carbon_kgco2e"]["mid"] <= 554_000


def test_stages_of_serving_add_up_at_every_boundary(run):
    """A law: mids of the stages sum to the total of each result."""
    record = json.loads(run(*LLAMA).stdout)
    for name, total in record["results"].items():
        parts = [s[name]["mid"] for s in record["stages"].values() if name in s]
        assert sum(parts) == pytest.approx(total["mid"], rel=1e-12), name


def test_bloom_has_its_three_figures_and_the_words_for_them(run):
    """Luccioni et al. 2023: 433 MWh at chips, 690 with idle, x 1.2 at the facility."""
    text = run("run", "examples/bloom.yaml").stdout
    total = next(line for line in text.splitlines() if line.startswith("total:"))
    assert total.split()[-3:] == ["433", "690", "828"]
    assert "Why one run has several figures" in text


def test_bloom_from_the_model_alone_holds_the_published_figures(run):
    """The published 433, 690 and 828 MWh lie inside the range without chip-hours."""
    record = json.loads(run("run", "examples/bloom.yaml", "--json").stdout)
    alone = record["placements"][1]["total"]
    published = {"chip": 433_196, "it": 689_842, "facility": 827_810}
    for boundary, value in published.items():
        found = alone[f"{boundary}_energy_kwh"]
        assert found["low"] < value < found["high"], boundary


@pytest.mark.parametrize("command", [GPT_3, LLAMA])
def test_explain_prints_formulas_values_and_sources(run, command):
    """Each derivation ends in inputs with their sources in brackets."""
    text = run(*command[:-1], "--explain").stdout
    assert "<- it_energy_kwh * pue" in text
    assert "[given]" in text


def test_facts_show_a_chip_with_its_sources(run):
    """NVIDIA's H100 SXM: a limit of 700 W, from a named source."""
    text = run("facts", "hardware", "h100-sxm").stdout
    assert "power_limit_w" in text
    assert "700" in text
    assert "[epoch-ml-hardware]" in text


def test_an_error_is_one_sentence_and_exit_1(run):
    """A name that is not known: exit 1, no traceback, nothing on stdout."""
    result = run("estimate", "train", "--model", "blom", "--hardware", "a100")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: No model named 'blom'.")
    assert "Traceback" not in result.stderr


def test_wrong_usage_is_exit_2(run):
    """An option that does not exist is a usage error."""
    assert run("estimate", "train", "--modell", "bloom").returncode == 2
