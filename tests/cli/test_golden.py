"""Text that people read, and the canonical figures: rewritten by `make golden`."""

from __future__ import annotations

import json

import pytest

TEXTS = {
    "help.txt": "--help",
    "help-train.txt": "estimate train --help",
    "help-serve.txt": "estimate serve --help",
    "run-bloom.txt": "run examples/bloom.yaml",
    "train-explained.txt": "estimate train --energy 433MWh --boundary chip "
    "--country fr --explain --equivalents",
    "serve.txt": "estimate serve --model llama-3.1-70b --hardware h100-sxm --chips 8 "
    "--batch 64 --prompt-tokens 500 --output-tokens 300",
    "side-by-side.txt": "estimate serve --model llama-3.1-70b --hardware "
    "v100-sxm2,a100-sxm4-80gb,h100-sxm,b200-sxm",
    "server.txt": "estimate server dgx-h100 --against two-socket-2024",
    "facts-chip.txt": "facts hardware h100-sxm",
    "outlook.txt": "outlook",
    "outlook-cross.txt": "outlook cross",
    "outlook-presets.txt": "outlook presets",
    "outlook-price.txt": "outlook price --region pjm",
    "outlook-fleets.txt": "outlook fleets",
    "outlook-peak.txt": "outlook peak --region pjm",
    "outlook-need.txt": "outlook need --twh 1000 --by 2030",
    "outlook-forecasts.txt": "outlook forecasts",
    "outlook-backtest.txt": "outlook backtest",
    "facts.txt": "facts",
}

CASES = {
    "train bloom chip-hours": "train --hardware a100-sxm4-80gb --chip-hours 1082990 "
    "--power-per-chip 400 --power-scope chip",
    "train gpt-3 chip-hours": "train --hardware v100-sxm2 --chip-hours 3552000 "
    "--power-per-chip 330 --power-scope it --pue 1.1",
    "train bloom model": "train --model bloom-176b --hardware a100-sxm4-80gb",
    "train llama-3.1-405b model": "train --model llama-3.1-405b --hardware h100-sxm",
    "train deepseek-v3 model": "train --model deepseek-v3 --hardware h800-sxm "
    "--precision fp8",
    "serve llama-3.1-8b": "serve --model llama-3.1-8b --hardware h100-sxm",
    "serve llama-3.1-70b": "serve --model llama-3.1-70b --hardware h100-sxm --batch 64",
    "serve llama-3.1-405b fp8": "serve --model llama-3.1-405b --hardware h100-sxm "
    "--precision fp8 --chips 8 --batch 32",
    "serve deepseek-v3 fp8": "serve --model deepseek-v3 --hardware h200-sxm "
    "--batch 128",
    "serve gpt-oss-120b": "serve --model gpt-oss-120b --hardware b200-sxm --batch 64",
    "image flux.1-dev": "image --model flux.1-dev --hardware h100-sxm",
    "video hunyuanvideo": "video --model hunyuanvideo --hardware h100-sxm",
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_the_golden_one(run, golden, name):
    """What is printed is what a person last read and accepted."""
    result = run(*TEXTS[name].split())
    talk = [line for line in result.stderr.splitlines() if "Wrote" not in line]
    assert talk == []
    golden(name, result.stdout)


def test_canonical_figures_are_the_golden_ones(run, golden):
    """A dozen cases: a figure that moves belongs in the changelog's Numbers."""
    lines = ["case,facility_energy_kwh_low,mid,high\n"]
    for case, words in CASES.items():
        result = run("estimate", *words.split(), "--json")
        value = json.loads(result.stdout)["results"]["facility_energy_kwh"]
        figures = ",".join(f"{value[k]:.4g}" for k in ("low", "mid", "high"))
        lines.append(f"{case},{figures}\n")
    golden("numbers.csv", "".join(lines))
