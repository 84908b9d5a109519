"""REST: every question under one root, its record as the command line prints it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from wattlas.errors import Message, WattlasError, needs_extra
from wattlas.report.words.language import language
from wattlas.report.words.service import PROBLEMS
from wattlas.service.given import read_json
from wattlas.service.guard import NO_TOKEN, Access
from wattlas.service.jobs import MOST_RUNNING, RUNNING, Job, Jobs
from wattlas.service.openapi import description
from wattlas.service.problems import Problem, problem_of
from wattlas.service.questions import QUESTIONS, Question
from wattlas.service.spoken import language_of, respond, response_of
from wattlas.service.tasks import Task
from wattlas.service.workers import Workers

with needs_extra("A service", "web"):
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import JSONResponse, RedirectResponse, Response
    from starlette.routing import BaseRoute, Route

ROOT = "/api/v1"
BODY_S = 20.0
"""How long a body may take to arrive."""
RESERVED = ("language", "token")
"""Names of a query that are no parameters."""
NOT_JSON = Problem(
    415, Message("The body is expected as JSON, with Content-Type: application/json.")
)
TOO_LATE = Problem(
    408, Message("The body did not arrive within {limit:g} s.", limit=BODY_S)
)
FULL = Problem(
    503,
    Message(
        "{most} pieces of long work run already, and none waits: ask again when one "
        "is done, or end one.",
        most=MOST_RUNNING,
    ),
)
NO_JOB = Problem(
    404, Message("No work has this key: it was forgotten, or never begun.")
)
NO_RESULT = Problem(404, Message("The work has no result yet: ask for its state."))

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(workers: Workers, jobs: Jobs, access: Access) -> list[BaseRoute]:
    """Return the routes of every question, of the work, and of the description."""
    asking = _Asking(workers, jobs, access)
    found: list[BaseRoute] = [Route(f"{ROOT}/openapi.json", _openapi)]
    for question in QUESTIONS.values():
        path = f"{ROOT}/{question.path}"
        if question.job:
            found += [
                Route(path, asking.begin(question), methods=["POST"]),
                Route(path, asking.listing(question), methods=["GET"]),
                Route(f"{path}/{{key}}", asking.state, methods=["GET"]),
                Route(f"{path}/{{key}}", asking.cancel, methods=["DELETE"]),
                Route(f"{path}/{{key}}/result", asking.result, methods=["GET"]),
            ]
        else:
            answer = asking.answer(question)
            found.append(Route(path, answer, methods=["GET", "POST"]))
    return found


async def _openapi(request: Request) -> Response:
    return JSONResponse(description())


class _Asking:
    """The endpoints of a server: they share its processes and its work."""

    def __init__(self, workers: Workers, jobs: Jobs, access: Access) -> None:
        self._workers, self._jobs, self._access = workers, jobs, access

    def answer(self, question: Question) -> Endpoint:
        """Return what answers a question at once."""

        async def endpoint(request: Request) -> Response:
            if question.guarded and not self._access.knows(request):
                return respond(NO_TOKEN, request)
            task = await task_of(question, request)
            if isinstance(task, Problem):
                return respond(task, request)
            return response_of(await self._workers.reply(task))

        return endpoint

    def begin(self, question: Question) -> Endpoint:
        """Return what begins long work."""

        async def endpoint(request: Request) -> Response:
            if not self._access.knows(request):
                return respond(NO_TOKEN, request)
            task = await task_of(question, request)
            if isinstance(task, Problem):
                return respond(task, request)
            job = await asyncio.to_thread(self._jobs.start, task)
            if job is None:
                return respond(FULL, request)
            place = {"location": f"{ROOT}/{question.path}/{job.key}"}
            return JSONResponse(self._told(job, request), 202, headers=place)

        return endpoint

    def listing(self, question: Question) -> Endpoint:
        """Return what lists the work of a question, the newest first."""

        async def endpoint(request: Request) -> Response:
            if not self._access.knows(request):
                return respond(NO_TOKEN, request)
            own = (job for job in self._jobs if job.task.verb == question.verb)
            return JSONResponse({"jobs": [self._told(job, request) for job in own]})

        return endpoint

    async def state(self, request: Request) -> Response:
        """Say where work stands."""
        job = self._job(request)
        if isinstance(job, Problem):
            return respond(job, request)
        return JSONResponse(self._told(job, request))

    async def cancel(self, request: Request) -> Response:
        """End work."""
        job = self._job(request)
        if isinstance(job, Problem):
            return respond(job, request)
        await asyncio.to_thread(job.cancel)
        return JSONResponse(self._told(job, request))

    async def result(self, request: Request) -> Response:
        """Return the reply of work that is done, or its refusal."""
        job = self._job(request)
        if isinstance(job, Problem):
            return respond(job, request)
        if job.state == RUNNING or job.reply is None:
            return respond(NO_RESULT, request)
        return response_of(job.reply)

    def _job(self, request: Request) -> Job | Problem:
        if not self._access.knows(request):
            return NO_TOKEN
        return self._jobs.find(request.path_params["key"]) or NO_JOB

    def _told(self, job: Job, request: Request) -> dict[str, Any]:
        return job.to_dict(language(language_of(request)))


async def task_of(
    question: Question, request: Request, form: str = "json"
) -> Task | Problem:
    """Return what a request asks, from its body or its query; or what is wrong."""
    asked = language_of(request)
    if request.method in ("GET", "HEAD"):
        pairs = request.query_params.multi_items()
        query = tuple((n, v) for n, v in pairs if n not in RESERVED)
        return Task(question.verb, query=query, form=form, language=asked)
    beside = [n for n, _ in request.query_params.multi_items() if n not in RESERVED]
    if beside:
        return Problem(
            400,
            Message(
                "The body holds what is asked: {names} of the address would not be "
                "used.",
                names=", ".join(beside),
            ),
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind.lower() != "application/json":
        return NOT_JSON
    body = await body_of(request, question.limit_bytes)
    if isinstance(body, Problem):
        return body
    try:
        given = read_json(body)
    except WattlasError as error:
        return problem_of(error, question, {})
    return Task(question.verb, given, form=form, language=asked)


async def body_of(request: Request, limit_bytes: int) -> bytes | Problem:
    """Return the body of a request, or why it is not taken: its size, its time."""
    too_large = Problem(
        413,
        Message("The body may have {limit:,} bytes at most.", limit=limit_bytes),
    )
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said[:18]) > limit_bytes:
        return too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > limit_bytes:
                    return too_large
    except TimeoutError:
        return TOO_LATE
    return b"".join(parts)


async def problem_response(request: Request, error: Exception) -> Response:
    """Return the problem of what no route answers."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    status = status if status in PROBLEMS else 404
    detail = Message(
        "{method} {path} is no part of this service.",
        method=request.method,
        path=request.url.path[:200],
    )
    return respond(Problem(status, detail), request)


def with_token(access: Access, request: Request) -> Response | None:
    """Return where a link with the token leads: the same without, and a cookie."""
    sent = request.query_params.get("token")
    if sent is None:
        return None
    if not access.is_token(sent):
        return respond(NO_TOKEN, request)
    response = RedirectResponse(
        str(request.url.remove_query_params("token").replace(scheme="", netloc="")), 303
    )
    response.set_cookie(
        access.cookie, access.token, httponly=True, samesite="strict", path="/"
    )
    return response
