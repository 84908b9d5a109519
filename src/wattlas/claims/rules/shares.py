"""Shares of a whole: of a grid, of data centres, of training and inference."""

from __future__ import annotations

from wattlas.claims.reading import Reading, after, before, matches
from wattlas.claims.rules.found import Found, load_key, year_of
from wattlas.claims.schema import Share
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR

REACH = 40
LONG_H = 20 * HOURS_PER_YEAR
"""A share that is said to have held for longer needs a series."""


def shares(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return each share that a sentence states, or that a part takes the most."""
    values = [m for m in free if m.dimension == "share"]
    splits = reading.kinds("split")
    if (
        values
        and (reading.has("inference") or reading.has("training"))
        and not (reading.kinds("model"))
    ):
        subject = splits[0].key if splits else "ai-split"
        return [_split(reading, subject, m) for m in values]
    loads = reading.kinds("load")
    if not loads:
        return []
    if not values:
        return _most(reading)
    return [_load(reading, m) for m in values[:1]]


def _split(reading: Reading, subject: str, m: Mention) -> Found:
    front, back = before(reading, m, REACH), after(reading, m, REACH)
    if matches("inference", front):
        split = "inference"
    elif matches("training", front) or not matches("inference", back):
        split = "training"
    else:
        split = "inference"
    return Found(Share(value=m, subject=subject, split=split, year=reading.year), (m,))


def _load(reading: Reading, m: Mention) -> Found:
    loads = reading.kinds("load")
    keys = [load_key(reading, t) for t in loads]
    part, whole = keys[0], ""
    if "ai" in keys and any(k.startswith("data-centres") for k in keys):
        part, whole = "ai", "data-centres-world"
    spans = [t for t in reading.of("time") if t.middle > LONG_H]
    over = spans[0] if spans else None
    relation = Share(
        value=m, subject=part, of=whole, over=over, year=year_of(reading, m)
    )
    return Found(relation, (m, *spans[:1]))


def _most(reading: Reading) -> list[Found]:
    """Return that AI takes most of what data centres take."""
    keys = {t.key for t in reading.kinds("load")}
    centres = any(k.startswith("data-centres") for k in keys)
    if not (reading.has("most") and "ai" in keys and centres):
        return []
    return [Found(Share(subject="ai", of="data-centres-world", split="most"))]
