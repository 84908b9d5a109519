"""Growth: demand over decades, from chips, from compute and from use; and crossings."""

from __future__ import annotations

import numpy as np

from wattlas import units
from wattlas.chain.types import Value


def growth_index(
    growth_now: Value, growth_long_run: Value, halving_years: Value, years: Value
) -> Value:
    """Level over that of the base year when growth slows to its long run. [1]

    The integral of a growth rate whose excess over the long run halves every
    `halving_years`; growth is a factor per year.

    >>> round(float(growth_index(1.5, 1.0, 3.0, 0.0)), 3)
    1.0
    >>> round(float(growth_index(1.5, 1.5, 3.0, 2.0)), 3)
    2.25
    >>> round(float(growth_index(10.0, 1.0, 1e14, 1.0)), 9)
    10.0
    """
    halving_rate = np.log(2) / np.asarray(halving_years)
    # Not 1 - exp: few years of a slow halving would be lost in the last bits.
    excess_years = -np.expm1(-halving_rate * years) / halving_rate
    excess = np.log(growth_now) - np.log(growth_long_run)
    index: Value = np.exp(np.log(growth_long_run) * years + excess * excess_years)
    return index


def use_growth(
    income_growth: Value, efficiency_growth: Value, elasticity: Value
) -> Value:
    """Growth of use in the long run: with income, and with what it costs less. [1/year]

    >>> round(use_growth(1.03, 1.2, 1.0), 3)
    1.236
    """
    return income_growth * efficiency_growth**elasticity


def energy_growth(use_growth: Value, efficiency_growth: Value) -> Value:
    """Growth of energy when use grows and efficiency does. [1/year]

    >>> round(energy_growth(1.21, 1.1), 3)
    1.1
    """
    return use_growth / efficiency_growth


def rebound_factor(efficiency_gain: Value, elasticity: Value) -> Value:
    """Energy after a gain in efficiency over energy before it. [1]

    With elasticity 0 the gain is kept in full, with 1 use takes it all, above 1 energy
    rises (Jevons).

    >>> rebound_factor(2.0, 0.0), rebound_factor(2.0, 1.0), rebound_factor(2.0, 2.0)
    (0.5, 1.0, 2.0)
    """
    return efficiency_gain ** (elasticity - 1)


def logistic_level(
    level_now: Value, level_limit: Value, growth_now: Value, years: Value
) -> Value:
    """Level that grows towards a limit, in the unit of the level.

    `growth_now` is the factor per year far from the limit.

    >>> round(float(logistic_level(1.8, 5.5, 1.4, 0.0)), 3)
    1.8
    >>> round(float(logistic_level(1.8, 5.5, 1.4, 100.0)), 3)
    5.5
    """
    room = level_limit / level_now - 1
    level: Value = level_limit / (1 + room * np.exp(-np.log(growth_now) * years))
    return level


def spending_limit_twh(
    product_usd: Value, spending_share: Value, all_cost_usd_per_kwh: Value
) -> Value:
    """Energy of AI that a share of the world's product can pay for. [TWh]

    `all_cost_usd_per_kwh` is chips, buildings and electricity for a kWh.

    >>> spending_limit_twh(1e14, 0.04, 2.0)
    2000.0
    """
    return product_usd * spending_share / all_cost_usd_per_kwh / units.KWH_PER_TWH


def limited_twh(wanted_twh: Value, limit_twh: Value) -> Value:
    """Demand that bends towards a limit. [TWh]

    >>> round(float(limited_twh(100.0, 2000.0)), 1), round(float(limited_twh(1e9, 2.0)))
    (99.9, 2)
    """
    limited: Value = wanted_twh / np.hypot(1.0, np.asarray(wanted_twh) / limit_twh)
    return limited


def surviving_share(age_years: Value, life_years: Value) -> Value:
    """Share of chips of an age that still run: half at their median life. [1]

    The exponent makes nine tenths leave between 0.6 and 1.6 lives: an assumption.

    >>> surviving_share(0.0, 5.0), surviving_share(5.0, 5.0)
    (1.0, 0.5)
    """
    return 1 / (1 + (age_years / life_years) ** 5)


def stock_energy_twh(
    chip_stock_gw: Value, chip_load: Value, it_overhead: Value, pue: Value
) -> Value:
    """Energy of a year of all chips, by their power limits, at the facility. [TWh]

    >>> round(stock_energy_twh(10.0, 0.6, 1.45, 1.2), 1)
    91.5
    """
    return energy_twh(chip_stock_gw * it_overhead * pue, chip_load)


def training_energy_twh(
    training_flop: Value, flop_per_j: Value, mfu: Value, it_overhead: Value, pue: Value
) -> Value:
    """Energy of training compute at the facility. [TWh]

    `flop_per_j` is the chip's peak rate over its power limit.

    >>> round(training_energy_twh(4e26, 1.6e12, 0.33, 1.45, 1.2), 2)
    0.37
    """
    chip_energy_kwh = units.kwh_from_joules(training_flop / (flop_per_j * mfu))
    return chip_energy_kwh * it_overhead * pue / units.KWH_PER_TWH


def all_from_training_twh(training_energy_twh: Value, inference_share: Value) -> Value:
    """Energy of training and inference, from that of training. [TWh]

    >>> all_from_training_twh(10.0, 0.5)
    20.0
    """
    return training_energy_twh / (1 - inference_share)


def token_energy_twh(
    users_billion: Value,
    requests_per_user_day: Value,
    tokens_per_request: Value,
    token_energy_j: Value,
) -> Value:
    """Energy of a year of tokens, from users to joules. [TWh]

    >>> round(token_energy_twh(1.8, 4.0, 12_000.0, 0.5), 2)
    4.38
    """
    requests = users_billion * units.BILLION * requests_per_user_day
    energy_j = requests * units.DAYS_PER_YEAR * tokens_per_request * token_energy_j
    return units.kwh_from_joules(energy_j) / units.KWH_PER_TWH


def all_ai_twh(token_energy_twh: Value, other_ai_multiple: Value) -> Value:
    """Energy of all AI, from that of the tokens that are counted. [TWh]

    >>> all_ai_twh(4.0, 18.0)
    72.0
    """
    return token_energy_twh * other_ai_multiple


def grown_twh(energy_now_twh: Value, index: Value) -> Value:
    """Energy of a later year, from that of the base year. [TWh]

    >>> grown_twh(50.0, 3.0)
    150.0
    """
    return energy_now_twh * index


def energy_twh(capacity_gw: Value, load_factor: Value) -> Value:
    """Energy of a year of a capacity at its mean load. [TWh]

    IEA 2025: 226 GW at 0.48 are the 946 TWh of 2030.

    >>> round(energy_twh(226.0, 0.478))
    946
    """
    hours = units.HOURS_PER_YEAR * units.KW_PER_GW / units.KWH_PER_TWH
    return capacity_gw * load_factor * hours


def capacity_gw(energy_twh: Value, load_factor: Value) -> Value:
    """Capacity that gives an energy in a year at a mean load. [GW]

    >>> round(capacity_gw(876.0, 0.5))
    200
    """
    hours = units.HOURS_PER_YEAR * units.KW_PER_GW / units.KWH_PER_TWH
    return energy_twh / (load_factor * hours)


def crossing_years(
    energy_now_twh: Value, growth: Value, total_now_twh: Value, total_growth: Value
) -> Value:
    """Years until a growing part equals a growing total; infinite if it never does.

    >>> round(float(crossing_years(93.0, 2.1, 31_772.0, 1.03)), 1)
    8.2
    """
    gap = np.log(np.asarray(total_now_twh) / energy_now_twh)
    pace = np.log(np.asarray(growth) / total_growth)
    with np.errstate(divide="ignore", invalid="ignore"):
        years: Value = np.where(gap <= 0, 0.0, np.where(pace > 0, gap / pace, np.inf))
    return years


def growth_needed(energy_now_twh: Value, energy_then_twh: Value, years: Value) -> Value:
    """Growth that turns one energy into another in so many years. [1/year]

    >>> round(growth_needed(416.0, 946.0, 6.0), 3)
    1.147
    """
    return (energy_then_twh / energy_now_twh) ** (1 / years)


def served_twh(demand_twh: Value, supply_twh: Value) -> Value:
    """Demand that supply can serve. [TWh]

    >>> float(served_twh(3.0, 2.0))
    2.0
    """
    served: Value = np.minimum(demand_twh, supply_twh)
    return served
