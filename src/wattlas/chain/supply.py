"""Supply: price, carbon and off-site water of the electricity drawn."""

from __future__ import annotations

from wattlas.chain.types import Value


def electricity_cost(facility_energy_kwh: Value, price_per_kwh: Value) -> Value:
    """Cost of the electricity, in the currency of the price.

    >>> electricity_cost(facility_energy_kwh=1000.0, price_per_kwh=0.08)
    80.0
    """
    return facility_energy_kwh * price_per_kwh


def facility_carbon_kgco2e(
    facility_energy_kwh: Value, intensity_kgco2e_per_kwh: Value
) -> Value:
    """Carbon of the electricity, average and life-cycle. [kgCO2e]

    >>> facility_carbon_kgco2e(1_287_000.0, 0.429)
    552123.0
    """
    return facility_energy_kwh * intensity_kgco2e_per_kwh


def grid_water_l(facility_energy_kwh: Value, grid_water_l_per_kwh: Value) -> Value:
    """Water consumed by the power plants. [L]

    Li et al. 2023, arXiv:2304.03271, equation 3.

    >>> round(grid_water_l(facility_energy_kwh=117.0, grid_water_l_per_kwh=3.142), 1)
    367.6
    """
    return facility_energy_kwh * grid_water_l_per_kwh
