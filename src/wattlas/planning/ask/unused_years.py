"""What a study says of years, and of money over years, that has nothing to act on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from wattlas import facts
from wattlas.hours import technology
from wattlas.notes import Note
from wattlas.parameters.plans import FinanceSection
from wattlas.planning.ask.applies import BATTERY
from wattlas.planning.ask.option import annuity
from wattlas.planning.ask.options import Late
from wattlas.planning.finance.terms import real_discount_rate
from wattlas.planning.needs import year_of
from wattlas.planning.problem import Problem
from wattlas.planning.supply import Plant
from wattlas.study import PlanSection, Study

DUST = 1e-9
"""Share of a yearly cost below which nothing is left of it beside its annuity."""


def not_used_over_years(
    study: Study, problem: Problem, late: Collection[Late]
) -> Iterator[Note]:
    """Yield a note for each reason for which something is not used."""
    years = tuple(_years(study))
    unpaid = (*_not_paid(study, problem), *_not_moved(study, problem, late))
    bare = tuple(_without_capital(study, problem, late))
    dark = tuple(_without_output(study, problem))
    if years:
        yield Note("unused-years", {"names": years})
    if unpaid:
        yield Note("unused-no-money", {"names": unpaid})
    if bare:
        yield Note("unused-no-capital", {"names": bare})
    if dark:
        yield Note("unused-no-output", {"names": dark})


def unread_years(given: Iterable[int], first: int, last: int) -> list[int]:
    """Return the years of a list whose entry holds in none from first to last.

    Each holds until the next.

    >>> unread_years([2020, 2026, 2031, 2040], 2028, 2032)
    [2020, 2040]
    """
    known = sorted(given)
    ended = {before for before, after in pairwise(known) if after <= first}
    return [year for year in known if year > last or year in ended]


def _years(study: Study) -> Iterator[str]:
    """Yield the entries by year that hold in no year which is planned."""
    path = study.plan.path if study.plan else None
    first = last = year_of(study)
    if path is not None:
        first, last = path.first, path.last
    by_year: list[tuple[str, Mapping[int, Any]]] = [
        (f"sites.{site.use}.queue", site.queue) for site in study.sites
    ]
    by_year += [("load.ramp", load.ramp) for load in study.load]
    prices = path.prices if path is not None else {}
    by_year += [
        (f"plan.path.prices.{kind}", given)
        for kind, given in prices.items()
        if isinstance(given, Mapping)
    ]
    for name, given in by_year:
        yield from (f"{name}.{y}" for y in unread_years(given, first, last))


def _not_paid(study: Study, problem: Problem) -> Iterator[str]:
    """Yield the rises of kinds of money of which a plan pays nothing."""
    plan = study.plan or PlanSection()
    matching = problem.limits.matching
    sure = _sure(problem)
    bought = (p for p in sure if not p.capital_cost_per_kw)
    contracts = any(p.annual_cost_per_kw for p in bought)
    contracts |= any(p.delivery_cost_per_kwh for p in sure)
    certified = matching is not None and matching.certificate_price_per_kwh is not None
    rate = real_discount_rate(plan)
    paid = {
        "grid": bool(problem.grids),
        "fuel": any(p.energy_cost_per_kwh for p in sure),
        "fixed": any(_fixed(problem, rate)) or _is_backed_up(plan),
        "contracts": contracts or certified,
    }
    rises = plan.finance.escalation if plan.finance else {}
    yield from (f"plan.finance.escalation.{k}" for k in rises if not paid[k])


def _sure(problem: Problem) -> list[Plant]:
    """Return the plants that a plan counts on."""
    return [p for p in problem.plants if p.chance >= 1.0]


def _fixed(problem: Problem, rate: float) -> Iterator[bool]:
    """Yield whether each thing that is built costs more a year than its annuity."""
    built = (p for p in _sure(problem) if p.capital_cost_per_kw)
    costs = [
        (i.annual_cost_per_kw, i.capital_cost_per_kw, i.life_years)
        for some in (built, problem.heat, problem.stores)
        for i in some
    ]
    costs += [
        (s.annual_cost_per_kwh, s.capital_cost_per_kwh, s.life_years)
        for s in problem.stores
    ]
    for yearly, capital, life in costs:
        yield yearly - capital * annuity(rate, life) > DUST * yearly


def _is_backed_up(plan: PlanSection) -> bool:
    """Say whether backup with upkeep may be built."""
    section = plan.reliability
    if section is None or not (section.availability or section.n_minus):
        return False
    return bool({"diesel", BATTERY} & set(section.backup))


def _not_moved(study: Study, problem: Problem, late: Collection[Late]) -> Iterator[str]:
    """Yield the prices of a path that nothing in it pays."""
    plants = [*problem.plants, *(item.plant for item in late if item.plant)]
    moved = {
        "grid": bool(problem.grids),
        "fuel": any(p.fuel_cost_per_kwh for p in plants),
        "contracts": any(technology(p.option).kind == "contract" for p in plants),
    }
    path = study.plan.path if study.plan else None
    prices = path.prices if path else {}
    yield from (f"plan.path.prices.{k}" for k in prices if not moved[k])


def _without_capital(
    study: Study, problem: Problem, late: Collection[Late]
) -> Iterator[str]:
    """Yield the credits and rises of capital that is not counted on."""
    plan = study.plan or PlanSection()
    stores = {
        s.option
        for s in problem.stores
        if s.capital_cost_per_kw or s.capital_cost_per_kwh
    }
    own = {p.option for p in _sure(problem) if p.capital_cost_per_kw} | stores
    later = [*problem.plants, *(item.plant for item in late if item.plant)]
    ever = {p.option for p in later if p.capital_cost_per_kw} | stores
    ever |= {item.option for item in late if item.plant is None}
    money = plan.finance or FinanceSection()
    costs = plan.path.costs if plan.path else {}
    for name, options, there in (
        ("finance.credits", money.credits, own),
        ("path.costs", costs, ever),
    ):
        for option in options:
            if facts.resolve("technologies", option) not in there:
                yield f"plan.{name}.{option}"


def _without_output(study: Study, problem: Problem) -> Iterator[str]:
    """Yield the credits on energy that the plan does not count on."""
    money = study.plan.finance if study.plan else None
    made = {p.option for p in _sure(problem)}
    for option in money.production_credits if money else ():
        if facts.resolve("technologies", option) not in made:
            yield f"plan.finance.production_credits.{option}"
