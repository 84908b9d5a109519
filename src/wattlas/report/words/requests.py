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
LEFT_OUT = "Left out: {rows} rows."
READINGS = "How the columns of usage were read"
NAMES, NAME_HEAD = "How names of models were read", "name"
COLUMN_HEAD, ROLE_HEAD = "column", "read as"
ROLES = {
    "model": "model",
    "prompt_tokens": "tokens of the prompt",
    "output_tokens": "tokens of the answer",
    "total": "total, which the others give",
    "total-without-parts": "total, without tokens of a cache or of reasoning",
    "cached": "tokens read from a cache",
    "cache-write": "tokens written to a cache",
    "reasoning": "tokens of reasoning",
    "tools": "tokens of tool results",
    "operation": "kind of operation",
    "type": "kind of row",
    "cache-hit": "answered from a store",
    "status": "status of the answer",
    "state": "state of the call",
    "error": "error of the call",
    "answer": "identity of the answer",
    "sum": "number of requests in a row",
    "cache-write-part": "tokens written to a cache, for one time",
    "grouped-digits": "whole numbers with digits in groups: 1.234 is 1,234",
}
"""What a column of usage was read as, by its code."""
INSIDE_HEAD, BESIDE_HEAD = "inside the count", "added to it"
ROW_HEAD, LINE_HEAD, REASON_HEAD = "row", "line", "reason"
MORE = "And {rows} more (--json lists all)."
"""What of a log could not be used, and why."""

RUN_TITLE = "{used} of {rows} requests in {files} files"
BY_MODEL, BY_DAY = "By model", "By day (UTC)"
BY_LAST_DAYS = "By day (UTC), the last 31"
DAY_HEAD, ENERGY_HEAD, FILE_HEAD = "day", "energy", "file of the first"
USERS = "{users} users, of the column {column}: totals/by_user.parquet."
NO_USERS = "No column of users was found (--user-column): there are no totals by user."
TIMES = "Days are those of the column {column}: totals/by_day.parquet."
NO_TIMES = "No column of times was found (--time-column): there are no totals by day."
EMPTY_FILES = "{files} files have no rows."
OTHER_REASONS = "other reasons"
MORE_REASONS = "And {count} other reasons (--json lists all)."
