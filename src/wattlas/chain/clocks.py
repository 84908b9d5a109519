"""Clocks: a chip whose clock is locked, or slowed by a power cap."""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value


def locked_chip_power_w(
    serving_chip_power_w: Value,
    idle_power_w: Value,
    power_limit_w: Value,
    board_bytes: Value,
    pj_per_byte: Value,
    step_time_s: Value,
    locked_clock: Value,
    clock_exponent: Value,
) -> Value:
    """Mean power of one chip of a busy replica whose clock is locked. [W]

    Power above idle goes with a power of the clock, but for that of moving bytes.

    >>> float(locked_chip_power_w(500.0, 100.0, 700.0, 5e10, 80.0, 0.04, 0.5, 3.0))
    237.5
    """
    moving_w = pj_per_byte * 1e-12 * board_bytes / step_time_s
    moving_w = np.minimum(moving_w, power_limit_w - idle_power_w)
    units_w = np.maximum(serving_chip_power_w - idle_power_w - moving_w, 0.0)
    return serving_chip_power_w - units_w * (1.0 - locked_clock**clock_exponent)


def capped_clock(
    serving_chip_power_w: Value,
    power_cap_w: Value,
    idle_power_w: Value,
    clock_exponent: Value,
) -> Value:
    """Clock under a power cap, over the clock without it. [1]

    Power above idle goes with a power of the clock; a cap above what the work draws
    changes nothing.

    >>> float(capped_clock(500.0, 600.0, 70.0, 2.75))
    1.0
    >>> round(float(capped_clock(700.0, 400.0, 70.0, 2.75)), 3)
    0.79
    """
    room = np.maximum(power_cap_w - idle_power_w, 1.0)
    drawn = np.maximum(serving_chip_power_w - idle_power_w, 1.0)
    return np.minimum(room / drawn, 1.0) ** (1 / clock_exponent)


def slowed_step_time_s(
    step_time_s: Value, arithmetic_bound_time_s: Value, clock: Value
) -> Value:
    """Time of a step at a clock below the full one: arithmetic slows, memory not. [s]

    >>> slowed_step_time_s(0.03, 0.01, 0.5)
    0.04
    """
    return step_time_s + arithmetic_bound_time_s * (1.0 / clock - 1.0)


def capped_chip_power_w(serving_chip_power_w: Value, power_cap_w: Value) -> Value:
    """Mean power of one chip of a busy replica under a power cap. [W]

    >>> float(capped_chip_power_w(500.0, 400.0)), float(capped_chip_power_w(300.0, 400))
    (400.0, 300.0)
    """
    return np.minimum(serving_chip_power_w, power_cap_w)
