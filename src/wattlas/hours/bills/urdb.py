"""Tariffs as the US Utility Rate Database (URDB) files them, read from its JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from wattlas.errors import InputError, Message, reason_of
from wattlas.hours.bills.filed import Filed, tiers_of
from wattlas.hours.bills.terms import BillTerms, DemandWindow, Tier, WindowKind
from wattlas.hours.clock import Clock, LocalTime
from wattlas.plain.files import file_text

_MONTHS, _SATURDAY = 12, 5
_UNUSED = (
    "demandreactivepowercharge",
    "fueladjustmentsmonthly",
    "fixedchargeeaaddl",
    "dgrules",
    "demandwindow",
    "demandmin",
    "peakkwcapacitymin",
    "peakkwcapacitymax",
    "peakkwhusagemin",
    "peakkwhusagemax",
)
"""Fields that change a bill or whom it is for, and that the terms do not hold."""
_MONTHS_IN = {"$/month": 1.0, "$/day": 365.25 / 12, "$/year": 1 / 12}


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
    prices, ends, sell = _energy(filed, local)
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
        fixed_per_month=_fixed(filed),
        minimum_per_month=_minimum(filed),
        minimum_per_year=filed.number("annualmincharge"),
        unused=_unused(filed, sell),
    )


def _unused(filed: Filed, sell: Any) -> tuple[str, ...]:
    """Return names of what is filed and not in the terms; `sell` of some hours too."""
    tiers = [t for period in filed.structure("energyratestructure") for t in period]
    left = sell is None and any(tier.get("sell") is not None for tier in tiers)
    named = [name for name in _UNUSED if filed.get(name)]
    return tuple([*named, "sell"] if left else named)


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


def _energy(filed: Filed, local: LocalTime) -> tuple[Any, Any, Any]:
    """Return prices by tier and hour, ends of tiers by month, and what export brings.

    A period of one tier has its price in every tier of the month.
    """
    filed.refuse_units("energyratestructure", ("kWh",))
    structure = filed.structure("energyratestructure")
    periods = _periods(filed, "energy", local, len(structure))
    tiers = [tiers_of(period) for period in structure]
    most = max(len(period) for period in tiers)
    table = np.array([_padded([t.price for t in period], most) for period in tiers])
    ends = [
        _ends_of_month(filed, tiers, periods[local.month == m + 1], most, m)
        for m in range(_MONTHS)
    ]
    sell = [period[0].get("sell") for period in structure]
    sold = None if None in sell else np.array(sell, float)[periods]
    return table[periods].T, np.array(ends), sold


def _padded(values: list[float], length: int) -> list[float]:
    return values + [values[-1]] * (length - len(values))


def _ends_of_month(
    filed: Filed, tiers: list[tuple[Tier, ...]], periods: Any, most: int, month: int
) -> list[float]:
    """Return up to which energy of a month each tier goes, for all its periods."""
    tiered = {
        tuple(np.inf if t.most is None else t.most for t in tiers[p])
        for p in np.unique(periods)
        if len(tiers[p]) > 1
    }
    if len(tiered) > 1:
        raise InputError(
            "{where}: energyratestructure has tiers of {tiered_count} different "
            "limits in month {month}; one month's energy has one set of tiers.",
            where=filed.where,
            tiered_count=len(tiered),
            month=month + 1,
        )
    ends = list(tiered.pop()) if tiered else [np.inf]
    return _padded(ends, most)


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


def _fixed(filed: Filed) -> float:
    if filed.get("fixedmonthlycharge"):
        return filed.number("fixedmonthlycharge")
    return filed.number("fixedchargefirstmeter") * filed.unit(
        "fixedchargeunits", _MONTHS_IN
    )


def _minimum(filed: Filed) -> float:
    if filed.get("minmonthlycharge"):
        return filed.number("minmonthlycharge")
    return filed.number("mincharge") * filed.unit("minchargeunits", _MONTHS_IN)
