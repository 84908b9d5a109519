"""One plan for all scenarios: planned in one program, and held beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from wattlas.errors import InputError, Message, NoPlanError, SolverError
from wattlas.parameters.drawing import SEED
from wattlas.planning.ask import ask
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.scenarios.compare import candidates, chosen, compared
from wattlas.planning.scenarios.extensive_form import Shared, shared_sizes
from wattlas.planning.scenarios.fixed_capacity import Held, held_costs
from wattlas.planning.scenarios.planned import Planned, planned
from wattlas.planning.scenarios.record import Scenarios
from wattlas.planning.scenarios.sampling import drawing
from wattlas.planning.solve import TOLERANCE, InfeasibleProgramError
from wattlas.planning.solve.blocks import EXPLORING_H
from wattlas.planning.solve.runner import Runner, running
from wattlas.study import Study

FEWEST = 2
LOCAL = Runner()
T = TypeVar("T")
STACKED = 24
"""Scenarios that one program takes at most; of a site and a year it needs some 60 MB
for each."""

PLANNED = "{done} of {count} plans made, one of them at central figures."
COMPARED = "{done} of {count} scenarios compared."


def scenarios(
    study: Study | str | Path,
    count: int,
    *,
    on: Runner = LOCAL,
    seed: int = SEED,
    say: Callable[[Message], None] = lambda _: None,
) -> Scenarios:
    """Plan a study in many draws of what is uncertain, and choose one plan for all.

    Blocks of 8 h on the mean; units and runs may be split. The plan for all costs least
    in the mean: one program, of at most 24 scenarios, whose capacities are shared.
    Every scenario's plan, that at the central figures and the mean of all stand beside.

    Raises
    ------
    InputError
        If fewer than two scenarios are asked for, or the study plans for other than
        cost.
    NoPlanError
        If there is no plan at the central figures, or in no scenario.
    """
    if count < FEWEST:
        raise InputError(
            "scenarios must be {fewest} or more, got {count}.",
            fewest=FEWEST,
            count=count,
        )
    if not isinstance(study, Study):
        study = Study.from_file(study)
    if study.plan and study.plan.objective != "cost":
        raise InputError(
            "Regret is in money: scenarios need plan.objective cost, or none."
        )
    asked = ask(study)
    if asked.problem.placed:
        raise InputError(
            "Scenarios need to know where a load stands: give site under load."
        )
    drawn = drawing(asked)
    problems = [asked.problem.firm]
    problems += [drawn.problem(v) for v in drawn.values(count, seed)]
    with running(on) as run:
        plans = list(_told(run(planned, problems), len(problems), PLANNED, say))
        if plans[0].outcome is None:
            raise NoPlanError(
                "No plan at the central figures: wattlas plan says what would mend it."
            )
        shared = _shared(plans[1:], say)
        sets = candidates(plans, shared.sizes if shared else None)
        built = tuple(sets.values())
        tasks = [Held(p.program, p.length_h, built) for p in plans[1:]]
        costs = list(_told(run(held_costs, tasks), count, COMPARED, say))
    central, *outcomes = (p.outcome for p in plans)
    best, found = compared(sets, costs, outcomes)
    return Scenarios(
        title=study.title,
        year=asked.year,
        currency=asked.problem.currency,
        block_hours=EXPLORING_H,
        seed=seed,
        inputs=drawn.inputs,
        chances=drawn.chances,
        central=central,
        outcomes=tuple(outcomes),
        best=best,
        candidates=found,
        robust=chosen(found, abs(central.cost) * TOLERANCE),
        bound_cost=_bound(shared, plans[1:], best),
        stacked=0 if shared is None else shared.scenarios,
    )


def _shared(plans: Sequence[Planned], say: Callable[[Message], None]) -> Shared | None:
    """Return the capacities that cost least in the mean; None where none are found."""
    able = [p.program for p in plans if p.outcome][:STACKED]
    if not able:
        return None
    say(Message("Planning {count} scenarios in one program ...", count=len(able)))
    try:
        return shared_sizes(able)
    except (InfeasibleProgramError, SolverError):
        return None


def _bound(
    shared: Shared | None, plans: Sequence[Planned], best: Sequence[float | None]
) -> float:
    """Return what no capacities can cost less than, in the mean of the scenarios.

    That of the program of all; else what each costs with foresight.
    """
    able = sum(p.outcome is not None for p in plans)
    foresight = float(np.mean([b for b in best if b is not None]))
    if shared is None or able > STACKED:
        return foresight
    return max(shared.bound_k * THOUSAND, foresight)


def _told(
    results: Iterable[T], count: int, what: str, say: Callable[[Message], None]
) -> Iterable[T]:
    for done, result in enumerate(results, 1):
        say(Message(what, done=done, count=count))
        yield result
