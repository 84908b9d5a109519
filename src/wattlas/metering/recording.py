"""Recording what a session reads: `--record` (`replay` reads it again).

A file of JSON lines: first the channels, then one line for each time with what every
channel gave (null: it could not be read) and the load of the machine. A replay moves a
fake clock from line to line, so that it gives the joules of the recorded run again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.channel import Channel, LostReadingError, Watts
from wattlas.metering.clock import Clock
from wattlas.metering.sharing.load import Load, Processes

SCHEMA = 1
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
    """Writes every reading of some channels to a file, as it is read.

    `tick_s` is the time from one reading to the next: what is further apart is a gap.
    """

    def __init__(
        self, path: Path, channels: Iterable[Channel], clock: Clock, tick_s: float
    ) -> None:
        self._clock = clock
        self._file = _opened(path)
        found = list(channels)
        described = [_described(c) for c in found]
        self._write({"schema": SCHEMA, "tick_s": tick_s, "channels": described})
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


def _described(channel: Channel) -> dict[str, Any]:
    described = {name: getattr(channel, name) for name in DESCRIBED}
    return {**described, "power": channel.power is not None}


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
