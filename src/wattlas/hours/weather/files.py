"""Weather from files: EPW, TMY3, PVGIS, NASA POWER, or a CSV with named columns."""

from __future__ import annotations

from wattlas.errors import InputError
from wattlas.hours.clock import Clock
from wattlas.hours.weather.record import Weather


def read_weather(path: str, clock: Clock) -> Weather:
    """Return the weather of a file on the hours of a year."""
    raise InputError(f"{path}: no weather of {clock.year} can be read from it.")
