"""A field in words: its row of a table in the terminal and in the docs."""

from __future__ import annotations

from wattlas.errors import Message
from wattlas.parameters.declaration import Declared, choices_of
from wattlas.parameters.limits import Quantity

NOTHING = Message("")
HEADS = ("name", "unit", "allowed", "usual", "help")


def row_of(item: Declared) -> tuple[str, str, Message, Message, Message]:
    """Return name, unit, what is allowed, what is usual, and help of a field.

    >>> from wattlas.parameters import PlaceOptions, declared
    >>> list(map(str, row_of(declared(PlaceOptions)["wue"])[:4]))
    ['wue', 'L/kWh', '0 to 20', '0 to 5']
    """
    limits = item.parameter.limits if item.quantity else None
    unit = limits.unit if limits and limits.unit != "1" else ""
    said = Message(item.parameter.help)
    return item.name, unit, _allowed(item, limits), _usual(limits), said


def _allowed(item: Declared, limits: Quantity | None) -> Message:
    choices = choices_of(item)
    if choices:
        return Message("{choices}", choices=", ".join(choices))
    if limits is not None:
        return limits.allowed
    table = item.parameter.table
    return Message("wattlas facts {table}", table=table) if table else NOTHING


def _usual(limits: Quantity | None) -> Message:
    if limits is None or limits.usual is None:
        return NOTHING
    low, high = limits.usual
    return Message("{low:g} to {high:g}", low=low, high=high)
