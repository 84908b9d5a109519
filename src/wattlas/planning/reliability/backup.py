"""Backup of the size that is enough, of each kind; the cheapest is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

from wattlas.planning.ask.option import annuity
from wattlas.planning.reliability.need import Need
from wattlas.planning.reliability.outage import Reserve
from wattlas.planning.reliability.record import Backup
from wattlas.planning.reliability.unserved import Added, firm_kw, unserved_kwh

MOST_HOURS = 48.0
"""Hours of its load up to which a battery is looked for."""
HALVINGS = 6


@dataclass(frozen=True)
class Demand:
    """What is demanded of a site: a share of its energy; sources that may be lost."""

    availability: float
    n_minus: int

    @property
    def is_any(self) -> bool:
        """Say whether anything is demanded."""
        return bool(self.availability or self.n_minus)

    def is_met(self, need: Need, added: Added, figures: Mapping[str, float]) -> bool:
        """Say whether a site with some backup is sure enough."""
        _, rest = firm_kw(need, added, figures, self.n_minus)
        if self.n_minus and rest < need.peak_kw * (1.0 - 1e-9):
            return False
        if not self.availability:
            return True
        missing = unserved_kwh(need, added, figures) / float(need.load_kw.sum())
        return missing <= 1.0 - self.availability


Costs = Mapping[str, float]
"""Money of the plan by name: what a kW, a kWh and a year of each kind cost."""


def backup_of(
    kind: str,
    need: Need,
    demand: Demand,
    figures: Mapping[str, float],
    costs: Costs,
) -> tuple[Backup, Added]:
    """Return the least backup of a kind that is enough, and what it adds."""
    found, enough = _SIZED[kind](need, demand, figures)
    return _priced(kind, need, found, enough, (figures, costs)), found


def _generators(
    need: Need, demand: Demand, figures: Mapping[str, float]
) -> tuple[Added, bool]:
    unit = figures["genset_unit_kw"]
    most = 2 * ceil(need.peak_kw / unit) + 10
    count = _least(most, lambda n: demand.is_met(need, Added(generators=n), figures))
    return Added(generators=most if count is None else count), count is not None


def _feed(
    need: Need, demand: Demand, figures: Mapping[str, float]
) -> tuple[Added, bool]:
    added = Added(feeds=1)
    return added, bool(need.feed_kw) and demand.is_met(need, added, figures)


def _battery(
    need: Need, demand: Demand, figures: Mapping[str, float]
) -> tuple[Added, bool]:
    def of(hours: float) -> Added:
        return Added(battery=Reserve(need.peak_kw, need.peak_kw * hours))

    if not demand.is_met(need, of(MOST_HOURS), figures):
        return of(MOST_HOURS), False
    low, high = 0.0, MOST_HOURS
    for _ in range(HALVINGS + 3):
        middle = (low + high) / 2
        if demand.is_met(need, of(middle), figures):
            high = middle
        else:
            low = middle
    return of(high), True


_SIZED = {"diesel": _generators, "second-feed": _feed, "battery": _battery}


def _least(most: int, is_enough: Callable[[int], bool]) -> int | None:
    """Return the least number that is enough, where more is never less.

    >>> _least(100, lambda n: n >= 37)
    37
    """
    if not is_enough(most):
        return None
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        if is_enough(middle):
            high = middle
        else:
            low = middle
    return high


def _priced(
    kind: str,
    need: Need,
    added: Added,
    enough: bool,
    of: tuple[Mapping[str, float], Costs],
) -> Backup:
    """Return what a backup costs: capital over its life, upkeep, fuel of outages."""
    figures, costs = of
    rate, hours = costs["discount_rate"], figures["feed_outage_h"]
    out = figures["feed_outages_per_year"] * hours * float(need.islanded_kw.mean())
    if kind == "diesel":
        power = added.generators * figures["genset_unit_kw"]
        capital = power * costs["genset_cost_usd_per_kw"]
        yearly = power * costs["genset_fixed_cost_usd_per_kw_year"]
        yearly += costs["genset_fuel_cost_usd_per_kwh"] * out * bool(power)
        life, units, energy = figures["genset_life_years"], added.generators, None
    elif kind == "second-feed":
        power, units, energy = need.peak_kw, added.feeds, None
        capital, yearly = power * costs["feed_cost_usd_per_kw"], 0.0
        life = figures["feed_life_years"]
    else:
        power, units, energy = added.battery.kw, 1, added.battery.kwh
        capital = power * costs["capital_cost_per_kw"]
        capital += energy * costs["capital_cost_per_kwh"]
        yearly = power * costs["fixed_cost_per_kw_year"]
        yearly += energy * costs["fixed_cost_per_kwh_year"]
        life = costs["life_years"]
    annual = capital * annuity(rate, life) + yearly
    return Backup(kind, power, units, energy, capital, life, annual, enough)
