"""Hours of use: requests that fill them, machines that are on for the rest of a day."""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import HOURS_PER_DAY, kwh_from_watt_hours


def requests_of_use(
    hours_per_day: Value,
    busy_share: Value,
    busy_chip_hours_per_request: Value,
    chips: Value,
    replicas: Value,
) -> Value:
    """Requests a day that keep machines busy for a share of the hours of use. [1]

    >>> requests_of_use(2.0, 0.25, 0.01, 1.0, 1.0)
    50.0
    """
    return hours_per_day * busy_share * chips * replicas / busy_chip_hours_per_request


def busy_hours_per_day(
    busy_chip_hours: Value, chips: Value, replicas: Value, days_of_use: Value
) -> Value:
    """Hours of a day in which a machine has requests. [h]

    >>> busy_hours_per_day(365.0, 1.0, 1.0, 365.0)
    1.0
    """
    return busy_chip_hours / chips / replicas / days_of_use


def busy_share_of_use(busy_hours_per_day: Value, hours_per_day: Value) -> Value:
    """Share of the hours of use in which a machine has requests. [1]

    >>> float(busy_share_of_use(0.5, 2.0))
    0.25
    """
    return np.minimum(busy_hours_per_day / hours_per_day, 1.0)


def rest_energy_kwh(
    rest_power_w: Value, hours_per_day: Value, days_of_use: Value, machines: Value
) -> Value:
    """Energy of machines in the other hours of their days, at the wall. [kWh]

    >>> float(rest_energy_kwh(10.0, 4.0, 365.0, 1.0))
    73.0
    """
    hours = np.maximum(HOURS_PER_DAY - hours_per_day, 0.0) * days_of_use * machines
    return kwh_from_watt_hours(rest_power_w, hours)


def with_rest(waiting: Value, rest: Value) -> Value:
    """What machines take while they wait, and in the rest of their days.

    >>> with_rest(3.0, 4.0)
    7.0
    """
    return waiting + rest
