"""Plan where, when and on what power work runs: a linear program and its answer.

What solves is loaded when it is called: a study can be refused, and a record
read, without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wattlas.planning.answer.record import Plan as Plan
    from wattlas.planning.api import export_pypsa as export_pypsa
    from wattlas.planning.api import plan as plan
    from wattlas.planning.cases import PlanCases as PlanCases
    from wattlas.planning.cases import plan_cases as plan_cases

_MODULES = {
    "Plan": "wattlas.planning.answer.record",
    "export_pypsa": "wattlas.planning.api",
    "plan": "wattlas.planning.api",
    "PlanCases": "wattlas.planning.cases",
    "plan_cases": "wattlas.planning.cases",
}
__all__ = ["Plan", "PlanCases", "export_pypsa", "plan", "plan_cases"]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"wattlas.planning has no {name!r}.")
    return getattr(import_module(_MODULES[name]), name)
