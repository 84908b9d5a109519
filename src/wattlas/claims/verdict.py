"""One verdict for a claim from those of its parts, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.claims.record import Part

RIGHT = ("right", "right_within_range", "right_scope_differs")
ASSUMED = "assumed"


def whole(parts: Sequence[Part]) -> str:
    """Return the verdict on the whole claim.

    Equal parts keep their verdict; a claim that contradicts itself is so as a whole;
    right and wrong parts together are partly right; a promise stays one if its other
    parts hold.
    """
    verdicts = [p.verdict for p in parts]
    kinds = set(verdicts)
    if len(kinds) == 1:
        return verdicts[0]
    if "inconsistent_with_itself" in kinds:
        return "inconsistent_with_itself"
    kinds.discard("not_numeric")
    if kinds <= {*RIGHT, "promise"}:
        order = ("promise", "right_scope_differs", "right_within_range", "right")
        return next(v for v in order if v in kinds)
    if kinds == {"contradicted", "unsupported"}:
        return "contradicted"
    return kinds.pop() if len(kinds) == 1 else "partly_right"


def confidence(verdict: str, parts: Sequence[Part], left: bool = False) -> str:
    """Return high, medium or low: by what a verdict rests on, and what was `left`.

    A part of the sentence that was not understood makes every verdict uncertain.
    """
    if left:
        return "low"
    if verdict in ("not_numeric", "inconsistent_with_itself"):
        return "high"
    if verdict == "unsupported":
        return "low"
    sources = {s for p in parts for s in p.sources}
    if not sources:
        return "medium"
    if sources <= {ASSUMED}:
        return "low" if verdict != "contradicted" else "medium"
    return "medium" if ASSUMED in sources else "high"
