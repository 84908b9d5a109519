"""A fence round a process that answers: no file but ours, no machine but this.

The names of files are refused before, by the declaration. This is the second wall:
whatever reads a file, now or in a later version, finds none of the server's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from errno import EACCES
from pathlib import Path
from typing import Any

import wattlas

CALLS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname")
"""What reaches another machine, as Python's audit names it."""
_SYSTEM = ("/usr/lib", "/usr/share", "/lib", "/proc", "/sys", "/dev", "/etc/localtime")
"""Where libraries read what the machine is."""


def put_up(more: Iterable[Path] = ()) -> None:
    """Let the process open only files of Python, of Wattlas and of its own folders.

    `more` are folders that it may open files of beside, its own among them: that of
    the system for temporary files is everyone's. It cannot be taken down again.
    """
    roots = (sys.prefix, sys.base_prefix, sys.exec_prefix, *_SYSTEM)
    own = map(str, (Path(wattlas.__file__).parent, *more))
    allowed = tuple({os.path.realpath(root) for root in (*roots, *own)})

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in CALLS:
            raise PermissionError(EACCES, "no other machine is called from here")
        if event == "open" and not _is_within(arguments[0], allowed):
            raise PermissionError(EACCES, "files of this machine are not read here")

    sys.addaudithook(hook)


def _is_within(path: Any, allowed: tuple[str, ...]) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    real = os.path.realpath(os.fsdecode(path))
    return any(real == root or real.startswith(root + os.sep) for root in allowed)
