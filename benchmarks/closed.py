"""Print what a call of closed models takes beside EcoLogits and ecocost.

uv run --group bench python benchmarks/closed.py
"""

from __future__ import annotations

import ecocost
from ecologits.tracers.utils import llm_impacts

from wattlas import serve

PROMPT_TOKENS, OUTPUT_TOKENS = 500, 400
SECONDS = 8.0
"""How long the call is taken to last: EcoLogits adds its server for as long."""
CALLS = {
    "gpt-4o-mini": "openai",
    "gpt-4o": "openai",
    "gpt-5": "openai",
    "claude-opus-4-5": "anthropic",
    "claude-sonnet-4-5": "anthropic",
    "gemini-2.5-flash": "google_genai",
    "gemini-2.5-pro": "google_genai",
}
"""Models as APIs name them, with their provider as EcoLogits names it."""


def main() -> None:
    """Print a table: Wh of a call, low, mid and high of each."""
    print(f"{'model':<20}{'wattlas':>26}{'EcoLogits':>20}{'ecocost':>26}")
    for model, provider in CALLS.items():
        ours, theirs, other = ours_wh(model), ecologits_wh(model, provider), ecocost_wh(
            model
        )  # fmt: skip
        print(f"{model:<20}{ours:>26}{theirs:>20}{other:>26}")


def ours_wh(model: str) -> str:
    """Return our range of a call. [Wh]"""
    estimate = serve(
        model=model, prompt_tokens=PROMPT_TOKENS, output_tokens=OUTPUT_TOKENS
    )
    energy = estimate.per["request"]["facility_energy_kwh"].scaled(1000.0)
    return f"{energy.mid:.3g} ({energy.low:.3g}-{energy.high:.3g})"


def ecologits_wh(model: str, provider: str) -> str:
    """Return the range of EcoLogits of a call. [Wh]"""
    found = llm_impacts(provider, model, OUTPUT_TOKENS, SECONDS, "WOR").energy
    if found is None:
        return "unknown"
    low, high = (1000.0 * getattr(found.value, end) for end in ("min", "max"))
    return f"{low:.3g}-{high:.3g}"


def ecocost_wh(model: str) -> str:
    """Return the range of ecocost of a call. [Wh]"""
    try:
        found = ecocost.estimate(
            model, input_tokens=PROMPT_TOKENS, output_tokens=OUTPUT_TOKENS
        )["energy"]
    except ecocost.UnknownModelError:
        return "unknown"
    return f"{found['value']:.3g} ({found['min']:.3g}-{found['max']:.3g})"


if __name__ == "__main__":
    main()
