"""The units that users write, with their exact factors to Wattlas' own units."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wattlas import units
from wattlas.errors import Message, UnitError, nearest_names

if TYPE_CHECKING:
    from pint import UnitRegistry

_TIMES = {
    "s": 1 / units.SECONDS_PER_HOUR,
    "ms": 1e-3 / units.SECONDS_PER_HOUR,
    "min": 1 / 60,
    "h": 1.0,
    "hour": 1.0,
    "hours": 1.0,
    "d": units.HOURS_PER_DAY,
    "day": units.HOURS_PER_DAY,
    "days": units.HOURS_PER_DAY,
    "秒": 1 / units.SECONDS_PER_HOUR,
    "毫秒": 1e-3 / units.SECONDS_PER_HOUR,
    "分钟": 1 / 60,
    "小时": 1.0,
    "天": units.HOURS_PER_DAY,
    "年": units.HOURS_PER_YEAR,
    "week": 7 * units.HOURS_PER_DAY,
    "weeks": 7 * units.HOURS_PER_DAY,
    "year": units.HOURS_PER_YEAR,
    "years": units.HOURS_PER_YEAR,
    "a": units.HOURS_PER_YEAR,
}

_PERIODS = {
    "month": 1.0,
    "months": 1.0,
    "mo": 1.0,
    "月": 1.0,
    "year": 12.0,
    "years": 12.0,
    "yr": 12.0,
    "a": 12.0,
    "年": 12.0,
}
"""Months, in which demand and fixed costs are billed; they have no hours."""

_POWERS = {
    "W": 1.0,
    "kW": 1e3,
    "MW": 1e6,
    "GW": 1e9,
    "瓦": 1.0,
    "千瓦": 1e3,
    "万千瓦": 1e7,
    "兆瓦": 1e6,
    "吉瓦": 1e9,
}

_WEIGHTS = {
    "g": 1e-3,
    "kg": 1.0,
    "t": units.KG_PER_T,
    "kt": 1e3 * units.KG_PER_T,
    "Mt": 1e6 * units.KG_PER_T,
    "Gt": 1e9 * units.KG_PER_T,
    "lb": units.KG_PER_POUND,
    "lbs": units.KG_PER_POUND,
    "吨": units.KG_PER_T,
    "克": 1e-3,
    "千克": 1.0,
    "公斤": 1.0,
    "万吨": 1e4 * units.KG_PER_T,
}
_MASSES = {
    f"{weight}{gas}": factor
    for weight, factor in _WEIGHTS.items()
    for gas in ("", "CO2", "CO2e", "CO2eq")
}

_ENERGIES = {
    "J": 1 / units.J_PER_KWH,
    "kJ": 1e3 / units.J_PER_KWH,
    "MJ": 1e6 / units.J_PER_KWH,
    "GJ": 1e9 / units.J_PER_KWH,
    "Wh": 1e-3,
    "kWh": 1.0,
    "MWh": 1e3,
    "GWh": 1e6,
    "TWh": 1e9,
    "度": 1.0,
    "万度": 1e4,
    "亿度": 1e8,
    "千瓦时": 1.0,
    "万千瓦时": 1e4,
    "亿千瓦时": 1e8,
    "瓦时": 1e-3,
    "兆瓦时": 1e3,
    "吉瓦时": 1e6,
    "太瓦时": 1e9,
}

_VOLUMES = {
    "mL": 1e-3,
    "ml": 1e-3,
    "L": 1.0,
    "l": 1.0,
    "ML": 1e6,
    "GL": 1e9,
    "m3": units.L_PER_M3,
    "升": 1.0,
    "毫升": 1e-3,
    "立方米": units.L_PER_M3,
    "gal": units.L_PER_US_GALLON,
}

_COUNTS = {
    "": 1.0,
    "%": 0.01,
    "k": 1e3,
    "M": 1e6,
    "million": 1e6,
    "B": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "T": 1e12,
    "trillion": 1e12,
    "万": 1e4,
    "亿": 1e8,
}

# Chip-hours are written as counts: 2.788M, 30.84 million GPU-hours.
_CHIP_HOURS = {
    f"{many} {what}".strip(): factor
    for many, factor in {"": 1.0, "k": 1e3, "M": 1e6, "million": 1e6}.items()
    for what in ("", "chip-hours", "GPU-hours", "TPU-hours", "hours")
    if many or what
}

_DATA = {"MB": 1e-3, "GB": 1.0, "TB": 1e3, "PB": 1e6, "GiB": 2**30 / 1e9}
_OPERATIONS = {"G": 1e-3, "T": 1.0, "P": 1e3, "E": 1e6}
_RATES = {
    f"{many}{what}": f"{many}{what.removesuffix('S')}/s"
    for many in _OPERATIONS
    for what in ("FLOPS", "OPS")
}
"""Rates that are written as one word."""
_SECONDS = {u: f * units.SECONDS_PER_HOUR for u, f in _TIMES.items()}

FACTORS = {
    "1": _COUNTS,
    "kWh": _ENERGIES,
    "W": _POWERS,
    "kW": {u: f / units.W_PER_KW for u, f in _POWERS.items()},
    "h": _TIMES | _CHIP_HOURS,
    "ms": {"ms": 1.0, "s": 1e3, "毫秒": 1.0, "秒": 1e3},
    "month": _PERIODS,
    "year": {u: f / units.HOURS_PER_YEAR for u, f in _TIMES.items()}
    | {u: f / 12.0 for u, f in _PERIODS.items()},
    "day": {u: f / units.HOURS_PER_DAY for u, f in _TIMES.items()}
    | {u: f * units.DAYS_PER_YEAR / 12.0 for u, f in _PERIODS.items()},
    "kgCO2e": _MASSES,
    "L": _VOLUMES,
    "t": {u: f / units.KG_PER_T for u, f in _MASSES.items()},
    "GB": _DATA,
    "TFLOP": {f"{many}FLOP": f for many, f in _OPERATIONS.items()},
    "TOP": {f"{many}OP": f for many, f in _OPERATIONS.items()},
    "s": _SECONDS | {"s": 1.0, "second": 1.0, "seconds": 1.0, "秒": 1.0},
}
"""Per own unit: the units that convert to it, with their factor."""

PINT_UNITS = {"kWh": "kWh", "W": "W", "h": "hour", "year": "year", "L": "liter"}
"""Own units for which pint knows more spellings (BTU, horsepower, acre-foot)."""

CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "yuan": "CNY",
    "RMB": "CNY",
}
"""Signs and words for currencies; three capital letters stand for themselves."""

SUBUNITS = {
    "ct": ("EUR", 0.01),
    "Cent": ("EUR", 0.01),
    "cent": ("EUR", 0.01),
    "c€": ("EUR", 0.01),
    "p": ("GBP", 0.01),
    "pence": ("GBP", 0.01),
    "¢": ("USD", 0.01),
    "分": ("CNY", 0.01),
}
"""Parts of a currency in which energy is priced, and how much of it they are. A bare c,
or öre, is of several currencies: it is refused."""


_BELOW = re.compile(r"\s*[/·-]\s*")
_WORDS = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*")


def factor(unit: str, own_unit: str) -> float:
    """Return the factor from a written unit to one of our own.

    Raises
    ------
    UnitError
        If the unit is unknown or of another dimension; the message names the nearest.

    Examples
    --------
    >>> factor("GWh", "kWh")
    1000000.0
    >>> factor("gCO2e/kWh", "kgCO2e/kWh")
    0.001
    """
    if "/" in own_unit:
        unit = _RATES.get(unit, unit)
        own_top, own_bottom = own_unit.split("/", 1)
        top, slash, bottom = unit.partition("/")
        if not slash:
            raise UnitError(_unknown(unit, own_unit))
        return factor(top.strip(), own_top) / factor(bottom.strip(), own_bottom)
    known = FACTORS.get(own_unit, {})
    if unit in known:
        return known[unit]
    if unit == own_unit:
        return 1.0
    return _factor_by_pint(unit, own_unit)


def factor_below(unit: str, own_unit: str) -> float:
    """Return the factor of what stands below a price: kW, kWh, kW/month, kW-yr.

    A period that is not written is the one that is meant: 40 CNY/kW, of a month.

    Raises
    ------
    UnitError
        If a unit is unknown, or stands where none belongs.

    Examples
    --------
    >>> factor_below("MW-yr", "kW/month"), factor_below("kW", "kW/month")
    (12000.0, 1.0)
    """
    if "/" not in own_unit:
        return factor(unit, own_unit)
    written, own = _BELOW.split(unit), own_unit.split("/")
    if len(written) > len(own):
        raise UnitError(_unknown(unit, own_unit))
    found = 1.0
    for part, mine in zip(written, own, strict=False):
        found *= factor(part, mine)
    return found


def _factor_by_pint(unit: str, own_unit: str) -> float:
    target = PINT_UNITS.get(own_unit)
    # Words only: pint would work out any arithmetic that stands in a unit.
    if target is None or not _WORDS.fullmatch(unit):
        raise UnitError(_unknown(unit, own_unit))
    import pint

    try:
        found = _registry()(unit.replace("-", "_"))
        return float(found.to(target).magnitude)
    except (pint.errors.PintError, AttributeError, ValueError, TypeError) as error:
        raise UnitError(_unknown(unit, own_unit)) from error


@cache
def _registry() -> UnitRegistry[float]:
    import pint

    return pint.UnitRegistry()


def _unknown(unit: str, own_unit: str) -> Message:
    known = FACTORS.get(own_unit, {own_unit: 1.0})
    near = nearest_names(unit, known)
    hint = (
        Message(
            " Did you mean {near!r}?",
            near=near[0],
        )
        if near
        else ""
    )
    got = (
        Message(
            "got the unit {unit!r}",
            unit=unit,
        )
        if unit
        else Message("got no unit")
    )
    wanted = (
        Message("A plain number")
        if own_unit == "1"
        else Message(
            "A quantity in {own_unit}",
            own_unit=own_unit,
        )
    )
    return Message(
        "{wanted} was expected, {got}.{hint}",
        wanted=wanted,
        got=got,
        hint=hint,
    )
