"""The answer to many scenarios, as a record: values and codes, no sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.plain import Plain, written
from wattlas.records import NAMED_INPUTS, Input


@dataclass(frozen=True)
class Outcome(Plain):
    """The plan of one scenario. [money, kg, L in a year; kW by plant or store]"""

    cost: float
    carbon_kg: float
    water_l: float
    power_kw: dict[str, float]
    energy_kwh: dict[str, float]


@dataclass(frozen=True)
class Candidate(Plain):
    """One set of capacities, held in every scenario. [money a year]

    `plan` says where they come from: `all` is the plan of all scenarios in one program,
    `central` that at the central figures, `mean` the mean of the scenarios' own, and a
    number the plan of that scenario. `costs` is None where the capacities
    cannot carry the load; a regret is the cost less the least that was found for the
    scenario.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("failures",)

    plan: str
    power_kw: dict[str, float]
    energy_kwh: dict[str, float]
    costs: tuple[float | None, ...]
    mean_cost: float
    mean_regret: float
    max_regret: float

    @property
    def failures(self) -> int:
        """In how many scenarios the load cannot be met."""
        return sum(cost is None for cost in self.costs)


@dataclass(frozen=True)
class Scenarios(Plain):
    """Plans of many draws of what is uncertain, and the one that suits them all.

    `central` is the plan at the central figures, `outcomes` that of each draw (None
    where none exists), `best` the least cost found for each. `robust` is the candidate
    that fails least, then costs least in the mean. No capacities cost less in the mean
    than `bound_cost`; `stacked` of the scenarios were planned in one program.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("scenarios",)
    SHOWN: ClassVar[tuple[str, ...]] = ("gap",)
    ROWS: ClassVar[str] = "candidates"

    title: str
    year: int
    currency: str
    block_hours: int
    seed: int
    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
    chances: dict[str, float]
    central: Outcome
    outcomes: tuple[Outcome | None, ...]
    best: tuple[float | None, ...]
    candidates: tuple[Candidate, ...]
    robust: Candidate
    bound_cost: float
    stacked: int

    @property
    def gap(self) -> float | None:
        """How far above the bound the plan for all is in the mean, over its cost.

        None where it cannot carry all scenarios that have a plan.
        """
        if self.robust.failures > sum(o is None for o in self.outcomes):
            return None
        mean = self.robust.mean_cost
        return max(mean - self.bound_cost, 0.0) / max(abs(mean), 1e-9)
