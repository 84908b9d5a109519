"""The addresses of the pages, of their results and files, and of what they load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources

from wattlas.errors import Message, needs_extra
from wattlas.service.guard import NO_TOKEN, Access
from wattlas.service.jobs import Jobs
from wattlas.service.problems import Problem
from wattlas.service.rest import NO_JOB, RESERVED, with_token
from wattlas.service.spoken import language_of, respond, response_of
from wattlas.service.web.live import LiveTask
from wattlas.service.web.pages import PAGES
from wattlas.service.web.planned import HOURS, STUDY, SavedTask
from wattlas.service.web.tasks import QUICK, RESULT, SCREEN, SCRIPT, PageTask
from wattlas.service.workers import Workers

with needs_extra("A service", "web"):
    from starlette.requests import Request
    from starlette.responses import RedirectResponse, Response
    from starlette.routing import BaseRoute, Route

STATIC = {
    "wattlas.js": "text/javascript; charset=utf-8",
    "picture.js": "text/javascript; charset=utf-8",
    "hours.js": "text/javascript; charset=utf-8",
    "wattlas.css": "text/css; charset=utf-8",
    "wattlas.svg": "image/svg+xml",
}
MOVED = "moved"
"""In the address of a result that is asked for while a slider is moved."""
PLANNED = ("json", "csv", "html", STUDY, HOURS)
FILES = ("json", "csv", "html", STUDY, SCRIPT)
LONGEST_QUERY = 16_384
"""Characters of an address: a text that is checked may be long."""
TOO_LONG = Problem(
    414,
    Message(
        "An address has {limit:,} characters at most: send a longer text to the REST "
        "interface.",
        limit=LONGEST_QUERY,
    ),
)
KEPT = {"cache-control": "public, max-age=86400"}
FRESH = {"cache-control": "no-store"}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(workers: Workers, jobs: Jobs, access: Access) -> list[BaseRoute]:
    """Return the routes of the pages."""
    found: list[BaseRoute] = [
        Route("/", _home(access)),
        Route("/static/{name}", _static),
    ]
    planned = _planned(workers, jobs, access)
    found.append(Route("/plan/{key}/result", planned(RESULT)))
    found += [Route(f"/plan/{{key}}/plan.{form}", planned(form)) for form in PLANNED]
    found.append(Route("/measure/live", _live(workers, access)))
    for key in PAGES:
        ask = _Asking(workers, access, key)
        found += [
            Route(f"/{key}", ask.screen, methods=["GET"]),
            Route(f"/{key}/result", ask.result, methods=["GET"]),
            *(Route(f"/{key}.{form}", ask.file(form)) for form in FILES),
        ]
    return found


def _home(access: Access) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        entered = with_token(access, request)
        if entered is not None:
            return entered
        return RedirectResponse(f"/serve?language={language_of(request)}", 303)

    return endpoint


def _planned(workers: Workers, jobs: Jobs, access: Access) -> Callable[[str], Endpoint]:
    """Return what shows a plan that is done, in a form."""

    def planned(form: str) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            if not access.knows(request):
                return respond(NO_TOKEN, request)
            job = jobs.find(request.path_params["key"])
            if job is None or job.reply is None:
                return respond(NO_JOB, request)
            if job.reply.status != 200:
                return response_of(job.reply)
            study = job.task.given.get("study")
            told = language_of(request)
            task = SavedTask(job.key, job.reply.body, study, form, told)
            response = response_of(await workers.reply(task))
            response.headers.update(FRESH)
            if form != HOURS:
                _name_file(response, f"wattlas-plan.{form}")
            return response

        return endpoint

    return planned


def _name_file(response: Response, name: str) -> None:
    """Say that an answer is a file to keep, unless it is a refusal."""
    if response.status_code == 200:
        response.headers["content-disposition"] = f'attachment; filename="{name}"'


def _live(workers: Workers, access: Access) -> Endpoint:
    """Return what shows the watts of now."""

    async def endpoint(request: Request) -> Response:
        if not access.knows(request):
            return respond(NO_TOKEN, request)
        zone = request.query_params.get("zone") or "UTC"
        task = LiveTask(language_of(request), zone)
        response = response_of(await workers.reply(task))
        response.headers.update(FRESH)
        return response

    return endpoint


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return Response(status_code=404)
    folder = resources.files("wattlas.service.web") / "static"
    body = (folder / name).read_bytes()
    if name.endswith(".css"):
        paint = resources.files("wattlas.report.paint")
        body = (paint / "page.css").read_bytes() + body
    return Response(body, media_type=STATIC[name], headers=KEPT)


class _Asking:
    """The addresses of one page."""

    def __init__(self, workers: Workers, access: Access, key: str) -> None:
        self._workers, self._access = workers, access
        self._key, self._page = key, PAGES[key]

    async def screen(self, request: Request) -> Response:
        """Return the page, with the result of what its address asks."""
        entered = with_token(self._access, request)
        if entered is not None:
            return entered
        query = self._query(request)
        if not any(text for _, text in query):
            query = tuple(self._page.start.items())
        return await self._drawn(request, query, SCREEN)

    async def result(self, request: Request) -> Response:
        """Return the result alone, without charts while it is still moved."""
        form = QUICK if MOVED in request.query_params else RESULT
        return await self._drawn(request, self._query(request), form)

    def file(self, form: str) -> Endpoint:
        """Return what sends the result as a file."""

        async def endpoint(request: Request) -> Response:
            response = await self._drawn(request, self._query(request), form)
            _name_file(response, f"wattlas-{self._key}.{form}")
            return response

        return endpoint

    async def _drawn(
        self, request: Request, query: tuple[tuple[str, str], ...], form: str
    ) -> Response:
        told = language_of(request)
        barred = self._page.question.guarded and not self._access.knows(request)
        if barred and form != SCREEN:
            return respond(NO_TOKEN, request)
        if len(request.url.query) > LONGEST_QUERY:
            return respond(TOO_LONG, request)
        task = PageTask(self._key, query, form, told, NO_TOKEN if barred else None)
        response = response_of(await self._workers.reply(task))
        response.headers.update(FRESH)
        return response

    def _query(self, request: Request) -> tuple[tuple[str, str], ...]:
        pairs = request.query_params.multi_items()
        # A form that is sent without scripts ends lines as HTTP does.
        return tuple(
            (n, v.replace("\r\n", "\n"))
            for n, v in pairs
            if n not in (*RESERVED, MOVED)
        )
