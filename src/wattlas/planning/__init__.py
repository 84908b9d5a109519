"""Plan where, when and on what power work runs: a linear program and its answer.

What solves is loaded when it is called: a record can be read without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wattlas.planning.answer.record import Plan

if TYPE_CHECKING:
    from wattlas.planning.api import export_pypsa as export_pypsa
    from wattlas.planning.api import plan as plan

__all__ = ["Plan", "export_pypsa", "plan"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"wattlas.planning has no {name!r}.")
    return getattr(import_module("wattlas.planning.api"), name)
