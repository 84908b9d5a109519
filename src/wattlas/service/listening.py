"""Where a server listens, and with how many processes it answers."""

from __future__ import annotations

import os
import socket

from wattlas.errors import InputError, reason_of
from wattlas.parameters.quantities import quantity
from wattlas.parameters.service import ServerOptions


def processes_of(options: ServerOptions) -> int:
    """Return how many processes answer.

    Raises
    ------
    InputError
        If it is no count that may be.
    """
    if options.processes is None:
        return os.cpu_count() or 1
    return quantity("workers").counted("processes", options.processes)


def listening(options: ServerOptions) -> socket.socket:
    """Return a socket that listens where the options say.

    Raises
    ------
    InputError
        If there is no such address, or the port is taken or not allowed.
    """
    port = 0 if options.port is None else quantity("port").counted("port", options.port)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((options.host, port))
        # Whoever opens the link at once waits for the server, and is not refused.
        found.listen()
    except OSError as error:
        found.close()
        raise InputError(
            "{host} cannot be listened at, port {port}: {reason}. Choose another with "
            "--host or --port.",
            host=options.host,
            port=port,
            reason=reason_of(error),
        ) from error
    return found
