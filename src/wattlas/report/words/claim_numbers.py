"""The words beside the numbers of claims: sizes, units, times."""

from __future__ import annotations

YEARS = "{count} years"
LARGE = {
    "en": ((1e9, "billion"), (1e6, "million")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}
"""Words of large counts, by the language whose readers count so."""
ALONE = {"/year": "times a year", "/day": "a day"}
"""Units of a count by the time that it is counted over."""
