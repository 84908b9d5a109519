"""A receiver of OTLP over HTTP that adds energy to spans and passes them on.

It acknowledges what every sink has taken, and nothing else: what a killed receiver had
not, its sender still holds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import attrgetter
from threading import BoundedSemaphore
from typing import Protocol

from wattlas.errors import InputError, WattlasError, reason_of
from wattlas.estimation.request_log.otlp import (
    JSON,
    MOST_BYTES,
    PROTOBUF,
    TAKEN,
    Rejected,
    read_body,
    read_traces,
    reply_of,
)
from wattlas.telemetry.enrich import Counts, enrich
from wattlas.telemetry.exposition import exposition
from wattlas.telemetry.sinks import NotTakenError
from wattlas.telemetry.spans import SpanEnergy

TRACES, METRICS = "/v1/traces", "/metrics"
AT_ONCE = 4
"""Bodies that are held at once: others are told to come again."""
AGAIN_S = 1
OK, BAD, NOT_FOUND, LENGTH, TOO_LARGE, KIND, BUSY = 200, 400, 404, 411, 413, 415, 503


class Sink(Protocol):
    """What takes enriched requests."""

    def send(self, message: bytes, path: str) -> Rejected:
        """Return once the message is taken, with what was not; raise where none is."""

    def close(self) -> None:
        """Let go of what is held."""


class Receiver(ThreadingHTTPServer):
    """Receives spans on an address, adds what they took, and hands them to sinks.

    Raises
    ------
    InputError
        If the address cannot be listened on.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, host: str, port: int, energy: SpanEnergy, sinks: Sequence[Sink]
    ) -> None:
        self.energy, self.sinks, self.counts = energy, tuple(sinks), Counts()
        self.places = BoundedSemaphore(AT_ONCE)
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise InputError(
                "{host}:{port} cannot be listened on: {strerror}. Choose another port.",
                host=host,
                port=port,
                strerror=reason_of(error),
            ) from error

    def take(self, body: bytes, kind: str, path: str) -> Rejected:
        """Enrich a body, hand it to every sink, and count what all have taken.

        An export without spans goes nowhere. A message that a sink does not take comes
        again, and counts then.
        """
        request = read_traces(body, kind)
        spans, added = enrich(request, self.energy)
        if not spans:
            return TAKEN
        message = request.SerializeToString()
        answers = [sink.send(message, path) for sink in self.sinks]
        rejected = max(answers, key=attrgetter("spans", "reason"), default=TAKEN)
        self.counts.add(spans, added, min(rejected.spans, spans))
        return rejected

    def server_close(self) -> None:
        """Stop listening, and let the sinks go."""
        super().server_close()
        for sink in self.sinks:
            sink.close()


class _Handler(BaseHTTPRequestHandler):
    """One connection; a body is read within the bounds, or refused in a sentence."""

    server: Receiver
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        refusal = self._refusal(kind)
        if refusal is not None:
            self.close_connection = True  # the body was not read
            self._answer(kind, *refusal)
            return
        if not self.server.places.acquire(blocking=False):
            self.close_connection = True
            self._answer(kind, BUSY, "The receiver is busy: send again.")
            return
        try:
            self._take(kind)
        finally:
            self.server.places.release()

    def do_GET(self) -> None:
        if self.path != METRICS:
            self._answer(JSON, NOT_FOUND, f"{self.path} is not served: {METRICS} is.")
            return
        text = exposition(self.server.counts).encode()
        self._send(OK, "text/plain; version=0.0.4", text)

    def _refusal(self, kind: str) -> tuple[int, str] | None:
        """Return why a body is not read, or None."""
        length = self.headers.get("Content-Length", "")
        rules: list[tuple[bool, int, str]] = [
            (self.path != TRACES, NOT_FOUND,
             f"{self.path} is not served: spans go to {TRACES}."),
            (kind not in (PROTOBUF, JSON), KIND,
             f"Content-Type {kind or 'none'} is not read: {PROTOBUF} or {JSON} is."),
            (not length.isdecimal(), LENGTH,
             "The body needs a Content-Length."),
            (length.isdecimal() and int(length) > MOST_BYTES, TOO_LARGE,
             f"The body is over {MOST_BYTES:,} bytes. Send smaller batches."),
        ]  # fmt: skip
        return next(((code, said) for broken, code, said in rules if broken), None)

    def _take(self, kind: str) -> None:
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        if len(body) < size:
            self.close_connection = True
            return  # whoever sent it is gone
        encoding = self.headers.get("Content-Encoding", "").strip().lower()
        try:
            rejected = self.server.take(read_body(body, encoding), kind, self.path)
        except NotTakenError as error:
            self._answer(kind, BUSY, str(error))
        except WattlasError as error:
            self._answer(kind, BAD, str(error))
        else:
            self._send(OK, kind, reply_of(kind, rejected))

    def _answer(self, kind: str, code: int, said: str) -> None:
        """Answer with a sentence, as OTLP has it: a status with a message."""
        if kind == PROTOBUF:
            # google.rpc.Status: field 2 is the message.
            text = said.encode()
            body = b"\x12" + _varint(len(text)) + text
            self._send(code, PROTOBUF, body)
        else:
            self._send(code, JSON, json.dumps({"message": said}).encode())

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if code == BUSY:
            self.send_header("Retry-After", str(AGAIN_S))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _varint(number: int) -> bytes:
    """Return a number as protobuf writes it: seven bits a byte, the lowest first.

    >>> list(_varint(300))
    [172, 2]
    """
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
