"""What measured rows of local language models ask for: model, chip, format, batch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wattlas.errors import WattlasError
from wattlas.estimation.own_chips import find_chip

Row = Mapping[str, str]
FORMATS = {"Q4_K_M": "int4", "F16": "fp16", "Q8_0": "int8", "NVFP4": "nvfp4"}
OF_OLLAMA = "int4"
"""What Ollama downloads unasked."""
MODELS = {
    "deepseek r1 14b": "qwen2.5-14b",
    "deepseek r1 671b": "deepseek-r1",
    "llama 3.2:3b": "llama-3.2-3b",
    "llama 3.1:70b": "llama-3.1-70b",
    "llama 3.1:405b": "llama-3.1-405b",
    "qwen2.5-coder-7b": "qwen2.5-7b",
}
MACHINES = {
    "Framework Mainboard (128GB)": "ryzen-ai-max-395",
    "Dell Pro Max with GB10 (Nvidia Spark)": "dgx-spark",
    "Mac Studio (M3 Ultra 512GB)": "m3-ultra",
    "M4 Mac mini (10 core - 32GB)": "m4",
    "AmpereOne A192-32X - 512GB": "ampereone-192",
    "Pi 5 - 16GB": "raspberry-pi-5",
    "GMKtec G3 Plus (Intel N150) - 16GB": "n150",
}
LEFT_OUT = ("gpt-oss",)
"""Models whose files keep the dense weights in 8 bits, which no format here says."""


def asked_of(row: Row) -> dict[str, Any] | None:
    """Return the service that a row measured, or None where the tables have it not."""
    chip, name = _chip(row["hardware"]), row["model"]
    if chip is None or name.startswith(LEFT_OUT):
        return None
    ends = next((f for f in FORMATS if name.endswith(f)), "")
    name = name.removesuffix(ends).strip().lower()
    return {
        "model": MODELS.get(name, name),
        "hardware": chip,
        "precision": FORMATS.get(ends, OF_OLLAMA),
        "engine": "vllm" if "vLLM" in row["configuration"] else "llama.cpp",
        "batch": batch_of(row),
        "chips": 1,
        "busy_share": 0.999,
        "prompt_tokens": prompt_of(row),
        "output_tokens": 300,
    }


def batch_of(row: Row) -> int:
    """Return the requests at once."""
    found = re.search(r"batch (\d+)", row["task"])
    return int(found[1]) if found else 1


def prompt_of(row: Row) -> int:
    """Return the tokens of the prompt, where a row says them."""
    found = re.search(r"pp(\d+)|([\d,]+) tokens", row["task"] + row["configuration"])
    return int((found[1] or found[2]).replace(",", "")) if found else 512


def _chip(said: str) -> str | None:
    """Return the chip: of a machine, of the card in it, or of a bare card."""
    inner = re.search(r"\((?:Nvidia |AMD |Intel )?(.*?)\)", said)
    bare = re.sub(r" \d+.Core.*| \d+GB$| \(GB10\)", "", said)
    tries = [MACHINES.get(said, bare), f"rtx {bare}"]
    for name in [*tries, *([inner[1], f"radeon {inner[1]}"] if inner else [])]:
        try:
            return find_chip(name)
        except WattlasError:
            continue
    return None
