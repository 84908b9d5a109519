"""A plan's money over years, as a record: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.plain import Plain
from wattlas.records import Range


@dataclass(frozen=True)
class CashYear(Plain):
    """The cash of one year; what is paid is positive, what comes in negative. [money]

    Year 0 of the plan is that before its first of running.
    """

    year: int
    capital: Range
    fixed: Range
    variable: Range
    revenue: Range
    tax: Range
    net: Range


@dataclass(frozen=True)
class CostCause(Plain):
    """A drawn figure of a site or of an option, as a share of the variance of ranks."""

    figure: str
    of: str
    share: float


@dataclass(frozen=True)
class Finance(Plain):
    """What the power of a plan costs over years, and what that is worth.

    Sizes and flows are the plan's; the figures of places and technologies are drawn
    from their ranges (`draws` times), and what a draw changes is bought of the grid.
    `low` and `high` are the 5th and 95th percentile. `npv`, `irr` and `payback_years`
    are of the plan against the baseline; None where there is none, or where more than
    one draw in twenty has no such figure. `lcoe_per_kwh` is for a kWh that the
    buildings draw, in real money; what is sold and its cost stand apart.
    `cost_per_million_tokens` has the chips in it.
    `causes` are the drawn figures that the range of the present cost comes from.
    """

    basis: str
    discount_rate: float
    inflation: float
    horizon_years: int
    tax_rate: float
    draws: int
    present_cost: Range
    yearly_cost: Range
    lcoe_per_kwh: Range
    cost_per_million_tokens: Range | None
    npv: Range | None
    irr: Range | None
    payback_years: Range | None
    worth_it_share: float | None
    capital_by_item: Mapping[str, Range]
    cash_by_year: tuple[CashYear, ...]
    causes: tuple[CostCause, ...]
