"""Hardware: chip-hours from work, and power and energy of chips and servers."""

from __future__ import annotations

import numpy as np

from wattlas.chain.types import Value
from wattlas.units import (
    FLOP_PER_TFLOP,
    HOURS_PER_DAY,
    HOURS_PER_YEAR,
    SECONDS_PER_HOUR,
    kwh_from_joules,
    kwh_from_watt_hours,
)


def chip_hours(
    training_flop: Value,
    peak_tflops: Value,
    step_mfu: Value,
    goodput: Value,
    hours_error: Value = 1.0,
) -> Value:
    """Chip-hours of a run, restarts and evaluation included. [h]

    `step_mfu` is the share of the peak rate reached while steps run (model FLOP, no
    recomputation); `goodput` is the share of the billed hours in which steps run
    that are kept. A published "MFU" is mostly the first alone.

    >>> round(chip_hours(3.87e23, 312.0, 0.40, 0.80))
    1076723
    """
    kept_rate = peak_tflops * FLOP_PER_TFLOP * step_mfu * goodput
    return training_flop / kept_rate / SECONDS_PER_HOUR * hours_error


def wall_chip_hours(chips: Value, wall_hours: Value) -> Value:
    """Chip-hours of so many chips over so many hours. [h]

    >>> wall_chip_hours(chips=384.0, wall_hours=100.0)
    38400.0
    """
    return chips * wall_hours


def wall_days(chip_hours: Value, chips: Value) -> Value:
    """Days that a run takes on so many chips. [day]

    >>> wall_days(chip_hours=48_000.0, chips=1000.0)
    2.0
    """
    return chip_hours / chips / HOURS_PER_DAY


def training_chip_power_w(
    power_limit_w: Value, training_power_share: Value, power_error: Value = 1.0
) -> Value:
    """Mean power of one chip over a training run. [W]

    >>> training_chip_power_w(400.0, 0.8)
    320.0
    """
    return power_limit_w * training_power_share * power_error


def serving_chip_power_w(
    idle_power_w: Value,
    power_limit_w: Value,
    step_time_s: Value,
    kernel_time_s: Value,
    arithmetic_bound_time_s: Value,
    waiting_time_s: Value,
    board_bytes: Value,
    kernel_level: Value,
    arithmetic_level: Value,
    waiting_level: Value,
    pj_per_byte: Value,
    limit_sharpness: Value,
) -> Value:
    """Mean power of one chip of a busy replica over a step. [W]

    A mix of phases by their share of the step, and an energy for each byte moved;
    power saturates at the limit.

    >>> power = serving_chip_power_w(
    ...     70.0, 700.0, 0.02, 0.015, 0.004, 0.005, 20e9, 0.385, 1.53, 0.06, 73.5, 8.0)
    >>> round(float(power))
    523
    """
    room_w = power_limit_w - idle_power_w
    level = (
        kernel_level * kernel_time_s
        + arithmetic_level * arithmetic_bound_time_s
        + waiting_level * waiting_time_s
        + pj_per_byte * 1e-12 * board_bytes / room_w
    ) / step_time_s
    return idle_power_w + room_w * level / (1 + level**limit_sharpness) ** (
        1 / limit_sharpness
    )


def waiting_chip_power_w(power_limit_w: Value, waiting_power_share: Value) -> Value:
    """Power of one chip that holds a model and waits. [W]

    >>> waiting_chip_power_w(400.0, 0.2)
    80.0
    """
    return power_limit_w * waiting_power_share


def chip_energy_kwh(chip_hours: Value, chip_power_w: Value) -> Value:
    """Energy of the accelerator boards. [kWh]

    >>> chip_energy_kwh(chip_hours=1_082_990, chip_power_w=400)
    433196.0
    """
    return kwh_from_watt_hours(chip_power_w, chip_hours)


def metered_chip_power_w(
    drawn_chip_power_w: Value, power_error: Value, power_limit_w: Value
) -> Value:
    """Power of a chip that a meter would show: at most its limit. [W]

    >>> float(metered_chip_power_w(500.0, 1.1, 700.0))
    550.0
    >>> float(metered_chip_power_w(500.0, 1.5, 700.0))
    700.0
    """
    return np.minimum(drawn_chip_power_w * power_error, power_limit_w)


def request_energy_j(
    chips_per_replica: Value,
    serving_chip_power_w: Value,
    output_tokens: Value,
    step_time_s: Value,
    batch: Value,
) -> Value:
    """Energy of the chips for one request, prompt and answer. [J]

    >>> float(request_energy_j(4.0, 500.0, 300.0, 0.03, 60.0))
    300.0
    """
    power_w = chips_per_replica * serving_chip_power_w
    return power_w * np.maximum(output_tokens, 1.0) * step_time_s / batch


def request_chip_energy_kwh(
    request_energy_j: Value, energy_error: Value = 1.0
) -> Value:
    """Energy of the accelerator boards for one request, from joules. [kWh]

    >>> request_chip_energy_kwh(3.6e6)
    1.0
    """
    return kwh_from_joules(request_energy_j * energy_error)


def serving_chip_energy_kwh(request_chip_energy_kwh: Value, requests: Value) -> Value:
    """Energy of the accelerator boards for all requests. [kWh]

    >>> serving_chip_energy_kwh(0.0002, 1000.0)
    0.2
    """
    return request_chip_energy_kwh * requests


def it_energy_kwh(
    chip_energy_kwh: Value,
    chip_hours: Value,
    host_power_w: Value,
    supply_loss: Value,
    network_share: Value,
) -> Value:
    """Energy of the servers behind the PUE meter: chips, host, losses, network. [kWh]

    `host_power_w` is what CPUs, memory, network cards and fans draw for each chip;
    `supply_loss` the power supplies' loss; `network_share` switches and storage.

    >>> round(it_energy_kwh(500.0, 1000.0, 280.0, 0.05, 0.05), 1)
    860.0
    """
    host_energy_kwh = kwh_from_watt_hours(host_power_w, chip_hours)
    return (chip_energy_kwh + host_energy_kwh) * (1 + supply_loss) * (1 + network_share)


def host_power_w(power_limit_w: Value, host_power_share: Value) -> Value:
    """Power of a server's host for each chip in it. [W]

    >>> host_power_w(700.0, 0.4)
    280.0
    """
    return power_limit_w * host_power_share


def waiting_host_power_w(host_power_w: Value, waiting_host_share: Value) -> Value:
    """Power of a server's host for each chip, while its chips wait. [W]

    >>> waiting_host_power_w(300.0, 0.5)
    150.0
    """
    return host_power_w * waiting_host_share


def embodied_kgco2e_per_chip_hour(
    chip_embodied_kgco2e: Value,
    server_embodied_kgco2e_per_chip: Value,
    life_years: Value,
    fleet_busy_share: Value,
) -> Value:
    """Embodied carbon of chip and server for each busy chip-hour. [kgCO2e/h]

    >>> round(embodied_kgco2e_per_chip_hour(164.0, 712.0, 5.0, 0.6), 4)
    0.0333
    """
    made = chip_embodied_kgco2e + server_embodied_kgco2e_per_chip
    return made / (life_years * HOURS_PER_YEAR * fleet_busy_share)


def it_energy_from_power_kwh(chip_hours: Value, it_power_w: Value) -> Value:
    """Energy of the servers where their power for each chip is known. [kWh]

    >>> it_energy_from_power_kwh(chip_hours=3_552_000, it_power_w=330)
    1172160.0
    """
    return kwh_from_watt_hours(it_power_w, chip_hours)


def it_energy_from_chips_kwh(chip_energy_kwh: Value, it_overhead: Value) -> Value:
    """Energy of the servers where only the chips' energy is known. [kWh]

    >>> it_energy_from_chips_kwh(chip_energy_kwh=100.0, it_overhead=1.5)
    150.0
    """
    return chip_energy_kwh * it_overhead
