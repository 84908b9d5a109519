"""The outlook over decades: demand by three methods, supply, forecasts, back-tests."""

from wattlas.projection.crossing import Crossings, crossing
from wattlas.projection.record import Outlook
from wattlas.projection.run import outlook
from wattlas.projection.scenario import scenarios

__all__ = ["Crossings", "Outlook", "crossing", "outlook", "scenarios"]
