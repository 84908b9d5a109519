"""Requests as they come: a line of JSON in, the same line with what it took out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from wattlas.errors import InputError, Message, WattlasError, needs_extra
from wattlas.service.answers import Say
from wattlas.service.given import options_given, query_given
from wattlas.service.problems import Problem, problem_of
from wattlas.service.questions import MIB, QUESTIONS
from wattlas.service.spoken import language_of, respond, response_of
from wattlas.service.tasks import Reply, refusal
from wattlas.service.workers import Workers

with needs_extra("A service", "web"):
    from starlette.requests import Request
    from starlette.responses import Response, StreamingResponse

VERB = "estimate requests"
LINES = "application/x-ndjson"
BATCH, LONGEST_LINE = 1000, MIB
"""Lines that are estimated at once, and bytes of one."""
SILENCE_S = 20.0
"""How long the next part of a stream may take to arrive."""
RESERVED = ("language", "token")
NOT_LINES = Problem(
    415,
    Message(
        "Requests are streamed as lines of JSON, Content-Type: {kind}.", kind=LINES
    ),
)
TOO_LONG = Problem(
    413, Message("A line may have {limit:,} bytes at most.", limit=LONGEST_LINE)
)
TOO_QUIET = Problem(
    408, Message("Nothing came for {limit:g} s: the stream ended.", limit=SILENCE_S)
)
EMPTY = Problem(400, Message("The stream has no line."))


@dataclass(frozen=True)
class RowsTask:
    """Lines of a log, and what they have no field for, as work for a process.

    A row's estimate rests on its own values alone: it does not matter where a stream is
    cut into batches.
    """

    text: str
    query: tuple[tuple[str, str], ...]
    language: str = "en"

    def reply(self, _: Say) -> Reply:
        """Return each line with its results, or with what is wrong with it."""
        question = QUESTIONS[VERB]
        with TemporaryDirectory() as folder, chdir(folder):
            try:
                given = query_given(question, self.query)
                body = _estimated(given, self.text, Path(folder))
            except WattlasError as error:
                return refusal(problem_of(error, question, {}), self.language)
        return Reply(200, LINES, body)


def _estimated(given: dict[str, object], text: str, folder: Path) -> bytes:
    from wattlas.estimation.request_log.batches import BatchEstimator

    for name in ("table", "skip_bad"):
        if name in given:
            raise InputError("{name} is of a whole log: leave it out.", name=name)
    options = options_given(QUESTIONS[VERB], {**given, "table": text}, folder)
    batches = BatchEstimator(replace(options, table=None))
    out = folder / "rows.jsonl"
    batches.estimate(options.table).write(out)
    return out.read_bytes()


def rows(workers: Workers) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a stream of requests while it still comes."""

    async def endpoint(request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind.lower() != LINES:
            return respond(NOT_LINES, request)
        replies = _replies(workers, request)
        first = await anext(replies, None)
        if first is None:
            return respond(EMPTY, request)
        if first.status != 200:
            return response_of(first)
        return StreamingResponse(_bodies(first, replies), media_type=LINES)

    return endpoint


async def _replies(workers: Workers, request: Request) -> AsyncIterator[Reply]:
    pairs = request.query_params.multi_items()
    query = tuple((n, v) for n, v in pairs if n not in RESERVED)
    told = language_of(request)
    async for lines in _batches(request):
        if isinstance(lines, Problem):
            yield refusal(lines, told)
            continue
        text = lines.decode("utf-8", "replace")
        yield await workers.reply(RowsTask(text, query, told))


async def _bodies(first: Reply, replies: AsyncIterator[Reply]) -> AsyncIterator[bytes]:
    """Yield the lines; what is wrong with a whole batch is a line of its own."""
    yield first.body
    async for reply in replies:
        if reply.status == 200:
            yield reply.body
        else:
            problem = {"problem": json.loads(reply.body)["detail"]}
            yield f"{json.dumps(problem, ensure_ascii=False)}\n".encode()


async def _batches(request: Request) -> AsyncIterator[bytes | Problem]:
    """Yield whole lines, up to a batch of them; and at last why there are no more."""
    left, waiting, end = b"", list[bytes](), None
    parts = aiter(request.stream())
    while end is None:
        try:
            async with asyncio.timeout(SILENCE_S):
                part = await anext(parts)
        except StopAsyncIteration:
            break
        except TimeoutError:
            end = TOO_QUIET
            break
        *whole, left = (left + part).split(b"\n")
        waiting += [line for line in whole if line.strip()]
        while len(waiting) >= BATCH:
            yield b"\n".join(waiting[:BATCH])
            del waiting[:BATCH]
        end = TOO_LONG if len(left) > LONGEST_LINE else None
    waiting += [left] if left.strip() and end is None else []
    if waiting:
        yield b"\n".join(waiting)
    if end is not None:
        yield end
