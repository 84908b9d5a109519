"""The baseline, what each lever saves alone, and what the plan loses without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wattlas.planning.answer.alternatives import LeftOut, Lever
from wattlas.planning.answer.energy import Figures
from wattlas.planning.answer.figures import figures
from wattlas.planning.placing import best_place
from wattlas.planning.problem import Problem
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.blocks import Steps
from wattlas.planning.solve.integer_rounding import profile_of, whole
from wattlas.planning.solve.stages import Settings, Sized, size
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.variants import Variant

LEVERS = ("chips", "sites", "hours", "contracts")


@dataclass(frozen=True)
class Freedom:
    """Which levers a variant may use."""

    chips: bool = False
    sites: bool = False
    hours: bool = False
    contracts: bool = False


EVERY = Freedom(chips=True, sites=True, hours=True, contracts=True)


def baseline(variant: Variant, home: str, settings: Settings) -> Lever:
    """Return the baseline: run now, at home, on the grid, on the first kind of chip.

    Raises
    ------
    InfeasibleProgramError
        If home cannot carry the load on the grid alone.
    """
    found = baseline_program(variant, home, settings)
    flows = found.grouped.hourly(found.found.x)
    return Lever("baseline", figures(found.variant, flows))


def baseline_program(variant: Variant, home: str, settings: Settings) -> Sized:
    """Return the optimum of the baseline.

    Raises
    ------
    InfeasibleProgramError
        If home cannot carry the load on the grid alone.
    """
    return _best(variant.unlimited(), home, Freedom(), settings)


def levers(variant: Variant, home: str, settings: Settings) -> list[Lever]:
    """Return for each lever that the problem has what it alone would come to."""
    found, free = [], variant.unlimited()
    for name in levers_of(variant.problem):
        freedom = replace(Freedom(), **{name: True})
        try:
            found.append(Lever(name, _figures(free, home, freedom, settings)))
        except InfeasibleProgramError:
            continue
    return found


def left_out(variant: Variant, home: str, settings: Settings) -> list[LeftOut]:
    """Return for each lever what the plan would cost more without it.

    Both are solved in the same blocks, so that their difference is that of the lever.
    """
    plan = _figures(variant, home, EVERY, settings)
    return [
        _left_out(variant, home, name, (plan, settings))
        for name in levers_of(variant.problem)
    ]


def _left_out(
    variant: Variant, home: str, name: str, beside: tuple[Figures, Settings]
) -> LeftOut:
    plan, settings = beside
    try:
        found = _figures(variant, home, replace(EVERY, **{name: False}), settings)
    except InfeasibleProgramError:
        return LeftOut(name, None, None)
    return LeftOut(
        name,
        found.total_cost - plan.total_cost,
        found.electricity_cost - plan.electricity_cost,
    )


def levers_of(problem: Problem) -> list[str]:
    """Return the levers that a problem has."""
    serving, training = problem.serving, problem.training
    kinds = [len(w.chips) for w in (serving, training) if w is not None]
    movable = bool(serving and len({s for _, s in serving.routes}) > 1)
    movable = movable or bool(training and len(training.sites) > 1)
    movable = movable or bool(problem.placed)
    chip = training.chips[0] if training else None
    shiftable = bool(
        training
        and chip
        and training.window_h > chip.chip_hours / training.chips_at_once(chip) + 1
    )
    has = {
        "chips": any(n > 1 for n in kinds),
        "sites": movable,
        "hours": shiftable,
        "contracts": bool(
            problem.plants
            or problem.stores
            or problem.offers
            or problem.sheddable
            or problem.heat
        ),
    }
    return [name for name in LEVERS if has[name]]


def _figures(
    variant: Variant, home: str, freedom: Freedom, settings: Settings
) -> Figures:
    best = _best(variant, home, freedom, settings)
    return figures(best.variant, best.grouped.hourly(best.found.x))


def _best(variant: Variant, home: str, freedom: Freedom, settings: Settings) -> Sized:
    problem, free = variant.problem, variant
    if not freedom.contracts:
        free = free.without_options()
    places = None if freedom.sites else _homes(problem, home)
    kinds = None if freedom.chips else _first_kinds(problem)
    free = free.only(places, kinds)
    if freedom.sites and any(load.whole for load in problem.placed):
        return best_place(free, lambda v: _optimum(v, home, freedom, settings))
    return _optimum(free, home, freedom, settings)


def _optimum(free: Variant, home: str, freedom: Freedom, settings: Settings) -> Sized:
    """Return the optimum of a variant whose loads have their places."""
    problem, steps = free.problem, steps_of(free.problem, settings.block_hours)
    if problem.training is None:
        return size(free, steps, settings)
    if freedom.hours:
        relaxed = size(free, steps, settings)
        return whole(relaxed, lambda v, s: size(v, s, settings))
    runs = [_sized(v, steps, settings) for v in _now(free, home, freedom)]
    able = [run for run in runs if run is not None]
    if not able:
        raise InfeasibleProgramError
    return min(able, key=lambda r: r.objective_k)


def _sized(variant: Variant, steps: Steps, settings: Settings) -> Sized | None:
    """Return the optimum of a variant; None where it has none."""
    try:
        return size(variant, steps, settings)
    except InfeasibleProgramError:
        return None


def _now(variant: Variant, home: str, freedom: Freedom) -> Iterable[Variant]:
    """Yield the variants whose training begins at once, at each allowed place."""
    training = variant.problem.training
    if training is None:
        return
    there = _homes(variant.problem, home)["training"]
    sites = [s for s in training.sites if freedom.sites or s in there]
    chips = training.chips if freedom.chips else training.chips[:1]
    for site in sites or training.sites[:1]:
        for chip in chips:
            if training.runs_on(chip):
                profile = profile_of(training, chip, training.start)
                yield variant.running(site, chip, profile)


def _homes(problem: Problem, home: str) -> dict[str, set[str]]:
    """Return where each work runs in the baseline: home, or the first site that may.

    Requests that home may not serve go to the first site that serves their origin.
    """
    homes = {"training": {home}, "serving": {home}, "load": {home}}
    training, serving = problem.training, problem.serving
    if training is not None and home not in training.sites:
        homes["training"] = {training.sites[0]}
    if serving is not None:
        for origin in serving.origins:
            served_at = [s for o, s in serving.routes if o == origin]
            if home not in served_at:
                homes["serving"].add(served_at[0])
    return homes


def _first_kinds(problem: Problem) -> dict[str, str]:
    kinds = {"serving": problem.serving, "training": problem.training}
    return {work: w.chips[0].key for work, w in kinds.items() if w is not None}
