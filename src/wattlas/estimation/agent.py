"""Estimate agents: sessions of calls whose context grows, as requests of a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from wattlas.errors import InputError
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.serve import estimate_serving
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.parameters.agents import AgentOptions
from wattlas.records import Estimate, Range

Results: TypeAlias = Mapping[str, Range]
_SERVED = (
    *("model", "hardware", "batch", "life_years", "chip_hour_cost", "overrides"),
    *("site", "country", "pue", "wue", "intensity", "grid_water", "price"),
    *("currency", "draws", "seed", "chips", "precision", "engine"),
    *("gpu_layers", "host_memory", "host_bandwidth"),
    *("hours_per_day", "days", "rest_power"),
)
_OF_SESSION = (
    *("calls", "system_tokens", "input_tokens", "output_tokens", "cache_share"),
    *("sub_agents", "sessions_per_day"),
)


def estimate_agent(options: AgentOptions) -> Estimate:
    """Return the estimate of an agent's days: a session, a day, a year.

    Raises
    ------
    InputError
        If model or calls are not said, or a figure of a session is a range.
    """
    if options.model is None or options.calls is None:
        raise InputError(
            "agent needs a model and calls: how often a session calls it, such as 50."
        )
    n = _numbers(options)
    sessions = n["sessions_per_day"] * (1.0 + n["sub_agents"])
    prompt, cached = call_tokens(n)
    served = estimate_serving(
        ServeOptions(
            **{name: getattr(options, name) for name in _SERVED},
            prompt_tokens=prompt,
            cached_prompt_tokens=cached or None,
            output_tokens=n["output_tokens"],
            requests_per_day=sessions * n["calls"],
        )
    )
    session = _scaled(served.per["day"], 1.0 / n["sessions_per_day"])
    said = {
        "calls": _three_digits(n["calls"] * (1.0 + n["sub_agents"])),
        "prompt": _three_digits(prompt),
        "cached": _three_digits(cached),
    }
    return replace(
        served,
        kind="agent",
        per={"session": session, **served.per},
        notes=(Note("agent-calls", said), *served.notes),
    )


def call_tokens(session: dict[str, float]) -> tuple[float, float]:
    """Return the prompt of the mean call, and what of it a cache holds. [token]

    Each call reads all that was read and written before it, and its own input.

    >>> call_tokens({"calls": 3, "system_tokens": 1000, "input_tokens": 100,
    ...              "output_tokens": 50, "cache_share": 1.0})
    (1250.0, 816.6666666666666)
    """
    grown = (
        (session["calls"] - 1)
        / 2
        * (session["input_tokens"] + session["output_tokens"])
    )
    start = session["system_tokens"]
    again = (session["calls"] - 1) / session["calls"] * start
    cached = session["cache_share"] * (again + grown)
    return start + session["input_tokens"] + grown, cached


def _numbers(options: AgentOptions) -> dict[str, float]:
    """Return the figures of a session, given or usual: each one number."""
    inputs = Inputs()
    for name in _OF_SESSION:
        inputs.constant(name, "agents", getattr(options, name))
    return {name: inputs.exact(name, "is of the mean session") for name in _OF_SESSION}


def _scaled(results: Results, factor: float) -> Results:
    return {
        name: replace(r, low=r.low * factor, mid=r.mid * factor, high=r.high * factor)
        for name, r in results.items()
    }


def _three_digits(value: float) -> str:
    """Return a count as people write it.

    >>> _three_digits(51184.0)
    '51,200'
    """
    return f"{float(f'{value:.3g}'):,.10g}"
