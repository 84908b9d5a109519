"""Powers that a study gives by the year from which they hold. [kW]"""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import quantity
from wattlas.errors import InputError
from wattlas.parameters.declaration import Number
from wattlas.units import W_PER_KW


def power_in_year(
    given: Mapping[int, Number], whole_kw: float | None, year: int, name: str
) -> float:
    """Return the power of the last of some years that is not after a year. [kW]

    Before the first of them there is none. `whole_kw` is what it comes to in the end,
    where that is given too.

    Raises
    ------
    InputError
        If a power cannot be read, is negative, or the last one is not the whole.

    Examples
    --------
    >>> power_in_year({2027: "20 MW", 2030: "80 MW"}, None, 2029, "load: ramp")
    20000.0
    """
    known = {y: _kw(value, f"{name} {y}") for y, value in sorted(given.items())}
    last = list(known.values())[-1]
    if whole_kw is not None and abs(last - whole_kw) > 1e-6 * whole_kw:
        raise InputError(
            "{name} ends at {last:g} MW, and in all it is {whole:g} MW: let the last "
            "year have all of it.",
            name=name,
            last=last / 1e3,
            whole=whole_kw / 1e3,
        )
    return next((kw for y, kw in reversed(known.items()) if y <= year), 0.0)


def _kw(value: Number, name: str) -> float:
    try:
        read = quantity.parse(value, "W", needs_unit=True)
    except InputError as error:
        raise type(error)("{name}: {error}", name=name, error=error) from error
    if read.low < 0:
        raise InputError(
            "{name} must be 0 MW or more, got {value}.", name=name, value=value
        )
    middle = (read.low + read.high) / 2 if read.mid is None else read.mid
    return middle / W_PER_KW
