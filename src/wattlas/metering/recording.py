"""Recording what a session reads, and reading it again: `--record`, `--replay`.

A file of JSON lines: first the channels, then one line for each time with what every
channel gave (null: it could not be read) and the load of the machine. A replay moves a
fake clock from line to line, so that it gives the joules of the recorded run again.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.channel import Channel, LostReadingError, Watts
from wattlas.metering.clock import Clock, FakeClock
from wattlas.metering.sharing.load import Load, Processes
from wattlas.plain.files import check_regular

SCHEMA = 1
LOAD_FIELDS = 7
DESCRIBED = (
    "key",
    "name",
    "scope",
    "method",
    "source",
    "low_ratio",
    "high_ratio",
    "step_s",
    "wrap_j",
    "plausible_w",
    "averages_s",
    "unproven",
    "stands_in",
)
BESIDE = "power {number}"
"""The stream of the power beside the counter of a channel."""


class Recording:
    """Writes every reading of some channels to a file, as it is read."""

    def __init__(self, path: Path, channels: Iterable[Channel], clock: Clock) -> None:
        self._clock = clock
        self._file = _opened(path)
        found = list(channels)
        described = [_described(c) for c in found]
        self._write({"schema": SCHEMA, "channels": described})
        self.channels = [self._recorded(i, c) for i, c in enumerate(found)]

    def processes(self, processes: Processes | None) -> Processes | None:
        """Return processes whose loads are recorded too."""
        return None if processes is None else _RecordedProcesses(processes, self.note)

    def note(self, what: int | str, value: object) -> None:
        """Write one reading: a channel by its number, or the load."""
        self._write({"t": self._clock.now(), "of": what, "v": value})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _recorded(self, number: int, channel: Channel) -> Channel:
        def read() -> float | Watts:
            try:
                value = channel.read()
            except LostReadingError:
                self.note(number, None)
                raise
            shown = (
                [value.low, value.mid, value.high]
                if isinstance(value, Watts)
                else value
            )
            self.note(number, shown)
            return value

        return replace(channel, read=read, power=self._recorded_power(number, channel))

    def _recorded_power(
        self, number: int, channel: Channel
    ) -> Callable[[], float] | None:
        read, name = channel.power, BESIDE.format(number=number)
        if read is None:
            return None

        def power() -> float:
            try:
                value = read()
            except LostReadingError:
                self.note(name, None)
                raise
            self.note(name, value)
            return value

        return power

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")


@dataclass
class _RecordedProcesses:
    processes: Processes
    note: Callable[[str, object], None]

    def load(self) -> Load:
        found = self.processes.load()
        numbers = [getattr(found, name) for name in Load.__slots__[:-1]]
        self.note("load", [*numbers, sorted(found.own_pids)])
        return found

    def machine_cpu_s(self) -> tuple[float, float]:
        return self.processes.machine_cpu_s()

    def exists(self, pid: int) -> bool:
        return self.processes.exists(pid)


class Replay:
    """Channels and a clock that give a recording again.

    Raises
    ------
    InputError
        If the file is no recording.
    """

    def __init__(self, path: Path) -> None:
        head, self._lines = _read(path)
        self.times = sorted({line["t"] for line in self._lines})
        if not self.times:
            raise InputError(
                "{path} holds no readings.",
                path=path,
            )
        self.clock = FakeClock(self.times[0])
        self._streams: dict[int | str, list[tuple[float, Any]]] = {}
        for line in self._lines:
            self._streams.setdefault(line["of"], []).append((line["t"], line["v"]))
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
        """Return the last value that was recorded up to now."""
        stream = self._streams.get(what, [])
        # A hair more: the clock adds up steps, the file has the times themselves.
        index = bisect_right(stream, self.clock.now() + 1e-6, key=lambda pair: pair[0])
        return stream[index - 1][1] if index else None

    def _reader(self, number: int) -> Callable[[], float | Watts]:
        def read() -> float | Watts:
            value = self.latest(number)
            if isinstance(value, list):
                return Watts(*value)
            return _figure(value)

        return read

    def _figures(self, name: str) -> Callable[[], float]:
        return lambda: _figure(self.latest(name))


def _described(channel: Channel) -> dict[str, Any]:
    described = {name: getattr(channel, name) for name in DESCRIBED}
    return {**described, "power": channel.power is not None}


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


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error


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
