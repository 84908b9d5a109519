"""The words of a log of requests."""

from __future__ import annotations

TITLE = "{used} of {rows} requests"
TOTALS = "All together"
GROUPS = "By model, chip, place and precision"
MODEL_HEAD, CHIP_HEAD, PLACE_HEAD = "model", "chip", "place"
PRECISION_HEAD, COUNT_HEAD, MEAN_HEAD = "precision", "requests", "mean energy"
ABSENT = "{result}: absent for {rows} rows, not in the total."
ALL_USED = "Every row could be used."
UNUSED_COLUMNS = "Columns of the log that nothing rests on: {names}."
LEFT_OUT = "Left out: {rows} rows that could not be used."
ROW_HEAD, LINE_HEAD, REASON_HEAD = "row", "line", "reason"
MORE = "And {rows} more (--json lists all)."
"""What of a log could not be used, and why."""
