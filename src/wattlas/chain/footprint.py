"""Footprint: cost and carbon with the hardware, and sums over stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wattlas.chain.types import Value
from wattlas.records import RESULT_UNITS

Footprint = Mapping[str, Value]
"""Results of one stage by name (records.RESULT_UNITS); a missing name is absent."""


def total_cost(
    electricity_cost: Value, chip_hours: Value, chip_hour_cost: Value
) -> Value:
    """Cost of electricity and of the chips' hours, in one currency.

    `chip_hour_cost` is what an hour of a chip costs without its electricity: server,
    network, building, staff, capital.

    >>> total_cost(electricity_cost=80.0, chip_hours=1000.0, chip_hour_cost=2.0)
    2080.0
    """
    return electricity_cost + chip_hours * chip_hour_cost


def lifecycle_carbon_kgco2e(
    facility_carbon_kgco2e: Value,
    chip_hours: Value,
    embodied_kgco2e_per_chip_hour: Value,
) -> Value:
    """Carbon of the electricity and of making the hardware. [kgCO2e]

    >>> lifecycle_carbon_kgco2e(100.0, 1000.0, 0.03)
    130.0
    """
    return facility_carbon_kgco2e + chip_hours * embodied_kgco2e_per_chip_hour


def scaled_stage(stage_result: Value, stage_share: Value) -> Value:
    """A result of a stage that is given as a share of another stage.

    >>> scaled_stage(stage_result=400.0, stage_share=0.5)
    200.0
    """
    return stage_result * stage_share


def break_even_requests(training_energy_kwh: Value, request_energy_kwh: Value) -> Value:
    """Requests after which serving has used as much energy as training. [1]

    Both at the same boundary.

    >>> break_even_requests(1_287_000.0, 0.003)
    429000000.0
    """
    return training_energy_kwh / request_energy_kwh


def serving_energy_kwh(busy_energy_kwh: Value, waiting_energy_kwh: Value) -> Value:
    """Energy of replicas that answer and of replicas that wait. [kWh]

    >>> serving_energy_kwh(busy_energy_kwh=9.0, waiting_energy_kwh=1.0)
    10.0
    """
    return busy_energy_kwh + waiting_energy_kwh


def request_energy_kwh(serving_energy_kwh: Value, requests: Value) -> Value:
    """Energy of one request, waiting replicas included. [kWh]

    >>> request_energy_kwh(serving_energy_kwh=2.0, requests=1000.0)
    0.002
    """
    return serving_energy_kwh / requests


def break_even_days(break_even_requests: Value, requests_per_day: Value) -> Value:
    """Days of service until serving has used as much energy as training. [day]

    >>> break_even_days(break_even_requests=4e8, requests_per_day=1e7)
    40.0
    """
    return break_even_requests / requests_per_day


NEEDS_EVERY_STAGE = frozenset(RESULT_UNITS) - {
    "chip_hours",
    "chip_energy_kwh",
    "it_energy_kwh",
    "facility_energy_kwh",
}
"""Results that a total has only where each stage has them: a cost or carbon without
one stage's part would be below the lines that it contains. Energies and chip-hours
add up over the stages that are known at their boundary."""


def sum_of_stages(stages: Iterable[Footprint]) -> dict[str, Value]:
    """Sum each result over stages; what a stage lacks of NEEDS_EVERY_STAGE is absent.

    >>> sum_of_stages([{"it_energy_kwh": 1.0}, {"it_energy_kwh": 2.0}])
    {'it_energy_kwh': 3.0}
    """
    totals: dict[str, Value] = {}
    stages = list(stages)
    for stage in stages:
        for name in RESULT_UNITS.keys() & stage.keys():
            totals[name] = totals.get(name, 0.0) + stage[name]
    partial = {n for n in NEEDS_EVERY_STAGE if any(n not in s for s in stages)}
    return {n: totals[n] for n in RESULT_UNITS if n in totals and n not in partial}
