"""What the grid of a site is paid, line by line of its bill. [money]"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.hours.bills import bill
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import OFF_SITE, Grid
from wattlas.planning.tariff import MONTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SOLD = "sold"


def grid_bill(v: Values, grid: Grid) -> dict[str, float]:
    """Return what a grid's bill charges by line, and what is sold below nought. [money]

    A filed tariff is billed for what is drawn, charge by charge; taxes stand apart.
    """
    lines = _by_price(v, grid) if grid.terms is None else _by_terms(v, grid)
    sold = lines.pop(SOLD)
    taxed = {name: cost / (1.0 + grid.tax_share) for name, cost in lines.items()}
    taxed["electricity tax"] = sum(lines.values()) - sum(taxed.values())
    return taxed | {SOLD: sold}


def _by_price(v: Values, grid: Grid) -> dict[str, float]:
    drawn = v.at("import_mw", site=grid.site)
    sold = np.asarray(grid.export_price_per_kwh) * v.at("export_mw", site=grid.site)
    power = 0.0
    for window in (w for w in v.frame.windows if w.site == grid.site):
        name = "billed_mw" if window.ratchet_share else "peak_mw"
        power += window.price * float(v.at(name, window=window.label)[0])
    return {
        "grid energy": float((grid.price_per_kwh * drawn).sum()) * THOUSAND,
        "demand charge": power * THOUSAND,
        "fixed charge": _connected(v, grid)
        * MONTHS
        * v.problem.years
        * grid.fixed_per_month,
        SOLD: -float(sold.sum()) * THOUSAND,
    }


def _by_terms(v: Values, grid: Grid) -> dict[str, float]:
    terms = grid.terms
    if terms is None:
        raise LookupError("The grid has no filed tariff.")
    bought = _kw(v, "import_mw", grid.site)
    paid = bill(terms, bought, drawn_kw=bought + _delivered_kw(v, grid.site))
    sold = np.asarray(grid.export_price_per_kwh) * _kw(v, "export_mw", grid.site)
    there = _connected(v, grid)
    return {
        "grid energy": paid.energy,
        "demand charge": paid.demand,
        "fixed charge": there * paid.fixed,
        "minimum charge": there * paid.minimum,
        SOLD: -float(sold.sum()),
    }


def _connected(v: Values, grid: Grid) -> float:
    """Return 1 where a site has work, else the share of its placed loads."""
    if v.frame.is_used(grid.site) or not v.frame.standing:
        return 1.0
    return float(v.at("connected", site=grid.site)[0])


def _delivered_kw(v: Values, site: str) -> Array:
    """Return what plants elsewhere deliver to a site. [kW]"""
    total = np.zeros(v.problem.hours)
    for plant in v.problem.plants:
        if plant.site == site and plant.node == OFF_SITE:
            output = v.at("output_mw", plant=plant.key)
            total += (output - v.at("sold_mw", plant=plant.key)) * THOUSAND
    return total


def _kw(v: Values, name: str, site: str) -> Array:
    return np.broadcast_to(v.at(name, site=site) * THOUSAND, v.problem.hours)
