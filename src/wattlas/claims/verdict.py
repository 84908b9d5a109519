"""One verdict for a claim from those of its parts, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas import facts
from wattlas.claims.record import Part

RIGHT = ("right", "right_within_range", "right_scope_differs")
ABSTAINED = ("unsupported", "not_numeric")
"""Verdicts of parts that judge nothing."""
ARITHMETIC = "arithmetic"
"""The relation of numbers that give one another, which says nothing of the world."""
ASSUMED = "assumed"
_ORDER = ("promise", "right_scope_differs", "right_within_range", "right")
_LEVELS = ("low", "medium", "high")


def whole(parts: Sequence[Part], is_complete: bool = True) -> str:
    """Return the verdict on the whole claim.

    Equal parts keep their verdict; a claim that contradicts itself is so as a whole;
    right and wrong parts together are partly right; a promise stays one if its other
    parts hold. Where something was left unjudged, or only the arithmetic is right, what
    holds is only partly judged.
    """
    kinds = {p.verdict for p in parts}
    judged = kinds - {*ABSTAINED}
    if not judged:
        return "unsupported" if "unsupported" in kinds else "not_numeric"
    if "inconsistent_with_itself" in judged:
        return "inconsistent_with_itself"
    if judged <= {*RIGHT, "promise"}:
        alone = all(p.relation == ARITHMETIC for p in parts if p.verdict in judged)
        if "unsupported" in kinds or not is_complete or alone:
            return "partly_judged"
        return next(v for v in _ORDER if v in judged)
    return judged.pop() if len(judged) == 1 else "partly_right"


def confidence(verdict: str, parts: Sequence[Part], share: float = 1.0) -> str:
    """Return high, medium or low: by what a verdict rests on, and by what was judged.

    `share` is the part of the stated numbers that was judged: what is not complete is
    never sure.
    """
    if verdict in ("unsupported", "partly_judged"):
        return "low"
    if verdict == "not_numeric":
        return "high"
    found = _of_sources(verdict, {s for p in parts for s in p.sources})
    most = "high" if share == 1.0 else "medium" if share > 0.5 else "low"
    return min(found, most, key=_LEVELS.index)


def _of_sources(verdict: str, sources: set[str]) -> str:
    if verdict == "inconsistent_with_itself":
        return "high"
    if not sources:
        return "medium"
    if sources <= {ASSUMED}:
        return "low" if verdict != "contradicted" else "medium"
    own = verdict in RIGHT and sources <= set(facts.keys("statements"))
    return "medium" if ASSUMED in sources or own else "high"
