"""Writing a ledger file: one line, one system call, no lock.

A line that the system has taken survives the death of the process; what `fsync`
chooses is whether it survives the death of the machine.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, reason_of
from wattlas.metering.accumulate.beside import Disagreement
from wattlas.metering.ledger import lines
from wattlas.metering.ledger.lines import RunHeader
from wattlas.metering.parts import Measurement, Total

FSYNC = ("end", "tick", "never")
"""When lines are forced to the disk: at the end of a run, with each line, or never."""
ENDING = ".jsonl"


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
        self._write(lines.run_line(header))

    def tick(self, t0: float, t1: float, totals: Sequence[Total | None]) -> None:
        """Append what each device saw from t0 to t1."""
        self._write(lines.tick_line(t0, t1, totals))

    def window(self, measurement: Measurement) -> None:
        """Append a window: its name, its time and its work. Joules are in the ticks."""
        line: dict[str, Any] = {"line": lines.WINDOW, "name": measurement.name}
        line |= {"t0": measurement.t0, "t1": measurement.t1}
        if measurement.work:
            line["work"] = dict(measurement.work)
        if measurement.tags:
            line["tags"] = dict(measurement.tags)
        self._write(line)

    def disagreement(self, found: Disagreement, at_s: float) -> None:
        """Append that the power beside a counter contradicts it."""
        watts = {"counter_w": found.counter_w, "power_w": found.power_w}
        self._write({"line": lines.CHECK, "t": at_s, "device": found.key, **watts})

    def close(self, at_s: float, exit_code: int | None = None) -> None:
        """Append the end and close the file."""
        code = {} if exit_code is None else {"exit": exit_code}
        self._write({"line": lines.END, "t": at_s, **code})
        if self._fsync == "end":
            os.fsync(self._handle)
        os.close(self._handle)
        self._handle = -1

    def _write(self, line: Mapping[str, Any]) -> None:
        """Write a line whole or not at all; a full disk never stops the run."""
        if self._handle < 0:
            return
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        # What a full disk tore is ended first, so that only that line is lost.
        data = ("\n" * self._torn + text + "\n").encode()
        try:
            written = os.write(self._handle, data)
            self._torn = written < len(data)
            if self._fsync == "tick":
                os.fsync(self._handle)
        except OSError:
            self.lost_lines += 1
            return
        self.lost_lines += self._torn


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
