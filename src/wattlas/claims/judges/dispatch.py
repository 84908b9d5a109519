"""Which judge a relation goes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wattlas.claims.judges import (
    crossing,
    deal,
    equivalent,
    figure,
    growth,
    price,
    product,
    ratio,
    saving,
    share,
    trend,
)
from wattlas.claims.record import Note, Part
from wattlas.claims.schema import Relation, Words

_JUDGES: dict[str, Callable[[Any], Part]] = {
    "figure": figure.judge,
    "equivalent": equivalent.judge,
    "product": product.judge,
    "ratio": ratio.judge,
    "saving": saving.judge,
    "price": price.judge,
    "growth": growth.judge,
    "share": share.judge,
    "deal": deal.judge,
    "crossing": crossing.judge,
    "trend": trend.judge,
}


def judge(relation: Relation) -> Part:
    """Return the judged part of a relation."""
    if isinstance(relation, Words):
        known = (Note(f"words-{relation.subject}"),) if relation.subject else ()
        return Part("words", "not_numeric", read_as(relation), notes=known)
    return _JUDGES[relation.kind](relation)


def read_as(relation: Relation) -> dict[str, Any]:
    """Return the fields of a relation that say something, as plain data."""
    return relation.model_dump(exclude_defaults=True, exclude={"kind"})
