"""A path over years: solved, its years told, its money with ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from wattlas.errors import Message, NoPlanError
from wattlas.planning.answer.figures import figures
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import Asked
from wattlas.planning.ask.moving import Moving
from wattlas.planning.ask.option import RENTED
from wattlas.planning.path.joint import Year, solved_path, year_of
from wattlas.planning.path.money import annuities, present_cost, running
from wattlas.planning.path.record import Path, PathPromise, PathYear
from wattlas.planning.path.years import WAITING, problem_in
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve import InfeasibleProgramError
from wattlas.planning.supply import Plant, Store
from wattlas.records import Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TRACE = 1e-2
"""Share of the highest load below which a size is a trace of the solver."""
PASSING = (*RENTED, WAITING)
"""What does not stand from one year to the next."""
Say = Callable[[Message], None]
Made = tuple[list[Year], list["Array"]]


def path_of(
    asked: Asked, moving: Moving, rate: float, say: Say
) -> tuple[Path, Mapping[str, float]]:
    """Return the path of a study at the least present cost; what stands in its year.

    The second are the powers by plant and battery in the plan's year. [kW]

    Raises
    ------
    NoPlanError
        If a year cannot keep the plan's limits. A load without power waits, and is no
        reason.
    """
    say(Message("Planning the years of the path together ..."))
    made = _made(asked, moving, rate, ())
    cost = _present(asked, made)
    energy = sum(y.discount * _energy_kwh(y, x) for y, x in zip(*made, strict=True))
    path = Path(
        years=tuple(_told(asked, made)),
        present_cost=cost,
        cost_per_kwh=cost.scaled(1.0 / energy),
        discount_rate=rate,
        hours=made[0][0].problem.hours,
        promises=tuple(_promises(asked, moving, rate, made)),
    )
    return path, _standing(asked, made)


def _made(asked: Asked, moving: Moving, rate: float, coming: tuple[str, ...]) -> Made:
    years = [
        year_of(
            year,
            problem_in(asked, year, coming),
            (1.0 + rate) ** -(year - moving.first + 1),
        )
        for year in range(moving.first, moving.last + 1)
    ]
    try:
        return years, solved_path(years, rate)
    except InfeasibleProgramError as error:
        raise NoPlanError(_amiss(years, rate)) from error


def _amiss(years: list[Year], rate: float) -> Message:
    """Return which year alone cannot keep the limits, else that all together cannot."""
    for year in years:
        try:
            solved_path([year], rate)
        except InfeasibleProgramError:
            return Message(
                "plan.path: {year} cannot keep the plan's limits with what can come by "
                "then: give matching a start, raise a cap, or let options come sooner.",
                year=year.year,
            )
    return Message(
        "plan.path: no path keeps the plan's limits in all its years: raise a cap, or "
        "give matching a later start."
    )


def _standing(asked: Asked, made: Made) -> dict[str, float]:
    """Return what stands in the plan's year, without traces of the solver. [kW]"""
    at = [y.year for y in made[0]].index(asked.year)
    year, x = made[0][at], made[1][at]
    v = Values(year.variant, x)
    items: list[Plant | Store] = [*year.problem.plants, *year.problem.stores]
    found = {i.key: _power_kw(v, i) for i in items if i.option not in PASSING}
    most = max(found.values(), default=0.0)
    return {key: kw for key, kw in found.items() if kw > TRACE * most}


def _present(asked: Asked, made: Made) -> Range:
    years, flows = made
    parts: dict[str, float] = defaultdict(float)
    parts.update(annuities(asked, years, flows))
    for year, x in zip(years, flows, strict=True):
        for label, money in running(asked, year, x).items():
            parts[label] += year.discount * money
    return present_cost(asked, parts)


def _promises(
    asked: Asked, moving: Moving, rate: float, made: Made
) -> Iterator[PathPromise]:
    """Yield what each option that may not come would save, load that waits counted."""
    doubtful = {p.option: p for p in asked.problem.plants if p.chance < 1.0}
    late = (late.plant for late in asked.late if late.plant is not None)
    doubtful |= {p.option: p for p in late if p.chance < 1.0}
    before = _objective(made)
    for option, plant in doubtful.items():
        with_it = _made(asked, moving, rate, (option,))
        last, x = with_it[0][-1], with_it[1][-1]
        v = Values(last.variant, x)
        mine = (p for p in last.problem.plants if p.option == option)
        power = sum(_power_kw(v, p) for p in mine)
        trace = TRACE * float(v.at("import_mw").max()) * THOUSAND
        saving = max(before - _objective(with_it), 0.0)
        power, saving = (power, saving) if power > trace else (0.0, 0.0)
        yield PathPromise(option, plant.chance, plant.first_year, power, saving)


def _objective(made: Made) -> float:
    """Return the present cost that the program made small. [money]"""
    years, flows = made
    return sum(
        y.discount * float(y.variant.program.cost @ x) / y.problem.years * THOUSAND
        for y, x in zip(years, flows, strict=True)
    )


def _told(asked: Asked, made: Made) -> Iterator[PathYear]:
    before: dict[str, float] = {}
    for year, x in zip(*made, strict=True):
        told = _year(asked, year, x, before)
        before = dict(told.power_kw)
        yield told


def _year(asked: Asked, year: Year, x: Array, before: dict[str, float]) -> PathYear:
    problem, v = year.problem, Values(year.variant, x)
    found = figures(year.variant, x)
    load = sum((problem.pue[s] * v.it(s) for s in problem.sites), np.zeros(1))
    peak = float(load.max()) * THOUSAND
    power: dict[str, float] = defaultdict(float)
    cost: dict[str, float] = defaultdict(float)
    items: list[Plant | Store] = [*problem.plants, *problem.stores]
    for item in (i for i in items if i.option != WAITING):
        power[item.option] += _power_kw(v, item)
        cost[item.option] += _capital(v, item)
    power = {o: kw for o, kw in power.items() if kw > max(TRACE * peak, 1e-3)}
    built = {o: kw - before.get(o, 0.0) for o, kw in power.items()}
    built = {o: kw for o, kw in built.items() if kw > max(TRACE * peak, 1e-3)}
    limits = sum(float(np.min(g.limit_kw)) for g in problem.grids)
    waiting = sum(
        float(v.at("output_mw", plant=f"{WAITING}@{s}").sum()) for s in problem.sites
    )
    return PathYear(
        year=year.year,
        load_kw=peak,
        connection_kw=limits if np.isfinite(limits) else None,
        power_kw=power,
        built_kw=built,
        capital=sum(cost[o] * kw / power[o] for o, kw in built.items()),
        running_cost=sum(running(asked, year, x).values()),
        energy_kwh=_energy_kwh(year, x),
        waiting_share=waiting * THOUSAND / max(found.facility_kwh, 1e-9),
        carbon_kg=found.carbon / problem.years,
    )


def _energy_kwh(year: Year, x: Array) -> float:
    """Return the energy of the load that is served in a year. [kWh]"""
    v = Values(year.variant, x)
    sites = year.problem.sites
    wanted = sum(v.load_kwh(s) for s in sites)
    waits = sum(float(v.at("output_mw", plant=f"{WAITING}@{s}").sum()) for s in sites)
    return (wanted - waits * THOUSAND) / year.problem.years


def _power_kw(v: Values, item: Plant | Store) -> float:
    if isinstance(item, Plant):
        return float(v.at("capacity_mw", plant=item.key)[0]) * THOUSAND
    return float(v.at("store_mw", store=item.key)[0]) * THOUSAND


def _capital(v: Values, item: Plant | Store) -> float:
    """Return what all that stands would cost at its year's cost. [money]"""
    power = item.capital_cost_per_kw * _power_kw(v, item)
    if isinstance(item, Plant):
        return power
    energy = float(v.at("store_mwh", store=item.key)[0]) * THOUSAND
    return power + item.capital_cost_per_kwh * energy
