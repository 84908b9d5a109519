"""The electricity of AI, from a token to the grid.

>>> import wattlas
>>> run = wattlas.train(
...     energy="433 MWh", boundary="chip", it_overhead=1, pue=1.2, country="fr"
... )
>>> round(run.results["facility_energy_kwh"].mid)
519600
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_ROOMS = {
    "train": "wattlas.estimation",
    "serve": "wattlas.estimation",
    "generate": "wattlas.estimation",
    "server": "wattlas.estimation",
    "estimate_requests": "wattlas.estimation",
    "Study": "wattlas.study",
    "run": "wattlas.workflow",
    "plan": "wattlas.planning",
    "validate": "wattlas.accuracy",
    "facts": "wattlas",
    "errors": "wattlas",
}
"""Public names, with the room that each is loaded from when first used."""

__all__ = [*_ROOMS, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"wattlas has no {name!r}; it has {', '.join(_ROOMS)}.")
    room = _ROOMS[name]
    value = (
        import_module(f"wattlas.{name}")
        if room == "wattlas"
        else getattr(import_module(room), name)
    )
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
