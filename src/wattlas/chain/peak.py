"""The highest hour of a grid: the draw of data centres, what is firm, what lacks."""

from __future__ import annotations

from wattlas.chain import growth
from wattlas.chain.types import Value


def peak_draw_gw(energy_twh: Value, draw_factor: Value, give_way_share: Value) -> Value:
    """Draw of a load in the highest hour, from its energy of a year. [GW]

    `draw_factor` is its draw in that hour over its mean of the year,
    `give_way_share` the part of it that gives way.

    >>> round(peak_draw_gw(87.6, 1.1, 0.0), 2), round(peak_draw_gw(87.6, 1.0, 0.2), 2)
    (11.0, 8.0)
    """
    mean_gw = growth.capacity_gw(energy_twh, 1.0)
    return mean_gw * draw_factor * (1 - give_way_share)


def firm_gw(firm_now_gw: Value, growth_per_year: Value, years: Value) -> Value:
    """Firm capacity after so many years of net growth. [GW]

    >>> round(firm_gw(100.0, 1.01, 2.0), 2)
    102.01
    """
    return firm_now_gw * growth_per_year**years


def margin_gw(firm_capacity_gw: Value, peak_gw: Value, required_ratio: Value) -> Value:
    """Firm capacity beyond what is asked for at a peak; below nothing it lacks. [GW]

    `required_ratio` is the firm capacity that the grid asks for, over its peak.

    >>> round(margin_gw(110.0, 100.0, 1.15), 2)
    -5.0
    """
    return firm_capacity_gw - peak_gw * required_ratio
