"""Many plans: what is drawn, the plan of each draw, and one plan for all of them."""

from wattlas.planning.scenarios.record import Candidate, Outcome, Scenarios
from wattlas.planning.scenarios.robust import scenarios
from wattlas.planning.solve.runner import Runner

__all__ = ["Candidate", "Outcome", "Runner", "Scenarios", "scenarios"]
