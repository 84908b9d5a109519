"""How long a server waits for a client: one that never asks holds no place."""

from __future__ import annotations

import asyncio
from typing import Any

from wattlas.errors import needs_extra

with needs_extra("A service", "web"):
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 10.0
"""How long a connection may take to send the head of a request."""
MOST_AT_ONCE = 256
"""Connections at once; more are answered with 503."""
END_S = 3
"""How long requests may take to end when the server does."""


class Patient(H11Protocol):
    """HTTP whose connections end where no whole head of a request comes in time."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, and no longer."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read on; the time of a head runs from its first byte."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._forget()
        super().connection_lost(exc)

    @property
    def _is_waiting(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _watch(self) -> None:
        if not self._is_waiting:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(REQUEST_S, self._end)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _end(self) -> None:
        self._late = None
        if self._is_waiting and not self.transport.is_closing():
            self.transport.close()


def config_of(app: Any) -> uvicorn.Config:
    """Return how an application is served: patient to an end, and silent."""
    return uvicorn.Config(
        app,
        http=Patient,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=END_S,
    )
