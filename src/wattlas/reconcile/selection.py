"""Which runs of a ledger are meant, and by what they are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from wattlas.errors import InputError, unknown_name
from wattlas.metering.ledger.folder import Run

GROUPS = ("project", "user", "host", "name", "run", "job", "day", "month", "program")
SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([mhdw])")
SPAN_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
NONE = "(none)"


@dataclass(frozen=True)
class Selection:
    """Filters over runs: all that are given must hold.

    `since` and `until` are dates, times (ISO 8601, UTC) or spans back from now (7d).
    """

    project: str | None = None
    user: str | None = None
    host: str | None = None
    run: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None

    def of(self, runs: Iterable[Run], now_s: float) -> list[Run]:
        """Return the runs that are meant."""
        since = moment(self.since, now_s) if self.since else float("-inf")
        until = moment(self.until, now_s) if self.until else float("inf")
        return [r for r in runs if self._holds(r) and r.t1 >= since and r.t0 < until]

    def _holds(self, run: Run) -> bool:
        header = run.header
        wanted = (
            (self.project, header.project),
            (self.user, header.user),
            (self.host, header.host),
        )
        names = (header.run, header.name, header.job)
        return (
            all(want is None or want == has for want, has in wanted)
            and (self.run is None or any(n.startswith(self.run) for n in names if n))
            and all(header.tags.get(k) == v for k, v in self.tags.items())
        )


def group_of(run: Run, by: str) -> str:
    """Return the group of a run: by one of `GROUPS`, or by the key of a tag.

    Raises
    ------
    InputError
        If nothing is grouped so.
    """
    header = run.header
    if by in ("day", "month"):
        text = datetime.fromtimestamp(run.t0, UTC).isoformat()
        return text[: 10 if by == "day" else 7]
    if by in GROUPS:
        return str(getattr(header, by)) or NONE
    if by in header.tags:
        return header.tags[by]
    return NONE


def check_group(by: str, runs: Sequence[Run]) -> None:
    """Raise InputError if no run can be grouped so."""
    tags = {tag for run in runs for tag in run.header.tags}
    if by not in GROUPS and by not in tags:
        known = [*GROUPS, *sorted(tags)]
        raise InputError(
            unknown_name("group", by, known, f"{', '.join(known)} or a tag")
        )


def moment(text: str, now_s: float) -> float:
    """Return a date, a time or a span back from now as seconds since 1970.

    >>> moment("1970-01-02", 0.0), moment("2h", 10_000.0)
    (86400.0, 2800.0)
    """
    match = SPAN.fullmatch(text.strip())
    if match is not None:
        back = timedelta(hours=float(match[1]) * SPAN_HOURS[match[2]])
        return now_s - back.total_seconds()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "A time is a date (2026-11-25), a time (2026-11-25T18:00) or a span back "
            "from now (90m, 12h, 7d, 4w), got {text!r}.",
            text=text,
        ) from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
