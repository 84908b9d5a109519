"""The application: what is asked under which address, and who may ask it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from wattlas.errors import needs_extra
from wattlas.service import rest
from wattlas.service.guard import Access, Guard
from wattlas.service.jobs import Jobs
from wattlas.service.metrics import MEDIA_TYPE, Counted, Metrics
from wattlas.service.streamed import rows
from wattlas.service.web import routes as pages
from wattlas.service.workers import LIMIT_S, Workers

with needs_extra("A service", "web"):
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def application(
    access: Access,
    processes: int,
    ledger: Path | None = None,
    limit_s: float = LIMIT_S,
) -> Starlette:
    """Return the application with its processes, which end with it.

    Parameters
    ----------
    access : Access
        Under which names it answers, and its token.
    processes : int
        How many answer at once.
    ledger : Path, optional
        The folder of measured runs.
    limit_s : float
        How long an answer may take. [s]
    """
    workers, jobs = Workers(processes, ledger, limit_s), Jobs()
    metrics = Metrics()

    async def measured(request: Request) -> Response:
        return Response(metrics.page(), media_type=MEDIA_TYPE)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        jobs.stop()
        workers.stop()

    return Starlette(
        routes=[
            Route("/metrics", measured),
            Route(
                f"{rest.ROOT}/estimate/requests/rows", rows(workers), methods=["POST"]
            ),
            *rest.routes(workers, jobs, access),
            *pages.routes(workers, jobs, access),
        ],
        middleware=[
            Middleware(Counted, metrics=metrics),
            Middleware(Guard, access=access),
        ],
        exception_handlers={HTTPException: rest.problem_response},
        lifespan=lifespan,
    )
