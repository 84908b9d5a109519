"""How much of an option there may be: least and most power, and whole units."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.errors import InputError, Message, Several
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.money import power_kw
from wattlas.planning.supply import UNLIMITED

BOUNDS = ("min", "max", "min_units", "max_units")
NEARLY = 1e-6


@dataclass(frozen=True)
class Sizes:
    """Least and most power of an option, and that of a unit; 0 where any is. [kW]"""

    low_kw: float
    high_kw: float
    unit_kw: float


def sizes_of(section: PowerSection, whole: bool, known_unit_kw: float) -> Sizes:
    """Return the sizes that a study allows an option.

    `whole` says that it comes in units whatever the study says.

    Raises
    ------
    InputError
        If two fields do not go together, no size is within both bounds, or units have
        no size.
    """
    given = section
    unit_kw = known_unit_kw if given.unit is None else power_kw(given, "unit")
    told = [n for n in ("min_units", "max_units") if getattr(given, n) is not None]
    whole = whole or bool(told) or given.unit is not None
    if whole and unit_kw <= 0:
        raise InputError(
            "power: {use} has {named} and no size of one: give unit, such as 50 MW.",
            use=given.use,
            named=Several(told or [Message("units")], " and "),
        )
    low, high = _bounds(given, unit_kw)
    if low > high:
        raise InputError(
            "power: {use} is to have at least {low:,.0f} kW and at most {high:,.0f} "
            "kW: no size is both.",
            use=given.use,
            low=low,
            high=high,
        )
    if whole and given.size is not None:
        _refuse_parts(given.use, low, unit_kw)
    return Sizes(low, high, unit_kw if whole else 0.0)


def _bounds(given: PowerSection, unit_kw: float) -> tuple[float, float]:
    if given.size is not None:
        others = [name for name in BOUNDS if getattr(given, name) is not None]
        if others:
            raise InputError(
                "power: {use} has a size and {other}: size is exact, give one of them.",
                use=given.use,
                other=others[0],
            )
        exact = power_kw(given, "size", given.use)
        return exact, exact
    low, high = 0.0, UNLIMITED
    if given.min is not None:
        low = power_kw(given, "min", given.use)
    if given.max is not None:
        high = power_kw(given, "max", given.use)
    if given.min_units is not None:
        low = max(low, given.min_units * unit_kw)
    if given.max_units is not None:
        high = min(high, given.max_units * unit_kw)
    return low, high


def _refuse_parts(use: str, size_kw: float, unit_kw: float) -> None:
    units = size_kw / unit_kw
    if abs(units - round(units)) > NEARLY:
        raise InputError(
            "power: {use} comes in units of {unit_kw:,.0f} kW, and its size is "
            "{size_kw:,.0f} kW: give a multiple, or min_units and max_units.",
            use=use,
            unit_kw=unit_kw,
            size_kw=size_kw,
        )
