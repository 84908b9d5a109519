"""Amounts of a study and of the tables, in the plan's units and currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wattlas import quantity
from wattlas.estimation.rates import exchange_rate, price_ratio
from wattlas.parameters import declared
from wattlas.parameters.declaration import Number, Parameter
from wattlas.records import Fact
from wattlas.study.limits import parsed
from wattlas.units import W_PER_KW


def amount(section: Any, field: str, of: str = "") -> float:
    """Return the middle of a number of a section, in the unit of its quantity.

    `of` says whose it is, where the name of the field alone does not.

    Raises
    ------
    InputError
        If it is no such number, or is not allowed.

    Examples
    --------
    >>> from wattlas.study import PlanSection
    >>> amount(PlanSection(latency_ms="40 ms"), "latency_ms")
    40.0
    """
    return _middle(_read(section, field, of))


def power_kw(section: Any, field: str, of: str = "") -> float:
    """Return a power of a section. [kW]

    >>> from wattlas.study import SiteSection
    >>> power_kw(SiteSection(use="oslo", connection="150 MW"), "connection")
    150000.0
    """
    return amount(section, field, of) / W_PER_KW


@dataclass(frozen=True)
class Purse:
    """The currency of a plan; turns money of the tables and of a study into it."""

    currency: str
    year: str = ""
    """The year whose money it is: figures of the tables are brought to it."""

    def of_fact(self, fact: Fact) -> float:
        """Return a figure of the tables in the plan's currency and its money's year."""
        own = fact.unit.partition("/")[0]
        return fact.value * self.of_year(own, fact.year)

    def of_year(self, own: str, year: str) -> float:
        """Return the plan's money for one of another currency and year.

        It is deflated in its own currency, then exchanged at the rate of the plan's
        money. Where the tables have no prices for both years it is exchanged alone.

        >>> round(Purse("USD", "2024").of_year("USD", "2022"), 4)
        1.0719
        """
        ratio = price_ratio(own, year, self.year) if self.year and year else None
        if ratio is None:
            return self.rate(own, year)
        return ratio * self.rate(own, self.year)

    def given(self, section: Any, field: str, of: str = "") -> float:
        """Return money of a section in the plan's currency, in its declared unit.

        >>> from wattlas.study import PlanSection
        >>> plan = PlanSection(carbon_price="80 CNY/t")
        >>> round(Purse("CNY").given(plan, "carbon_price"), 3)
        0.08
        """
        return self._of(_read(section, field, of))

    def entry(self, name: str, value: Number, parameter: Parameter) -> float:
        """Return money of an entry of a mapping, in the unit of its quantity."""
        return self._of(parsed(name, value, parameter))

    def _of(self, read: quantity.Quantity) -> float:
        return _middle(read) * self.rate(read.currency or self.currency)

    def rate(self, own: str, year: str = "") -> float:
        """Return the plan's money for one of another currency, of a year or the last.

        >>> Purse("CNY").rate("CNY")
        1.0
        """
        if own == self.currency:
            return 1.0
        return exchange_rate(own, self.currency, year).mid


def _read(section: Any, field: str, of: str) -> quantity.Quantity:
    parameter = declared(type(section))[field].parameter
    return parsed(f"{of} {field}".strip(), getattr(section, field), parameter)


def _middle(read: quantity.Quantity) -> float:
    return read.mid if read.mid is not None else (read.low + read.high) / 2
