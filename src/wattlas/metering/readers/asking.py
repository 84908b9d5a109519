"""Asking a command: what it says, within a time and a length; nothing of it stays."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence

from wattlas.metering.channel import LostReadingError

TIMEOUT_S = 10.0
LOOK_S = 0.1
"""How often it is looked whether a command has ended that left a child behind."""
MOST_BYTES = 65_536
"""More than a meter says: what goes on longer is not read to its end."""


def said_by(words: Sequence[str]) -> str:
    """Return what a command prints.

    Its whole process group is ended with it.

    Raises
    ------
    LostReadingError
        If it cannot run, fails, takes longer than `TIMEOUT_S` or prints too much.
    """
    try:
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise LostReadingError(
            "{word}: {error}.", word=words[0], error=error
        ) from error
    with child:
        try:
            printed, complained = _read(child, words[0])
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode:
        raise LostReadingError(
            "{word} ends with exit code {returncode}: {value!r}.",
            word=words[0],
            returncode=child.returncode,
            value=" ".join((complained or printed).split())[:60],
        )
    return printed


def _read(child: subprocess.Popen[bytes], word: str) -> tuple[str, str]:
    """Return what a command prints, and what it complains of, until it has ended."""
    ends_s = time.monotonic() + TIMEOUT_S
    said = {"out": b"", "err": b""}
    with selectors.DefaultSelector() as open_pipes:
        for name, pipe in (("out", child.stdout), ("err", child.stderr)):
            if pipe is not None:
                open_pipes.register(pipe, selectors.EVENT_READ, name)
        while not _has_ended(child, open_pipes, said):
            if time.monotonic() >= ends_s:
                raise LostReadingError(
                    "{word} gives no answer within {most:g} s.",
                    word=word,
                    most=TIMEOUT_S,
                )
            if max(map(len, said.values())) > MOST_BYTES:
                raise LostReadingError(
                    "{word} prints more than {most:,} bytes, which no meter does.",
                    word=word,
                    most=MOST_BYTES,
                )
    out, err = (text.decode("utf-8", "replace") for text in said.values())
    return out, err


def _has_ended(
    child: subprocess.Popen[bytes],
    open_pipes: selectors.BaseSelector,
    said: dict[str, bytes],
) -> bool:
    """Take what there is to read; say if the command has ended and all is read."""
    has_ended = child.poll() is not None
    ready = open_pipes.select(0 if has_ended else LOOK_S)
    for key, _ in ready:
        more = os.read(key.fd, MOST_BYTES)
        said[key.data] += more
        if not more:
            open_pipes.unregister(key.fileobj)
    if not open_pipes.get_map() and not has_ended:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_S)
    return has_ended and not ready
