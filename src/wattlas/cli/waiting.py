"""A line on the terminal while a command works: how long it has taken so far."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

PERIOD_S = 1.0
"""Nothing is shown before this, and then the line is written again as often."""


@contextmanager
def waiting(period_s: float = PERIOD_S) -> Iterator[None]:
    """Show on stderr that work goes on, until the block ends.

    Only where stderr is a terminal; what the block writes to stdout or stderr clears
    the line first, so that text and line never mix.
    """
    if not sys.stderr.isatty():
        yield
        return
    out, err = sys.stdout, sys.stderr
    line = _Line(err, period_s)
    sys.stdout, sys.stderr = _Clearing(out, line), _Clearing(err, line)
    line.start()
    try:
        yield
    finally:
        line.stop()
        sys.stdout, sys.stderr = out, err


class _Line:
    """The line: shown again and again by a thread, cleared by who writes."""

    def __init__(self, stream: TextIO, period_s: float) -> None:
        self._stream, self._period_s = stream, period_s
        self._begin, self._shown = time.monotonic(), ""
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self.clear()

    def clear(self) -> None:
        """Take the line away, if it is there."""
        with self._lock:
            if self._shown:
                self._stream.write("\r" + " " * len(self._shown) + "\r")
                self._stream.flush()
            self._shown = ""

    def _run(self) -> None:
        while not self._ended.wait(self._period_s):
            took = f"Working: {time.monotonic() - self._begin:.0f} s"
            with self._lock:
                self._stream.write("\r" + took)
                self._stream.flush()
                self._shown = took


class _Clearing:
    """A stream that clears the line before it writes."""

    def __init__(self, stream: TextIO, line: _Line) -> None:
        self._stream, self._line = stream, line

    def write(self, text: str) -> int:
        self._line.clear()
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
