"""The receiver of OTLP with the official SDK at both ends, and with malformed input."""

from __future__ import annotations

import gzip
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from wattlas import estimate_requests
from wattlas.cli.main import app
from wattlas.errors import InputError
from wattlas.estimation.request_log import otlp
from wattlas.parameters import RequestsOptions
from wattlas.telemetry.enrich import MOST_MODELS, Counts
from wattlas.telemetry.receiver import AT_ONCE, Receiver
from wattlas.telemetry.sinks import Forward, NotTakenError, RefusedError, SpanFile
from wattlas.telemetry.spans import SpanEnergy

pytest.importorskip("opentelemetry.sdk")
exporter = pytest.importorskip("opentelemetry.exporter.otlp.proto.http.trace_exporter")
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import (  # noqa: E402
    BatchSpanProcessor,
    SimpleSpanProcessor,
    SpanExportResult,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import (  # noqa: E402
    InMemorySpanExporter,
)

CHAT = {
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 500,
    "gen_ai.usage.output_tokens": 300,
}


JSON_CHAT = json.dumps(
    {"resourceSpans": [{"scopeSpans": [{"spans": [{
        "name": "chat",
        "attributes": [
            {"key": name, "value": {"intValue" if isinstance(value, int)
                                    else "stringValue": value}}
            for name, value in CHAT.items()
        ],
    }]}]}]}
).encode()  # fmt: skip


@pytest.fixture(scope="module")
def energy():
    return SpanEnergy(RequestsOptions(draws=32))


@contextmanager
def receiving(energy, *sinks):
    receiver = Receiver("127.0.0.1", 0, energy, sinks)
    thread = threading.Thread(target=receiver.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()
        thread.join()


class Kept:
    """A sink that keeps what it takes, or refuses it."""

    def __init__(self, error=None):
        self.messages, self.error = [], error

    def send(self, message, path):
        if self.error is not None:
            raise self.error
        self.messages.append(message)
        return otlp.TAKEN

    def close(self):
        pass

    @property
    def spans(self):
        found = []
        for message in self.messages:
            request = trace_service_pb2.ExportTraceServiceRequest()
            request.ParseFromString(message)
            found += otlp.spans_of(request)
        return found


class Next(BaseHTTPRequestHandler):
    """The next receiver: answers with a code, and keeps bodies."""

    code, bodies, reply, kind, place = 200, [], b"", otlp.PROTOBUF, ""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.bodies.append((self.path, body))
        self.send_response(self.code)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.reply)))
        if self.place:
            self.send_header("Location", self.place)
        self.end_headers()
        self.wfile.write(self.reply)

    def log_message(self, *_):
        pass


@contextmanager
def next_receiver(code, **said):
    handler = type("Handler", (Next,), {"code": code, "bodies": [], **said})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler.bodies
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def post(receiver, body, kind=otlp.PROTOBUF, path="/v1/traces", **headers):
    """Return status and body of an answer."""
    url = f"http://127.0.0.1:{receiver.server_port}{path}"
    try:
        with urlopen(Request(url, body, {"Content-Type": kind, **headers})) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def message(count=1, **attributes):
    request = trace_service_pb2.ExportTraceServiceRequest()
    spans = request.resource_spans.add().scope_spans.add().spans
    for number in range(count):
        span = spans.add(name="chat", trace_id=bytes(15) + bytes([number % 256]))
        for name, value in {**CHAT, **attributes}.items():
            one = span.attributes.add(key=name).value
            if isinstance(value, str):
                one.string_value = value
            else:
                one.int_value = value
    return request.SerializeToString()


def attributes(span):
    return otlp.attributes_of(span)


def test_the_official_sdk_sends_and_its_spans_arrive_enriched(energy):
    """Law: ids, names, times and attributes are as sent, with energy beside them."""
    kept = Kept()
    with receiving(energy, kept) as receiver:
        url = f"http://127.0.0.1:{receiver.server_port}/v1/traces"
        provider = TracerProvider()
        provider.add_span_processor(BatchSpanProcessor(exporter.OTLPSpanExporter(url)))
        with provider.get_tracer("me").start_as_current_span("chat gpt") as span:
            for name, value in CHAT.items():
                span.set_attribute(name, value)
            context = span.get_span_context()
        assert provider.force_flush()
        provider.shutdown()
    (found,) = kept.spans
    assert int.from_bytes(found.trace_id, "big") == context.trace_id
    assert int.from_bytes(found.span_id, "big") == context.span_id
    told = attributes(found)
    assert CHAT.items() <= told.items()
    assert told["wattlas.energy_wh.low"] < told["wattlas.energy_wh"]
    assert told["wattlas.architecture"] == "inferred"


def test_json_has_hexadecimal_ids(energy):
    """Law: ids are those that were written, not what base64 makes of them."""
    trace, span = "5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174"
    pairs = [
        {"key": k, "value": {"stringValue": v} if isinstance(v, str) else
         {"intValue": str(v)}}
        for k, v in CHAT.items()
    ]  # fmt: skip
    body = {"resourceSpans": [{"scopeSpans": [{"spans": [
        {"traceId": trace, "spanId": span, "name": "chat", "attributes": pairs}
    ]}]}]}  # fmt: skip
    kept = Kept()
    with receiving(energy, kept) as receiver:
        code, answer = post(receiver, json.dumps(body).encode(), otlp.JSON)
    assert (code, answer) == (200, b"{}")
    (found,) = kept.spans
    assert (found.trace_id.hex(), found.span_id.hex()) == (trace, span)
    assert "wattlas.energy_wh" in attributes(found)


BOMB = gzip.compress(bytes(otlp.MOST_BYTES + 2))
MALFORMED = {
    "no protobuf": (b"\xff\xff\xff", otlp.PROTOBUF, {}, 400),
    "cut protobuf": (message()[:-5], otlp.PROTOBUF, {}, 400),
    "no JSON": (b'{"resourceSpans":', otlp.JSON, {}, 400),
    "a list": (b"[]", otlp.JSON, {}, 400),
    "wrong field": (b'{"resourceSpans": 5}', otlp.JSON, {}, 400),
    "no hex": (
        b'{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz"}]}]}]}',
        otlp.JSON, {}, 400,
    ),
    "deep": (b"[" * 100_000, otlp.JSON, {}, 400),
    "no text": (b"\xff\xfe{", otlp.JSON, {}, 400),
    "no gzip": (b"plain", otlp.PROTOBUF, {"Content-Encoding": "gzip"}, 400),
    "cut gzip": (
        gzip.compress(message())[:-9], otlp.PROTOBUF, {"Content-Encoding": "gzip"}, 400
    ),
    "bomb": (BOMB, otlp.PROTOBUF, {"Content-Encoding": "gzip"}, 400),
    "packed": (message(), otlp.PROTOBUF, {"Content-Encoding": "zstd"}, 400),
    "kind": (message(), "text/plain", {}, 415),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_input_is_refused_in_a_sentence(energy, name):
    """Law: a code that says never again, a sentence, and the next is served."""
    body, kind, headers, expected = MALFORMED[name]
    kept = Kept()
    with receiving(energy, kept) as receiver:
        code, answer = post(receiver, body, kind, **headers)
        assert code == expected
        assert answer.decode(errors="replace").rstrip('"}').endswith(".")
        assert kept.messages == []
        assert post(receiver, message())[0] == 200


def test_other_paths_are_refused(energy):
    """Bad input: what is served is told."""
    with receiving(energy, Kept()) as receiver:
        code, answer = post(receiver, b"{}", otlp.JSON, "/v1/logs")
    assert code == 404
    assert "/v1/traces" in answer.decode()


def test_gzip_is_read(energy):
    """Law: the same spans, packed."""
    kept = Kept()
    with receiving(energy, kept) as receiver:
        packed = gzip.compress(message(3))
        assert post(receiver, packed, **{"Content-Encoding": "gzip"})[0] == 200
    assert len(kept.spans) == 3


def test_only_what_was_passed_on_is_acknowledged(energy):
    """Law: 200 if the next took it, 503 if it may later, 400 if it never will."""
    for code, expected in ((200, 200), (503, 503), (429, 503), (400, 400), (500, 503)):
        with (
            next_receiver(code) as (url, bodies),
            receiving(energy, Forward(url)) as receiver,
        ):
            assert post(receiver, message())[0] == expected
        assert [path for path, _ in bodies] == ["/v1/traces"]
    with receiving(energy, Forward("http://127.0.0.1:9")) as receiver:
        assert post(receiver, message())[0] == 503


def test_a_sender_keeps_what_is_not_acknowledged(energy):
    """Law: the SDK's exporter calls it a failure, so that its sender still holds it."""
    with receiving(energy, Forward("http://127.0.0.1:9")) as receiver:
        url = f"http://127.0.0.1:{receiver.server_port}/v1/traces"
        sender = exporter.OTLPSpanExporter(url, timeout=0.2)
        kept = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(kept))
        provider.get_tracer("me").start_span("chat").end()
        result = sender.export(kept.get_finished_spans())
    assert result is SpanExportResult.FAILURE


def test_what_is_stored_is_a_log(energy, tmp_path):
    """Law: each acknowledged message is in the file, which is a log."""
    path = tmp_path / "spans.otlp"
    with receiving(energy, SpanFile(path)) as receiver:
        for _ in range(3):
            assert post(receiver, message(2))[0] == 200
    table = estimate_requests(path, draws=32)
    assert table.rows - table.rows_bad == 6
    single = tmp_path / "one.otlp"
    single.write_bytes(message(4))
    assert estimate_requests(single, draws=32).rows == 4


EMPTY = {
    "{}": (b"{}", otlp.JSON),
    "null": (b'{"resourceSpans": null}', otlp.JSON),
    "no bytes": (b"", otlp.PROTOBUF),
    "a resource alone": (b'{"resourceSpans": [{"resource": {}}]}', otlp.JSON),
}


def test_an_export_without_spans_goes_nowhere(energy, tmp_path):
    """Law: it is acknowledged, and the file is the log of what came beside it."""
    path, kept = tmp_path / "spans.otlp", Kept()
    with receiving(energy, SpanFile(path), kept) as receiver:
        for body, kind in EMPTY.values():
            assert post(receiver, body, kind)[0] == 200
            assert post(receiver, message())[0] == 200
    assert len(kept.messages) == len(EMPTY)
    assert estimate_requests(path, draws=32).rows == len(EMPTY)


def test_messages_of_every_length_are_read():
    """Law: what is framed is read back, whatever its length, none and 16 MiB too."""
    messages = [b"", b"a", b"", bytes(1 << 24), b""]
    for first in range(len(messages)):
        wanted = messages[first:] + messages[:first]
        assert list(otlp.framed(b"".join(map(otlp.frame, wanted)))) == wanted
    assert list(otlp.framed(message())) == [message()]


@pytest.mark.parametrize("data", [b"", b"\x00\x00\x00\x09ab", b"\x00\x00", b"\xffx"])
def test_a_file_that_is_cut_off_is_refused(tmp_path, data):
    """Bad input: one sentence with the name."""
    path = tmp_path / "bad.otlp"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"bad\.otlp"):
        estimate_requests(path)


def test_bodies_are_held_only_so_many_at_once(energy):
    """Law: over the bound a sender is told to come again, at once."""
    free, entered = threading.Event(), threading.Semaphore(0)

    class Slow(Kept):
        def send(self, message, path):
            entered.release()
            free.wait(10)
            return otlp.TAKEN

    with receiving(energy, Slow()) as receiver:
        threads = [
            threading.Thread(target=post, args=(receiver, message()))
            for _ in range(AT_ONCE)
        ]
        for thread in threads:
            thread.start()
        for _ in threads:
            entered.acquire(timeout=10)
        code, _ = post(receiver, message())
        free.set()
        for thread in threads:
            thread.join()
    assert code == 503


def test_metrics_tell_what_came(energy):
    """By hand: two spans of one model, one of an unknown one."""
    with receiving(energy, Kept()) as receiver:
        post(receiver, message(2))
        post(receiver, message(1, **{"gen_ai.request.model": 'no"such'}))
        url = f"http://127.0.0.1:{receiver.server_port}/metrics"
        with urlopen(url) as answer:
            lines = answer.read().decode().splitlines()
    assert "wattlas_spans_total 3" in lines
    assert "wattlas_span_problems_total 1" in lines
    labels = 'model="gpt-4o-mini",architecture="inferred"'
    assert f"wattlas_ai_spans_total{{{labels}}} 2" in lines


def test_what_comes_again_counts_once(energy):
    """Law: metrics are of what was acknowledged, however often it was sent before."""
    kept = Kept()
    with receiving(energy, kept) as receiver:
        for error in (NotTakenError("Later."), RefusedError("Never."), None):
            kept.error = error
            for _ in range(3):
                post(receiver, message(2))
        spans, problems, rejected, models = receiver.counts.snapshot()
    assert (spans, problems, rejected) == (6, 0, 0)
    assert [count.spans for count in models.values()] == [6]


def partial(spans, reason):
    reply = trace_service_pb2.ExportTraceServiceResponse()
    reply.partial_success.rejected_spans = spans
    reply.partial_success.error_message = reason
    return reply


REPLIES = {
    "protobuf": (otlp.PROTOBUF, partial(1, "no").SerializeToString(), (1, "no")),
    "json": (
        otlp.JSON, b'{"partialSuccess":{"rejectedSpans":"1","errorMessage":"no"}}',
        (1, "no"),
    ),
    "warned": (otlp.PROTOBUF, partial(0, "old").SerializeToString(), (0, "old")),
    "nothing": (otlp.JSON, b"{}", (0, "")),
    "no answer of ours": ("text/html", b"<p>ok</p>", (0, "")),
}  # fmt: skip


@pytest.mark.parametrize("kind", [otlp.PROTOBUF, otlp.JSON])
def test_what_the_next_rejects_is_passed_on(energy, kind):
    """Law: of a partial success the sender is told, in its own kind, and it counts."""
    for sent_as, reply, (spans, reason) in REPLIES.values():
        with (
            next_receiver(200, reply=reply, kind=sent_as) as (url, _),
            receiving(energy, Kept(), Forward(url)) as receiver,
        ):
            body = message(2) if kind == otlp.PROTOBUF else JSON_CHAT
            code, answer = post(receiver, body, kind)
            rejected = receiver.counts.snapshot()[2]
        told = otlp.read_reply(answer, kind)
        assert (code, told, rejected) == (200, otlp.Rejected(spans, reason), spans)


def test_what_is_sent_elsewhere_is_not_taken(energy):
    """Law: a redirect is no acknowledgement, as what was posted would not go along."""
    with next_receiver(200) as (url, bodies):
        for code in (301, 302, 303, 307):
            with (
                next_receiver(code, place=url) as (first, _),
                receiving(energy, Forward(first)) as receiver,
            ):
                assert post(receiver, message())[0] == 503
        assert bodies == []


def test_names_from_outside_do_not_fill_the_memory():
    """Law: models are counted apart up to a bound, and together beyond."""
    counts = Counts()
    values = {f"wattlas.energy_wh{end}": 1.0 for end in ("", ".low", ".high")}
    for number in range(2 * MOST_MODELS):
        one = {"wattlas.model": f"m{number}", "wattlas.architecture": "given", **values}
        counts.add(1, [one])
    assert len(counts.models) == MOST_MODELS + 1
    assert sum(c.spans for c in counts.models.values()) == 2 * MOST_MODELS


def test_the_processor_adds_to_what_another_exports():
    """Law: through the one it wraps, with parents, events and status as they were."""
    from wattlas.telemetry import EnergySpanProcessor

    kept = InMemorySpanExporter()
    provider = TracerProvider()
    inner = SimpleSpanProcessor(kept)
    provider.add_span_processor(EnergySpanProcessor(inner, country="fr", draws=32))
    tracer = provider.get_tracer("me")
    outer_span = tracer.start_as_current_span("outer")
    with outer_span, tracer.start_as_current_span("chat", attributes=CHAT) as span:
        span.add_event("first token")
    provider.shutdown()
    chat, outer = kept.get_finished_spans()
    assert chat.attributes["wattlas.carbon_gco2e"] > 0
    assert chat.parent.span_id == outer.context.span_id
    assert [event.name for event in chat.events] == ["first token"]
    assert "wattlas.energy_wh" not in outer.attributes


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ([], "Spans must go somewhere"),
        (["--listen", "4318", "--store", "a.otlp"], "listen must be HOST:PORT"),
        (["--listen", "h:99999", "--store", "a.otlp"], "listen must be HOST:PORT"),
        (["--forward", "collector:4318"], "forward must be a URL"),
        (["--store", "a.json"], "are written to a .otlp file"),
        (["--store", "no/such/a.otlp"], "Cannot write"),
        (["--store", "a.otlp", "--country", "atlantis"], "atlantis"),
        (["--store", "a.otlp", "--hardware", "h1000"], "h1000"),
        (["--store", "a.otlp", "--currency", "CNY"], "would not be used"),
    ],
)
def test_the_command_refuses_in_a_sentence(line, sentence, tmp_path, monkeypatch):
    """Bad input: nothing is listened on."""
    monkeypatch.chdir(tmp_path)
    words = [
        "otlp",
        *([] if "--listen" in line else ["--listen", "127.0.0.1:0"]),
        *line,
    ]
    context = app.make_context("wattlas", words)
    with pytest.raises(InputError, match=re.escape(sentence)):
        app.invoke(context)
