"""Plan where, when and on what power work runs: a linear program and its answer."""

from wattlas.planning.answer.record import Plan
from wattlas.planning.api import export_pypsa, plan
from wattlas.planning.cases import PlanCases, plan_cases

__all__ = ["Plan", "PlanCases", "export_pypsa", "plan", "plan_cases"]
