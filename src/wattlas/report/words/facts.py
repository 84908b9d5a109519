"""The words of the fact tables."""

from __future__ import annotations

HOW = "Facts: wattlas facts TABLE [KEY]; --find TEXT, --json, --csv"
TABLE = "{name}: {holds} ({shown} of {count})"
SOURCES = "the sources of all figures"
NOTES_IN_ENGLISH = "Notes without a translation stand in English, as in the table."
HEADS = (
    "table",
    "rows",
    "what it holds",
    "key",
    "name",
    "name_en",
    "name_zh",
    "developer",
    "released",
    "source",
    "quantity",
    "low",
    "value",
    "high",
    "unit",
    "year",
    "note",
    "title",
    "publisher",
    "licence",
)
"""Columns that are shown, by their names in the tables."""
