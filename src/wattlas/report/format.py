"""Numbers for people: three significant digits, in a unit of a handy size."""

from __future__ import annotations

from math import floor, isinf, log10

TRACE = 1e-4
"""Share of a whole below which a part is what a solver's tolerance leaves."""
NOUGHT = "0"
"""How a trace is printed."""
ENDLESS = "∞"
"""How a figure is printed that no number holds in its unit."""
_NO_GAP = 1e-6
"""Share below which a gap is what rounding leaves."""
_LADDERS = {
    "kWh": (
        (1e9, "TWh"),
        (1e6, "GWh"),
        (1e3, "MWh"),
        (1.0, "kWh"),
        (1e-3, "Wh"),
        (1e-6, "mWh"),
    ),
    "kgCO2e": (
        (1e9, "MtCO2e"),
        (1e6, "ktCO2e"),
        (1e3, "tCO2e"),
        (1.0, "kgCO2e"),
        (1e-3, "gCO2e"),
        (1e-6, "mgCO2e"),
    ),
    "": ((1e9, "billion"), (1e6, "million"), (1.0, "")),
    "L": ((1e9, "GL"), (1e6, "ML"), (1e3, "m3"), (1.0, "L"), (1e-3, "mL")),
    "J": ((1e9, "GJ"), (1e6, "MJ"), (1e3, "kJ"), (1.0, "J"), (1e-3, "mJ")),
    "W": ((1e6, "MW"), (1e3, "kW"), (1.0, "W")),
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")),
}


def significant(value: float, digits: int = 3) -> str:
    """Print a number with so many significant digits and grouped thousands.

    >>> significant(433196.0), significant(0.00123456), significant(12.0)
    ('433,000', '0.00123', '12')
    >>> significant(4.21e17)
    '4.21e17'
    """
    if value == 0:
        return "0"
    if isinf(value):
        return ENDLESS if value > 0 else f"-{ENDLESS}"
    exponent = floor(log10(abs(value)))
    if exponent >= 9 or exponent < -5:
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{_trimmed(mantissa)}e{int(power)}"
    rounded = round(value, digits - 1 - exponent)
    decimals = max(digits - 1 - exponent, 0)
    return _trimmed(f"{rounded:,.{decimals}f}")


def unit_for(value: float, unit: str) -> tuple[float, str]:
    """Return the size and name of the unit in which a value is read best.

    >>> unit_for(0.00034, "kWh")
    (0.001, 'Wh')

    >>> unit_for(433196.0, "kWh")
    (1000.0, 'MWh')
    >>> unit_for(433196.0, "h")
    (1.0, 'h')
    """
    ladder = _LADDERS.get(unit, ((1.0, unit),))
    for size, name in ladder:
        # Below one Wh people still count in Wh: 0.34 Wh a request.
        if abs(value) >= size * (0.01 if name == "Wh" else 1.0):
            return size, name
    return ladder[-1]


def per_cent(share: float) -> str:
    """Print a share as a whole percentage.

    >>> per_cent(0.4567)
    '46 %'
    """
    return f"{share * 100:.0f} %"


def fine_per_cent(share: float) -> str:
    """Print a small share with two significant digits: a gap, an error.

    >>> fine_per_cent(0.00456), fine_per_cent(0.000012), fine_per_cent(-3e-9)
    ('0.46 %', '0.0012 %', '0 %')
    """
    return f"{significant(share * 100, 2) if abs(share) > _NO_GAP else NOUGHT} %"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
