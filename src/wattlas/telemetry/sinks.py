"""Where spans go: to a file on disk, and on to another receiver."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from wattlas.errors import InputError, WattlasError, reason_of
from wattlas.estimation.request_log.otlp import (
    PROTOBUF,
    TAKEN,
    Rejected,
    frame,
    read_reply,
)
from wattlas.plain.files import check_regular

TIMEOUT_S = 10.0
MOST_REPLY_BYTES = 65_536
"""Of an answer so much is read at most."""
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
            if self.path.exists():
                check_regular(self.path)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._file = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise InputError(
                "Cannot write {path}: {strerror}.",
                path=self.path,
                strerror=reason_of(error),
            ) from error

    def send(self, message: bytes, _path: str) -> Rejected:
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

        return TAKEN

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class _AsAnswered(HTTPRedirectHandler):
    """Follows no answer to another address: what is posted would not go along."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = build_opener(_AsAnswered)


@dataclass(frozen=True)
class Forward:
    """Another receiver of OTLP over HTTP; what returns was taken by it."""

    url: str

    def send(self, message: bytes, path: str) -> Rejected:
        """Post a message to the same path there; return what it says it left out."""
        headers = {"Content-Type": PROTOBUF}
        request = Request(self.url.rstrip("/") + path, message, headers)
        try:
            with _OPENER.open(request, timeout=TIMEOUT_S) as answer:
                kind = answer.headers.get_content_type()
                return read_reply(answer.read(MOST_REPLY_BYTES), kind)
        except HTTPError as error:
            error.close()
            lasting = LEAST_DROPPED <= error.code <= LARGEST_DROPPED
            never = lasting and error.code not in PASSED_ON
            raise (RefusedError if never else NotTakenError)(
                "{url} answered {code}.", url=self.url, code=error.code
            ) from error
        except (URLError, TimeoutError, OSError) as error:
            raise NotTakenError("{url} cannot be reached.", url=self.url) from error

    def close(self) -> None:
        """Nothing stays open."""
