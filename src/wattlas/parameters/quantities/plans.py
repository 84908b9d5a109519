"""Quantities of a plan: power options, loads, and what it must keep."""

from __future__ import annotations

from wattlas.parameters.limits import Quantity
from wattlas.parameters.quantities.kinds import (
    PER_CENT,
    PER_MWH,
    money,
    power,
    share,
    whole,
    years,
)

POWER_OPTIONS = {
    "option_w": power("watts of the option", (1e3, 1e11), zero=True),
    "unit_w": power("watts of one unit", (1e3, 1e10)),
    "storage_hours": Quantity(
        unit="h", meaning="hours at full power", high=1e4, usual=(0.1, 1000.0)
    ),
    "units": whole("whole units", 0.0, 1e6),
    "export_price_per_kwh": Quantity(
        unit="money/kWh",
        meaning="money for a kWh that is sold",
        low=-10.0,
        high=1e4,
        usual=(-1.0, 2.0),
        zero=True,
        slips=PER_MWH,
    ),
    "capital_cost_per_kw": money("kW", "money for a kW", (1.0, 1e5)),
    "energy_cost_per_kwh": money("kWh", "money for a kWh of storage", (0.1, 5e3)),
    "fixed_cost_per_kw": money("kW/year", "money for a kW and year", (0.0, 5e3)),
    "energy_fixed_cost_per_kwh": money("kWh/year", "money for a kWh and year"),
    "cost_per_kwh": money("kWh", "money for a kWh", (0.0, 2.0)),
    "learning_rate": share("a share of the cost for a doubling", 0.0, 0.5, zero=True),
    "units_before": Quantity(
        meaning="units built before", high=1e7, usual=(1.0, 1e5), zero=True
    ),
    "asset_life_years": years("years that capital serves", 1.0, 100.0),
    "lead_time_years": years("years", 0.0, 50.0, zero=True),
    "delay_years": years("years", 0.0, 50.0, zero=True),
    "year": whole("a year", 2000, 2100),
    "chance": share("a chance", zero=True),
    "availability": share("a share of the hours", 0.01),
    "min_load": share("a share of the power", zero=True),
    "ramp": Quantity(
        meaning="a share of the power in an hour",
        low=0.001,
        high=60.0,
        slips=PER_CENT,
    ),
    "round_trip_efficiency": share("energy out over in", 0.05),
    "cycles_per_year": Quantity(
        meaning="full cycles in a year", high=1e4, usual=(1.0, 2000.0)
    ),
    "plant_water_l_per_kwh": Quantity(
        unit="L/kWh", meaning="litres per kWh", high=100.0, usual=(0.0, 30.0), zero=True
    ),
}

LOADS = {
    "load_w": power("mean watts of the servers", (1e2, 1e11)),
    "power_cap_w": power("watts of the servers at most", (1e2, 1e11)),
    "run_hours": Quantity(unit="h", meaning="hours", high=8760.0, zero=True),
    "flexible_share": share("a share of the load", zero=True),
    "shed_cost_per_kwh": money(
        "kWh", "money for a kWh that is not computed", (0.0, 100.0)
    ),
    "latency_ms": Quantity(
        unit="ms", meaning="there and back", high=1e6, usual=(1.0, 2000.0)
    ),
    "warm_share": share("a share of the idle replicas", zero=True),
}

FLEXIBILITY = {
    "heat_price_per_kwh": money("kWh", "money for a kWh of heat", (0.0, 0.3)),
    "month": whole("a month", 1, 12),
    "heat_share": share("a share of the energy of the servers", zero=True),
    "call_payment_per_kwh": money("kWh", "money for a kWh given up", (0.0, 20.0)),
    "called_hours": whole("hours of a year", 1, 8784),
    "event_hours": whole("hours of a call", 1, 24),
    "notice_hours": Quantity(unit="h", meaning="hours", high=8760.0, zero=True),
}

PLAN = {
    "matching_share": share("a share that is carbon-free", zero=True),
    "certificate_price_per_kwh": money("kWh", "money for a certificate", (0.0, 0.2)),
    "production_credit_per_kwh": money(
        "kWh", "money for a kWh that is made", (0.0, 0.1)
    ),
    "credit_years": whole("years of a credit", 1, 40),
    "carbon_price_per_kg": money("kgCO2e", "money for carbon", (0.0, 2.0)),
    "carbon_cap_kg": Quantity(unit="kgCO2e", meaning="carbon in a year", zero=True),
    "water_price_per_l": money("L", "money for water", (0.0, 0.1)),
    "water_cap_l": Quantity(unit="L", meaning="water in a year", zero=True),
    "capital_budget": money("", "capital"),
    "discount_rate": Quantity(
        meaning="a real rate a year",
        low=-0.1,
        high=1.0,
        usual=(0.0, 0.25),
        zero=True,
        slips=PER_CENT,
    ),
    "horizon": whole("years", 1, 100),
    "tax_share": Quantity(
        meaning="a share of profit", high=0.9, zero=True, slips=PER_CENT
    ),
    "service_availability": Quantity(
        meaning="a share of the energy, below 1",
        low=0.5,
        high=0.999999,
        slips=PER_CENT,
    ),
    "lost_sources": whole("sources that may be lost", 0, 5),
    "outage_h": Quantity(unit="h", meaning="hours", high=720.0),
    "block_hours": whole("mean hours of a block", 1, 8),
    "tolerance": Quantity(meaning="of the optimum", high=0.1),
    "pareto": whole("plans of a front", 2, 100),
}
