"""Many plans: what is drawn, the plan of each draw, and one plan for all of them."""

from wattlas.planning.scenarios.engine import Engine
from wattlas.planning.scenarios.record import Candidate, Outcome, Scenarios
from wattlas.planning.scenarios.robust import scenarios

__all__ = ["Candidate", "Engine", "Outcome", "Scenarios", "scenarios"]
