"""Which judge a relation goes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

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
from wattlas.claims.judges.common import part_of, unsupported
from wattlas.claims.record import Note, Part
from wattlas.claims.schema import Operand, Relation, Words
from wattlas.quantity import Mention

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
        notes = (Note(f"words-{relation.subject}"),) if relation.subject else ()
        return part_of(relation, "not_numeric", (), None, notes)
    zero = next((m for m in amounts(relation) if m.low <= 0), None)
    if zero is not None:
        return unsupported(relation, zero.text, "zero-stated")
    return _JUDGES[relation.kind](relation)


def amounts(relation: BaseModel) -> Iterator[Mention]:
    """Yield every quantity that a relation states."""
    for name in type(relation).model_fields:
        value = getattr(relation, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Mention):
                yield one
            elif isinstance(one, Operand) and one.amount is not None:
                yield one.amount
