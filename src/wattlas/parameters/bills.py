"""What a study may say of the bill for electricity at a site, charge by charge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wattlas.parameters.declaration import Number, Parameter


@dataclass(frozen=True, kw_only=True)
class BillFields:
    """Charges of a bill beside the price of energy; each is added as it is given."""

    tariff_file: Annotated[
        str | None,
        Parameter(help="Tariff as filed: JSON of the US rate database.", path=True),
    ] = None
    demand_ratchet: Annotated[
        Number | None,
        Parameter(
            help="Share of the year's highest power that each month is billed for.",
            quantity="ratchet_share",
            examples=(0.6, 0.85),
        ),
    ] = None
    yearly_demand_charge: Annotated[
        Number | None,
        Parameter(
            help="For the highest kW of a year, such as '100 EUR/kW'.",
            quantity="demand_charge_per_kw_year",
            examples=("100 USD/kW", "90 USD/kW"),
        ),
    ] = None
    fixed_charge: Annotated[
        Number | None,
        Parameter(
            help="A month, whatever is drawn, such as '500 USD'.",
            quantity="fixed_charge_per_month",
            examples=("500 USD", "900 USD"),
        ),
    ] = None
    standby_charge: Annotated[
        Number | None,
        Parameter(
            help="For a month and a kW of plants at the site, such as '4 USD/kW'.",
            quantity="standby_charge_per_kw_month",
            examples=("4 USD/kW", "6 USD/kW"),
        ),
    ] = None
    electricity_tax: Annotated[
        Number | None,
        Parameter(
            help="Share that taxes add to the bill.",
            quantity="bill_tax_share",
            examples=(0.06, 0.13),
        ),
    ] = None
