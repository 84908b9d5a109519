"""Replies of HTTP: in the language that is asked for, problems as RFC 9457 has them."""

from __future__ import annotations

from wattlas.errors import needs_extra
from wattlas.report.words.language import LANGUAGES
from wattlas.service.problems import Problem
from wattlas.service.tasks import Reply, refusal

with needs_extra("A service", "web"):
    from starlette.requests import HTTPConnection
    from starlette.responses import Response


def language_of(asked: HTTPConnection) -> str:
    """Return the language of a request: of its address, else of its browser.

    What is neither is English.
    """
    named = asked.query_params.get("language", "")
    if named in LANGUAGES:
        return named
    liked = asked.headers.get("accept-language", "").lower()
    first = next((code for code in LANGUAGES if liked.startswith(code)), None)
    return first or LANGUAGES[0]


def respond(problem: Problem, asked: HTTPConnection) -> Response:
    """Return the response that says a problem in the language of a request."""
    return response_of(refusal(problem, language_of(asked)))


def response_of(reply: Reply) -> Response:
    """Return a reply as a response of HTTP."""
    response = Response(reply.body, reply.status, media_type=reply.media_type)
    if reply.status == 401:
        response.headers["www-authenticate"] = "Bearer"
    if reply.status == 503:
        response.headers["retry-after"] = "5"
    return response
