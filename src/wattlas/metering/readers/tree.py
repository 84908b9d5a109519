"""Reading a tree of small text files: the real /sys, or one that is simulated."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from wattlas.metering.channel import LostReadingError

MOST_BYTES = 64
"""A counter in a file of /sys is one line of at most 20 digits."""


class Tree(Protocol):
    """A folder of small files, such as /sys."""

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none where it is not there."""
        ...

    def text(self, path: str) -> str:
        """Return the text of a file; raise OSError where it cannot be read."""
        ...

    def number(self, path: str) -> Callable[[], int]:
        """Open a file with a number; return what reads it again and again."""
        ...


def may_be_there(path: str) -> bool:
    """Say whether a driver's folder is there; off Linux nothing tells, so maybe."""
    return not sys.platform.startswith("linux") or Path(path).exists()


class FileTree:
    """The files under a root of the file system."""

    def __init__(self, root: Path | str = "/") -> None:
        self._root = Path(root)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none where it is not there."""
        try:
            return sorted(os.listdir(self._root / folder))  # noqa: PTH208  # names
        except OSError:
            return []

    def text(self, path: str) -> str:
        """Return the text of a file; raise OSError where it cannot be read."""
        return (self._root / path).read_text(encoding="utf-8", errors="replace").strip()

    def number(self, path: str) -> Callable[[], int]:
        """Open a file with a number; return what reads it again and again.

        The file stays open: a reading is one system call.
        """
        return NumberFile(self._root / path).read


class NumberFile:
    """A file that holds one number, kept open and read from its beginning."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> int:
        """Return the number; raise LostReadingError where it is not there any more."""
        try:
            return int(os.pread(self._handle, MOST_BYTES, 0))
        except (OSError, ValueError) as error:
            raise LostReadingError(
                "{path} cannot be read now: {error}.",
                path=self._path,
                error=error,
            ) from error

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            os.close(handle)
