"""Build the program of a problem: decisions, constraints, objective."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from wattlas.errors import needs_extra
from wattlas.planning.problem import Problem
from wattlas.planning.program import (
    certificates,
    charges,
    flexibility,
    grid,
    heat,
    limits,
    power,
    storage,
    training,
    work,
)
from wattlas.planning.program.frame import Frame
from wattlas.planning.program.objective import add_objective
from wattlas.planning.program.variables import add_variables

if TYPE_CHECKING:
    import linopy

Constraint = Callable[[Any, Frame], None]

CONSTRAINTS: tuple[Constraint, ...] = (
    power.power_balance,
    power.within_capacity,
    power.minimum_load,
    power.ramp_up,
    power.ramp_down,
    grid.connection_limit,
    charges.highest_power,
    charges.ratchet,
    charges.dearer_power,
    charges.dearer_energy,
    charges.least_charge,
    charges.connected,
    grid.export_from_plants,
    grid.sale_within_output,
    storage.store_level,
    storage.level_within_energy,
    storage.flow_within_power,
    storage.store_duration,
    storage.cycles,
    work.it_load,
    work.load_placed,
    flexibility.shed_within_flexible,
    flexibility.load_when_called,
    flexibility.ready_for_calls,
    flexibility.ready_within_power,
    flexibility.ready_within_level,
    flexibility.ready_within_energy,
    heat.heat_within_servers,
    heat.heat_within_capacity,
    work.requests_served,
    work.chips_for_serving,
    training.training_placed,
    training.training_done,
    training.running_on_held,
    training.chips_taken,
    training.chips_returned,
    training.returned_within_taken,
    training.chips_held_at_most,
    training.chip_stock,
    training.training_power_cap,
    training.restarts,
    training.minimum_run,
    limits.carbon_cap,
    limits.water_cap,
    limits.matched_by_supply,
    limits.matched_within_load,
    limits.matching_hourly,
    limits.matching_monthly,
    limits.matching_annual,
    certificates.certificates_within_share,
    limits.capital_budget,
)
"""Every constraint of the program, in the order in which it is built and documented."""


def build(
    problem: Problem, constraints: Iterable[Constraint] = CONSTRAINTS
) -> linopy.Model:
    """Return the linear program of a problem, hour by hour; all or some constraints.

    Raises
    ------
    MissingExtraError
        If linopy is not installed.
    """
    with needs_extra("A plan", "plan"):
        import linopy
    f = Frame(problem)
    # Labels align exactly or linopy raises: nothing is joined or filled in silence.
    with linopy.options as options:
        options["semantics"] = "v1"
        m = linopy.Model()
        add_variables(m, f)
        charges.add_charges(m, f)
        flexibility.add_flexibility(m, f)
        heat.add_heat(m, f)
        for constrain in constraints:
            constrain(m, f)
        add_objective(m, f)
    return m
