"""Where spans go: to a file on disk, and on to another receiver."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from wattlas.errors import InputError, WattlasError, reason_of
from wattlas.estimation.request_log.otlp import PROTOBUF, frame

TIMEOUT_S = 10.0
LARGEST_DROPPED, LEAST_DROPPED = 499, 400
PASSED_ON = (429,)
"""Refusals that mean: again, and not: never."""


class NotTakenError(WattlasError):
    """What was sent could not be passed on or kept now: the sender tries again."""


class RefusedError(WattlasError):
    """The next receiver refuses what was sent, and will again."""


@dataclass
class SpanFile:
    """A file of messages, each behind its length; what returns is on the disk.

    Raises
    ------
    InputError
        If the file cannot be opened.
    """

    path: Path
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._file = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise InputError(
                "Cannot write {path}: {strerror}.",
                path=self.path,
                strerror=reason_of(error),
            ) from error

    def send(self, message: bytes, _path: str) -> None:
        """Append a message, and return once it is on the disk."""
        data = frame(message)
        with self._lock:
            end = os.lseek(self._file, 0, os.SEEK_END)
            try:
                written = os.write(self._file, data)
                if written < len(data):
                    raise OSError("the disk is full")
                os.fsync(self._file)
            except OSError as error:
                os.ftruncate(self._file, end)  # no half message stays
                raise NotTakenError(
                    "Cannot write {path}: {strerror}.",
                    path=self.path,
                    strerror=reason_of(error),
                ) from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


@dataclass(frozen=True)
class Forward:
    """Another receiver of OTLP over HTTP; what returns was taken by it."""

    url: str

    def send(self, message: bytes, path: str) -> None:
        """Post a message to the same path there."""
        headers = {"Content-Type": PROTOBUF}
        request = Request(self.url.rstrip("/") + path, message, headers)
        try:
            with urlopen(request, timeout=TIMEOUT_S) as answer:
                answer.read()
        except HTTPError as error:
            error.close()
            lasting = LEAST_DROPPED <= error.code <= LARGEST_DROPPED
            kind = (
                RefusedError
                if lasting and error.code not in PASSED_ON
                else NotTakenError
            )
            raise kind(
                "{url} answered {code}.", url=self.url, code=error.code
            ) from error
        except (URLError, TimeoutError, OSError) as error:
            raise NotTakenError("{url} cannot be reached.", url=self.url) from error

    def close(self) -> None:
        """Nothing stays open."""
