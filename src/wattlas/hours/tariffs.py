"""Time-of-use tariffs: which hours are dear, and what a month's highest power costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.facts.places import grid_of
from wattlas.hours.clock import Clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LOCAL = "local"
"""The name by which a site's own tariff is asked for."""
_PERIODS = {"v": "valley_ratio", "f": "", "p": "peak_ratio", "s": "sharp_ratio"}
_MONTHS = 12


@dataclass(frozen=True)
class Tariff:
    """A tariff: a letter an hour (v, f, p, s) for each month, ratios, demand charge.

    Ratios are over the price of flat hours (f); v is valley, p peak, s sharp peak. The
    sources are those of the hours and of the ratios that they use.
    """

    key: str
    currency: str
    timezone: str
    periods: tuple[str, ...]
    ratios: dict[str, float]
    demand_charge_per_kw_month: float
    sources: tuple[str, ...]

    def shape(self, clock: Clock) -> Array:
        """Price of each hour over that of flat hours. [1]"""
        local = clock.local(self.timezone)
        table = np.array([[self.ratios[p] for p in month] for month in self.periods])
        shape: Array = table[local.month - 1, local.hour]
        return shape


def tariff(name: str, site: str | None = None) -> Tariff:
    """Return a tariff by its name, or that of a site's grid for `local`.

    Raises
    ------
    UnknownNameError
        If no tariff has the name.
    InputError
        If the tables have no tariff of the site's grid.

    Examples
    --------
    >>> tariff("local", site="shenzhen").key
    'guangdong-tou'
    """
    key = _of_site(site) if name == LOCAL else facts.resolve("tariffs", name)
    row, numbers = facts.row("tariffs", key), facts.numbers("tariffs", key)
    ratios = {p: numbers[q].value if q else 1.0 for p, q in _PERIODS.items()}
    periods = _months(row)
    used = [numbers[q] for p, q in _PERIODS.items() if q and p in "".join(periods)]
    demand = numbers[f"demand_charge_{row['currency'].lower()}_per_kw_month"]
    return Tariff(
        key=key,
        currency=row["currency"],
        timezone=row["timezone"],
        periods=periods,
        ratios=ratios,
        demand_charge_per_kw_month=demand.value,
        sources=tuple(dict.fromkeys([row["source"], *(f.source for f in used)])),
    )


def energy_price(
    level: float, demand_charge_per_kw_month: float, shape: Array
) -> Array:
    """Price of a kWh by the hour of a year, so that a steady load pays a level.

    The demand charge is that part of the level which is paid for power: 0 where the
    level is the price of energy alone.

    ``price = (level - 12 * demand / hours) * shape / mean(shape)``

    >>> energy_price(0.6, 0.0, np.array([0.5, 1.0, 1.5])).round(2)
    array([0.3, 0.6, 0.9])
    """
    for_power = _MONTHS * demand_charge_per_kw_month / len(shape)
    if for_power and for_power >= level:
        raise InputError(
            "The demand charge of {demand_charge_per_kw_month:g} a kW and month alone "
            "comes to {for_power:.3g} a kWh, and the price is {level:g} in all. Lower "
            "the charge, or give price_series.",
            demand_charge_per_kw_month=demand_charge_per_kw_month,
            for_power=for_power,
            level=level,
        )
    price: Array = (level - for_power) * shape / shape.mean()
    return price


def _of_site(site: str | None) -> str:
    grid = grid_of(site)
    for key in facts.keys("tariffs"):
        if grid and grid in facts.row("tariffs", key)["grids"].split():
            return key
    raise InputError(
        "The tables have no tariff of {site}'s grid ({value}). Name one (wattlas "
        "facts tariffs), give price_series, or leave the tariff out.",
        site=site,
        value=grid or Message("unknown"),
    )


def _months(row: dict[str, str]) -> tuple[str, ...]:
    months = [row["hours"]] * 12
    for part in filter(None, row["hours_of_months"].split(";")):
        numbers, _, hours = part.partition("=")
        for number in numbers.split(","):
            months[int(number) - 1] = hours
    return tuple(months)
