"""Quantities of a place: its figures, its connection and its weather."""

from __future__ import annotations

from wattlas.parameters.limits import Quantity, Slip
from wattlas.parameters.quantities.kinds import PER_MWH, money, power, reading, share

PLACE = {
    "pue": Quantity(
        meaning="facility energy over IT energy", low=1.0, high=5.0, usual=(1.0, 2.5)
    ),
    "wue_l_per_kwh": Quantity(
        unit="L/kWh",
        meaning="litres per kWh of IT energy",
        high=20.0,
        usual=(0.0, 5.0),
        zero=True,
    ),
    "intensity_kgco2e_per_kwh": Quantity(
        unit="kgCO2e/kWh",
        meaning="carbon per kWh",
        high=3.0,
        usual=(0.001, 1.5),
        zero=True,
        slips=(Slip("g/kWh", 1e-3),),
    ),
    "grid_water_l_per_kwh": Quantity(
        unit="L/kWh",
        meaning="litres per kWh",
        high=100.0,
        usual=(0.0, 30.0),
        zero=True,
    ),
    "price_per_kwh": Quantity(
        unit="money/kWh",
        meaning="money for one kWh",
        low=-10.0,
        high=1e4,
        usual=(-1.0, 2.0),
        zero=True,
        slips=PER_MWH,
    ),
}

SITES = {
    "demand_charge_per_kw_month": money("kW/month", "money for a kW and month"),
    "demand_charge_per_kw_year": money("kW", "money for a kW of a year's peak"),
    "fixed_charge_per_month": money("month", "money for a month"),
    "standby_charge_per_kw_month": money("kW/month", "money for a kW and month"),
    "ratchet_share": share("billed power over the year's highest", zero=True),
    "bill_tax_share": share("taxes over the bill without them", zero=True),
    "connection_w": power("watts of the connection", (1e3, 1e10)),
    "marginal_intensity_kgco2e_per_kwh": Quantity(
        unit="kgCO2e/kWh",
        meaning="carbon of one more kWh",
        low=-3.0,
        high=3.0,
        usual=(-1.5, 1.5),
        zero=True,
        slips=(Slip("g/kWh", 1e-3),),
    ),
    "output_share": share("output over the rated power", zero=True),
    "requests_of_hour": Quantity(meaning="requests of an hour", zero=True),
}

WEATHER = {
    "dry_bulb_c": reading("C", -90.0, 60.0),
    "dew_point_c": reading("C", -100.0, 40.0),
    "global_w_per_m2": reading("W/m2", 0.0, 1_500.0),
    "diffuse_w_per_m2": reading("W/m2", 0.0, 1_000.0),
    "beam_w_per_m2": reading("W/m2", 0.0, 1_400.0),
    "wind_m_per_s": reading("m/s", 0.0, 90.0),
}
"""What weather can be: what lies outside is a code for missing."""
