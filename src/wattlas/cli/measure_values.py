"""What the options of `wattlas measure` come to: seconds, a price, work."""

from __future__ import annotations

import re

from wattlas.errors import InputError
from wattlas.parameters import Number
from wattlas.parameters.metering import MeasureOptions

TICK = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h)?")
TICK_SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}


def tick_s(options: MeasureOptions) -> float:
    """Return the time between two readings. [s]"""
    return seconds_of("tick", options.tick)


def seconds_of(name: str, text: str) -> float:
    """Return a length of time that a user gave. [s]"""
    match = TICK.fullmatch(text.strip())
    if match is None:
        raise InputError(
            "{name} is a time such as 1s, 100ms or 1min, got {tick!r}.",
            name=name,
            tick=text,
        )
    return float(match[1]) * TICK_SECONDS[match[2] or "s"]


def price_per_kwh(options: MeasureOptions) -> tuple[float | None, str]:
    """Return the price of a kWh and its currency; None if it was not given."""
    if options.price is None:
        return None, ""
    from wattlas import quantity

    try:
        parsed = quantity.parse(options.price, "money/kWh")
    except InputError as error:
        raise type(error)(
            "price: {error}",
            error=error,
        ) from error
    middle = (parsed.low + parsed.high) / 2
    return (middle if parsed.mid is None else parsed.mid), parsed.currency or ""


def work_of(options: MeasureOptions) -> dict[str, float]:
    """Return the work that the command does, by its unit."""
    given = {"tokens": options.tokens, "samples": options.samples}
    return {k: number(k, v, "1") for k, v in given.items() if v is not None}


def number(name: str, value: Number, unit: str) -> float:
    """Return a quantity that a user gave in a unit; an error names the option."""
    from wattlas import quantity

    try:
        parsed = quantity.parse(value, unit)
    except InputError as error:
        raise type(error)(
            "{name}: {error}",
            name=name,
            error=error,
        ) from error
    if parsed.mid is None or parsed.mid < 0:
        raise InputError(
            "{name} must be one number >= 0, got {value!r}.",
            name=name,
            value=value,
        )
    return float(parsed.mid)
