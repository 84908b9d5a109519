"""A language model of the user's choice that reads a sentence as typed relations.

It only fills the schema of claims; what it has read is judged as any typed claim is.
Nothing is sent unless it is asked for, and then the sentence alone.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wattlas import quantity
from wattlas.claims.binding import is_number
from wattlas.claims.judges import amounts
from wattlas.claims.loader import check_typed
from wattlas.claims.model_gate import held
from wattlas.claims.names import known_names
from wattlas.claims.reading import read
from wattlas.claims.record import Verdict
from wattlas.claims.schema import Claim, claims_schema
from wattlas.claims.sentence import checked
from wattlas.errors import InputError, StudyError

KEY = "WATTLAS_READER_KEY"
"""The variable of the environment that holds the key of the address."""
SCHEME = "openai:"
SECONDS = 120
LONGEST_ANSWER = 1_000_000
READ = ("quantities", "relations")
"""What is taken of an answer: the statement is ours."""
MOST_RELATIONS = 40
"""Relations of one sentence, each of which is held to all of its words."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TASK = (
    "Read the sentence as one claim of the JSON Schema. Give every number of it in "
    "`quantities`, its text exactly as it stands there, and the relations that the "
    "sentence states between them and known things, with the names listed. Invent no "
    "number. What you cannot bind, leave without a relation. Answer with JSON alone."
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a model answers, in the manner of OpenAI, and which model it is."""

    url: str
    model: str

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.url).hostname in LOOPBACK


def address_of(reader: str) -> Address:
    """Return the address of a reader, ``openai:URL#MODEL``.

    Raises
    ------
    InputError
        If it is not written so.

    Examples
    --------
    >>> address_of("openai:http://localhost:8000/v1#qwen3").model
    'qwen3'
    """
    url, _, model = reader.removeprefix(SCHEME).partition("#")
    web = _is_web(url)
    if not (reader.startswith(SCHEME) and web and model):
        raise InputError(
            "A reader is written openai:URL#MODEL, with a URL of http or https, "
            "got {reader!r}.",
            reader=reader,
        )
    return Address(url.rstrip("/"), model)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        known = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url
    return bool(
        parts.scheme in ("http", "https") and parts.hostname and known and plain
    )


def check_with(statement: str, reader: str) -> Verdict:
    """Return the verdict on a sentence as a language model reads it.

    Parameters
    ----------
    statement : str
        One sentence, English or Chinese: it is sent to the address.
    reader : str
        ``openai:URL#MODEL``; the key, if one is needed, is `WATTLAS_READER_KEY`.

    Raises
    ------
    InputError
        If the address does not answer, or its answer is no claim of this sentence.
    """
    address = address_of(reader)
    answer = _content(_asked(address, statement))
    claim = {**_loaded(answer), "statement": statement}
    typed = _typed(claim)
    _refuse_invented(typed)
    if not typed.relations:
        return checked(statement, [], read(statement))
    try:
        found = check_typed(_with_every_number(claim))
    except StudyError as error:
        raise _unusable(str(error).rstrip(".")) from error
    return held(found, typed.relations)


def _asked(address: Address, statement: str) -> Mapping[str, Any]:
    """Return the answer of the address; without a schema where it refuses one."""
    names = ", ".join(sorted(known_names()))
    body: dict[str, Any] = {
        "model": address.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": f"{_TASK}\n\nNames: {names}"},
            {"role": "user", "content": statement},
        ],
    }
    schema = claims_schema()
    schema |= schema["$defs"]["Claim"]
    named = {"name": "claim", "schema": schema}
    form = {"type": "json_schema", "json_schema": named}
    try:
        return _sent(address, {**body, "response_format": form})
    except urllib.error.HTTPError as error:
        if error.code not in (400, 422):
            raise _failed(address, f"status {error.code}") from error
    body["messages"][0]["content"] += f"\n\nSchema: {json.dumps(schema)}"
    try:
        return _sent(address, body)
    except urllib.error.HTTPError as error:
        raise _failed(address, f"status {error.code}") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no other address: the sentence and the key are for this one."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _sent(address: Address, body: Mapping[str, Any]) -> Mapping[str, Any]:
    request = urllib.request.Request(
        f"{address.url}/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **_key(address)},
    )
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if address.is_near:
        handlers.append(urllib.request.ProxyHandler({}))
    try:
        with urllib.request.build_opener(*handlers).open(request, None, SECONDS) as got:
            found = _json(got.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        error.close()
        raise
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _failed(address, str(getattr(error, "reason", error))) from error
    if not isinstance(found, dict):
        raise _failed(address, "no JSON object")
    return found


def _json(text: str | bytes) -> Any:
    """Return what a text of JSON holds; ValueError where it is none, or endless."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _key(address: Address) -> dict[str, str]:
    key = os.environ.get(KEY, "")
    if not key:
        return {}
    if urlsplit(address.url).scheme != "https" and not address.is_near:
        raise InputError(
            "{key} is sent over https alone: give the https address of the "
            "reader, or unset the key.",
            key=KEY,
        )
    return {"Authorization": f"Bearer {key}"}


def _failed(address: Address, why: str) -> InputError:
    return InputError(
        "The reader at {url} gave no answer ({why}): check the address and the "
        "model {model!r}, or leave --reader out.",
        url=address.url,
        why=why,
        model=address.model,
    )


def _content(answer: Mapping[str, Any]) -> str:
    try:
        choice = answer["choices"][0]
        text, end = choice["message"]["content"], choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise _unusable("it has no message") from error
    if end == "length" or not isinstance(text, str) or not text.strip():
        raise _unusable("it is cut off, or empty")
    return text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")


def _loaded(text: str) -> dict[str, Any]:
    try:
        claim = _json(text)
    except ValueError as error:
        raise _unusable("it is no JSON") from error
    if not isinstance(claim, dict):
        raise _unusable("it is no JSON object")
    if claim and not claim.keys() & {"statement", *READ}:
        raise _unusable("it is no claim of the schema")
    return {k: claim[k] for k in READ if claim.get(k)}


def _unusable(why: str) -> InputError:
    return InputError(
        "The answer of the reader cannot be used: {why}. Try again, another "
        "model, or leave --reader out.",
        why=why,
    )


def _typed(claim: Mapping[str, Any]) -> Claim:
    try:
        return Claim.model_validate(claim)
    except ValueError as error:
        raise _unusable("it does not fit the schema of claims") from error


def _refuse_invented(typed: Claim) -> None:
    """Raise InputError where a number is not that of the words it is quoted from."""
    if len(typed.relations) > MOST_RELATIONS:
        raise _unusable(f"it has more than {MOST_RELATIONS} relations")
    quoted = set()
    for q in typed.quantities:
        if q.text not in typed.statement:
            raise _unusable(f"{q.text!r} is not in the sentence")
        quoted |= {q.value.middle, *_values(q.text)}
        if _values(q.text) and not any(
            _same(q.value.middle, v) for v in _values(q.text)
        ):
            raise _unusable(f"{q.text!r} is not {quantity.canonical(q.value)}")
    for m in (m for r in typed.relations for m in amounts(r)):
        if not any(_same(m.middle, v) for v in quoted):
            raise _unusable(f"{quantity.canonical(m)} is quoted from nowhere")


def _values(text: str) -> set[float]:
    return {m.middle for m in quantity.find(text)}


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))


def _with_every_number(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim with the numbers that the model has left out: not judged."""
    quoted = list(claim.get("quantities", ()))
    return {**claim, "quantities": [*quoted, *_left_out(claim["statement"], quoted)]}


def _left_out(
    statement: str, quoted: list[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    texts = [str(q["text"]) for q in quoted]
    for m in read(statement).mentions:
        if is_number(m) and not any(m.text in t or t in m.text for t in texts):
            yield {"text": m.text, "value": quantity.canonical(m)}
