"""What another reader has typed, before it is judged: bounds, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from wattlas import quantity
from wattlas.claims.schema import Claim, Product, Quantity, Ratio, Relation
from wattlas.errors import InputError, Message
from wattlas.quantity import Mention, canonical

BOUNDS = ("about", "at-least", "at-most")
ALIKE = {"mass": "carbon", "share": "number", "ratio": "number", "count": "number"}
"""Dimensions that one amount may be given in as in the other."""
PLAIN = ("share", "ratio", "count", "time")
"""Dimensions of factors that give a total no unit of its own."""
OF_A_USE = ("energy", "volume")
"""Dimensions of a total whose factors are uses alone."""


def with_bounds(claim: Claim) -> Claim:
    """Return a claim whose comparators and hedges stand in its relations too.

    *Less than*, typed of a quantity, is a bound of every relation that speaks of it.
    """
    bounds = {canonical(q.value): b for q in claim.quantities if (b := bound_of(q))}
    if not bounds:
        return claim
    relations = tuple(_bounded(r, bounds) for r in claim.relations)
    return claim.model_copy(update={"relations": relations})


def bound_of(stated: Quantity) -> str:
    """Return the bound that a comparator or a hedge is, '' for one not understood."""
    words = [w for w in (stated.comparator, stated.hedge) if w]
    if len(words) != 1:
        return ""
    word = words[0].lower()
    if word in BOUNDS:
        return word
    try:
        return quantity.read(f"{word} {canonical(stated.value)}").bound
    except InputError:
        return ""


def _bounded(value: Any, bounds: Mapping[str, str]) -> Any:
    """Return a relation, or a field of one, with the bounds of its amounts."""
    if isinstance(value, Mention):
        bound = bounds.get(canonical(value), "")
        return replace(value, bound=bound) if bound else value
    if isinstance(value, tuple):
        return tuple(_bounded(one, bounds) for one in value)
    if isinstance(value, BaseModel):
        names = type(value).model_fields
        made = {name: _bounded(getattr(value, name), bounds) for name in names}
        return value.model_copy(update=made)
    return value


def mismatch(relation: Relation) -> tuple[str, Message] | None:
    """Return the field of a relation that its dimensions do not allow, and why."""
    if isinstance(relation, Ratio):
        return _of_ratio(relation)
    if isinstance(relation, Product):
        return _of_product(relation)
    return None


def _of_ratio(relation: Ratio) -> tuple[str, Message] | None:
    for name, side in (("of", relation.of), ("to", relation.to)):
        if side.amount is None and not side.subject:
            return name, Message(
                "is empty: give an amount, or a subject with its quantity."
            )
    one, other = relation.of.amount, relation.to.amount
    if one is None or other is None or _kind(one) == _kind(other):
        return None
    return "to", Message(
        "{other} is no multiple of {one}: give two amounts of one kind.",
        other=canonical(other),
        one=canonical(one),
    )


def _kind(m: Mention) -> str:
    return ALIKE.get(m.dimension, m.dimension)


def _of_product(relation: Product) -> tuple[str, Message] | None:
    if not relation.factors:
        return "factors", Message("is empty: give the factors of the total.")
    if _gives(relation):
        return None
    return "factors", Message(
        "{factors} give no {total}: give factors whose product is in the unit of the "
        "total.",
        factors=" × ".join(map(canonical, relation.factors)),
        total=canonical(relation.total),
    )


def _gives(relation: Product) -> bool:
    """Say whether the factors of a product may give what its total is in."""
    total = relation.total.dimension
    kinds = [f.dimension for f in relation.factors if f.dimension not in PLAIN]
    if not kinds:
        return total in OF_A_USE
    own = "power" if total == "energy" and "energy" not in kinds else total
    return kinds.count(own) == 1
