"""The files of a ledger's folder and their lines, whatever else lies there.

Nothing hangs: a pipe or a device is not opened, links to folders are not followed, and
a line is read up to the length that a line may have.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from wattlas.errors import InputError
from wattlas.metering.ledger.problems import (
    DEAD_LINK,
    NOT_A_FILE,
    UNREADABLE,
    FileProblem,
    UnusableFileError,
)

ENDING = ".jsonl"
COMPACTED, RUNS_ENDING = "compacted", ".runs"
"""The folder of what was rolled up, and the ending of its files of runs."""
LAST_BYTES = 4096
END_LINE = re.compile(rb'\{"line":"end","t":(?P<t>[0-9]+(\.[0-9]+)?)(,"exit":-?\d+)?\}')
BOM = b"\xef\xbb\xbf"
"""What some editors put before the first line."""
MOST_LINE_BYTES = 1 << 20
"""No line is longer: a tick of a thousand devices has 90 kB."""


def found_files(
    folder: Path, told: Callable[[FileProblem], None], ending: str = ENDING
) -> Iterator[Path]:
    """Yield what is named as a file of a ledger, and tell of folders that are closed.

    Raises
    ------
    InputError
        If the ledger itself is no folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(
            "The ledger {folder} is no folder. Name one with --ledger DIR or "
            "WATTLAS_LEDGER.",
            folder=folder,
        )

    def closed(error: OSError) -> None:
        name = Path(error.filename or folder).name
        told(FileProblem(name, UNREADABLE, detail=error.strerror or ""))

    for where, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(f for f in folders if Path(where, f) != folder / COMPACTED)
        # A folder that is named as a file is told, not entered.
        wrong = [name for name in folders if name.endswith(ending)]
        folders[:] = [name for name in folders if name not in wrong]
        for name in sorted([*names, *wrong]):
            if name.endswith(ending):
                yield Path(where, name)


def packed_files(folder: Path, told: Callable[[FileProblem], None]) -> Iterator[Path]:
    """Yield the files of rolled-up runs in the folder of a ledger.

    What stands in the place of their folder and is none is told.
    """
    home = folder / COMPACTED
    if os.path.lexists(home) and not home.is_dir():
        told(FileProblem(COMPACTED, UNREADABLE, detail=os.strerror(errno.ENOTDIR)))
        return
    yield from found_files(home, told, RUNS_ENDING)


def lines_of(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file with their numbers; None for one that is overlong.

    Raises
    ------
    UnusableFileError
        If it is no file, or the system refuses it.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnusableFileError(FileProblem(path.name, NOT_A_FILE))
        with path.open("rb") as file:
            number = 0
            while text := file.readline(MOST_LINE_BYTES + 1):
                number += 1
                is_long = len(text) > MOST_LINE_BYTES
                while len(text) > MOST_LINE_BYTES and not text.endswith(b"\n"):
                    text = file.readline(MOST_LINE_BYTES + 1)
                text = text.removeprefix(BOM) if number == 1 else text
                yield number, None if is_long else text
    except OSError as error:
        code = DEAD_LINK if _is_dead(path) else UNREADABLE
        problem = FileProblem(path.name, code, detail=error.strerror or "")
        raise UnusableFileError(problem) from error


def size_of(path: Path) -> int:
    """Return the size of a file; 0 of what is no file or cannot be seen. [bytes]"""
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def end_s(path: Path) -> float | None:
    """Return when the run of a file ended, by its last line; None if none says so.

    [s since 1970]
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - LAST_BYTES, 0))
            last = file.read().rstrip().rpartition(b"\n")[2]
    except OSError:
        return None
    found = END_LINE.fullmatch(last)
    return None if found is None else float(found["t"])


def _is_dead(path: Path) -> bool:
    """Say whether a file cannot be read since it is a link that leads nowhere."""
    return path.is_symlink() and not path.exists()
