"""Who may ask: under the server's own names, with a token where one is needed."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from wattlas.errors import Message, needs_extra
from wattlas.report.words.language import LANGUAGES
from wattlas.service.problems import Problem
from wattlas.service.spoken import respond

with needs_extra("A service", "web"):
    from starlette.datastructures import Headers, MutableHeaders
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send
    from starlette.types import Message as Sent

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[\w.-]+))(?::\d{1,5})?")
ORIGIN = re.compile(r"https?://(?P<host>[^/\s]+)")
BEARER = re.compile(r"Bearer\s+(?P<token>\S+)", re.IGNORECASE)
SAFE = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""What a browser may load: our own script and styles, none inline, none elsewhere."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
WRONG_HOST = Problem(
    421,
    Message(
        "This server answers under its own names only: begin it with --names for "
        "another."
    ),
)
WRONG_ORIGIN = Problem(403, Message("Another page may not ask this server."))
NO_TOKEN = Problem(
    401,
    Message(
        "This needs the token that stands in the link that the server printed: open "
        "that link, or send the header Authorization: Bearer TOKEN."
    ),
)


@dataclass(frozen=True)
class Access:
    """Under which names a server answers, and the token that it asks for.

    Where it is reached from other machines (`open_to_others`), all needs the token.
    """

    names: frozenset[str] = LOOPBACK
    open_to_others: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the token: of this server alone."""
        return f"wattlas_{hashlib.sha256(self.token.encode()).hexdigest()[:10]}"

    def knows(self, connection: HTTPConnection) -> bool:
        """Say whether a request carries the token, in its header or its cookie."""
        header = BEARER.fullmatch(connection.headers.get("authorization", "").strip())
        sent = header["token"] if header else self._cookie_of(connection.headers)
        return self.is_token(sent)

    def is_token(self, text: str) -> bool:
        """Say whether a text is the token, in a time that tells nothing of it."""
        return secrets.compare_digest(text.encode(), self.token.encode())

    def _cookie_of(self, headers: Headers) -> str:
        try:
            jar = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return ""
        return jar[self.cookie].value if self.cookie in jar else ""

    def takes_host(self, host: str) -> bool:
        """Say whether a Host is one of the names.

        >>> Access().takes_host("127.0.0.1:8000"), Access().takes_host("evil.example")
        (True, False)
        """
        found = HOST.fullmatch(host)
        return found is not None and (
            (found["six"] or found["name"]).lower() in self.names
        )


def _unknown_language(named: str) -> Problem:
    detail = Message(
        "{name} must be one of {choices}, got {value!r}.",
        name="language",
        choices=", ".join(LANGUAGES),
        value=named,
    )
    return Problem(400, detail, field="language")


def access_to(host: str, names: Iterable[str]) -> Access:
    """Return the access of a server that listens at a host, under more names."""
    near = host in LOOPBACK
    own = {host} - {"0.0.0.0", "::"}
    return Access(frozenset({*LOOPBACK, *own, *(n.lower() for n in names)}), not near)


class Guard:
    """Looks at every request before it is answered, and at every answer's headers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on; put the headers of safety on what comes back."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def sending(message: Sent) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        problem = self._problem(HTTPConnection(scope), scope["method"])
        if problem is not None:
            response = respond(problem, HTTPConnection(scope))
            return await response(scope, receive, sending)
        return await self._app(scope, receive, sending)

    def _problem(self, asked: HTTPConnection, method: str) -> Problem | None:
        if not self._access.takes_host(asked.headers.get("host", "")):
            return WRONG_HOST
        if method not in SAFE and not self._is_own(asked):
            return WRONG_ORIGIN
        for named in asked.query_params.getlist("language"):
            if named not in ("", *LANGUAGES):
                return _unknown_language(named)
        is_link = asked.query_params.get("token") is not None
        if (
            self._access.open_to_others
            and not is_link
            and not self._access.knows(asked)
        ):
            return NO_TOKEN
        return None

    def _is_own(self, asked: HTTPConnection) -> bool:
        """Say whether a request comes from a page of this server, or from no page."""
        origin = asked.headers.get("origin")
        if origin is None:
            return asked.headers.get("sec-fetch-site", "none") in (
                "none",
                "same-origin",
            )
        found = ORIGIN.fullmatch(origin)
        return found is not None and found["host"] == asked.headers.get("host")
