"""Estimates: strings the links of the chain together, with draws and derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wattlas.estimation.api import (
    agent,
    classify,
    embed,
    finetune,
    generate,
    rl,
    serve,
    speak,
    train,
    transcribe,
)
from wattlas.estimation.deployment import deploy
from wattlas.estimation.server import server

if TYPE_CHECKING:
    from wattlas.estimation.request_log import estimate_requests as estimate_requests

__all__ = [
    "agent",
    "classify",
    "deploy",
    "embed",
    "estimate_requests",
    "finetune",
    "generate",
    "rl",
    "serve",
    "server",
    "speak",
    "train",
    "transcribe",
]


def __getattr__(name: str) -> Any:
    """Load what reads logs when a log is read: no other estimate needs it."""
    if name != "estimate_requests":
        raise AttributeError(f"wattlas.estimation has no {name!r}.")
    from wattlas.estimation.request_log import estimate_requests

    return estimate_requests
