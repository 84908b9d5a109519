"""The reader of the tables: names to keys, figures, and what it says when lost."""

from __future__ import annotations

import re

import pytest

from wattlas import facts
from wattlas.errors import MissingFactError, UnknownNameError


@pytest.mark.parametrize(
    ("table", "name", "key"),
    [
        ("models", "llama-3.1-70b", "llama-3.1-70b"),
        ("models", "Llama 3.1 70B", "llama-3.1-70b"),
        ("models", "llama_3.1_70b", "llama-3.1-70b"),
        ("models", "  LLAMA-3.1-70B ", "llama-3.1-70b"),
        ("models", "meta-llama/Llama-3.1-70B-Instruct", "llama-3.1-70b"),
        ("models", "BLOOM", "bloom-176b"),
        ("hardware", "h100", "h100-sxm"),
        ("hardware", "H100 SXM", "h100-sxm"),
        ("hardware", "NVIDIA A100-SXM4-80GB", "a100-sxm4-80gb"),
        ("hardware", "TPU v4", "tpu-v4"),
        ("countries", "fr", "fr"),
        ("countries", "FRA", "fr"),
        ("countries", "France", "fr"),
        ("countries", "法国", "fr"),
        ("countries", "world", "world"),
        ("sites", "贵阳", "guian"),
        ("sites", "Qingyang", "qingyang"),
        ("sites", "庆阳", "qingyang"),
        ("precisions", "BF16", "bf16"),
        ("currencies", "人民币", "cny"),
    ],
)
def test_a_name_leads_to_its_key(table, name, key):
    """By hand: key, alias, Chinese or English name, ISO 3166 code, in any case."""
    assert facts.resolve(table, name) == key


@pytest.mark.parametrize("table", sorted(facts.TABLES))
def test_every_key_leads_to_itself(table):
    """Law: a key is the first of its own names, whatever the aliases say."""
    for key in facts.keys(table):
        assert facts.resolve(table, key) == key
        for alias in facts.aliases(table, key):
            assert facts.resolve(table, alias) == key


def test_a_figure_comes_with_range_unit_and_source():
    """NVIDIA H100 data sheet: 700 W, exact by specification."""
    fact = facts.number("hardware", "h100-sxm", "power_limit_w")
    assert (fact.low, fact.value, fact.high, fact.unit) == (700.0, 700.0, 700.0, "W")
    assert facts.source(fact.source).title


def test_every_figure_of_a_key():
    """Law: `numbers` and `number` agree, and `find_number` is None where absent."""
    figures = facts.numbers("sites", "qingyang")
    assert figures["pue"] == facts.number("sites", "qingyang", "pue")
    assert facts.find_number("sites", "qingyang", "moons") is None
    assert facts.numbers("sites", "atlantis") == {}
    assert facts.row("sites", "atlantis") == {}


def test_what_is_handed_out_may_be_changed():
    """Law: a caller who changes a row does not change the table."""
    facts.row("sites", "qingyang").clear()
    facts.numbers("sites", "qingyang").clear()
    assert facts.row("sites", "qingyang")["country"] == "cn"
    assert "pue" in facts.numbers("sites", "qingyang")


@pytest.mark.parametrize(
    ("table", "name", "sentence"),
    [
        (
            "models",
            "llama-3.1-70bb",
            "No model named 'llama-3.1-70bb'. Did you mean 'llama-3.1-70b' or "
            "'llama-3.3-70b' or 'llama-3-70b'? List all: wattlas facts models.",
        ),
        (
            "hardware",
            "tpu-v44",  # 'tpuv4' and 'tpu-4' are near too, but the same chip
            "No chip named 'tpu-v44'. Did you mean 'tpu-v4' or 'tpu-v7' or 'tpu-v6'? "
            "List all: wattlas facts hardware.",
        ),
        (
            "sites",
            "dubln",
            "No site named 'dubln'. Did you mean 'dublin'? "
            "List all: wattlas facts sites.",
        ),
        (
            "countries",
            "Xyzzy",
            "No country or grid region named 'Xyzzy'. "
            "List all: wattlas facts countries.",
        ),
    ],
)
def test_an_unknown_name_is_told_the_nearest(table, name, sentence):
    """Bad input: what was asked for, what is near, where the list is."""
    with pytest.raises(UnknownNameError, match=f"^{re.escape(sentence)}$"):
        facts.resolve(table, name)


def test_a_missing_figure_is_an_error_and_never_zero():
    """Bad input: which table, figure and key, and how to see what there is."""
    sentence = (
        "The table hardware has no peak_fp8_tflops for 'v100-sxm2'. "
        "See what it has: wattlas facts hardware v100-sxm2."
    )
    with pytest.raises(MissingFactError, match=f"^{re.escape(sentence)}$"):
        facts.number("hardware", "v100-sxm2", "peak_fp8_tflops")


def test_sources_are_handed_out_by_key():
    """Patterson et al. 2021, arXiv:2104.10350: the source of many training figures."""
    source = facts.source("patterson2021")
    assert source == facts.sources()["patterson2021"]
    assert source.url == "https://arxiv.org/abs/2104.10350"
