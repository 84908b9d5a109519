"""`watch()` with the real clients of model makers, against a stub of their servers.

The clients come with the group `clients`: ``make clients``.
"""

from __future__ import annotations

import asyncio
import json
import os
from functools import cache

import pytest

from stub_server import OUTPUT, PROMPT, stub_server
from wattlas import serve, watch
from wattlas.estimation.inferred import usual_chip

pytestmark = [
    pytest.mark.clients,
    pytest.mark.filterwarnings("default"),
]
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
HI = [{"role": "user", "content": "Hi"}]
GPT, CLAUDE, GEMINI = "gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-flash"
MISTRAL, LLAMA = "mistral-small-24b", "llama-3.1-8b"


@pytest.fixture(scope="module")
def url():
    with stub_server() as (address, _):
        yield address


def openai_client(url, kind="OpenAI"):
    openai = pytest.importorskip("openai")
    return getattr(openai, kind)(base_url=f"{url}/v1", api_key="x", max_retries=0)


def anthropic_client(url, kind="Anthropic"):
    anthropic = pytest.importorskip("anthropic")
    return getattr(anthropic, kind)(base_url=url, api_key="x", max_retries=0)


@cache  # one that nothing holds any more closes its connection
def google_client(url):
    genai = pytest.importorskip("google.genai")
    options = genai.types.HttpOptions(base_url=url)
    return genai.Client(api_key="x", http_options=options)


def mistral_client(url):
    client = pytest.importorskip("mistralai.client")
    return client.Mistral(server_url=url, api_key="x")


def hub_client(url, kind="InferenceClient"):
    hub = pytest.importorskip("huggingface_hub")
    return getattr(hub, kind)(base_url=url, api_key="x")


def used(call):
    """Return the call after it was checked against `serve` for the same tokens."""
    assert call.problem is None
    chip = {} if call.architecture == "inferred" else {"hardware": usual_chip("")}
    size = {"prompt_tokens": PROMPT, "output_tokens": OUTPUT}
    alone = serve(model=call.model, **size, **chip)
    expected = alone.per["request"]["facility_energy_kwh"].mid * 1000
    assert call.energy_wh == pytest.approx(expected, rel=0.02)
    return call


def whole(url):
    """Yield what answers of each client are, by name."""
    yield (
        "openai",
        lambda: openai_client(url).chat.completions.create(model=GPT, messages=HI),
    )
    yield (
        "openai responses",
        lambda: openai_client(url).responses.create(model=GPT, input="Hi"),
    )
    yield (
        "openai parse",
        lambda: openai_client(url).chat.completions.parse(model=GPT, messages=HI),
    )
    yield (
        "anthropic",
        lambda: anthropic_client(url).messages.create(
            model=CLAUDE, messages=HI, max_tokens=9
        ),
    )
    yield (
        "google",
        lambda: google_client(url).models.generate_content(model=GEMINI, contents="Hi"),
    )
    yield (
        "mistral",
        lambda: mistral_client(url).chat.complete(model=MISTRAL, messages=HI),
    )
    yield "hub", lambda: hub_client(url).chat_completion(HI, model=LLAMA)


NAMES = [name for name, _ in whole("")]


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_has_its_energy(url, name):
    """Law: figures of `serve`, outside of the dump, and counted once."""
    with watch() as calls:
        answer = dict(whole(url))[name]()
    used(answer.wattlas)
    assert calls.total.calls == 1
    dump = getattr(answer, "model_dump_json", lambda: json.dumps(answer))()
    assert "wattlas" not in dump
    again = dict(whole(url))[name]()  # no longer watched
    assert not hasattr(again, "wattlas")


@pytest.mark.parametrize("kind", ["openai", "anthropic", "google", "mistral", "hub"])
def test_an_asynchronous_answer_too(url, kind):
    """Law: the same for the asynchronous clients."""

    async def ask():
        if kind == "openai":
            client = openai_client(url, "AsyncOpenAI")
            return await client.chat.completions.create(model=GPT, messages=HI)
        if kind == "anthropic":
            client = anthropic_client(url, "AsyncAnthropic")
            return await client.messages.create(model=CLAUDE, messages=HI, max_tokens=9)
        if kind == "google":
            models = google_client(url).aio.models
            return await models.generate_content(model=GEMINI, contents="Hi")
        if kind == "mistral":
            chat = mistral_client(url).chat
            return await chat.complete_async(model=MISTRAL, messages=HI)
        client = hub_client(url, "AsyncInferenceClient")
        return await client.chat_completion(HI, model=LLAMA)

    with watch() as calls:
        answer = asyncio.run(ask())
    used(answer.wattlas)
    assert calls.total.calls == 1


def test_a_stream_is_the_same_and_has_its_energy_at_its_end(url):
    """Law: pieces, class and methods are the client's; the last piece has the usage."""
    openai = pytest.importorskip("openai")
    options = {"model": GPT, "messages": HI, "stream": True}
    with watch() as calls:
        stream = openai_client(url).chat.completions.create(
            **options, stream_options={"include_usage": True}
        )
        assert isinstance(stream, openai.Stream)
        assert stream.response.status_code == 200
        texts = [p.choices[0].delta.content for p in stream if p.choices]
        assert texts == ["Hel", "lo", ""]
        used(stream.wattlas)
        with openai_client(url).chat.completions.create(**options) as silent:
            list(silent)
    assert "include_usage" in silent.wattlas.problem
    assert (calls.total.calls, calls.total.calls_unknown) == (2, 1)


def test_other_streams(url):
    """Law: cumulative counts replace; streams of every client are counted once."""
    with watch() as calls:
        stream = anthropic_client(url).messages.create(
            model=CLAUDE, messages=HI, max_tokens=9, stream=True
        )
        assert [event.type for event in stream][-1] == "message_stop"
        used(stream.wattlas)
        with anthropic_client(url).messages.stream(
            model=CLAUDE, messages=HI, max_tokens=9
        ) as helper:
            assert "".join(helper.text_stream) == "Hello"
        pieces = google_client(url).models.generate_content_stream(
            model=GEMINI, contents="Hi"
        )
        assert [piece.text for piece in pieces] == ["Hello", "Hello"]
        used(pieces.wattlas)
        with mistral_client(url).chat.stream(model=MISTRAL, messages=HI) as events:
            assert len(list(events)) >= 3
    assert calls.total.calls == 4
    assert calls.total.calls_unknown == 0


def test_an_asynchronous_stream(url):
    """Law: read with `async for`, it is counted at its end."""

    async def ask():
        stream = await openai_client(url, "AsyncOpenAI").chat.completions.create(
            model=GPT, messages=HI, stream=True, stream_options={"include_usage": True}
        )
        count = 0
        async for _ in stream:
            count += 1
        return stream, count

    with watch() as calls:
        stream, count = asyncio.run(ask())
    assert count == 4
    used(stream.wattlas)
    assert calls.total.calls == 1


def test_litellm_is_counted_once_and_by_its_callback(url):
    """Law: the client inside is not counted too; a callback alone gives the same."""
    litellm = pytest.importorskip("litellm")
    from wattlas.telemetry.litellm_callback import EnergyLogger

    ask = {"model": f"openai/{GPT}", "messages": HI, "api_base": f"{url}/v1",
           "api_key": "x"}  # fmt: skip
    with watch() as calls:
        answer = litellm.completion(**ask)
    used(answer.wattlas)
    assert calls.total.calls == 1
    logger = EnergyLogger()
    logger.log_success_event(
        kwargs={"model": GPT, "standard_logging_object": {"model": GPT}},
        response_obj=answer, start_time=None, end_time=None,
    )  # fmt: skip
    assert logger.calls.total.energy_wh == pytest.approx(answer.wattlas.energy_wh)


def test_no_call_fails_because_it_is_watched(url):
    """Law: raw answers, errors of the server and unknown models stay as they are."""
    openai = pytest.importorskip("openai")
    client = openai_client(url)
    with watch() as calls:
        raw = client.chat.completions.with_raw_response.create(model=GPT, messages=HI)
        assert raw.parse().choices[0].message.content == "Hello"
        with pytest.raises(openai.BadRequestError):
            client.chat.completions.create(model="broken", messages=HI)
        odd = client.chat.completions.create(model="nobody-knows", messages=HI)
    assert "nobody-knows" in odd.wattlas.problem
    assert odd.wattlas.energy_wh is None
    assert calls.total.calls == 2
    assert "of 1 nothing is known" in str(calls)


@pytest.mark.parametrize(
    "error", [RuntimeError, KeyError, TypeError, ZeroDivisionError]
)
def test_an_error_of_ours_stays_ours(url, error, monkeypatch):
    """Law: the caller gets the answer, whole or streamed, whatever goes wrong here."""

    def fail(*_):
        raise error("ours")

    monkeypatch.setattr("wattlas.telemetry.watch.Watch._note", fail)
    with watch():
        client = openai_client(url)
        create = client.chat.completions.create
        assert create(model=GPT, messages=HI).choices[0].message.content == "Hello"
        assert len(list(create(model=GPT, messages=HI, stream=True))) == 3
