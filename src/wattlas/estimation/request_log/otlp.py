"""OTLP: spans from bytes and back, as protobuf or JSON, and what is malformed.

JSON writes the ids of traces and spans in hexadecimal, where the JSON of protobuf has
base64: its own parser makes other ids of them without a word.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wattlas.errors import InputError, needs_extra

PROTOBUF, JSON = "application/x-protobuf", "application/json"
MOST_BYTES = 64 * 1024 * 1024
"""A body is at most so large once it is unpacked, as in the collector."""
_PIECE = 1024 * 1024
_IDS = frozenset({"traceId", "spanId", "parentSpanId", "trace_id", "span_id",
                  "parent_span_id"})  # fmt: skip
_GZIP = 31
_PLAIN = ("string_value", "int_value", "double_value", "bool_value")


def read_body(body: bytes, encoding: str) -> bytes:
    """Return the bytes of a body, unpacked where it is gzip.

    Raises
    ------
    InputError
        If it is no gzip, cut off, too large, or packed in another way.
    """
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise InputError(
            "The body is packed as {encoding}: gzip, or nothing, is read.",
            encoding=encoding,
        )
    reader = zlib.decompressobj(_GZIP)
    found = bytearray()
    try:
        while body and not reader.eof:
            found += reader.decompress(body, _PIECE)
            body = reader.unconsumed_tail
            if len(found) > MOST_BYTES:
                raise InputError(
                    "The body is over {most:,} bytes once it is unpacked. Send "
                    "smaller batches.",
                    most=MOST_BYTES,
                )
    except zlib.error as error:
        raise InputError("The body is no gzip ({error}).", error=error) from error
    if not reader.eof:
        raise InputError("The body is cut off: its gzip has no end.")
    return bytes(found)


def request_class() -> Any:
    """Return the class of requests to export traces.

    Raises
    ------
    MissingExtraError
        If the extra `otel` is not installed.
    """
    with needs_extra("OTLP", "otel"):
        from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
    return trace_service_pb2.ExportTraceServiceRequest


def read_traces(body: bytes, kind: str) -> Any:
    """Return the request to export traces that a body holds.

    Raises
    ------
    InputError
        If the body is not of its kind.
    MissingExtraError
        If the extra `otel` is not installed.
    """
    with needs_extra("OTLP", "otel"):
        from google.protobuf.json_format import ParseDict, ParseError
        from google.protobuf.message import DecodeError
    request = request_class()()
    try:
        if kind == PROTOBUF:
            request.ParseFromString(body)
        else:
            ParseDict(_with_ids(_json(body)), request, ignore_unknown_fields=True)
    except DecodeError as error:
        raise InputError("The body is no OTLP in protobuf.") from error
    except ParseError as error:
        raise InputError(
            "The body is no OTLP in JSON ({error}).", error=error
        ) from error
    return request


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a receiver that took a message left out of it: so many spans, and why."""

    spans: int = 0
    reason: str = ""

    def __bool__(self) -> bool:
        """Whether anything was left out, or said."""
        return bool(self.spans or self.reason)


TAKEN = Rejected()
"""The answer that all was taken."""


def read_reply(body: bytes, kind: str) -> Rejected:
    """Return what an answer to a message says was left out; nothing where it is none.

    Raises
    ------
    MissingExtraError
        If the extra `otel` is not installed.
    """
    with needs_extra("OTLP", "otel"):
        from google.protobuf.json_format import Parse, ParseError
        from google.protobuf.message import DecodeError
        from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
    reply = trace_service_pb2.ExportTraceServiceResponse()
    try:
        if kind == JSON:
            Parse(body or b"{}", reply, ignore_unknown_fields=True)
        else:
            reply.ParseFromString(body)
    except (DecodeError, ParseError, UnicodeDecodeError):
        return TAKEN  # it was taken, whatever stands beside
    partial = reply.partial_success
    return Rejected(max(partial.rejected_spans, 0), partial.error_message)


def reply_of(kind: str, rejected: Rejected = TAKEN) -> bytes:
    """Return the answer that a message was taken, in the kind of the question."""
    if not rejected:
        return b"" if kind == PROTOBUF else b"{}"
    with needs_extra("OTLP", "otel"):
        from google.protobuf.json_format import MessageToJson
        from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
    reply = trace_service_pb2.ExportTraceServiceResponse()
    reply.partial_success.rejected_spans = rejected.spans
    reply.partial_success.error_message = rejected.reason
    said: bytes = reply.SerializeToString()
    return said if kind == PROTOBUF else MessageToJson(reply).encode()


def framed(messages: bytes) -> Iterator[bytes]:
    """Yield the messages of a file: each behind its length, or one alone.

    The collector writes lengths of four bytes, the largest first.

    Raises
    ------
    InputError
        If the file is cut off.
    """
    if not _is_framed(messages):
        yield messages
        return
    at = 0
    while at < len(messages):
        size = int.from_bytes(messages[at : at + _LENGTH], "big")
        at += _LENGTH
        if len(messages) < at + size:
            raise InputError("The file is cut off within a message of OTLP.")
        yield messages[at : at + size]
        at += size


_LENGTH = 4
_FIRST_TAG = b"\x0a"


def frame(message: bytes) -> bytes:
    """Return a message behind its length, as a file holds several.

    >>> list(framed(frame(b"ab") + frame(b"c")))
    [b'ab', b'c']
    """
    return len(message).to_bytes(_LENGTH, "big") + message


def spans_of(request: Any) -> Iterator[Any]:
    """Yield the spans of a request to export traces."""
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            yield from scope.spans


def attribute_rows(request: Any) -> Iterator[dict[str, Any]]:
    """Yield name and attributes of each span, as a log has them."""
    for span in spans_of(request):
        yield {"name": span.name, "attributes": attributes_of(span)}


def attributes_of(span: Any) -> dict[str, Any]:
    """Return the plain attributes of a span by name; lists are left aside."""
    found = {}
    for pair in span.attributes:
        kind = pair.value.WhichOneof("value")
        if kind in _PLAIN:
            found[pair.key] = getattr(pair.value, kind)
    return found


def _is_framed(messages: bytes) -> bool:
    # A message alone begins with the tag of its first field, which is above the first
    # byte of the length of any message.
    return messages[:1] < _FIRST_TAG


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputError("The body is no JSON ({error}).", error=error) from error
    if not isinstance(found, dict):
        raise InputError(
            "The body is no OTLP in JSON: an object is wanted, got {kind}.",
            kind=type(found).__name__,
        )
    return found


def _with_ids(value: Any) -> Any:
    """Return what JSON holds with its ids as protobuf's parser expects them."""
    if isinstance(value, list):
        return [_with_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _base64(name, item) if name in _IDS else _with_ids(item)
        for name, item in value.items()
    }


def _base64(name: str, text: Any) -> str:
    try:
        return base64.b64encode(binascii.unhexlify(text)).decode()
    except (ValueError, TypeError) as error:
        raise InputError(
            "{name} must be hexadecimal, got {text!r}.", name=name, text=text
        ) from error
