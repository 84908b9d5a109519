"""Which runs of a ledger are meant, and by what they are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from wattlas.errors import InputError, Message, Several, unknown_name
from wattlas.metering.ledger.cells import EVER, STEPS, zone_of
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.readings import us
from wattlas.metering.ledger.run import Run

GROUPS = ("project", "user", "host", "name", "run", "job", "program", *STEPS)
SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([mhdw])")
SPAN_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
NONE = "(none)"
TODAY = "today"
"""The begin of the day that it is now, where days are those of a zone."""


@dataclass(frozen=True)
class When:
    """The time that is summed up [us since 1970], and the zone of its days."""

    window: Interval = EVER
    zone: tzinfo = UTC


@dataclass(frozen=True)
class Selection:
    """Filters over runs: all that are given must hold.

    `since` and `until` are dates, times (ISO 8601), today or spans back from now (7d);
    without a zone of their own they are in `zone`. They bound what is summed up, not
    only which runs are meant.
    """

    project: str | None = None
    user: str | None = None
    host: str | None = None
    run: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    zone: str = "UTC"

    def when(self, now_s: float) -> When:
        """Return the time that is meant.

        Raises
        ------
        InputError
            If a time is none, or the end is not after the begin.
        """
        zone = zone_of(self.zone)
        since = us(moment(self.since, now_s, zone)) if self.since else EVER[0]
        until = us(moment(self.until, now_s, zone)) if self.until else EVER[1]
        if until <= since:
            raise InputError(
                "--until {value} must be later than --since {value_2}.",
                value=self.until or Message("the end"),
                value_2=self.since or Message("the begin"),
            )
        return When((since, until), zone)

    def of(self, runs: Iterable[Run], now_s: float) -> list[Run]:
        """Return the runs that are meant."""
        since, until = self.when(now_s).window
        times = ((us(run.t0), us(run.t1), run) for run in runs)
        return [
            r for t0, t1, r in times if self._holds(r) and t1 >= since and t0 < until
        ]

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
    """Return the group of a run: by one of `GROUPS` but those of time, or by a tag."""
    header = run.header
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
            unknown_name(
                "group",
                by,
                known,
                Message("{names} or a tag", names=Several(known)),
            )
        )


def moment(text: str, now_s: float, zone: tzinfo = UTC) -> float:
    """Return a date, a time, today or a span back from now as seconds since 1970.

    >>> moment("1970-01-02", 0.0), moment("2h", 10_000.0), moment("today", 90_000.0)
    (86400.0, 2800.0, 86400.0)
    """
    if text.strip() == TODAY:
        now = datetime.fromtimestamp(now_s, zone)
        return now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    match = SPAN.fullmatch(text.strip())
    if match is not None:
        back = timedelta(hours=float(match[1]) * SPAN_HOURS[match[2]])
        return now_s - back.total_seconds()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "A time is a date (2026-11-25), a time (2026-11-25T18:00), today or a span "
            "back from now (90m, 12h, 7d, 4w), got {text!r}.",
            text=text,
        ) from error
    return (found if found.tzinfo else found.replace(tzinfo=zone)).timestamp()
