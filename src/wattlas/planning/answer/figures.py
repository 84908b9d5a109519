"""Energy, money, carbon and water of a plan, by site and line. [kWh, money, kg, L]"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.parts import Figures
from wattlas.planning.problem import Grid, Problem
from wattlas.planning.program.frame import MILLION, THOUSAND, Frame
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def figures(variant: Variant, x: Array) -> Figures:
    """Return the figures of values at every hour."""
    values = _Values(variant, x)
    problem = variant.problem
    serving = problem.serving
    requests = 0.0 if serving is None else float(serving.requests_per_h.sum())
    return Figures(
        costs={s: _costs(values, s) for s in problem.sites},
        supply_kwh={s: _supply(values, s) for s in problem.sites},
        load_kwh={s: values.load_kwh(s) for s in problem.sites},
        it_kwh={s: values.it(s).sum() * THOUSAND for s in problem.sites},
        carbon_kg={s: _carbon(values, s) for s in problem.sites},
        site_water_l={s: _site_water(values, s) for s in problem.sites},
        grid_water_l={s: _grid_water(values, s) for s in problem.sites},
        requests=requests,
        output_tokens=requests * (serving.output_tokens if serving else 0.0),
        matched_kwh=values.matched_kwh(),
        sold_kwh={
            s: values.of_site("surplus_mw", s).sum() * 1e3 for s in problem.sites
        },
    )


class _Values:
    """Values of decisions at every hour, by site."""

    def __init__(self, variant: Variant, x: Array) -> None:
        self.problem: Problem = variant.problem
        self.frame = Frame(variant.problem)
        self._columns, self._x = variant.program.columns, x

    def at(self, name: str, **labels: str) -> Array:
        """Return the values of a decision at labels; none where it is absent."""
        block = self._columns.get(name)
        if block is None or any(v not in block.labels[d] for d, v in labels.items()):
            return np.zeros(1)
        return np.asarray(self._x[block.at(**labels)])

    def of_site(self, name: str, site: str) -> Array:
        """Return the flows of a decision at a site. [MW]"""
        return self.at(name, site=site)

    def it(self, site: str) -> Array:
        """Return what the servers of a site draw. [MW]"""
        return self.at("it_mw", site=site)

    def load_kwh(self, site: str) -> float:
        """Return what the building of a site draws. [kWh]"""
        return float((self.problem.pue[site] * self.it(site)).sum()) * THOUSAND

    def matched_kwh(self) -> float | None:
        """Return what carbon-free supply matches by the hour, if that is asked for."""
        if "matched_mw" not in self._columns:
            return None
        return float(self._x[self._columns["matched_mw"].position].sum()) * THOUSAND


def _costs(v: _Values, site: str) -> dict[str, float]:
    grid = v.problem.grid(site)
    lines: dict[str, float] = {} if grid is None else _grid_costs(v, grid)
    years = v.problem.years
    for p in (p for p in v.problem.plants if p.site == site):
        size = float(v.at("capacity_mw", plant=p.key)[0])
        output = float(v.at("output_mw", plant=p.key).sum())
        way = grid.wheeling_per_kwh if grid and p.through_grid else 0.0
        cost = p.annual_cost_per_kw * years * size
        cost += (p.energy_cost_per_kwh + way) * output
        lines[p.option] = lines.get(p.option, 0.0) + cost * THOUSAND
    for s in (s for s in v.problem.stores if s.site == site):
        cost = s.annual_cost_per_kw * float(v.at("store_mw", store=s.key)[0])
        cost += s.annual_cost_per_kwh * float(v.at("store_mwh", store=s.key)[0])
        lines[s.option] = lines.get(s.option, 0.0) + cost * years * THOUSAND
    lines |= _chip_costs(v, site) | _priced(v, site)
    return {name: cost for name, cost in lines.items() if cost}


def _grid_costs(v: _Values, grid: Grid) -> dict[str, float]:
    drawn = v.at("import_mw", site=grid.site)
    sold = float(v.at("surplus_mw", site=grid.site).sum())
    peaks = float(v.at("peak_mw", site=grid.site).sum())
    return {
        "grid energy": float((grid.price_per_kwh * drawn).sum()) * THOUSAND,
        "demand charge": grid.demand_charge_per_kw_month * peaks * THOUSAND,
        "sold": -grid.export_price_per_kwh * sold * THOUSAND,
    }


def _chip_costs(v: _Values, site: str) -> dict[str, float]:
    serving = sum(
        chip.chip_hour_cost
        * v.problem.hours
        * float(v.at("serving_chips_k", hall=h)[0])
        for h, (s, chip) in zip(v.frame.hall, v.frame.halls, strict=True)
        if s == site
    )
    training = 0.0
    for run, (s, chip) in zip(v.frame.run, v.frame.runs, strict=True):
        if s == site:
            held = v.at("taken_k", run=run) - v.at("returned_k", run=run)
            training += chip.chip_hour_cost * float(held.sum())
    return {"serving chips": serving * THOUSAND, "training chips": training * THOUSAND}


def _priced(v: _Values, site: str) -> dict[str, float]:
    limits = v.problem.limits
    stress = v.problem.water_stress.get(site, 1.0)
    water = stress * (_site_water(v, site) + _grid_water(v, site))
    return {
        "carbon price": limits.carbon_price_per_kg * _carbon(v, site),
        "water price": limits.water_price_per_l * water,
    }


def _supply(v: _Values, site: str) -> dict[str, float]:
    out = {"grid": float(v.at("import_mw", site=site).sum()) * THOUSAND}
    for p in (p for p in v.problem.plants if p.site == site):
        energy = float(v.at("output_mw", plant=p.key).sum()) * THOUSAND
        out[p.option] = out.get(p.option, 0.0) + energy
    for s in (s for s in v.problem.stores if s.site == site):
        energy = float(v.at("discharge_mw", store=s.key).sum()) * THOUSAND
        out[s.option] = out.get(s.option, 0.0) + energy
    return {name: energy for name, energy in out.items() if energy > 1.0}


def _carbon(v: _Values, site: str) -> float:
    grid = v.problem.grid(site)
    total = 0.0
    if grid is not None and grid.intensity_kgco2e_per_kwh is not None:
        drawn = v.at("import_mw", site=site)
        total += float((grid.intensity_kgco2e_per_kwh * drawn).sum())
    for p in (p for p in v.problem.plants if p.site == site):
        output = float(v.at("output_mw", plant=p.key).sum())
        total += p.intensity_kgco2e_per_kwh * output
    for s in (s for s in v.problem.stores if s.site == site):
        given = float(v.at("discharge_mw", store=s.key).sum())
        total += s.intensity_kgco2e_per_kwh * given
    return total * THOUSAND


def _site_water(v: _Values, site: str) -> float:
    wue = v.problem.wue_l_per_kwh.get(site)
    return 0.0 if wue is None else float((wue * v.it(site)).sum()) * THOUSAND


def _grid_water(v: _Values, site: str) -> float:
    grid = v.problem.grid(site)
    total = 0.0
    if grid is not None and grid.water_l_per_kwh is not None:
        drawn = v.at("import_mw", site=site)
        total += float((grid.water_l_per_kwh * drawn).sum())
    for p in (p for p in v.problem.plants if p.site == site):
        total += p.water_l_per_kwh * float(v.at("output_mw", plant=p.key).sum())
    return total * THOUSAND


def tokens_millions(found: Figures) -> float:
    """Return the output tokens of a plan's requests. [million]"""
    return found.output_tokens / MILLION
