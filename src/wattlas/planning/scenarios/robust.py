"""The plan of each scenario, and the one whose capacities suit them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from wattlas.draws import SEED
from wattlas.errors import InputError, NoPlanError
from wattlas.planning.alike import steps_of
from wattlas.planning.answer.figures import figures
from wattlas.planning.ask import ask
from wattlas.planning.blocks import EXPLORING_H
from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.scenarios.drawn import drawing
from wattlas.planning.scenarios.engine import Engine, running
from wattlas.planning.scenarios.record import Candidate, Outcome, Scenarios
from wattlas.planning.solve import (
    TOLERANCE,
    InfeasibleProgramError,
    LinearProgram,
    solve,
)
from wattlas.planning.solve.aggregate import blocked
from wattlas.planning.stages import Settings, size
from wattlas.planning.variants import Variant
from wattlas.study import Study

FEWEST = 2
LOCAL = Engine()
T = TypeVar("T")
SLACK = 1e-6
"""Room over capacities that are held, so that an interior point has an interior."""


@dataclass(frozen=True)
class Held:
    """A scenario's program in blocks, and the capacities to hold in it."""

    program: LinearProgram
    built: tuple[tuple[dict[str, float], dict[str, float]], ...]


def scenarios(
    study: Study | str | Path,
    count: int,
    *,
    on: Engine = LOCAL,
    seed: int = SEED,
    say: Callable[[str], None] = lambda _: None,
) -> Scenarios:
    """Plan a study in many draws of what is uncertain, and choose one plan for all.

    Blocks of 8 h on the mean; units and runs may be split. Every scenario's plan, that
    at the central figures and the mean of all are candidates.

    Raises
    ------
    InputError
        If fewer than two scenarios are asked for, or the study plans for other than
        cost.
    NoPlanError
        If there is no plan at the central figures, or in no scenario.
    """
    if count < FEWEST:
        raise InputError(f"scenarios must be {FEWEST} or more, got {count}.")
    if not isinstance(study, Study):
        study = Study.from_file(study)
    if study.plan and study.plan.objective != "cost":
        raise InputError(
            "Regret is in money: scenarios need plan.objective cost, or none."
        )
    asked = ask(study)
    drawn = drawing(asked)
    problems = [asked.problem.firm]
    problems += [drawn.problem(v) for v in drawn.values(count, seed)]
    with running(on) as run:
        found = list(_told(run(planned, problems), len(problems), "planned", say))
        if found[0][0] is None:
            raise NoPlanError(
                "No plan at the central figures: wattlas plan says what would mend it."
            )
        outcomes = tuple(f[0] for f in found)
        sets = _candidates(outcomes)
        built = tuple(sets.values())
        tasks = [Held(program, built) for _, program in found[1:]]
        costs = list(_told(run(held_costs, tasks), count, "compared", say))
    best, candidates = compared(list(sets), built, costs, outcomes[1:])
    return Scenarios(
        title=study.title,
        year=asked.year,
        currency=asked.problem.currency,
        block_hours=EXPLORING_H,
        seed=seed,
        inputs=drawn.inputs,
        chances=drawn.chances,
        central=found[0][0],
        outcomes=outcomes[1:],
        best=best,
        candidates=candidates,
        robust=_chosen(candidates, abs(found[0][0].cost) * TOLERANCE),
    )


def _chosen(candidates: Sequence[Candidate], alike: float) -> Candidate:
    """Return the candidate to build; of those alike in cost, the first."""
    fewest = min(c.failures for c in candidates)
    able = [c for c in candidates if c.failures == fewest]
    least = min(c.mean_cost for c in able)
    return next(c for c in able if c.mean_cost <= least + alike)


def planned(problem: Problem) -> tuple[Outcome | None, LinearProgram]:
    """Return the plan of one scenario, None if there is none, and its program."""
    variant = Variant.of(problem)
    steps = steps_of(problem, EXPLORING_H)
    try:
        found = size(variant, steps, Settings())
    except InfeasibleProgramError:
        return None, blocked(variant.program, steps, {}).program
    grouped = found.grouped
    at = figures(variant, grouped.hourly(found.found.x))
    sizes = {"capacity_mw": "plant", "store_mw": "store", "store_mwh": "store"}
    values = {
        name: {
            str(key): float(mw) * THOUSAND
            for key, mw in zip(
                grouped.program.columns[name].labels[dimension],
                found.values(name),
                strict=True,
            )
        }
        for name, dimension in sizes.items()
        if name in grouped.program.columns
    }
    power = values.get("capacity_mw", {}) | values.get("store_mw", {})
    cost = found.objective_k * THOUSAND
    energy = values.get("store_mwh", {})
    return Outcome(cost, at.carbon, at.water, power, energy), grouped.program


def held_costs(task: Held) -> list[float | None]:
    """Return the least cost of one scenario with each set of capacities. [money]"""
    return [_held_cost(task.program, *built) for built in task.built]


def _held_cost(
    program: LinearProgram, power: dict[str, float], energy: dict[str, float]
) -> float | None:
    low, high = program.low.copy(), program.high.copy()
    names = (
        ("capacity_mw", "plant", power),
        ("store_mw", "store", power),
        ("store_mwh", "store", energy),
    )
    for name, dimension, sizes in names:
        block = program.columns.get(name)
        for key in block.labels[dimension] if block else ():
            at: Any = block.at(**{dimension: key}) if block else []
            mw = sizes.get(key, 0.0) / THOUSAND
            low[at], high[at] = mw, mw * (1 + SLACK) + SLACK
    try:
        found = solve(program.having(low=low, high=high))
    except InfeasibleProgramError:
        return None
    return found.objective * THOUSAND


def _candidates(
    outcomes: Sequence[Outcome | None],
) -> dict[int | None, tuple[dict[str, float], dict[str, float]]]:
    """Return the capacities of each scenario's plan, and the mean of all."""
    plans = [o for o in outcomes[1:] if o is not None]
    if not plans:
        raise NoPlanError("No scenario has a plan: the limits are too tight for any.")
    sets: dict[int | None, tuple[dict[str, float], dict[str, float]]] = {
        i: (o.power_kw, o.energy_kwh) for i, o in enumerate(outcomes) if o
    }
    sets[None] = (
        _mean([o.power_kw for o in plans]),
        _mean([o.energy_kwh for o in plans]),
    )
    return sets


def _mean(sizes: Sequence[dict[str, float]]) -> dict[str, float]:
    keys = dict.fromkeys(k for s in sizes for k in s)
    return {k: float(np.mean([s.get(k, 0.0) for s in sizes])) for k in keys}


def compared(
    names: Sequence[int | None],
    built: Sequence[tuple[dict[str, float], dict[str, float]]],
    costs: Sequence[Sequence[float | None]],
    outcomes: Sequence[Outcome | None],
) -> tuple[tuple[float | None, ...], tuple[Candidate, ...]]:
    """Return the least cost of each scenario, and the regret of each candidate.

    `costs` has one row for each scenario, one column for each candidate.
    """
    best = tuple(
        min([c for c in row if c is not None] + ([o.cost] if o else []), default=None)
        for row, o in zip(costs, outcomes, strict=True)
    )
    candidates = []
    for i, (name, (power, energy)) in enumerate(zip(names, built, strict=True)):
        mine = tuple(row[i] for row in costs)
        met = [c for c in mine if c is not None]
        regrets = [
            c - b for c, b in zip(mine, best, strict=True) if c is not None and b
        ] or [float("inf")]
        mean = float(np.mean(met)) if met else float("inf")
        candidates.append(
            Candidate(
                name, power, energy, mine, mean, float(np.mean(regrets)), max(regrets)
            )
        )
    return best, tuple(candidates)


def _told(
    results: Iterable[T], count: int, what: str, say: Callable[[str], None]
) -> Iterable[T]:
    for done, result in enumerate(results, 1):
        say(f"{done} of {count} scenarios {what}.")
        yield result
