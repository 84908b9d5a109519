"""A simulated machine: fake counters on a fake clock, with exact answers."""

from __future__ import annotations

from wattlas.metering.simulated.scenarios import (
    SCENARIOS,
    Scenario,
    scenario,
    simulated_session,
)

__all__ = ["SCENARIOS", "Scenario", "scenario", "simulated_session"]
