"""Energy, money, carbon and water of a plan, by site and line. [kWh, money, kg, L]"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.answer.bills import grid_bill
from wattlas.planning.answer.energy import Figures
from wattlas.planning.answer.exports import curtailed_kwh, exported, sold_mw
from wattlas.planning.answer.flexible import flexible_costs, shed_kwh
from wattlas.planning.answer.heat import heat_costs, heat_kwh
from wattlas.planning.answer.scores import certificate_costs
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import OFF_SITE, VIRTUAL
from wattlas.planning.variants import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def figures(variant: Variant, x: Array) -> Figures:
    """Return the figures of values at every hour."""
    values = Values(variant, x)
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
        exported={
            s: found for s in problem.sites if (found := exported(values, s)).energy_kwh
        },
        curtailed_kwh={s: curtailed_kwh(values, s) for s in problem.sites},
        heat_kwh={s: kwh for s in problem.sites if (kwh := heat_kwh(values, s))},
        shed_kwh={s: kwh for s in problem.sites if (kwh := shed_kwh(values, s))},
    )


def _costs(v: Values, site: str) -> dict[str, float]:
    grid = v.problem.grid(site)
    lines: dict[str, float] = {} if grid is None else grid_bill(v, grid)
    years = v.problem.years
    for p in (p for p in v.problem.plants if p.site == site):
        size = float(v.at("capacity_mw", plant=p.key)[0])
        output, sold = v.at("output_mw", plant=p.key), sold_mw(v, p)
        cost = p.annual_cost_per_kw * years * size
        cost += p.energy_cost_per_kwh * float(output.sum())
        standby = p.standby_cost_per_kw * years * size
        lines["standby charge"] = lines.get("standby charge", 0.0) + standby * THOUSAND
        cost -= standby
        if p.node == OFF_SITE:
            way = p.delivery_cost_per_kwh * float((output - sold).sum())
            lines["delivery"] = lines.get("delivery", 0.0) + way * THOUSAND
        if p.node in (OFF_SITE, VIRTUAL):
            brings = float((np.asarray(p.sale_price_per_kwh) * sold).sum())
            lines["sold"] = lines.get("sold", 0.0) - brings * THOUSAND
        lines[p.option] = lines.get(p.option, 0.0) + cost * THOUSAND
    for s in (s for s in v.problem.stores if s.site == site):
        cost = s.annual_cost_per_kw * float(v.at("store_mw", store=s.key)[0])
        cost += s.annual_cost_per_kwh * float(v.at("store_mwh", store=s.key)[0])
        lines[s.option] = lines.get(s.option, 0.0) + cost * years * THOUSAND
    if certified := certificate_costs(v).get(site):
        lines["certificates"] = certified
    lines |= (
        flexible_costs(v, site)
        | heat_costs(v, site)
        | _chip_costs(v, site)
        | _priced(v, site)
    )
    return {name: cost for name, cost in lines.items() if cost}


def _chip_costs(v: Values, site: str) -> dict[str, float]:
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


def _priced(v: Values, site: str) -> dict[str, float]:
    limits = v.problem.limits
    stress = v.problem.water_stress.get(site, 1.0)
    sold = exported(v, site)
    water = stress * (_site_water(v, site) + _grid_water(v, site) + sold.water_l)
    return {
        "carbon price": limits.carbon_price_per_kg
        * (_carbon(v, site) + sold.carbon_kg),
        "water price": limits.water_price_per_l * water,
    }


def _supply(v: Values, site: str) -> dict[str, float]:
    out = {"grid": float(v.at("import_mw", site=site).sum()) * THOUSAND}
    for p in (p for p in v.problem.plants if p.site == site):
        kept = v.at("output_mw", plant=p.key) - sold_mw(v, p)
        energy = float(kept.sum()) * THOUSAND
        out[p.option] = out.get(p.option, 0.0) + energy
    for s in (s for s in v.problem.stores if s.site == site):
        energy = float(v.at("discharge_mw", store=s.key).sum()) * THOUSAND
        out[s.option] = out.get(s.option, 0.0) + energy
    return {name: energy for name, energy in out.items() if energy > 1.0}


def _carbon(v: Values, site: str) -> float:
    grid = v.problem.grid(site)
    total = 0.0
    if grid is not None and grid.intensity_kgco2e_per_kwh is not None:
        drawn = v.at("import_mw", site=site)
        total += float((grid.intensity_kgco2e_per_kwh * drawn).sum())
    for p in (p for p in v.problem.plants if p.site == site):
        kept = v.at("output_mw", plant=p.key) - sold_mw(v, p)
        total += p.intensity_kgco2e_per_kwh * float(kept.sum())
    for s in (s for s in v.problem.stores if s.site == site):
        given = float(v.at("discharge_mw", store=s.key).sum())
        total += s.intensity_kgco2e_per_kwh * given
    return total * THOUSAND


def _site_water(v: Values, site: str) -> float:
    wue = v.problem.wue_l_per_kwh.get(site)
    return 0.0 if wue is None else float((wue * v.it(site)).sum()) * THOUSAND


def _grid_water(v: Values, site: str) -> float:
    grid = v.problem.grid(site)
    total = 0.0
    if grid is not None and grid.water_l_per_kwh is not None:
        drawn = v.at("import_mw", site=site)
        total += float((grid.water_l_per_kwh * drawn).sum())
    for p in (p for p in v.problem.plants if p.site == site):
        kept = v.at("output_mw", plant=p.key) - sold_mw(v, p)
        total += p.water_l_per_kwh * float(kept.sum())
    return total * THOUSAND
