"""Files that a user names: regular ones alone, read within a bound."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from wattlas.errors import InputError

MOST_BYTES = 64 * 1024 * 1024
"""A document that is read whole is at most so large; a log may be larger."""
NO_FILE = "it is a pipe or a device, and no file"
TOO_LARGE = "{path} is over {most:,} bytes: no document that is read whole is so large."


def check_regular(path: str | Path) -> int:
    """Return the size of a regular file in bytes, without opening it.

    What is opened to see whether it can be read may never answer (a pipe) or never end
    (a device).

    Raises
    ------
    OSError
        If there is no such file, or it is a folder, a pipe or a device.
    """
    found = Path(path).stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, NO_FILE)
    return found.st_size


def file_bytes(path: str | Path) -> bytes:
    """Return what a regular file holds, of at most `MOST_BYTES`.

    Raises
    ------
    OSError
        As `check_regular`, or if it cannot be read.
    InputError
        If it is larger.
    """
    if check_regular(path) > MOST_BYTES:
        raise InputError(TOO_LARGE, path=path, most=MOST_BYTES)
    return Path(path).read_bytes()


def file_text(path: str | Path, encoding: str = "utf-8") -> str:
    """Return the text of a regular file, with every end of a line as a newline.

    Raises
    ------
    OSError, InputError
        As `file_bytes`.
    UnicodeDecodeError
        If it is no text in the encoding.
    """
    text = file_bytes(path).decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")
