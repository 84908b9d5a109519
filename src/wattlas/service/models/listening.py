"""MCP over standard input and output, or over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from socket import socket

from wattlas.errors import InputError, Message, needs_extra
from wattlas.parameters.service import HOST, McpOptions
from wattlas.service.guard import Access, Guard, access_to
from wattlas.service.listening import listening, processes_of
from wattlas.service.models.server import running, server_of
from wattlas.service.patience import config_of
from wattlas.service.workers import Workers

with needs_extra("Tools for language models", "mcp"):
    import uvicorn
    from mcp.server.stdio import stdio_server
    from mcp.server.transport_security import TransportSecuritySettings

Say = Callable[[Message], None]
PATH = "/mcp"


def serve(options: McpOptions, say: Say) -> None:
    """Offer the tools until the client, or the user, ends it.

    Raises
    ------
    InputError
        If an address is given without HTTP, or cannot be listened at.
    """
    if options.http:
        _over_http(options, say)
        return
    if options.port or options.names or options.host != HOST:
        raise InputError(
            "port, host and names are of --http: add it, or leave them out."
        )
    asyncio.run(_over_stdio(processes_of(options)))


async def _over_stdio(processes: int) -> None:
    async with running(processes) as server, stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def _over_http(options: McpOptions, say: Say) -> None:
    names = (options.names,) if isinstance(options.names, str) else options.names
    # Tools plan, which is never for everyone: all of it needs the token.
    access = replace(access_to(options.host, names), open_to_others=True)
    with closing(listening(options)) as listener:
        port = listener.getsockname()[1]
        say(
            Message(
                "Wattlas: http://{host}:{port}{path}, Authorization: Bearer {token} "
                "(Ctrl-C ends it)",
                host=options.host,
                port=port,
                path=PATH,
                token=access.token,
            )
        )
        workers = Workers(processes_of(options))
        try:
            _listen(workers, access, listener)
        finally:
            workers.stop()


def _listen(workers: Workers, access: Access, listener: socket) -> None:
    app = server_of(workers).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        # The guard looks at Host and Origin itself.
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=False
        ),
    )
    config = config_of(Guard(app, access))
    uvicorn.Server(config).run(sockets=[listener])
