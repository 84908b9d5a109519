"""Chips that could do the work of a chip, and engines that run on one."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.estimation.layouts import ALONE

BEST_OF_EACH = 3
RATES = ("peak_16bit_tflops", "bandwidth_gb_per_s")
"""What a chip does for its power: it multiplies, and it reads."""


def engines_of(chip: str) -> tuple[str, ...]:
    """Return the engines that run on a chip.

    >>> engines_of("m4-max")
    ('llama.cpp', 'transformers')
    """
    row = facts.row("hardware", chip)
    return tuple(
        e for e in facts.keys("engines") if _runs(facts.row("engines", e), row)
    )


def _runs(engine: Mapping[str, str], chip: Mapping[str, str]) -> bool:
    """Say whether an engine runs on a chip; one without vendors runs on all makers'."""
    vendors, kinds = (engine[n].split(";") for n in ("vendors", "kinds"))
    of_vendor = not engine["vendors"] or chip["vendor"] in vendors
    return chip["kind"] in kinds and of_vendor


def chips_like(chip: str) -> list[str]:
    """Return the chips of the same kind that do most for their power.

    Those of halls for one of a hall, those of desks for one of a desk.
    """
    own = facts.row("hardware", chip)
    alike = [
        key
        for key in facts.keys("hardware")
        if key != chip and _stands(facts.row("hardware", key)) == _stands(own)
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
