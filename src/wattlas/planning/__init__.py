"""Plan where, when and on what power work runs: a linear program and its answer."""

from wattlas.planning.answer.record import Plan
from wattlas.planning.api import export_pypsa, plan

__all__ = ["Plan", "export_pypsa", "plan"]
