"""When an option that is not chosen would enter: at which carbon price, which year.

The carbon price moves the value of every hour, and the other options with it. So the
program is solved again, in blocks, at a few prices; one solution says what a kW of
every absent option is worth at that price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wattlas import facts
from wattlas.errors import Message
from wattlas.planning.answer.alternatives import Entry
from wattlas.planning.answer.burdens import burden
from wattlas.planning.answer.crossing import Interval, worth_between
from wattlas.planning.answer.marginal import values_per_kw
from wattlas.planning.ask.money import Purse
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.solve.blocks import Steps
from wattlas.planning.solve.stages import Settings, Sized, size
from wattlas.planning.supply import UNLIMITED, Plant
from wattlas.planning.variants import Variant

FRACTIONS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
"""Prices at which is looked, over the highest; nought and the plan's come with them."""
BUILT = 1e-4
"""Share of the largest size above which an option counts as built."""


def highest_carbon_price_per_t(currency: str) -> float:
    """Return the carbon price up to which is looked, in a currency."""
    fact = facts.number("constants", "planning", "highest_carbon_price_usd_per_t")
    return Purse(currency).of_fact(fact)


@dataclass
class Entering:
    """A program with rows for its burdens, held without some options at any price.

    `held` are the plants that the plan does not count on: too late, or not sure. All
    others respond to the price.
    """

    variant: Variant
    held: tuple[str, ...]
    steps: Steps
    settings: Settings
    say: Callable[[Message], None] = lambda _: None
    _known: dict[tuple[float, str], tuple[dict[str, float], dict[str, float]]] = field(
        default_factory=dict
    )

    def entries(self, plants: Sequence[Plant], highest_per_t: float) -> list[Entry]:
        """Return when each of some plants would enter. [money/t]"""
        now = self.variant.problem.limits.carbon_price_per_kg
        most = max(highest_per_t / THOUSAND, now)
        carbon = bool(np.any(burden(self.variant, "carbon")))
        prices = sorted({0.0, now, *(f * most for f in FRACTIONS)}) if carbon else []
        return [self._entry(p, now, prices) for p in plants]

    def _entry(self, plant: Plant, now: float, prices: Sequence[float]) -> Entry:
        yields = max(plant.yield_kwh_per_kw, 1e-9)
        years = self.variant.problem.years
        energy = plant.delivered_cost_per_kwh
        worth = self.gain(plant, now) + plant.annual_cost_per_kw
        found = self._between(plant, prices) if prices else Interval(None, None)
        late = None
        if plant.first_year is not None and plant.delay_years < UNLIMITED:
            late = plant.first_year + plant.delay_years
        return Entry(
            key=plant.key,
            option=plant.option,
            site=plant.site,
            chance=plant.chance,
            price_per_kwh=plant.annual_cost_per_kw * years / yields + energy,
            break_even_price_per_kwh=worth * years / yields + energy,
            carbon_from_per_t=_per_t(found.low),
            carbon_up_to_per_t=_per_t(found.high),
            carbon_highest_per_t=_per_t(prices[-1]) if prices else None,
            first_year=plant.first_year,
            late_year=late,
            in_time=plant.in_time,
        )

    def _between(self, plant: Plant, prices: Sequence[float]) -> Interval:
        self.say(Message("Carbon prices at which {key} enters ...", key=plant.key))
        return worth_between(
            lambda price: self.worth(plant, price),
            lambda price: self.gain(plant, price),
            prices,
        )

    def worth(self, plant: Plant, price_per_kg: float) -> bool:
        """Say whether a plant is built at a carbon price, or would be if it came."""
        values, built = self._solved(price_per_kg, "")
        if plant.key not in self.held:
            return built[plant.key] > BUILT * max(built.values())
        return values[plant.key] >= plant.annual_cost_per_kw

    def gain(self, plant: Plant, price_per_kg: float) -> float:
        """Return what the first kW of a plant earns in a year over its cost."""
        values, built = self._solved(price_per_kg, "")
        if built[plant.key] > BUILT * max(built.values()):
            values, _ = self._solved(price_per_kg, plant.key)
        return values[plant.key] - plant.annual_cost_per_kw

    def _solved(
        self, price_per_kg: float, without: str
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return what a kW of each plant is worth, and what is built. [kW]"""
        asked = (price_per_kg, without)
        if asked not in self._known:
            held = dict.fromkeys((*self.held, without), (0.0, 0.0))
            more = price_per_kg - self.variant.problem.limits.carbon_price_per_kg
            variant = priced(self.variant, more).with_sizes(held)
            found = size(variant, self.steps, self.settings)
            self._known[asked] = values_per_kw(found), _built_kw(found)
        return self._known[asked]


def priced(variant: Variant, more_per_kg: float) -> Variant:
    """Return the variant whose carbon costs so much more. [money/kg]"""
    cost = variant.program.cost + more_per_kg * burden(variant, "carbon")
    return variant.costing(cost)


def joined(plants: Iterable[Plant], late: Iterable[Plant]) -> tuple[Plant, ...]:
    """Return the plants of a plan with those that would come too late."""
    return (*plants, *(replace(p, in_time=False) for p in late))


def _built_kw(found: Sized) -> dict[str, float]:
    sizes = found.values("capacity_mw") * THOUSAND
    keys = (p.key for p in found.problem.plants)
    return {k: float(kw) for k, kw in zip(keys, sizes, strict=True)}


def _per_t(price_per_kg: float | None) -> float | None:
    return None if price_per_kg is None else price_per_kg * THOUSAND
