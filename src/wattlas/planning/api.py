"""The public function: a study in, a plan out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from wattlas.errors import Message, NoPlanError
from wattlas.planning.answer import compose, marginal
from wattlas.planning.answer.ablation import baseline_program
from wattlas.planning.answer.connection import connection_points
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.flexible import offers_taken
from wattlas.planning.answer.hourly import hourly_series
from wattlas.planning.answer.infeasible import relaxations
from wattlas.planning.answer.near_optimal import near_optimal
from wattlas.planning.answer.pareto import pareto as fronts
from wattlas.planning.answer.places import origins_of, positions_of, routes_of
from wattlas.planning.answer.record import Plan
from wattlas.planning.answer.refusal import refusal
from wattlas.planning.answer.scores import scores_of
from wattlas.planning.answer.storage_break_even import store_break_evens
from wattlas.planning.answer.values import Values
from wattlas.planning.answer.weeks import weeks_of
from wattlas.planning.ask import Asked, ask
from wattlas.planning.ask.applies import GRID
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.moving import moving_of
from wattlas.planning.finance.answer import Flows, finance_of
from wattlas.planning.finance.places import Tried, placements_of
from wattlas.planning.finance.terms import (
    Terms,
    since_prices,
    terms_of,
    with_production_credits,
)
from wattlas.planning.limit_violations import limit_violations
from wattlas.planning.option_value import best_home, compared, entries, firm, promises
from wattlas.planning.path.answer import path_of
from wattlas.planning.placing import at_each_place, shares_of
from wattlas.planning.reliability.answer import reliability_of
from wattlas.planning.reliability.record import SiteReliability
from wattlas.planning.reliability.terms import demanded_of
from wattlas.planning.settings import Answers, answers_of, beside_of, settings_of
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.solve.integer_rounding import whole
from wattlas.planning.solve.runner import Runner, weeks_on
from wattlas.planning.solve.stages import Settings, Solved, solved
from wattlas.planning.solve.time_clustering import steps_of
from wattlas.planning.tiers import Made, best_told
from wattlas.planning.variants import Variant
from wattlas.study import PlanSection, Study

Say = Callable[[Message], None]
HERE = Runner()
TOLD_PLACES = 4
"""Ways to place loads of which it is told what each lacks."""


def plan(
    study: Study | str | Path,
    *,
    explore: bool = False,
    proof: bool = False,
    ranges: bool = False,
    break_evens: bool = False,
    pareto: int | None = None,
    on: Runner = HERE,
    say: Say = lambda _: None,
) -> Plan:
    """Plan where, when and on what power the work of a study runs.

    Parameters
    ----------
    study : Study, str or Path
        A study with sites, a year, and train, serve or load; or its file.
    explore : bool
        Size in blocks of 8 hours on the mean instead of 4: faster, less exact. A site
        or two are solved at every hour all the same.
    proof : bool
        Solve every hour in one program, within 1e-3 of the optimum.
    ranges : bool
        Also find how far each option may differ at 1 % more cost; so does
        `plan.ranges` of the study.
    break_evens : bool
        Also find from which carbon price, and from which year, each option that is
        not chosen would enter; so does `plan.break_evens`.
    pareto : int
        Also find so many plans between the least cost and the least carbon, and as
        many to the least water; without, as many as `plan.pareto` of the study says.
    on : Runner
        What dispatches the weeks of the year: threads here, processes, or a Dask
        cluster. The answer is the same.
    say : function of a message, such as print
        Called with what is being done.

    Raises
    ------
    NoPlanError
        If no plan meets every demand and limit; the message says which, and what
        would mend it.
    InputError
        If the study lacks something, or a value cannot be; if break-evens are asked
        for and the objective is not cost; if there is no such runner.
    MissingExtraError
        If Dask is asked for and not installed.
    SolverError
        If the optimum is not reached within its tolerance.
    """
    if not isinstance(study, Study):
        study = Study.from_file(study)
    answers = answers_of(study, ranges, break_evens, pareto)
    with weeks_on(on) as run:

        def how(variant: Variant) -> Settings:
            return replace(settings_of(study, variant, explore, proof), run=run)

        return _answered(study, answers, how, say)


def _answered(
    study: Study, answers: Answers, how: Callable[[Variant], Settings], say: Say
) -> Plan:
    """Return the plan of a study; `how` says how a program is to be solved."""
    terms = terms_of(study.plan or PlanSection(), _option_keys(study))
    demanded_of(study)
    asked = ask(study)
    purse = Purse(asked.problem.currency, asked.problem.currency_year)
    section = study.plan or PlanSection()
    terms = with_production_credits(terms, section, _option_keys(study), purse)
    terms = since_prices(terms, asked.year, asked.problem.currency_year)
    say(Message("Building the program of every hour ..."))
    moving, path = moving_of(study), None
    standing: Mapping[str, float] = {}
    if moving is not None:
        path, standing = path_of(asked, moving, terms.real_discount_rate, say)
    whole_year = Variant.of(asked.problem)
    settings = how(whole_year)
    say(Message("Sizing in blocks, then dispatching every hour ..."))
    made = best_told(whole_year, lambda v: _made(v.with_least(standing), settings))
    every_option, found = made.every_option, made.found
    asked, sure = replace(asked, problem=every_option.problem), firm(every_option)
    say(Message("Comparing with the baseline and each measure alone ..."))
    beside = beside_of(settings, every_option)
    asked = replace(asked, home=best_home(asked, sure, beside))
    answer = _plan(asked, every_option, found, (settings, beside), answers.ranges)
    board = _board(asked, terms, (sure, found), beside)
    placed = placements_of(asked, terms, made.tried, found)
    answer = replace(answer, placements=placed, path=path, **board)
    if answers.break_evens:
        answer = replace(
            answer, entries=entries(asked, every_option, found, beside, say)
        )
    if answers.pareto:
        front = fronts(every_option, answers.pareto, beside, say)
        answer = replace(answer, fronts=front)
    return answer


def _made(variant: Variant, settings: Settings) -> Made:
    """Return the plan of a problem that counts on what is sure to come alone."""
    found, tried = _placed(firm(variant), settings)
    return Made(variant, found, tried)


def export_pypsa(study: Study | str | Path, path: str | Path) -> list[str]:
    """Write the problem of a study as a PyPSA network; return what it leaves out.

    Raises
    ------
    MissingExtraError
        If PyPSA is not installed.
    """
    from wattlas.planning.pypsa_network import export

    if not isinstance(study, Study):
        study = Study.from_file(study)
    return export(ask(study).problem, Path(path))


def _option_keys(study: Study) -> list[str]:
    """Return the power options of a study that are built or contracted."""
    return [option.use for option in study.power if option.use != GRID]


def _board(
    asked: Asked, terms: Terms, of: tuple[Variant, Solved], settings: Settings
) -> dict[str, Any]:
    """Return money over years and reliability, beside the baseline's, as fields."""
    variant, found = of
    demanded = demanded_of(asked.study)

    def sure(of_variant: Variant, x: Any) -> tuple[SiteReliability, ...]:
        if demanded is None:
            return ()
        rate = terms.real_discount_rate
        return reliability_of(asked, demanded, Values(of_variant, x), rate)

    def flows(of_variant: Variant, x: Any, known: Iterable[SiteReliability]) -> Flows:
        backups = tuple(s.chosen for s in known if s.chosen is not None)
        return Flows(of_variant, x, backups)

    base = None
    with suppress(InfeasibleProgramError):
        program = baseline_program(variant, asked.home, settings)
        x = program.grouped.hourly(program.found.x)
        base = flows(program.variant, x, sure(program.variant, x))
    known = sure(found.sized.variant, found.x)
    plan = flows(found.sized.variant, found.x, known)
    chips = figures(plan.variant, plan.x).chip_cost
    money = finance_of(asked, terms, plan, base, chips)
    return {"finance": money, "reliability": known}


def _placed(variant: Variant, settings: Settings) -> tuple[Solved, Tried]:
    """Return the optimum over all ways to place the loads, and each of these."""
    if not any(load.whole for load in variant.problem.placed):
        return _solved(variant, settings), {}
    tried = dict(at_each_place(variant, lambda v: solved(v, settings, whole)))
    able = {sites: plan for sites, plan in tried.items() if plan is not None}
    if not able:
        places = [variant.placed_at(sites) for sites in list(tried)[:TOLD_PLACES]]
        raise no_plan(places, settings.block_hours)
    best = min(able, key=lambda sites: able[sites].objective_k)
    return able[best], tried


def _solved(variant: Variant, settings: Settings) -> Solved:
    try:
        return solved(variant, settings, whole)
    except InfeasibleProgramError as error:
        raise no_plan([variant], settings.block_hours) from error


def no_plan(variants: Sequence[Variant], block_hours: int) -> NoPlanError:
    """Return the error that says what cannot be met, and what would mend it.

    Of a load that stands whole that is said for each way to place it. It is looked for
    in blocks as long as those in which no plan was found.
    """
    from wattlas.planning.solve.aggregate import blocked

    ways = []
    for variant in variants:
        steps = steps_of(variant.problem, block_hours)
        grouped = blocked(variant.program, steps, {})
        ways += relaxations(variant.problem, grouped.program, steps.length_h)
    problem = variants[0].problem
    return NoPlanError(refusal(dict.fromkeys(ways), problem.currency, problem.grids))


def _plan(
    asked: Asked,
    every_option: Variant,
    found: Solved,
    how: tuple[Settings, Settings],
    ranges: bool,
) -> Plan:
    problem, (settings, beside) = asked.problem, how
    sure = firm(every_option)
    shares, chips = compose.serving_shares(found)
    built = compose.built_kw(found)
    trained = compose.training_plan(found)
    training = compose.in_window(trained, asked.study.train, asked.year)
    total = figures(found.sized.variant, found.x)
    users = origins_of(asked.study, asked.home) if shares else {}
    series, values = hourly_series(found), Values(found.sized.variant, found.x)
    return Plan(
        title=asked.study.title,
        year=asked.year,
        currency=problem.currency,
        currency_year=problem.currency_year,
        home=asked.home,
        figures=total,
        sizes=compose.sizes(found),
        training=training,
        serving_share=shares,
        serving_chips=chips,
        **compared(asked, sure, beside),
        shadows=tuple(marginal.shadow_prices(found.sized)),
        marginal_price=marginal.marginal_prices(found.sized),
        break_evens=tuple(marginal.break_evens(found.sized, built)),
        store_break_evens=tuple(store_break_evens(found.sized, built)),
        promises=promises(every_option, found, beside),
        near_optimal=near_optimal(found, built) if ranges else (),
        entries=(),
        fronts={},
        late=tuple(dict.fromkeys((late.option, late.from_year) for late in asked.late)),
        limit_violations=limit_violations(sure, found.x),
        proof=compose.proof(found, settings, beside),
        provenance=compose.provenance(asked),
        notes=asked.notes,
        sources=asked.sources,
        origins=users,
        routes=routes_of(asked.study, users, shares),
        positions=positions_of([*problem.sites, *users]),
        weeks=weeks_of(series, asked.year, total.matched_kwh is not None),
        load_shares=shares_of(found),
        connection=tuple(connection_points(values)),
        flexibility=tuple(offers_taken(values)),
        scores=scores_of(values, total.carbon, series),
        note=asked.study.note,
        series=series,
    )
