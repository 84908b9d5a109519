"""Reading a recording again: `--replay` (what writes one is `recording`)."""

from __future__ import annotations

import json
import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.accumulate.gate import gap_s
from wattlas.metering.channel import Channel, LostReadingError, Watts
from wattlas.metering.clock import REUSE_S, SHORTEST_TICK_S, FakeClock
from wattlas.metering.ledger.imports.series import usual_step_s
from wattlas.metering.recording import BESIDE, DESCRIBED, SCHEMA
from wattlas.metering.sharing.load import Load, Processes
from wattlas.plain.files import check_regular

LOAD_FIELDS = 7


class Replay:
    """Channels and a clock that give a recording again.

    Raises
    ------
    InputError
        If the file is no recording.
    """

    def __init__(self, path: Path) -> None:
        head, self._lines = _read(path)
        self.times = _ends(sorted({line["t"] for line in self._lines}))
        if not self.times:
            raise InputError(
                "{path} holds no readings.",
                path=path,
            )
        self.tick_s = _tick_s(head, self.times, path)
        self.clock = FakeClock(self.times[0])
        self._streams: dict[int | str, list[tuple[float, Any]]] = {}
        for line in self._lines:
            self._streams.setdefault(line["of"], []).append((line["t"], line["v"]))
        _check_channels(head.get("channels"), self._streams, path)
        self.channels = [
            self._channel(number, described)
            for number, described in enumerate(head["channels"])
        ]

    def _channel(self, number: int, described: dict[str, Any]) -> Channel:
        known = {k: v for k, v in described.items() if k in DESCRIBED}
        channel = Channel(**known, read=self._reader(number))
        beside = BESIDE.format(number=number)
        has_power = described.get("power", beside in self._streams)
        power = self._figures(beside) if has_power else None
        return replace(channel, power=power)

    @property
    def processes(self) -> Processes | None:
        """The recorded loads; None where none were recorded."""
        return _ReplayedProcesses(self) if "load" in self._streams else None

    def steps(self) -> Sequence[float]:
        """Return how far the clock moves from each recorded time to the next. [s]"""
        pairs = zip(self.times, self.times[1:], strict=False)
        return [after - before for before, after in pairs]

    def latest(self, what: int | str) -> Any:
        """Return the last value that was recorded up to now, else the first."""
        return self._latest(what)[1]

    def _latest(self, what: int | str) -> tuple[float, Any]:
        stream = self._streams.get(what, [(math.inf, None)])
        # A hair more: the clock adds up steps, the file has the times themselves.
        index = bisect_right(stream, self.clock.now() + 1e-6, key=lambda pair: pair[0])
        return stream[max(index - 1, 0)]

    def _fresh(self, what: int | str) -> Any:
        """Return a value that was recorded a while ago at most; None if there is none.

        Where the lines of one channel stop, it was not read.
        """
        at_s, value = self._latest(what)
        is_fresh = -REUSE_S < self.clock.now() - at_s <= gap_s(self.tick_s)
        return value if is_fresh else None

    def _reader(self, number: int) -> Callable[[], float | Watts]:
        def read() -> float | Watts:
            value = self._fresh(number)
            if isinstance(value, list):
                return Watts(*value)
            return _figure(value)

        return read

    def _figures(self, name: str) -> Callable[[], float]:
        return lambda: _figure(self._fresh(name))


def _check_channels(channels: Any, streams: Iterable[int | str], path: Path) -> None:
    """Raise InputError where channels, or what was read of them, cannot be."""
    if not isinstance(channels, list) or not all(map(_is_described, channels)):
        raise InputError(
            "{path} is no recording of wattlas measure --record.",
            path=path,
        )
    keys = [channel["key"] for channel in channels]
    for channel in channels:
        _check_channel(channel, path)
        if keys.count(channel["key"]) > 1:
            raise InputError(
                "{path}: two channels have the key {key}.",
                path=path,
                key=channel["key"],
            )
    beside = [BESIDE.format(number=number) for number in range(len(keys))]
    unknown = [
        what for what in streams if what not in ("load", *range(len(keys)), *beside)
    ]
    if unknown:
        raise InputError(
            "{path}: a line is of {what!r}; there are {count} channels, from 0.",
            path=path,
            what=unknown[0],
            count=len(keys),
        )


def _is_described(channel: Any) -> bool:
    """Say whether a channel has all that names it."""
    return isinstance(channel, dict) and all(
        isinstance(channel.get(name), str) for name in DESCRIBED[:5]
    )


def _check_channel(channel: dict[str, Any], path: Path) -> None:
    bounds = channel.get("low_ratio", 1.0), channel.get("high_ratio", 1.0)
    figures = (*bounds, channel.get("step_s", 0.0), channel.get("wrap_j") or 0.0)
    if (
        not all(isinstance(v, int | float) and 0 <= v < math.inf for v in figures)
        or bounds[0] > bounds[1]
    ):
        raise InputError(
            "{path}: channel {key} needs 0 <= low_ratio <= high_ratio, step_s >= 0 "
            "and wrap_j >= 0 or null.",
            path=path,
            key=channel["key"],
        )


def _ends(times: Sequence[float]) -> list[float]:
    """Return the last time of each reading: its channels are read one after another.

    >>> _ends([1.0, 1.001, 2.0, 2.002])
    [1.001, 2.002]
    """
    pairs = zip(times, [*times[1:], math.inf], strict=True)
    return [at_s for at_s, later in pairs if later - at_s >= REUSE_S]


def _tick_s(head: dict[str, Any], times: Sequence[float], path: Path) -> float:
    """Return the recorded tick, of older recordings the usual step. [s]"""
    if "tick_s" not in head:
        return max(usual_step_s(array("d", times)), SHORTEST_TICK_S)
    tick_s = head["tick_s"]
    if not isinstance(tick_s, int | float) or not SHORTEST_TICK_S <= tick_s < math.inf:
        raise InputError(
            "{path}: tick_s is {tick_s!r}; a tick is >= {least} s.",
            path=path,
            tick_s=tick_s,
            least=SHORTEST_TICK_S,
        )
    return float(tick_s)


def _figure(value: Any) -> float:
    if value is None:
        raise LostReadingError("The recording has no reading here.")
    return float(value)


@dataclass
class _ReplayedProcesses:
    replay: Replay

    def load(self) -> Load:
        own, busy, capacity, *memory, pids = self.replay.latest("load")
        own_memory, used, total = memory
        return Load(own, busy, capacity, own_memory, used, total, frozenset(pids))

    def machine_cpu_s(self) -> tuple[float, float]:
        found = self.load()
        return found.busy_cpu_s, found.capacity_cpu_s

    def exists(self, pid: int) -> bool:
        return True


def _read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        check_regular(path)
        texts = path.read_text(encoding="utf-8").splitlines()
        head, *lines = [json.loads(text) for text in texts if text.strip()]
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except ValueError as error:
        raise InputError(
            "{path} is no recording of wattlas measure --record.",
            path=path,
        ) from error
    if not isinstance(head, dict) or head.get("schema") != SCHEMA:
        raise InputError(
            "{path} is no recording that this version of Wattlas reads.",
            path=path,
        )
    for number, line in enumerate(lines, 2):
        if not _is_reading(line):
            raise InputError(
                "{path}: line {number} is no reading: it needs t (s), of (which "
                "channel) and v (joules, three watts, or null).",
                path=path,
                number=number,
            )
    return head, lines


def _is_reading(line: Any) -> bool:
    if not isinstance(line, dict) or not {"t", "of", "v"} <= line.keys():
        return False
    value, at_s = line["v"], line["t"]
    timed = isinstance(at_s, int | float) and abs(at_s) < float("inf")
    if not timed or not isinstance(line["of"], int | str):
        return False
    if line["of"] == "load":
        return isinstance(value, list) and len(value) == LOAD_FIELDS
    if isinstance(value, list):
        return len(value) == 3 and all(isinstance(v, int | float) for v in value)
    return value is None or isinstance(value, int | float)
