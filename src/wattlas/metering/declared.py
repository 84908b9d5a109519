"""Watts without a counter: as the user declares them, or as the tables know a chip."""

from __future__ import annotations

from wattlas import facts, quantity
from wattlas.errors import InputError
from wattlas.metering.channel import Watts


def declared_watts(name: str, figure: str) -> Watts:
    """Return the watts of a figure such as ``150..200 W``. [W]

    >>> declared_watts("tpu", "150..200 W")
    Watts(low=150.0, mid=175.0, high=200.0)
    """
    try:
        parsed = quantity.parse(figure, "W")
    except InputError as error:
        raise type(error)(
            "{name}: {error}",
            name=name,
            error=error,
        ) from error
    if parsed.low < 0:
        raise InputError(
            "{name} must draw >= 0 W, got {figure!r}.",
            name=name,
            figure=figure,
        )
    mid = parsed.mid if parsed.mid is not None else (parsed.low + parsed.high) / 2
    return Watts(float(parsed.low), float(mid), float(parsed.high))


def declared_chips(chip: str, count: str) -> Watts:
    """Return the watts of so many chips of the tables, from idle to their limit. [W]

    Nothing is known of their load: the middle is half-way, the range holds all.

    >>> declared_chips("tpu-v4", "4")
    Watts(low=360.0, mid=564.0, high=768.0)
    """
    if not count.isdigit() or int(count) < 1:
        raise InputError(
            "CHIP:COUNT needs a whole number >= 1, got {count!r}.",
            count=count,
        )
    key = facts.resolve("hardware", chip)
    idle = facts.number("hardware", key, "idle_power_w").value * int(count)
    limit = facts.number("hardware", key, "power_limit_w").value * int(count)
    return Watts(idle, (idle + limit) / 2, limit)
