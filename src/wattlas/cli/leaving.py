"""A stream that may take no more: files are still written.

Its reader goes away, as `| head` does, or the disk behind it is full.
"""

from __future__ import annotations

import os
from typing import Any, TextIO


class Leaving:
    """Standard output, of which the rest goes nowhere once it takes no more.

    `is_gone` says that its reader has gone, `problem` what else went wrong.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_gone = False
        self.problem: OSError | None = None

    def write(self, text: str) -> int:
        """Write a text, as long as anyone reads."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._leave(error)
            return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            self._stream.flush()
        except OSError as error:
            self._leave(error)

    def _leave(self, error: OSError) -> None:
        # What is buffered is flushed at the interpreter's end: it must go somewhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
        if isinstance(error, BrokenPipeError):
            self.is_gone = True
        else:
            self.problem = error

    def __getattr__(self, name: str) -> Any:
        """Return what else the stream has."""
        return getattr(self._stream, name)
