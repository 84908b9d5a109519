"""Tariffs as the US Utility Rate Database (URDB) files them, read from its JSON."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import InputError, Message, reason_of
from wattlas.hours.bills.filed import Filed, tiers_of
from wattlas.hours.bills.terms import BillTerms, DemandWindow, WindowKind
from wattlas.hours.bills.unread import unread
from wattlas.hours.clock import Clock, LocalTime
from wattlas.plain.files import file_text

_MONTHS, _SATURDAY, _HOURS_A_DAY = 12, 5, 24
_PER = ("$/month", "$/day", "$/year")
_ALL_MONTHS, _DAILY, _YEARLY = _PER
_A_DAY = "kWh daily"
"""Tiers of energy whose ends are for a day: a month has as many as days."""


def read_urdb(path: str, clock: Clock, timezone: str) -> BillTerms:
    """Return the terms of a tariff in the JSON of the URDB (version 7 or 8).

    Periods lie on weekdays and weekends of the clock's year in the local time of
    `timezone`; holidays are not in the file and count as the days that they are.

    Parameters
    ----------
    path : str
        The answer of the API (`detail=full`, its first item is taken) or one item.
    clock : Clock
        The hours of the year.
    timezone : str
        The zone of the tariff's clock, such as America/New_York.

    Raises
    ------
    InputError
        If the file is no such JSON, or a charge is of a kind or unit that cannot be
        billed by the hour; with the field.
    """
    filed = Filed(path, _item(path))
    local = clock.local(timezone)
    prices, ends, sell = _energy(filed, local, clock.year)
    by_month, by_year = _minimum(filed, clock)
    return BillTerms(
        name=str(filed.get("name") or Path(path).stem),
        utility=str(filed.get("utility") or ""),
        currency="USD",
        timezone=timezone,
        month=local.month - 1,
        energy_price_per_kwh=prices,
        tier_end_kwh=ends,
        demand=_with_ratchets(filed, _demand(filed, local)),
        sell_price_per_kwh=sell,
        fixed_per_month=_fixed(filed, clock),
        minimum_per_month=by_month,
        minimum_per_year=by_year,
        unused=_unused(filed, sell),
    )


def _unused(filed: Filed, sell: Any) -> tuple[str, ...]:
    """Return names of what is filed and not in the terms; `sell` of some hours too."""
    structure = filed.structure("energyratestructure")
    brings = [tier.get("sell") for period in structure for tier in period]
    first = [
        tier.get("sell") for period in structure for tier in period[:1] * len(period)
    ]
    left = any(s is not None for s in brings) and (sell is None or brings != first)
    return (*unread(filed), *(["sell"] if left else []))


def _item(path: str) -> dict[str, Any]:
    try:
        read = json.loads(file_text(path, "utf-8-sig"))
    except OSError as error:
        raise InputError(
            "{path}: cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except ValueError as error:
        raise InputError(
            "{path}: is no JSON: {error}.",
            path=path,
            error=error,
        ) from error
    if isinstance(read, dict) and isinstance(read.get("items"), list):
        read = read["items"]
    if isinstance(read, list) and len(read) == 1:
        read = read[0]
    if not isinstance(read, dict) or "energyratestructure" not in read:
        many = (
            Message(
                " It has {read_count} tariffs; give one.",
                read_count=len(read),
            )
            if isinstance(read, list)
            else ""
        )
        raise InputError(
            "{path}: is no tariff of the Utility Rate Database: it has no "
            "energyratestructure.{many}",
            path=path,
            many=many,
        )
    return read


def _periods(filed: Filed, kind: str, local: LocalTime, count: int) -> Any:
    """Return the period of each hour: from the tables of month and hour."""
    week, end = (filed.schedule(f"{kind}{d}schedule", count) for d in _DAYS)
    month, weekend = local.month - 1, local.weekday >= _SATURDAY
    return np.where(weekend, end[month, local.hour], week[month, local.hour])


_DAYS = ("weekday", "weekend")


def _energy(filed: Filed, local: LocalTime, year: int) -> tuple[Any, Any, Any]:
    """Return prices by tier and hour, ends of tiers by month, and what export brings.

    A period of one tier has its price in every tier of the month. A fuel adjustment of
    a month is added to all its prices.
    """
    filed.refuse_units("energyratestructure", ("kWh", _A_DAY))
    structure = filed.structure("energyratestructure")
    periods = _periods(filed, "energy", local, len(structure))
    most = max(len(period) for period in structure)
    prices = [[t.price for t in tiers_of(period)] for period in structure]
    table = np.array([_padded(period, most) for period in prices])
    fuel = filed.adjustments("fueladjustmentsmonthly")[local.month - 1]
    ends = [
        _ends_of_month(
            filed,
            [_ends(period, monthrange(year, m + 1)[1]) for period in structure],
            periods[local.month == m + 1],
            most,
            m,
        )
        for m in range(_MONTHS)
    ]
    sell = [period[0].get("sell") for period in structure]
    sold = None if None in sell else np.array(sell, float)[periods]
    return table[periods].T + fuel, np.array(ends), sold


def _ends(period: list[Any], days: int) -> tuple[float, ...]:
    """Return where the tiers of a period end in a month of so many days. [kWh]"""
    times = [days if tier.get("unit") == _A_DAY else 1 for tier in period]
    ends = (np.inf if t.most is None else t.most for t in tiers_of(period))
    return tuple(end * n for end, n in zip(ends, times, strict=True))


def _padded(values: list[float], length: int) -> list[float]:
    return values + [values[-1]] * (length - len(values))


def _ends_of_month(
    filed: Filed, ends: list[tuple[float, ...]], periods: Any, most: int, month: int
) -> list[float]:
    """Return up to which energy of a month each tier goes, for all its periods."""
    tiered = {ends[p] for p in np.unique(periods) if len(ends[p]) > 1}
    if len(tiered) > 1:
        raise InputError(
            "{where}: energyratestructure has tiers of {tiered_count} different "
            "limits in month {month}; one month's energy has one set of tiers.",
            where=filed.where,
            tiered_count=len(tiered),
            month=month + 1,
        )
    return _padded(list(tiered.pop()) if tiered else [np.inf], most)


def _demand(filed: Filed, local: LocalTime) -> list[DemandWindow]:
    """Return the windows of every demand charge that costs something."""
    windows = _monthly(filed, local)
    for kind, name in (("time-of-use", "demand"), ("coincident", "coincident")):
        structure = filed.structure(f"{name}ratestructure")
        if not structure:
            continue
        filed.refuse_units(f"{name}ratestructure", ("kW",), f"{name}rateunit")
        periods = (
            _periods(filed, name, local, len(structure))
            if name == "demand"
            else _coincident(filed, local, len(structure))
        )
        windows += _by_period(kind, structure, periods, local)  # type: ignore[arg-type]
    return windows


def _monthly(filed: Filed, local: LocalTime) -> list[DemandWindow]:
    structure = filed.structure("flatdemandstructure")
    if not structure:
        return []
    filed.refuse_units("flatdemandstructure", ("kW",), "flatdemandunit")
    by_month = filed.months("flatdemandmonths", len(structure))
    periods = by_month[local.month - 1]
    return _by_period("monthly", structure, periods, local)


def _coincident(filed: Filed, local: LocalTime, count: int) -> Any:
    table = filed.schedule("coincidentrateschedule", count)
    return table[local.month - 1, local.hour]


def _by_period(
    kind: WindowKind, structure: list[Any], periods: Any, local: LocalTime
) -> list[DemandWindow]:
    windows: list[DemandWindow] = []
    for month in range(_MONTHS):
        inside = local.month == month + 1
        for period in np.unique(periods[inside]):
            tiers = tiers_of(structure[period])
            hours = np.flatnonzero(inside & (periods == period))
            if any(t.price for t in tiers):
                windows.append(DemandWindow(kind, int(period), month, hours, tiers))
    return windows


def _with_ratchets(
    filed: Filed, windows: list[DemandWindow]
) -> tuple[DemandWindow, ...]:
    """Return windows with the share and windows that they look back at.

    Named months (`lookbackmonths`) count for every month, else each looks at the
    `lookbackrange` months before, the year taken as a circle.
    """
    share, named = filed.ratchet()
    if not share.any():
        return tuple(windows)
    back = int(filed.number("lookbackrange"))
    result: list[DemandWindow] = []
    for w in windows:
        months = named or {(w.month - i - 1) % _MONTHS for i in range(back)}
        seen = tuple(
            i
            for i, other in enumerate(windows)
            if other.kind == w.kind
            and other.month in months
            and (w.kind == "monthly" or other.period == w.period)
        )
        looks = w.kind != "coincident" and bool(seen)
        result.append(_looking_back(w, float(share[w.month]), seen) if looks else w)
    return tuple(result)


def _looking_back(
    window: DemandWindow, share: float, seen: tuple[int, ...]
) -> DemandWindow:
    return replace(window, ratchet_share=share, ratchet_of=seen)


def _fixed(filed: Filed, clock: Clock) -> float:
    if filed.get("fixedmonthlycharge"):
        return filed.number("fixedmonthlycharge")
    per = filed.word("fixedchargeunits", _PER)
    return filed.number("fixedchargefirstmeter") * _times_a_month(per, clock)


def _times_a_month(per: str, clock: Clock) -> float:
    """Return how often a charge comes in a month on the mean of the year. [1]"""
    days = clock.hours / _HOURS_A_DAY
    return {_ALL_MONTHS: 1.0, _DAILY: days / _MONTHS, _YEARLY: 1.0 / _MONTHS}[per]


def _minimum(filed: Filed, clock: Clock) -> tuple[float, float]:
    """Return the least that a month costs, and a year. [money]"""
    yearly, per = filed.number("annualmincharge"), filed.word("minchargeunits", _PER)
    if filed.get("minmonthlycharge"):
        return filed.number("minmonthlycharge"), yearly
    least = filed.number("mincharge")
    if per == _YEARLY:
        return 0.0, max(yearly, least)
    return least * _times_a_month(per, clock), yearly
