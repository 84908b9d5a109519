"""Replies of HTTP: in the language that is asked for, problems as RFC 9457 has them."""

from __future__ import annotations

import re

from wattlas.errors import needs_extra
from wattlas.report.words.language import LANGUAGES
from wattlas.service.problems import Problem
from wattlas.service.tasks import Reply, refusal

with needs_extra("A service", "web"):
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

LIKED = re.compile(
    r"\s*(?P<code>[A-Za-z]+)(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.\d{0,3})?))?\s*"
)
"""One language that a browser likes, and how much."""


def language_of(asked: HTTPConnection) -> str:
    """Return the language of a request: of its address, else of its browser.

    Of several that a browser likes equally it is the first. What is neither is
    English.
    """
    named = asked.query_params.get("language", "")
    if named in LANGUAGES:
        return named
    liked = map(LIKED.fullmatch, asked.headers.get("accept-language", "").split(","))
    known = [found for found in liked if found and found["code"].lower() in LANGUAGES]
    best = max(known, key=_weight, default=None)
    return best["code"].lower() if best and _weight(best) > 0 else LANGUAGES[0]


def _weight(found: re.Match[str]) -> float:
    return float(found["weight"] or 1)


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
