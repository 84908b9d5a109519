"""What a plan sells of the heat of its servers. [kWh, money]"""

from __future__ import annotations

from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import HeatSale

HEAT_REUSE, HEAT_SOLD = "heat-reuse", "heat sold"
"""The lines of cost: what exchangers cost, and what heat brings, below nought."""


def heat_kwh(v: Values, site: str) -> float:
    """Return the heat of a site that is sold. [kWh]"""
    sales = (s for s in v.problem.heat if s.site == site)
    return sum(float(v.at("heat_mw", heat=s.key).sum()) for s in sales) * THOUSAND


def heat_capacity_kw(v: Values, sale: HeatSale) -> float:
    """Return the power of the exchangers of a site. [kW]"""
    return float(v.at("heat_capacity_mw", heat=sale.key)[0]) * THOUSAND


def heat_costs(v: Values, site: str) -> dict[str, float]:
    """Return what exchangers of a site cost, and what its heat brings."""
    lines: dict[str, float] = {}
    for sale in (s for s in v.problem.heat if s.site == site):
        size = heat_capacity_kw(v, sale)
        lines[HEAT_REUSE] = sale.annual_cost_per_kw * v.problem.years * size
        lines[HEAT_SOLD] = -sale.price_per_kwh * heat_kwh(v, site)
    return lines
