"""The shape of a language model as rows of a table."""

from __future__ import annotations

from typing import Any


def rows(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the plain data as rows of a table: quantity, value, unit."""
    found: list[dict[str, Any]] = []
    for name, value in record.items():
        if name in ("table", "key") or value in (None, 0, 0.0):
            continue
        if isinstance(value, dict):
            found += [_row(f"{name}: {part}", v) for part, v in value.items()]
        elif isinstance(value, list):
            found += [{"quantity": name, "note": str(item)} for item in value]
        else:
            found.append(_row(name, value))
    return found


def _row(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        text = ", ".join(f"{k} {v:.3g}" for k, v in value.items())
        return {"quantity": name, "note": text}
    unit = "byte" if "bytes" in name else ""
    return {"quantity": name, "value": value, "unit": unit}
