"""Meters outside the machine's own counters: a command, a Prometheus query, a figure.

A command that prints watts reads anything: IPMI, Redfish, a smart plug, a rack's PDU.
It runs in the background, so that a slow one never delays a tick.
"""

from __future__ import annotations

import json
import math
import shlex
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from wattlas.errors import InputError, Several, without_passwords
from wattlas.metering import channel as ch
from wattlas.metering.accumulate.gate import gap_s
from wattlas.metering.clock import since_boot_s
from wattlas.metering.ledger.imports.content import request_of
from wattlas.metering.readers.asking import TIMEOUT_S, said_by
from wattlas.metering.readers.meter_text import watts_in

MOST_ANSWER_BYTES = 2**20
"""More than a query of a power answers: what is longer is not read to its end."""
OUTSIDE_SCOPES = ("wall", "server")


class CommandReader:
    """Reads watts from what a command prints.

    `figure` says which is meant where it prints several (see `meter_text`).
    """

    name = "command"

    def __init__(
        self, command: str, scope: str, key: str, every_s: float = 1, figure: str = ""
    ) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise InputError(
                "--meter {command}: {error}.",
                command=command,
                error=error,
            ) from error
        if not self._words:
            raise InputError("--meter needs a command that prints watts, got ''.")
        self._scope, self._key, self._every_s = check_scope(scope), key, every_s
        self._figure = figure

    def probe(self) -> ch.Probe:
        """Run the command once; return its channel."""
        shown = without_passwords(" ".join(self._words))
        try:
            self._watts()
        except ch.LostReadingError as error:
            values = {"error": str(error)}
            finding = ch.Finding(self.name, shown, "refused", "meter-silent", values)
            return ch.Probe((), (finding,))
        source = f"command {Path(self._words[0]).name}"
        return _outside(
            self.name, self._key, source, self._scope, self._polled(), shown
        )

    def _polled(self) -> Poll:
        return Poll(self._watts, self._every_s)

    def _watts(self) -> float:
        said = said_by(self._words)
        watts = watts_in(said, self._words[0], self._figure)
        return bounded(watts, self._words[0], self._scope)


class PrometheusReader:
    """Reads watts from a query of a Prometheus server."""

    name = "prometheus"

    def __init__(
        self, url: str, query: str, scope: str, key: str, every_s: float = 1
    ) -> None:
        words = urllib.parse.urlencode({"query": query})
        self._url = f"{url.rstrip('/')}/api/v1/query?{words}"
        if not self._url.startswith(("http://", "https://")):
            raise InputError(
                "A Prometheus server has an address http://..., got {url}.",
                url=url,
            )
        self._scope, self._key, self._every_s = check_scope(scope), key, every_s
        self._query = query

    def probe(self) -> ch.Probe:
        """Ask once; return the channel of the query."""
        try:
            self._watts()
        except ch.LostReadingError as error:
            values = {"error": str(error)}
            found = ch.Finding(
                self.name, self._query, "refused", "meter-silent", values
            )
            return ch.Probe((), (found,))
        poll = Poll(self._watts, self._every_s)
        # A query may hold a token: the source in a ledger is the reader alone.
        return _outside(self.name, self._key, self.name, self._scope, poll, self._query)

    def _watts(self) -> float:
        try:
            request = request_of(self._url)
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                text = answer.read(MOST_ANSWER_BYTES + 1)
            if len(text) > MOST_ANSWER_BYTES:
                raise ch.LostReadingError(
                    "{query}: the answer has more than {most:,} bytes.",
                    query=self._query,
                    most=MOST_ANSWER_BYTES,
                )
            found = json.loads(text)["data"]["result"]
            # A query may have several series (phases, supplies): they add up.
            watts = sum(float(series["value"][1]) for series in found) / bool(found)
            return bounded(watts, self._query, self._scope)
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise ch.LostReadingError(
                "{query}: {error}.",
                query=self._query,
                error=error,
            ) from error
        except (KeyError, TypeError, IndexError, ZeroDivisionError) as error:
            raise ch.LostReadingError(
                "{query}: no figure in the answer.",
                query=self._query,
            ) from error


class DeclaredReader:
    """Watts that the user declares, with their range: for what has no counter."""

    name = "declared"

    def __init__(self, name: str, watts: ch.Watts, scope: str, host: str) -> None:
        self._name, self._watts, self._scope, self._host = name, watts, scope, host

    def probe(self) -> ch.Probe:
        """Return the channel of the declaration."""
        channel = ch.Channel(
            key=f"{self._host}/declared/{self._name}",
            name=self._name,
            scope=self._scope,
            method=ch.DECLARED,
            source="declared",
            read=lambda: self._watts,
        )
        finding = ch.Finding(self.name, self._name, "read", "declared")
        return ch.Probe((channel,), (finding,))


class Poll:
    """Asks for watts in the background, and hands out the latest while it is fresh.

    It is for as long as answers are apart at their quickest, and a while more; then
    what the meter sees is not known.
    """

    def __init__(self, ask: Callable[[], float], every_s: float) -> None:
        self._ask, self._every_s = ask, every_s
        self._latest: tuple[float, float] | None = None
        self._quickest_s = math.inf
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def read(self) -> ch.Watts:
        """Return the latest power; raise LostReadingError where it is stale. [W]"""
        if self._thread is None:
            self._once()
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        latest = self._latest
        longest_s = gap_s(self._every_s + self._quickest_s)
        if latest is None or since_boot_s() - latest[0] > longest_s:
            raise ch.LostReadingError("The meter has given no figure for a while.")
        return ch.Watts(latest[1], latest[1], latest[1])

    def close(self) -> None:
        """Stop asking."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            self._once()

    def _once(self) -> None:
        asked_s = since_boot_s()
        try:
            watts = self._ask()
        except ch.LostReadingError:
            return
        self._quickest_s = min(self._quickest_s, since_boot_s() - asked_s)
        self._latest = (asked_s, watts)


def bounded(watts: float, what: str, scope: str) -> float:
    """Return a power if a machine can have it; raise LostReadingError if not. [W]"""
    most_w = ch.constant(scope, "plausible_power_w")
    if not 0 < watts <= most_w:
        raise ch.LostReadingError(
            "{what} says {watts:g} W; a meter of the {scope} that runs shows more than "
            "0 and at most {most_w:g} W.",
            what=what,
            watts=watts,
            scope=scope,
            most_w=most_w,
        )
    return watts


def check_scope(scope: str) -> str:
    """Return the scope of an outside meter; raise InputError if it is none."""
    if scope not in OUTSIDE_SCOPES:
        raise InputError(
            "An outside meter sees the {allowed}, got {scope!r}.",
            allowed=Several(OUTSIDE_SCOPES, " or "),
            scope=scope,
        )
    return scope


def _outside(
    reader: str, key: str, source: str, scope: str, poll: Poll, shown: str
) -> ch.Probe:
    low, high = ch.ratios(ch.INTEGRATED, scope)
    channel = ch.Channel(
        key=key,
        name=scope,
        scope=scope,
        method=ch.INTEGRATED,
        source=source,
        read=poll.read,
        low_ratio=low,
        high_ratio=high,
        close=poll.close,
    )
    return ch.Probe((channel,), (ch.Finding(reader, shown, "read", "meter"),))
