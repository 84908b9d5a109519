"""Energy on telemetry: spans of generative AI in, the same with what they took out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wattlas.telemetry.processor import EnergySpanProcessor as EnergySpanProcessor
    from wattlas.telemetry.spans import SpanEnergy as SpanEnergy

_ROOMS = {
    "EnergySpanProcessor": "wattlas.telemetry.processor",
    "SpanEnergy": "wattlas.telemetry.spans",
}
"""Public names, with the file that each is loaded from when first used."""

__all__ = ["EnergySpanProcessor", "SpanEnergy"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"wattlas.telemetry has no {name!r}.")
    return getattr(import_module(_ROOMS[name]), name)
