"""The money of a plan over years, with ranges: sizes and flows held, figures drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from wattlas import facts
from wattlas.draws import interval, width_shares
from wattlas.parameters.drawing import SEED
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import Asked
from wattlas.planning.finance.cash import PARTS, Cash, cash
from wattlas.planning.finance.fixed_capacity import held_flows
from wattlas.planning.finance.lines import Lines, lines, with_backup
from wattlas.planning.finance.of_load import lines_of_load
from wattlas.planning.finance.record import CashYear, CostCause, Finance
from wattlas.planning.finance.terms import Terms
from wattlas.planning.finance.worth import irr, npv, payback_years
from wattlas.planning.problem import Problem
from wattlas.planning.reliability.record import Backup
from wattlas.planning.scenarios.sampling import WORK, Drawing, drawing
from wattlas.planning.scenarios.sampling import Values as Draw
from wattlas.planning.settings import FINAL_TOLERANCE
from wattlas.planning.variants import Variant
from wattlas.records import Range

DRAWS = 200
"""Draws of a range: enough for its ends, and few enough to be quick."""
FEW = 0.05
"""Share of draws that may lack a figure that is told all the same."""
CAUSES = 5
WHEN = ("lead_time_years", "delay_years")
"""Figures that say when an option comes, not what it costs: the plan is held."""
NOISE = 0.05
"""Share of the variance of ranks that chance alone may show in so few draws."""


@dataclass(frozen=True)
class Flows:
    """Values at every hour of a plan or of the baseline, and what backs it up."""

    variant: Variant
    x: np.ndarray
    backup: tuple[Backup, ...] = ()


@dataclass(frozen=True)
class _Told:
    """A plan, and the baseline beside it, at the figures of one draw.

    The cash of the `load` is the plan's without what is sold and its cost.
    """

    paid: Lines
    plan: Cash
    load: Cash
    base: Cash | None


def finance_of(
    asked: Asked, terms: Terms, plan: Flows, base: Flows | None, chips: float
) -> Finance:
    """Return the money of a plan over years; `chips` is what these cost in a year."""
    draws = money_drawing(asked)
    values = draws.values(DRAWS, SEED)
    mid = _told(plan, base, plan.variant.problem, terms)
    found = [_told(plan, base, draws.problem(v), terms) for v in values]
    told = _Ranges(mid, found)
    million = _million_tokens(plan.variant.problem)
    return Finance(
        basis=terms.basis,
        discount_rate=terms.discount_rate,
        inflation=terms.inflation,
        horizon_years=terms.horizon_years,
        tax_rate=terms.tax_rate,
        draws=DRAWS,
        present_cost=_sure(told.of(lambda t: _present(t.plan, terms))),
        yearly_cost=_sure(told.of(lambda t: levelised(t.plan, terms))),
        lcoe_per_kwh=_sure(
            told.of(lambda t: levelised(t.load, terms) / t.paid.load_kwh)
        ),
        cost_per_million_tokens=told.of(
            lambda t: (levelised(t.plan, terms) + chips) / million
        )
        if million
        else None,
        **_against_baseline(told, terms),
        capital_by_item={
            option: _sure(told.of(partial(_capital, option)))
            for option in mid.paid.capital
        },
        cash_by_year=tuple(
            _year(told, asked.year, k) for k in range(terms.horizon_years + 1)
        ),
        causes=_causes(draws, values, [_present(t.plan, terms) for t in found]),
    )


def money_drawing(asked: Asked) -> Drawing:
    """Return what is drawn: figures of places and technologies, and given loads.

    Work that is known by its tokens or requests stays as it is: a plan is held, and
    cannot serve other requests.
    """
    named = {f"{field}@{part}" for part, fields in WORK.items() for field in fields}
    every = drawing(asked).inputs
    kept = (i for i in every if i.label not in named and i.name not in WHEN)
    return Drawing(asked, tuple(kept), {})


def _million_tokens(problem: Problem) -> float:
    serving = problem.serving
    if serving is None:
        return 0.0
    return float(serving.requests_per_h.sum()) * serving.output_tokens / 1e6


def _against_baseline(told: _Ranges, terms: Terms) -> dict[str, Any]:
    """Return what a plan is worth beside its baseline; None where there is none."""
    if told.mid.base is None:
        names = ("npv", "irr", "payback_years", "worth_it_share")
        return dict.fromkeys(names)
    gained = [npv(terms.discount_rate, _gain(t)) > 0 for t in told.draws]
    return {
        "npv": told.of(lambda t: npv(terms.discount_rate, _gain(t))),
        "irr": told.of(lambda t: irr(_gain(t))),
        "payback_years": told.of(lambda t: payback_years(_gain(t))),
        "worth_it_share": float(np.mean(gained)),
    }


def _told(plan: Flows, base: Flows | None, problem: Problem, terms: Terms) -> _Told:
    ageing = facts.number("constants", "planning", "solar_ageing").value
    rate = terms.real_discount_rate
    values = _values(plan, problem)
    paid = lines(values, rate)
    of_load = with_backup(lines_of_load(values, paid, rate), plan.backup, rate)
    paid = with_backup(paid, plan.backup, rate)
    return _Told(
        paid,
        cash(paid, terms, ageing),
        cash(of_load, terms, ageing),
        None if base is None else told_plan(base, problem, terms),
    )


def told_plan(plan: Flows, problem: Problem, terms: Terms) -> Cash:
    """Return the cash of a plan at the figures of a problem, its sizes held."""
    ageing = facts.number("constants", "planning", "solar_ageing").value
    rate = terms.real_discount_rate
    paid = lines(_values(plan, problem), rate)
    return cash(with_backup(paid, plan.backup, rate), terms, ageing)


def _values(flows: Flows, problem: Problem) -> Values:
    if problem is flows.variant.problem:
        return Values(flows.variant, flows.x)
    held = held_flows(flows.variant, flows.x, problem)
    return Values(replace(flows.variant, problem=problem), held)


@dataclass(frozen=True)
class _Ranges:
    """Makes a range of a figure of every draw."""

    mid: _Told
    draws: Sequence[_Told]

    def of(self, figure: Callable[[_Told], float]) -> Range | None:
        """Return the range of a figure; None where too many draws have none."""
        mid = figure(self.mid)
        values = np.array([figure(t) for t in self.draws])
        known = values[~np.isnan(values)]
        if np.isnan(mid) or len(known) < (1.0 - FEW) * len(values):
            return None
        low, high = interval(known)
        return Range(min(low, mid), mid, max(high, mid))


def _sure(found: Range | None) -> Range:
    if found is None:
        raise LookupError("A figure that every draw has is absent.")
    return found


def _present(flows: Cash, terms: Terms) -> float:
    return npv(terms.discount_rate, flows.net.tolist())


def levelised(flows: Cash, terms: Terms) -> float:
    """Return the even yearly cost of the same present value, in money of the prices."""
    years = npv(terms.real_discount_rate, [0.0, *[1.0] * terms.horizon_years])
    return _present(flows, terms) / terms.first_money / years


def _gain(told: _Told) -> list[float]:
    """Return what the plan saves against the baseline by year."""
    if told.base is None:
        raise LookupError("There is no baseline.")
    return gains(told.base.net, told.plan.net)


def gains(base: np.ndarray, plan: np.ndarray) -> list[float]:
    """Return what is saved by year; below the tolerance of the optimum it is nothing.

    >>> gains(np.array([0.0, 300.0]), np.array([0.0, 100.0 + 200.0 * (1 + 1e-12)]))
    [0.0, 0.0]
    """
    saved = base - plan
    seen = FINAL_TOLERANCE * float(np.abs(base).max(initial=0.0))
    return [float(x) for x in np.where(np.abs(saved) > seen, saved, 0.0)]


def _capital(option: str, told: _Told) -> float:
    return told.paid.capital.get(option, 0.0)


def _year(told: _Ranges, first: int, k: int) -> CashYear:
    parts = {name: _sure(told.of(partial(_part, name, k))) for name in (*PARTS, "net")}
    return CashYear(year=first - 1 + k, **parts)


def _part(name: str, k: int, told: _Told) -> float:
    return float(getattr(told.plan, name)[k])


def _causes(
    draws: Drawing, values: Sequence[Draw], result: Sequence[float]
) -> tuple[CostCause, ...]:
    drawn, of = {i.label: i for i in draws.inputs}, draws.option_of_place
    inputs = {n: np.array([v[n] for v in values]) for n in drawn}
    shares = width_shares(inputs, np.array(result))
    return tuple(
        CostCause(drawn[n].name, of.get(drawn[n].place, drawn[n].place), s)
        for n, s in list(shares.items())[:CAUSES]
        if s >= NOISE
    )
