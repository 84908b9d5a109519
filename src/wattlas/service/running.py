"""A server that listens, tells its link, and opens the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlencode

from wattlas.errors import Message, needs_extra
from wattlas.metering import Ledger
from wattlas.parameters.service import ServerOptions, WebOptions
from wattlas.service.app import application
from wattlas.service.guard import Access, access_to
from wattlas.service.listening import listening, processes_of
from wattlas.service.patience import config_of

with needs_extra("A service", "web"):
    import uvicorn

Say = Callable[[Message], None]


def serve(options: WebOptions, say: Say) -> None:
    """Serve pages and REST until the user ends it.

    Raises
    ------
    InputError
        If the address or the port cannot be listened at.
    """
    names = (options.names,) if isinstance(options.names, str) else options.names
    access = access_to(options.host, names)
    ledger = Ledger(options.ledger).folder
    with closing(listening(options)) as listener:
        link = link_to(listener, options, access)
        say(Message("Wattlas: {link} (Ctrl-C ends it)", link=link))
        if not options.no_browser:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        app = application(access, processes_of(options), ledger)
        uvicorn.Server(config_of(app)).run(sockets=[listener])


def link_to(listener: socket.socket, options: ServerOptions, access: Access) -> str:
    """Return the link to a server, which carries its token."""
    host = "localhost" if options.host in ("0.0.0.0", "::") else options.host
    host = f"[{host}]" if ":" in host else host
    port = listener.getsockname()[1]
    return f"http://{host}:{port}/?{urlencode({'token': access.token})}"
