"""Statements on direction, and statements that no number can judge."""

from __future__ import annotations

from wattlas.claims.reading import Reading
from wattlas.claims.rules.found import Found
from wattlas.claims.schema import Trend, Words
from wattlas.quantity import Mention

_OF_NUMBERS = ("energy", "power", "share", "ratio", "money", "volume", "carbon")


def trends(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return a rebound, use against training, or words on safety."""
    if any(m.dimension in _OF_NUMBERS for m in free):
        return []
    keys = {t.key for t in reading.things}
    if reading.has("better", "less") and keys & {"ai-chips", "ai"}:
        return [Found(Trend(claim="rebound", subject="ai"))]
    if reading.has("most", "inference") and not reading.kinds("split"):
        return [Found(Trend(claim="serving-outweighs-training", subject="chatgpt"))]
    if reading.kinds("plant") and reading.has("safe"):
        return [Found(Words(subject="reactor-safety"))]
    return []
