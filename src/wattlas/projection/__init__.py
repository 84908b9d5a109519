"""The outlook over decades: demand by three methods, supply, forecasts, back-tests."""

from wattlas.projection.backtest import Backtest, backtest
from wattlas.projection.compare import Compared, compare
from wattlas.projection.comparison import forecasts
from wattlas.projection.context import default_of, with_context
from wattlas.projection.crossing import Crossings, crossing
from wattlas.projection.efficiency import Efficiency, efficiency
from wattlas.projection.fleets import Fleets, fleets
from wattlas.projection.forecasts import Forecasts
from wattlas.projection.need import Need, need
from wattlas.projection.peak import Peak, peak
from wattlas.projection.presets import Presets, presets
from wattlas.projection.price import Price, price
from wattlas.projection.record import (
    Outlook,
    OutlookCases,
    OutlookContext,
    OutlookInputs,
)
from wattlas.projection.run import outlook
from wattlas.projection.scenario import scenarios
from wattlas.projection.what_if import WhatIf, what_if

__all__ = [
    "Backtest",
    "Compared",
    "Crossings",
    "Efficiency",
    "Fleets",
    "Forecasts",
    "Need",
    "Outlook",
    "OutlookCases",
    "OutlookContext",
    "OutlookInputs",
    "Peak",
    "Presets",
    "Price",
    "WhatIf",
    "backtest",
    "compare",
    "crossing",
    "default_of",
    "efficiency",
    "fleets",
    "forecasts",
    "need",
    "outlook",
    "peak",
    "presets",
    "price",
    "scenarios",
    "what_if",
    "with_context",
]
