"""Writing a ledger file: one line, one system call, no lock.

A line that the system has taken survives the death of the process; what `fsync`
chooses is whether it survives the death of the machine.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.accumulate.beside import Disagreement
from wattlas.metering.ledger import lines
from wattlas.metering.ledger.files import ENDING
from wattlas.metering.ledger.lines import RunHeader
from wattlas.metering.parts import Measurement, Total

FSYNC = ("end", "tick", "never")
"""When lines are forced to the disk: at the end of a run, with each line, or never."""


MOST_WAITING = 4096
"""So many lines wait for a disk that is full; older ones than these are lost."""


class UnwritableError(InputError):
    """The folder of a ledger cannot be written to."""


class LedgerWriter:
    """Appends the lines of one run to a file of its own.

    Raises
    ------
    UnwritableError
        If the folder cannot be written to.
    """

    def __init__(self, folder: Path, header: RunHeader, fsync: str = "end") -> None:
        if fsync not in FSYNC:
            raise InputError(
                "fsync is one of {fsync}, got {fsync_2!r}.",
                fsync=", ".join(FSYNC),
                fsync_2=fsync,
            )
        self._fsync = fsync
        self.header = header
        self.path = folder / file_name(header)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._handle = os.open(self.path, flags, 0o644)
        except OSError as error:
            raise UnwritableError(
                "The ledger {folder} cannot be written: {strerror}. Choose another "
                "with --ledger DIR or WATTLAS_LEDGER, or --ledger off.",
                folder=folder,
                strerror=reason_of(error),
            ) from error
        self.lost_lines = 0
        self._torn = False
        self._waiting: deque[bytes] = deque()
        self._write(lines.run_line(header))

    def tick(
        self,
        t0: float,
        t1: float,
        totals: Sequence[Total | None],
        gaps: Iterable[lines.Gap] = (),
    ) -> None:
        """Append what each device saw from t0 to t1, and the gaps that are open."""
        self._write(lines.tick_line(t0, t1, totals, gaps))

    def window(self, measurement: Measurement) -> None:
        """Append a window: its name, its time and its work. Joules are in the ticks."""
        named = measurement.name, measurement.t0, measurement.t1
        window = lines.WindowLine(*named, measurement.work, measurement.tags)
        self._write(lines.window_line(window))

    def disagreement(self, found: Disagreement, at_s: float) -> None:
        """Append that the power beside a counter contradicts it."""
        check = lines.Check(found.key, found.counter_w, found.power_w, at_s)
        self._write(lines.check_line(check))

    def close(self, at_s: float, exit_code: int | None = None) -> None:
        """Append the end and close the file; what no disk takes is lost and counted."""
        if self._handle < 0:
            return
        self._write(lines.end_line(at_s, exit_code))
        self.lost_lines += len(self._waiting)
        if self._fsync == "end":
            self._sync()
        # A network file system may tell only now that the disk is full.
        with contextlib.suppress(OSError):
            os.close(self._handle)
        self._handle = -1

    def _write(self, line: Mapping[str, Any]) -> None:
        """Write a line whole or not at all; a full disk never stops the run.

        Lines that the disk does not take wait for the next: the first of them names
        the run, and without it the others would say nothing.
        """
        if self._handle < 0:
            return
        self._waiting.append(lines.text_of(line))
        while self._waiting and self._takes(self._waiting[0]):
            self._waiting.popleft()
        while len(self._waiting) > MOST_WAITING:
            del self._waiting[1]
            self.lost_lines += 1

    def _takes(self, data: bytes) -> bool:
        """Write a line; say whether the disk has taken all of it."""
        # What a full disk tore is ended first, so that only that line is lost.
        data = b"\n" * self._torn + data
        try:
            written = os.write(self._handle, data)
        except OSError:
            return False
        self._torn = written < len(data)
        if self._fsync == "tick":
            self._sync()
        return not self._torn

    def _sync(self) -> None:
        with contextlib.suppress(OSError):
            os.fsync(self._handle)


def file_name(header: RunHeader) -> str:
    """Return a file name that no other process takes: host, time, and the run.

    >>> file_name(RunHeader(run="4f2a", host="node 7", t=0.0))
    'node-7-19700101T000000-4f2a.jsonl'
    """
    when = time.strftime("%Y%m%dT%H%M%S", time.gmtime(header.t))
    host = re.sub(r"[^\w.]+", "-", header.host) or "host"
    return f"{host}-{when}-{header.run}{ENDING}"


def new_run() -> str:
    """Return a name for a run: 12 hexadecimal digits that no other run has."""
    return os.urandom(6).hex()
