"""One judge for each kind of relation: known figures in, a graded part out."""

from __future__ import annotations

from wattlas.claims.judges.dispatch import amounts, judge

__all__ = ["amounts", "judge"]
