"""Quantities of an outlook over decades."""

from __future__ import annotations

from wattlas.parameters.limits import Quantity
from wattlas.parameters.quantities.kinds import share, whole, years

FACTOR = "factor/year"
"""The unit of growth as it is printed: 1.3 is a factor a year."""

RATIO = "ratio"
ELASTICITY = "%/%"

OUTLOOK = {
    "growth_factor": Quantity(
        meaning="a factor per year: 1.3 is +30 %",
        low=1.0,
        high=20.0,
        usual=(1.0, 4.0),
        shown=FACTOR,
    ),
    "demand_twh": Quantity(
        unit="TWh", meaning="energy of a year", high=1e6, usual=(1.0, 1e5)
    ),
    "base_twh": Quantity(unit="TWh", meaning="energy of 2025", usual=(10.0, 2e3)),
    "outlook.growth": Quantity(
        meaning="a factor per year: 1.3 is +30 %", low=0.2, high=20.0, shown=FACTOR
    ),
    "outlook.generation_growth": Quantity(
        meaning="a factor per year: 1.03 is +3 %", low=0.8, high=1.3, shown=FACTOR
    ),
    "outlook.data_centre_growth": Quantity(
        meaning="a factor per year: 1.1 is +10 %", low=0.8, high=3.0, shown=FACTOR
    ),
    "outlook.rebound": Quantity(
        meaning="per cent more use for one per cent less energy",
        low=-1.0,
        high=3.0,
        zero=True,
        shown=ELASTICITY,
    ),
    "outlook.error": Quantity(
        unit="1/year",
        meaning="growth a year beyond what is projected, in logarithms",
        low=-1.0,
        high=1.0,
        zero=True,
    ),
    "outlook.halving_years": years("years", 0.1, 100.0),
    "outlook.pue": Quantity(
        meaning="facility energy over IT energy", low=1.0, high=5.0, shown=RATIO
    ),
    "outlook.overhead": Quantity(
        meaning="IT energy over chip energy", low=1.0, high=5.0, shown=RATIO
    ),
    "outlook.place_twh": Quantity(
        unit="TWh", meaning="data centres of a place, a year", high=1e5
    ),
    "outlook.place_electricity_twh": Quantity(
        unit="TWh", meaning="all electricity of a place, a year", high=1e5
    ),
    "outlook.weight": Quantity(
        meaning="share of a region over its share of what was added", shown=RATIO
    ),
    "outlook.runs_multiple": Quantity(
        meaning="all research and training over the largest run", shown=RATIO
    ),
    "outlook.other_ai": Quantity(
        meaning="all AI over what counted tokens take", shown=RATIO
    ),
    "outlook.load": share("a share of the limit", 0.01),
    "outlook.mfu": share("a share of the peak rate", 0.001),
    "outlook.inference_share": share(
        "a share of the energy of AI", 0.0, 0.99, zero=True
    ),
    "outlook.share": share("a share", zero=True),
    "outlook.decline": Quantity(
        meaning="a factor per year", low=0.5, high=1.1, shown=FACTOR
    ),
    "outlook.chance": share("a chance", zero=True),
    "outlook.onsite_share": share("a share of what is added", zero=True),
    "outlook.correlation": share("a rank correlation", 0.0, 0.99, zero=True),
    "outlook.capacity_factor": share("mean over full output", 0.01),
    "outlook.start_year": Quantity(meaning="a year", low=2024.0, high=2200.0),
    "outlook.patience": years("years", 0.0, 20.0, zero=True),
    "outlook.units_per_year": Quantity(
        meaning="units a year", high=1e5, zero=True, shown="units/year"
    ),
    "outlook.connection_gw": Quantity(
        unit="GW", meaning="capacity connected in a year", high=1e4, shown="GW/year"
    ),
    "outlook.added_gw": Quantity(
        unit="GW", meaning="capacity added in a year", high=1e5, shown="GW/year"
    ),
    "outlook.requests": Quantity(
        meaning="requests of a user in a day", high=1e6, shown="requests/day"
    ),
    "outlook.tokens": Quantity(
        meaning="tokens of a request", high=1e9, shown="tokens/request"
    ),
    "outlook.peak_gw": Quantity(
        unit="GW", meaning="demand of a place in its highest hour", high=1e4
    ),
    "outlook.supply_elasticity": Quantity(
        meaning="per cent more supply for one per cent of price",
        low=0.05,
        high=20.0,
        shown=ELASTICITY,
    ),
    "outlook.demand_elasticity": Quantity(
        meaning="per cent less demand for one per cent of price",
        high=5.0,
        zero=True,
        shown=ELASTICITY,
    ),
    "outlook.wholesale_share": share("a share of the price at the meter"),
    "outlook.fixed_share": share("a share of what is not wholesale", zero=True),
    "outlook.rate": Quantity(
        meaning="a factor a year: 1.2 is a sixth less energy",
        low=0.5,
        high=20.0,
        shown=FACTOR,
    ),
    "outlook.shipped_chips": Quantity(
        unit="million",
        meaning="chips shipped in a year",
        high=1e4,
        shown="million/year",
    ),
    "outlook.firm_gw": Quantity(
        unit="GW", meaning="capacity that is counted on in that hour", high=1e4
    ),
    "outlook.firm_growth": Quantity(
        meaning="a factor per year", low=0.5, high=1.5, shown=FACTOR
    ),
    "outlook.firm_required": Quantity(
        meaning="firm capacity over the peak that is asked for",
        low=0.5,
        high=2.0,
        shown=RATIO,
    ),
    "outlook.peak_ratio": Quantity(
        meaning="the highest hour over the mean of the year",
        low=1.0,
        high=10.0,
        shown=RATIO,
    ),
    "outlook.draw_factor": Quantity(
        meaning="draw in the highest hour over the mean of the year",
        low=0.2,
        high=3.0,
        shown=RATIO,
    ),
    "outlook.give_way": share("a share of the draw", zero=True),
    "outlook.ranged_year": whole("a whole year with one range", 2026, 2035),
    "outlook.last_year": whole("a whole year", 2026, 2100),
    "outlook.share_of_generation": share("a share of generation"),
}
"""The inputs and settings of an outlook, by the first part of their names."""
