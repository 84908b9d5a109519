"""The inputs of an outlook, listed."""

from __future__ import annotations

from wattlas.errors import InputError
from wattlas.projection.assumptions import assumptions
from wattlas.projection.record import OutlookInputs


def inputs_with(text: str = "") -> OutlookInputs:
    """Return the inputs of an outlook that have a text in their name or reason.

    Raises
    ------
    InputError
        If none has.

    Examples
    --------
    >>> [i.name for i in inputs_with("rebound").inputs][:1]
    ['rebound.elasticity']
    """
    items, wanted = assumptions().items.values(), text.lower()
    found = tuple(i for i in items if wanted in f"{i.name} {i.note}".lower())
    if not found:
        raise InputError(
            "No input of the outlook has {find!r} in its name or its reason. List "
            "all: wattlas outlook inputs.",
            find=text,
        )
    return OutlookInputs(found)
