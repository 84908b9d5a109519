"""Chips that could do the work of a chip."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.estimation.layouts import ALONE

BEST_OF_EACH = 3
RATES = ("peak_16bit_tflops", "bandwidth_gb_per_s")
"""What a chip does for its power: it multiplies, and it reads."""


def chips_like(chip: str, trains: bool = False) -> list[str]:
    """Return the chips of the same kind that do most for their power.

    Those of halls for one of a hall, those of desks for one of a desk; with `trains`
    those on which models are trained.
    """
    own = facts.row("hardware", chip)
    alike = [
        key
        for key in facts.keys("hardware")
        if key != chip
        and _stands(facts.row("hardware", key)) == _stands(own)
        and not (trains and facts.row("hardware", key)["trains"] == "no")
    ]
    best = (sorted(alike, key=lambda k: -_per_watt(k, rate)) for rate in RATES)
    return list(dict.fromkeys(key for keys in best for key in keys[:BEST_OF_EACH]))


def _stands(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the kind of a chip, and whether a hall, a desk or a box has it."""
    form = row["form"]
    where = "card" if form == "card" else "alone" if form in ALONE else "hall"
    return row["kind"], where


def _per_watt(chip: str, rate: str) -> float:
    known = facts.numbers("hardware", chip)
    if rate not in known:
        return 0.0
    return known[rate].value / known["power_limit_w"].value
