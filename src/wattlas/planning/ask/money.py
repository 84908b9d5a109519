"""Amounts of a study and of the tables, in the plan's units and currency."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas import quantity
from wattlas.errors import InputError
from wattlas.estimation.rates import exchange_rate
from wattlas.records import Fact
from wattlas.units import W_PER_KW

Number = float | str | None


def amount(name: str, value: float | str, unit: str) -> float:
    """Return the middle of a number of a study, in a unit without money.

    >>> amount("latency_ms", "40 ms", "ms")
    40.0
    """
    return _middle(name, value, unit)[0]


def power_kw(name: str, value: float | str) -> float:
    """Return a power of a study. [kW]

    >>> power_kw("connection", "150 MW")
    150000.0
    """
    if not isinstance(value, str):
        raise InputError(f"{name} needs its unit, such as '{value:g} MW'.")
    kw = _middle(name, value, "W")[0] / W_PER_KW
    if kw < 0:
        raise InputError(f"{name} must be 0 or more, got {value}.")
    return kw


def share(name: str, value: float | str) -> float:
    """Return a share of a study, between 0 and 1."""
    middle = amount(name, value, "1")
    if not 0 <= middle <= 1:
        raise InputError(f"{name} must be a share from 0 to 1, got {value}.")
    return middle


@dataclass(frozen=True)
class Purse:
    """The currency of a plan; turns money of the tables and of a study into it."""

    currency: str

    def of_fact(self, fact: Fact) -> float:
        """Return a figure of the tables in the plan's currency."""
        own = fact.unit.partition("/")[0]
        return fact.value * self._rate(own, fact.year)

    def given(self, name: str, value: float | str, per: str) -> float:
        """Return money of a study in the plan's currency, per a unit.

        >>> round(Purse("CNY").given("carbon_price", "80 CNY/t", "kgCO2e"), 3)
        0.08
        """
        # A unit of power is parsed in watts.
        scale = W_PER_KW if per == "kW" else 1.0
        unit = f"money/{'W' if per == 'kW' else per}" if per else "money"
        middle, currency = _middle(name, value, unit)
        if not currency and not isinstance(value, str):
            scale = 1.0
        return middle * scale * self._rate(currency or self.currency, "")

    def _rate(self, own: str, year: str) -> float:
        if own == self.currency:
            return 1.0
        return exchange_rate(own, self.currency, year).mid


def _middle(name: str, value: float | str, unit: str) -> tuple[float, str]:
    if isinstance(value, bool):
        raise InputError(f"{name} must be a number, got {value}.")
    try:
        parsed = quantity.parse(value, unit)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error
    middle = parsed.mid if parsed.mid is not None else (parsed.low + parsed.high) / 2
    return middle, parsed.currency
