"""What quantised weights cost where they run: those of bitsandbytes save no energy."""

from __future__ import annotations

import json

import pytest

import wattlas

LLAMA = {
    **{"model_type": "llama", "num_hidden_layers": 32, "hidden_size": 4096},
    **{"intermediate_size": 14336, "num_attention_heads": 32, "vocab_size": 128256},
    **{"num_key_value_heads": 8, "torch_dtype": "bfloat16"},
}
METHODS = ("bitsandbytes", "bitsandbytes_8bit", "bitsandbytes_4bit", None)


def section(method, bits):
    """Return a section of bitsandbytes; an old one names no method."""
    named = {} if method is None else {"quant_method": method}
    return {f"load_in_{bits}bit": True, **named}


@pytest.fixture
def served(tmp_path):
    """Return a function that serves a configuration with a section."""

    def serve(quantised, **given):
        path = tmp_path / "config.json"
        path.write_text(json.dumps(LLAMA | {"quantization_config": quantised}))
        return wattlas.serve(model=str(path), hardware="h100-sxm", draws=16, **given)

    return serve


def energy(found):
    """Return the facility energy. [kWh]"""
    return found.results["facility_energy_kwh"].mid


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bits", [4, 8])
def test_bitsandbytes_is_priced_as_the_engine_that_runs_it(served, method, bits):
    """Law: however a section is written, it costs as by the engine and the format."""
    found = served(section(method, bits))
    named = wattlas.serve(
        model="llama-3.1-8b",
        precision=f"int{bits}",
        engine="transformers",
        hardware="h100-sxm",
        draws=16,
    )
    wide = served({}, engine="transformers")
    assert energy(found) == pytest.approx(energy(named), rel=0.02)
    assert energy(found) > energy(wide)
    assert "bitsandbytes-engine" in [n.code for n in found.notes]


@pytest.mark.parametrize("engine", ["vllm", "sglang", "tgi"])
def test_another_engine_says_that_its_products_are_others(served, engine):
    found = served(section("bitsandbytes", 8), engine=engine)
    assert "bitsandbytes-elsewhere" in [n.code for n in found.notes]


def test_weights_that_are_widened_are_of_no_library(served):
    found = served(section("bitsandbytes", 8), precision="bf16")
    codes = [n.code for n in found.notes]
    assert "file-format-replaced" in codes
    assert not {"bitsandbytes-engine", "bitsandbytes-elsewhere"} & set(codes)


@pytest.mark.parametrize("method", ["awq", "gptq", "hqq"])
def test_other_methods_run_on_the_usual_engine(served, method):
    found = served({"quant_method": method, "bits": 4})
    assert energy(found) < energy(served({}))
