"""Read one quantity that is all of a text, or say why it cannot be read."""

from __future__ import annotations

from wattlas.errors import InputError, Several, UnitError
from wattlas.quantity.mention import Mention
from wattlas.quantity.scan import find


def read(text: str) -> Mention:
    """Return the one quantity that a text is.

    Raises
    ------
    InputError
        If there is no quantity, or more than one.
    UnitError
        If the unit is unknown; the message names the nearest.

    Examples
    --------
    >>> read("7 分钱一度电").exact_unit, read("7 分钱一度电").mid
    ('CNY/kWh', 0.07)
    """
    found = [m for m in find(text) if m.dimension != "unknown"]
    if len(found) == 1:
        return found[0]
    unknown = [m for m in find(text) if m.dimension == "unknown"]
    if unknown and not found:
        raise UnitError(
            "{text!r} has an unknown unit. Did you mean {unit!r}?",
            text=text,
            unit=unknown[0].unit,
        )
    if not found:
        raise InputError(
            "{text!r} is no quantity; write for example '433 MWh'.",
            text=text,
        )
    raise InputError(
        "{text!r} holds {found_count} quantities, {listed}: give one.",
        text=text,
        found_count=len(found),
        listed=Several((repr(m.text) for m in found), " and "),
    )


def canonical(mention: Mention) -> str:
    """Return a quantity in our own unit, as `read` takes it back.

    >>> canonical(read("1872万度/月"))
    '18720000 kWh/month'
    """
    number = f"{mention.low:.12g}"
    if mention.is_range:
        number = f"{mention.low:.12g}..{mention.high:.12g}"
    unit = {"ratio": "times", "share": "", "date": ""}.get(
        mention.dimension, mention.exact_unit.removeprefix("1")
    )
    if mention.dimension == "share":
        low, high = mention.low * 100, mention.high * 100
        number = f"{low:.12g}" if low == high else f"{low:.12g}..{high:.12g}"
        unit = "%"
    if mention.dimension == "carbon":
        unit = unit.replace("kgCO2e", "kg CO2")
    times = f"{mention.times[0]:.12g} x " if mention.times else ""
    return f"{times}{number} {unit}".strip()
