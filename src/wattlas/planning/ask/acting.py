"""What the fields of a study have to act on: plants that sell, work, capital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas.hours import SiteHours, technology
from wattlas.planning.ask.applies import GRID
from wattlas.planning.ask.options import Late
from wattlas.planning.ask.yields import shape_of
from wattlas.planning.problem import Problem
from wattlas.planning.supply import BEHIND_METER, OFF_SITE, Plant
from wattlas.study import PlanSection, PowerSection, Study


@dataclass(frozen=True)
class Given:
    """A study, what was made of it, and the section that a rule looks at."""

    study: Study
    problem: Problem
    hours: Mapping[str, SiteHours]
    late: tuple[Late, ...] = ()
    section: Any = None

    @property
    def plan(self) -> PlanSection:
        """The section of the plan, or its defaults."""
        return self.study.plan or PlanSection()

    def follows(self, *shapes: str) -> bool:
        """Say whether an option at the site of the section follows such a series."""
        site = self.section.use
        options = (p for p in self.study.power if p.use != GRID)
        here = (p for p in options if not p.sites or site in p.sites)
        return any(_shape(p) in shapes for p in here)

    @property
    def sells(self) -> bool:
        """Whether a plant stands at the site, so that power may leave it."""
        return bool(self._own_plants)

    @property
    def _own_plants(self) -> list[Plant]:
        here = self.section.use
        return [p for p in self.plants if p.site == here and p.node == BEHIND_METER]

    @property
    def plants(self) -> list[Plant]:
        """The plants of the year, and of a path those that come later."""
        later = (item.plant for item in self.late if self.plan.path and item.plant)
        return [*self.problem.plants, *later]

    @property
    def is_paid_for_export(self) -> bool:
        """Whether what leaves the site brings money, or counts in a matching."""
        grid, matching = self.problem.grid(self.section.use), self.plan.matching
        if grid is not None and np.any(np.asarray(grid.export_price_per_kwh) > 0):
            return True
        by_volume = matching is not None and matching.basis != "hourly"
        return by_volume and any(p.carbon_free for p in self._own_plants)

    @property
    def is_sold_to(self) -> bool:
        """Whether some plant sells at the price of the grid that the section is of."""
        own = {technology(p.use).key for p in self.study.power if _has_price(p)}
        here = self.section.sites or self.problem.sites
        return any(
            p.site in here
            and (p.node == BEHIND_METER or (p.node == OFF_SITE and p.option not in own))
            for p in self.plants
        )

    @property
    def is_built(self) -> bool:
        """Whether anything that costs capital may be built."""
        stores = any(
            s.capital_cost_per_kw or s.capital_cost_per_kwh for s in self.problem.stores
        )
        later = self.plan.path and any(item.plant is None for item in self.late)
        return stores or bool(later) or any(p.capital_cost_per_kw for p in self.plants)

    @property
    def is_idle(self) -> bool:
        """Whether no work can run at the site, and no plant there can sell."""
        site, problem = self.section.use, self.problem
        if site == problem.home or np.any(problem.base_it_kw.get(site, 0.0)):
            return False
        hosts = {s for load in problem.placed for s in load.it_kw}
        hosts |= {s for _, s in problem.serving.routes} if problem.serving else set()
        hosts |= set(problem.training.sites) if problem.training else set()
        sellers = (p for p in problem.plants if p.site == site)
        grid = problem.grid(site)
        paid = 0.0 if grid is None else grid.export_price_per_kwh
        sells = any(
            np.any(paid if p.node == BEHIND_METER else p.sale_price_per_kwh)
            for p in sellers
        )
        return site not in hosts and not sells

    @property
    def is_flat(self) -> bool:
        """Whether PUE and water of the site do not follow its weather."""
        known = self.hours[self.section.use].provenance
        names = [n for n in ("pue", "wue_l_per_kwh") if n in known]
        return all(known[name].kind == "flat" for name in names)


def _shape(option: PowerSection) -> str:
    return shape_of(technology(option.use), option.shape)


def _has_price(option: PowerSection) -> bool:
    """Say whether an option is sold at a price of its own."""
    if option.use == GRID:
        return False
    return option.export_price is not None or option.export_price_series is not None
