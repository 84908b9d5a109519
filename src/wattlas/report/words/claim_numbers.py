"""The words beside the numbers of claims, in English: sizes, units, times."""

from __future__ import annotations

YEARS, NEVER = "{count} years", "never"
USES = "{size} uses"
LARGE = {
    "en": ((1e9, "billion"), (1e6, "million")),
    "zh": ((1e8, "hundred million"), (1e4, "ten thousand")),
}
"""Words of large counts, by the language whose readers count so."""
UNITS = {"times": "times", "days": "days"}
PER = {name: f"/{name}" for name in ("use", "day", "week", "month", "year")}
ALONE = {"year": "times a year", "day": "a day"}
"""Units of a count by the time that it is counted over."""
