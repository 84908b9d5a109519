"""What the meter of a row showed, in the units of the predictions."""

from __future__ import annotations

from wattlas.accuracy.rows import Row
from wattlas.units import J_PER_KWH, W_PER_KW

J_PER_WH = J_PER_KWH / W_PER_KW


def unit_of(row: Row) -> str:
    """Return what one item of a row is; a row that does not say generates tokens."""
    return row.text("unit") or "output_token"


def measured(row: Row, quantity: str) -> float | None:
    """Return measured energy (J per item), power (W) or time (s per item), or None."""
    if quantity == "power":
        return row.number("avg_power_w")
    unit = unit_of(row)
    if quantity == "time":
        column = (
            "throughput_items_per_s" if _is_item(unit) else "throughput_tokens_per_s"
        )
        rate = row.number(column)
        return 1.0 / rate if rate else None
    if unit == "request":
        watt_hours = row.number("energy_wh_per_request")
        return watt_hours * J_PER_WH if watt_hours else None
    column = "energy_j_per_item" if _is_item(unit) else "energy_j_per_output_token"
    return row.number(column) or None


def _is_item(unit: str) -> bool:
    return unit in ("image", "video")


def is_calibration(row: Row) -> bool:
    """Say whether a row is good enough to fit to or to score: metered, long enough."""
    if row.text("dataset") == "literature":
        return False
    evidence = row.text("evidence")
    return row.text("quality") in ("", "ok") and (
        not evidence or evidence in ("measured", "measured time only")
    )
