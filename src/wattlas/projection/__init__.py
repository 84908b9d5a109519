"""The outlook over decades: demand by three methods, supply, forecasts, back-tests."""

from wattlas.projection.backtest import Backtest, backtest
from wattlas.projection.comparison import forecasts
from wattlas.projection.context import default_of, with_context
from wattlas.projection.crossing import Crossings, crossing
from wattlas.projection.forecasts import Forecasts
from wattlas.projection.need import Need, need
from wattlas.projection.peak import Peak, peak
from wattlas.projection.record import (
    Outlook,
    OutlookCases,
    OutlookContext,
    OutlookInputs,
)
from wattlas.projection.run import outlook
from wattlas.projection.scenario import scenarios

__all__ = [
    "Backtest",
    "Crossings",
    "Forecasts",
    "Need",
    "Outlook",
    "OutlookCases",
    "OutlookContext",
    "OutlookInputs",
    "Peak",
    "backtest",
    "crossing",
    "default_of",
    "forecasts",
    "need",
    "outlook",
    "peak",
    "scenarios",
    "with_context",
]
