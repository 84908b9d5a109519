"""Kinds of quantities: a share, a power, an energy, money, years, readings, counts."""

from __future__ import annotations

from wattlas.parameters.limits import INFINITE, Quantity, Slip


def _slips(**sizes: float) -> tuple[Slip, ...]:
    return tuple(Slip(unit, size) for unit, size in sizes.items())


COUNTS = _slips(k=1e3, M=1e6, B=1e9, T=1e12)
MANY = _slips(T=1e12, B=1e9, M=1e6)
PER_CENT = (Slip("%", 0.01),)
POWER = (Slip("kW", 1e3), Slip("MW", 1e6), Slip("GW", 1e9))
ENERGY = (Slip("MWh", 1e3), Slip("GWh", 1e6), Slip("TWh", 1e9), Slip("Wh", 1e-3))
PER_MWH = (Slip("/MWh", 1e-3),)


def share(
    meaning: str, low: float = 0.0, high: float = 1.0, *, zero: bool = False
) -> Quantity:
    """Return a share: a fraction, or per cent with its sign."""
    return Quantity(
        meaning=meaning, low=low, high=high, zero=zero, slips=PER_CENT, shown="share"
    )


def power(meaning: str, usual: tuple[float, float], *, zero: bool = False) -> Quantity:
    """Return a power in watts; usual in watts too. [W]"""
    return Quantity(unit="W", meaning=meaning, usual=usual, zero=zero, slips=POWER)


def energy(meaning: str) -> Quantity:
    """Return an energy: always given with its unit. [kWh]"""
    return Quantity(unit="kWh", meaning=meaning, slips=ENERGY)


def money(per: str, meaning: str, usual: tuple[float, float] | None = None) -> Quantity:
    """Return money, or a price per a unit; nothing may be free of charge."""
    unit = f"money/{per}" if per else "money"
    return Quantity(unit=unit, meaning=meaning, usual=usual, zero=True)


def years(meaning: str, low: float, high: float, *, zero: bool = False) -> Quantity:
    """Return a span of years. [year]"""
    return Quantity(unit="year", meaning=meaning, low=low, high=high, zero=zero)


def reading(unit: str, low: float, high: float) -> Quantity:
    """Return what an instrument may show, nothing included."""
    return Quantity(unit=unit, low=low, high=high, zero=True)


def whole(
    meaning: str,
    low: float,
    high: float = INFINITE,
    usual: tuple[float, float] | None = None,
) -> Quantity:
    """Return a whole number."""
    zero = low <= 0
    return Quantity(
        meaning=meaning, low=low, high=high, usual=usual, whole=True, zero=zero
    )


def tokens(meaning: str, most: float, *, zero: bool = False) -> Quantity:
    """Return tokens of one request, usual up to `most`."""
    return Quantity(meaning=meaning, usual=(1.0, most), zero=zero)
