"""Moments as other programs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from wattlas.metering.ledger.imports.exposition import moment_in

FORMS = (
    "%a %b %d %H:%M:%S %Y",
    "%a %d %b %Y %I:%M:%S %p",
    "%a %d %b %Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d-%H:%M:%S",
    "%b %d %H:%M:%S %Y",
)
ZONE = re.compile(r"\s+(UTC|GMT|Z)(?=\s|$)")
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s*-\s*(\d{2}:\d{2}:\d{2})")
"""freeipmi's time stamp: month, day, year."""


def stamp_in(text: str, zone: tzinfo | None) -> float | None:
    """Return a moment that a program wrote; None where the text is none.

    ISO 8601, seconds since 1970 or parts of them, what ``date`` prints, freeipmi's.
    Without a zone it is in `zone`, None for this machine's. [s since 1970]

    >>> stamp_in("2026-01-01T00:00:00Z", None), stamp_in("1767225600", None)
    (1767225600.0, 1767225600.0)
    >>> stamp_in("Thu Jan  1 00:00:00 UTC 2026", None)
    1767225600.0
    >>> stamp_in("01/02/2026 - 00:00:00", UTC)
    1767312000.0
    """
    text = text.strip()
    if re.fullmatch(r"\d{9,}(\.\d+)?", text):
        return moment_in(text)
    american = AMERICAN.fullmatch(text)
    if american is not None:
        month, day, year, clock = american.groups()
        text = f"{year}-{month:0>2}-{day:0>2}T{clock}"
    return _dated(text, zone)


def _dated(text: str, zone: tzinfo | None) -> float | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        in_utc = ZONE.search(text)
        known = _by_forms(ZONE.sub("", text))
        if known is None:
            return None
        found = known.replace(tzinfo=UTC) if in_utc else known
    if found.tzinfo is None and zone is not None:
        found = found.replace(tzinfo=zone)
    try:
        return found.timestamp()
    except (OverflowError, OSError, ValueError):
        return None


def _by_forms(text: str) -> datetime | None:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)  # put in a zone after
        except ValueError:
            continue
    return None
