"""A field in words: its row of a table in the terminal and in the docs."""

from __future__ import annotations

from wattlas.parameters.declaration import Declared, choices_of
from wattlas.parameters.quantities import Quantity

HEADS = ("name", "unit", "allowed", "usual", "help")


def row_of(item: Declared) -> tuple[str, str, str, str, str]:
    """Return name, unit, what is allowed, what is usual, and help of a field.

    >>> from wattlas.parameters import PlaceOptions, declared
    >>> row_of(declared(PlaceOptions)["wue"])[:4]
    ('wue', 'L/kWh', '0 to 20', '0 to 5')
    """
    limits = item.parameter.limits if item.quantity else None
    unit = limits.unit if limits and limits.unit != "1" else ""
    return item.name, unit, _allowed(item, limits), _usual(limits), item.parameter.help


def _allowed(item: Declared, limits: Quantity | None) -> str:
    choices = choices_of(item)
    if choices:
        return ", ".join(choices)
    if limits is not None:
        return limits.allowed
    return f"wattlas facts {item.parameter.table}" if item.parameter.table else ""


def _usual(limits: Quantity | None) -> str:
    if limits is None or limits.usual is None:
        return ""
    low, high = limits.usual
    return f"{low:g} to {high:g}"
