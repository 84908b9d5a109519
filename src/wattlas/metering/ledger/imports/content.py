"""What a file or an address holds: bounded, unzipped, and text.

Whatever stands there, one sentence says why it cannot be read.
"""

from __future__ import annotations

import base64
import gzip
import io
import urllib.error
import urllib.parse
import urllib.request
import zlib
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

from wattlas.errors import InputError, reason_of
from wattlas.plain.files import check_regular

MOST_BYTES = 1 << 30
"""No more is read of one file or answer: larger ones are imported in parts."""
TIMEOUT_S = 60.0
GZIP = b"\x1f\x8b"
WEB = ("http://", "https://")


class Readable(Protocol):
    """What bytes are read of: a file, an answer, an unzipped stream."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes."""
        ...


def is_address(source: str) -> bool:
    """Say whether a source is an address of the web, not a file."""
    return source.lower().startswith(WEB)


def text_of(source: str | Path) -> str:
    """Return the text of a file or an address; a byte order mark is none of it.

    Raises
    ------
    InputError
        If it cannot be read, is larger than a gibibyte, or is no text.
    """
    name = str(source)
    data = fetched(name) if is_address(name) else _read(Path(source))
    if data.startswith(GZIP):
        data = _unzipped(data, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("{name} is no text in UTF-8.", name=name) from error
    if "\0" in text:
        raise InputError("{name} is no text: it holds zero bytes.", name=name)
    return text


def fetched(url: str) -> bytes:
    """Return what a server answers; an answer that is an error is returned too.

    Raises
    ------
    InputError
        If it does not answer, or with something else than 200.
    """
    if not is_address(url):
        raise InputError(
            "{url} is no address of a server, such as http://127.0.0.1:8000/metrics.",
            url=url,
        )
    try:
        with urllib.request.urlopen(request_of(url), timeout=TIMEOUT_S) as answer:
            return _bounded(answer, url)
    except urllib.error.HTTPError as error:
        with error:
            said = error.read(4096).decode("utf-8", "replace")
        raise AnswerError(
            "{url} answers {status} {said!r}.",
            status_code=error.code,
            body=said,
            url=_without_query(url),
            status=error.code,
            said=" ".join(said.split())[:120],
        ) from error
    except (OSError, ValueError, HTTPException) as error:
        raise InputError(
            "{url} does not answer: {error}.",
            url=_without_query(url),
            error=error,
        ) from error


def request_of(url: str) -> urllib.request.Request:
    """Return the request of an address; a login in it (``user:password@``) is sent."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(
        urllib.parse.urlunsplit(parts._replace(netloc=host))
    )
    if parts.username:
        login = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}")
        coded = base64.b64encode(login.encode()).decode()
        request.add_header("Authorization", f"Basic {coded}")
    return request


class AnswerError(InputError):
    """A server answers with an error: its status, and the beginning of what it says."""

    def __init__(
        self, said: str, /, status_code: int, body: str, **values: object
    ) -> None:
        super().__init__(said, **values)
        self.status_code, self.body = status_code, body


def _read(path: Path) -> bytes:
    try:
        check_regular(path)
        with path.open("rb") as file:
            return _bounded(file, str(path))
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error


def _unzipped(data: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return _bounded(file, name)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("{name} is no whole gzip file.", name=name) from error


def _bounded(file: Readable, name: str) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(
            "{name} is larger than {most} bytes: import it in parts.",
            name=_without_query(name),
            most=MOST_BYTES,
        )
    return data


def _without_query(url: str) -> str:
    """Return an address without its query and user: they may hold a secret."""
    head, _, rest = url.partition("://")
    if not rest:
        return url
    place = rest.partition("?")[0]
    return f"{head}://{place.rpartition('@')[2]}"
