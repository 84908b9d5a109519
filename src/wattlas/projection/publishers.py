"""Whose figures inputs stand on, and what stands in their place without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from wattlas import facts
from wattlas.errors import InputError, UnknownNameError, unknown_name
from wattlas.estimation.input_values import input_from_fact
from wattlas.parameters.several import each_once
from wattlas.projection.history import BASE_YEAR
from wattlas.records import Input

WITHOUT = "outlook_without"
SPELLED = {"international energy agency": "iea"}
"""Long names of publishers, by the short one that sources have."""
SCALES = {"weight": "data_centre_growth"}
"""Inputs that scale others, and have the width of what these say."""


def stands_on(item: Input, publisher: str) -> bool:
    """Say whether an input's source is of a publisher.

    >>> from wattlas.projection.assumptions import assumptions
    >>> stands_on(assumptions()["connection_gw.2025"], "IEA")
    True
    """
    theirs = facts.source(item.source).publisher.lower()
    return not item.given and theirs == _short(publisher)


def leans_on(item: Input, publisher: str) -> bool:
    """Say whether an end or the middle of an input is a publisher's, by its note.

    Such an input goes too where another stands in its place.

    >>> from wattlas.projection.assumptions import assumptions
    >>> leans_on(assumptions()["data_centre_2024_twh.china"], "IEA")
    True
    """
    if item.given or item.name not in _others():
        return False
    words = item.note.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return publisher in words


def _short(publisher: str) -> str:
    name = publisher.strip().lower()
    return SPELLED.get(name, name)


def from_forecast(item: Input) -> bool:
    """Say whether an input is taken from a forecast: of years after its source.

    >>> from wattlas.projection.assumptions import assumptions
    >>> from_forecast(assumptions()["connection_gw.2025"])
    False
    """
    own = item.given or item.source == "assumed"
    published = "" if own else facts.source(item.source).year
    if not (published.isdecimal() and item.year.isdecimal()):
        return False
    return int(item.year) > max(int(published), BASE_YEAR)


def from_others(
    items: Mapping[str, Input], publishers: Sequence[str], given: Collection[str]
) -> dict[str, Input]:
    """Return inputs that stand on publishers from sources that stand on none of them.

    What is given (names of inputs) needs no other source.

    Raises
    ------
    UnknownNameError
        If no input stands on a publisher.
    InputError
        If an input has no other source, or a publisher is named twice.
    """
    each_once("publisher", map(_short, publishers))
    others = {}
    for publisher in publishers:
        for name in _standing_on(items, publisher):
            if name not in given:
                others[name] = _other(name, publisher, publishers)
    return others


def _standing_on(items: Mapping[str, Input], publisher: str) -> list[str]:
    """Return the names of inputs that stand on a publisher, or scale such."""
    ours = [name for name, item in items.items() if stands_on(item, publisher)]
    if not ours:
        known = sorted({facts.source(i.source).publisher for i in items.values()})
        listing = "wattlas outlook inputs"
        raise UnknownNameError(
            unknown_name("publisher of inputs", publisher, known, listing)
        )
    written = facts.source(items[ours[0]].source).publisher
    ours += [n for n, i in items.items() if n not in ours and leans_on(i, written)]
    scaling = (
        name
        for scale, of in SCALES.items()
        for name in items
        if name.startswith(f"{scale}.") and name.replace(scale, of, 1) in ours
    )
    return [*ours, *scaling]


def has_other(name: str, left_out: Sequence[str]) -> bool:
    """Say whether an input has a source that stands on none of some publishers.

    >>> has_other("pue.ai", ["IEA"]), has_other("place_twh.norway", ["Document.no"])
    (True, False)
    """
    other = _others().get(name)
    return other is not None and not any(stands_on(other, p) for p in left_out)


@cache
def _others() -> dict[str, Input]:
    """Return the inputs that stand in the place of others, by name."""
    found = {
        f"{fact.quantity}.{key}": fact
        for key in facts.keys(WITHOUT)
        for fact in facts.numbers(WITHOUT, key).values()
    }
    return {n: replace(input_from_fact(n, f), place="") for n, f in found.items()}


def _other(name: str, publisher: str, left_out: Sequence[str]) -> Input:
    other = _others().get(name)
    if other is None or not has_other(name, left_out):
        raise InputError(
            "without {publisher}: {name} has no other source. Give it too: --set "
            "{name}=VALUE.",
            publisher=publisher,
            name=name,
        )
    return other
