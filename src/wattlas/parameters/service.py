"""What may be given to a server: where it listens, and under which names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from wattlas.parameters.declaration import Parameter

HOST = "127.0.0.1"
"""This machine alone."""


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """Where a server listens, under which names, and with how many processes."""

    port: Annotated[
        int | None, Parameter(help="Its port; else one that is free.", quantity="port")
    ] = None
    host: Annotated[
        str,
        Parameter(
            help="Its address: 127.0.0.1 is this machine alone, 0.0.0.0 all networks.",
        ),
    ] = HOST
    names: Annotated[
        str | Sequence[str],
        Parameter(
            help="Names by which it is also reached, with commas, as of a proxy.",
            commas=True,
        ),
    ] = ()
    processes: Annotated[
        int | None,
        Parameter(
            help="Processes that answer; else one for each core.", quantity="workers"
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class McpOptions(ServerOptions):
    """How language models reach the tools: over standard input, or over HTTP."""

    http: Annotated[
        bool, Parameter(help="Over HTTP, with a token, in place of standard input.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class WebOptions(ServerOptions):
    """Where the pages and the REST interface are served."""

    ledger: Annotated[
        Path | None, Parameter(help="Folder of the ledger.", path=True)
    ] = None
    no_browser: Annotated[
        bool, Parameter(help="Open no browser: only print the link.")
    ] = False
