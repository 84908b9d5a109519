"""How sure a plan's power is: backup sized, outages looked at, with ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from wattlas import facts
from wattlas.draws import draw, interval
from wattlas.hours import technology
from wattlas.parameters.drawing import SEED
from wattlas.planning.answer.values import Values
from wattlas.planning.ask import Asked
from wattlas.planning.ask.money import Purse
from wattlas.planning.reliability.backup import Costs, Demand, backup_of
from wattlas.planning.reliability.need import Need, need_of
from wattlas.planning.reliability.record import Backup, OutageStudy, SiteReliability
from wattlas.planning.reliability.terms import Demanded
from wattlas.planning.reliability.unserved import (
    Added,
    firm_kw,
    of_outage,
    unserved_kwh,
)
from wattlas.records import Fact, Input, Range

DRAWS = 40
"""Draws of a range; each looks at every outage anew."""
KEY = "reliability"


@dataclass(frozen=True)
class _Asking:
    """What is demanded, and at which figures and costs it is answered."""

    asked: Demanded
    figures: Mapping[str, float]
    drawn: tuple[Mapping[str, float], ...]
    costs: Costs

    @property
    def demand(self) -> Demand:
        """What backup is sized for."""
        return Demand(self.asked.availability, self.asked.n_minus)


def reliability_of(
    asked: Asked, demanded: Demanded, v: Values, discount_rate: float
) -> tuple[SiteReliability, ...]:
    """Return how sure the power of each site is that draws any."""
    known = facts.numbers("constants", KEY)
    asking = _Asking(
        asked=demanded,
        figures={name: fact.value for name, fact in known.items()},
        drawn=_drawn(known),
        costs=_costs(asked, known, discount_rate),
    )
    sites = (s for s in asked.problem.sites if v.load_kwh(s) > 0)
    return tuple(_of_site(need_of(v, s, asking.figures), asking) for s in sites)


def _of_site(need: Need, asking: _Asking) -> SiteReliability:
    backups, added = _backups(need, asking)
    energy = float(need.load_kw.sum())
    missing = _range(
        [unserved_kwh(need, added, f) for f in (asking.figures, *asking.drawn)]
    )
    firm, less = firm_kw(need, added, asking.figures, asking.asked.n_minus)
    return SiteReliability(
        site=need.site,
        peak_kw=need.peak_kw,
        firm_kw=firm,
        firm_less_kw=less,
        n_minus=asking.asked.n_minus,
        availability=Range(
            1.0 - missing.high / energy,
            1.0 - missing.mid / energy,
            1.0 - missing.low / energy,
        ),
        expected_unserved_kwh=missing,
        demand_met=asking.demand.is_met(need, added, asking.figures)
        if asking.demand.is_any
        else None,
        backups=backups,
        outages=tuple(_studied(need, added, asking)),
    )


def _backups(need: Need, asking: _Asking) -> tuple[tuple[Backup, ...], Added]:
    """Return every backup that is allowed, and what the chosen one adds."""
    demand, none = asking.demand, Added()
    if demand.is_met(need, none, asking.figures):
        return (), none
    found = [
        backup_of(kind, need, demand, asking.figures, asking.costs)
        for kind in asking.asked.backup
    ]
    able = [pair for pair in found if pair[0].enough]
    best = min(able, key=lambda pair: pair[0].annual_cost, default=None)
    chosen = none if best is None else best[1]
    shown = (replace(b, chosen=best is not None and b is best[0]) for b, _ in found)
    return tuple(shown), chosen


def _studied(need: Need, added: Added, asking: _Asking) -> Iterator[OutageStudy]:
    for outage in asking.asked.outages:
        left = [
            of_outage(need, added, f, outage) for f in (asking.figures, *asking.drawn)
        ]
        lost = [item.unserved_kwh.sum(axis=1) for item in left]
        yield OutageStudy(
            hours=outage.hours,
            start=outage.start,
            expected_unserved_kwh=_range([float(x.mean()) for x in lost]),
            worst_kwh=float(lost[0].max()),
            survival=_range([float(x.survived[:, -1].mean()) for x in left]),
        )


def _drawn(known: Mapping[str, Fact]) -> tuple[Mapping[str, float], ...]:
    """Return draws of the figures of outages and failures, not of sizes and costs."""
    inputs = [
        Input(name, f.value, f.low, f.high, f.shape, f.unit, f.source)
        for name, f in known.items()
        if "usd" not in name and not name.endswith(("unit_kw", "life_years"))
    ]
    found = draw(inputs, DRAWS, SEED)
    mid = {name: fact.value for name, fact in known.items()}
    return tuple(mid | {k: float(v[i]) for k, v in found.items()} for i in range(DRAWS))


def _costs(asked: Asked, known: Mapping[str, Fact], rate: float) -> Costs:
    """Return what backup costs in the plan's money, batteries as in the tables."""
    problem = asked.problem
    purse = Purse(problem.currency, problem.currency_year)
    found = {name: purse.of_fact(f) for name, f in known.items() if "usd" in name}
    battery = technology("battery", asked.country(asked.home))
    for item in fields(battery):
        fact = getattr(battery, item.name)
        if isinstance(fact, Fact) and item.name.startswith(("capital", "fixed")):
            found[item.name] = purse.of_fact(fact)
    found["life_years"] = facts.number("technologies", "battery", "life_years").value
    return found | {"discount_rate": rate}


def _range(values: list[float]) -> Range:
    """Return the range of draws around the first value, which is the middle."""
    mid = values[0]
    low, high = interval(np.array(values[1:]))
    return Range(min(low, mid), mid, max(high, mid))
