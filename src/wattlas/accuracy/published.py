"""The published training runs of the tables as rows of measurements."""

from __future__ import annotations

from wattlas import facts
from wattlas.accuracy.rows import Row
from wattlas.units import PARAMETERS_PER_BILLION, W_PER_KW

_NUMBERS = {
    "trained_tokens": ("tokens_billion", 1.0 / PARAMETERS_PER_BILLION),
    "chip_hours": ("chip_hours", 1.0),
    "energy_kwh": ("energy_mwh", 1.0 / W_PER_KW),
    "stated_pue": ("pue", 1.0),
}


def published_runs() -> tuple[Row, ...]:
    """Return the training runs of the tables, as `predict_training` reads rows."""
    return tuple(_row(key) for key in facts.keys("published_runs"))


def _row(key: str) -> Row:
    words = facts.row("published_runs", key)
    texts = {
        "row_id": key,
        "model": words["model"] or words["name"],
        "chip": words["hardware"],
        "energy_boundary": words["energy_boundary"],
        "hours_basis": words["hours_basis"],
        "energy_basis": words["energy_basis"],
        "source": words["source"],
    }
    numbers = {
        column: fact.value * factor
        for quantity, (column, factor) in _NUMBERS.items()
        if (fact := facts.find_number("published_runs", key, quantity)) is not None
    }
    return Row(key, texts, numbers)
