"""Questions beside a plan: what may not come, and when options would enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wattlas.errors import Message
from wattlas.planning.answer import compose, marginal
from wattlas.planning.answer.ablation import baseline, left_out, levers
from wattlas.planning.answer.alternatives import Entry, Promise
from wattlas.planning.answer.break_even import (
    BUILT,
    Entering,
    highest_carbon_price_per_t,
    joined,
)
from wattlas.planning.answer.burdens import with_burdens
from wattlas.planning.ask import Asked
from wattlas.planning.placing import placed_like
from wattlas.planning.problem import Problem
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.stages import Settings, Sized, Solved, size
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.variants import Variant


def firm(variant: Variant) -> Variant:
    """Return the variant that does not count on what may not come."""
    return variant.with_sizes(
        {p.key: (0.0, 0.0) for p in variant.problem.plants if p.chance < 1.0}
    )


def best_home(asked: Asked, variant: Variant, settings: Settings) -> str:
    """Return the home of the baseline: as given, else the best place of the loads.

    A load that may stand anywhere has no home of its own, and the first site of a list
    is none: the baseline is the cheapest site on the grid alone.
    """
    given = asked.study.plan.home if asked.study.plan else None
    if given is not None or not asked.problem.placed:
        return asked.home
    costs: dict[str, float] = {}
    for site in asked.problem.sites:
        try:
            figures = baseline(variant, site, settings).figures
        except InfeasibleProgramError:
            continue
        costs[site] = figures.total_cost
    return min(costs, key=lambda s: costs[s], default=asked.home)


def compared(asked: Asked, variant: Variant, settings: Settings) -> Mapping[str, Any]:
    """Return baseline, levers alone and levers left out, as a record's fields.

    What a lever is worth is a cost: plans for carbon or water leave none out.
    """
    home, for_cost = asked.home, asked.problem.limits.only_cost
    without = left_out(variant, home, settings) if for_cost else ()
    fields: dict[str, Any] = {"left_out": tuple(without), "baseline": None}
    try:
        fields["baseline"] = baseline(variant, home, settings)
    except InfeasibleProgramError:
        return fields | {"levers": ()}
    return fields | {"levers": tuple(levers(variant, home, settings))}


def promises(
    every_option: Variant, found: Solved, settings: Settings
) -> tuple[Promise, ...]:
    """Return what each option that may not come would save if it came.

    One that must be there, by its least size, may also cost more than it saves.
    """
    problem = every_option.problem
    doubtful = {p.option: p.chance for p in problem.plants if p.chance < 1.0}
    if not doubtful:
        return ()
    steps = steps_of(problem, settings.block_hours)
    without = size(_settled_like(firm(every_option), found), steps, settings)
    made = []
    for option, chance in doubtful.items():
        with_it = _with_option(every_option, option, found, settings)
        saving = (without.objective_k - with_it.objective_k) * 1e3
        mine = [p for p in problem.plants if p.option == option]
        if not any(p.min_kw for p in mine):
            saving = max(saving, 0.0)
        made.append(Promise(option, chance, _built_kw(with_it, option), saving))
    return tuple(made)


def _with_option(
    every_option: Variant, option: str, found: Solved, settings: Settings
) -> Sized:
    """Return the plan with one of the options that may not come, its units whole."""
    plants = every_option.problem.plants
    others = {
        p.key: (0.0, 0.0) for p in plants if p.chance < 1.0 and p.option != option
    }
    variant = _settled_like(every_option.with_sizes(others), found)
    steps = steps_of(every_option.problem, settings.block_hours)
    sized = size(variant, steps, settings)
    return whole(sized, lambda v, s: size(v, s, settings))


def _built_kw(plan: Sized, option: str) -> float:
    """Return the power of an option, a trace of the solver being none. [kW]"""
    sizes = plan.values("capacity_mw") * 1e3
    plants = zip(plan.problem.plants, sizes, strict=True)
    built = sum(float(kw) for p, kw in plants if p.option == option)
    return built if built > BUILT * float(sizes.max()) else 0.0


def entries(
    asked: Asked,
    every_option: Variant,
    found: Solved,
    settings: Settings,
    say: Callable[[Message], None],
) -> tuple[Entry, ...]:
    """Return when each option that the plan does not have would enter."""
    late = [late.plant for late in asked.late if late.plant is not None]
    problem: Problem = every_option.problem
    if late:
        problem = problem.having(plants=joined(problem.plants, late))
        every_option = Variant.of(problem)
    if not problem.plants:
        return ()
    entering = Entering(
        variant=_settled_like(with_burdens(every_option), found),
        held=tuple(p.key for p in problem.plants if p.chance < 1.0 or not p.in_time),
        steps=steps_of(problem, settings.block_hours),
        settings=settings,
        say=say,
    )
    absent = marginal.absent_plants(problem, compose.built_kw(found))
    highest = highest_carbon_price_per_t(problem.currency)
    return tuple(entering.entries(absent, highest))


def _settled_like(variant: Variant, found: Solved) -> Variant:
    """Return the variant whose training is where the plan has it."""
    training = compose.training_plan(found)
    problem: Problem = variant.problem
    variant = placed_like(variant, found)
    if training is None or problem.training is None:
        return variant
    chip = next(c for c in problem.training.chips if c.key == training.chip)
    return variant.at_one_place(training.site, chip)
