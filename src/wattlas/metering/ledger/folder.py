"""Reading a ledger: every run of a folder, with what is wrong in its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wattlas.errors import InputError, UnknownNameError, unknown_name
from wattlas.metering.ledger import database
from wattlas.metering.ledger.files import COMPACTED, end_s, found_files, packed_files
from wattlas.metering.ledger.parquet import lone_files
from wattlas.metering.ledger.problems import (
    NO_READINGS,
    FileProblem,
    UnusableFileError,
)
from wattlas.metering.ledger.run import Run, joined, origins_of, read_runs
from wattlas.metering.ledger.screen import stored_runs

VARIABLE = "WATTLAS_LEDGER"
OFF = "off"


@dataclass(frozen=True)
class Found:
    """What a ledger holds: its runs, the oldest first, and files that are none."""

    folder: Path
    runs: tuple[Run, ...]
    problems: tuple[FileProblem, ...]

    def run(self, name: str) -> list[Run]:
        """Return the files of one run: by the start of its name, or ``last``.

        Raises
        ------
        UnknownNameError
            If no run has the name; the message names the nearest.
        """
        runs = list(self.runs)
        if not runs:
            raise InputError(
                "The ledger {folder} holds no runs. wattlas measure writes them.",
                folder=self.folder,
            )
        if name == "last":
            return same_job(runs[-1], runs)
        named = [r for r in runs if r.header.run.startswith(name)]
        named = named or [r for r in runs if name in (r.header.name, r.header.job)]
        if not named:
            known = [n for r in runs for n in (r.header.run, r.header.name) if n]
            raise UnknownNameError(
                unknown_name("run", name, known, "wattlas ledger list")
            )
        return same_job(named[-1], runs)


class Ledger:
    """A folder of runs: of this machine, or of many that share a file system.

    Parameters
    ----------
    folder : path
        By default WATTLAS_LEDGER, else the folder for data of the user.

    Examples
    --------
    >>> import tempfile
    >>> Ledger(tempfile.mkdtemp()).runs()
    []
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()

    def read(self, since_s: float = 0.0) -> Found:
        """Return every run, and every file that was set aside.

        Files whose last line says that their run had ended before `since_s` [s since
        1970] are passed over unread.
        """
        problems: list[FileProblem] = []
        packed = list(packed_files(self.folder, problems.append))
        runs = list(_read(packed, problems))
        problems += _unread(self.folder / COMPACTED, packed, runs)
        origins = origins_of(runs, self.folder)
        # Lines that were rolled up and not deleted yet count no more.
        paths = [
            path
            for path in found_files(self.folder, problems.append)
            if path not in origins and not _is_before(path, since_s)
        ]
        runs += stored_runs(paths) if database.is_there() else ()
        stored = {run.path for run in runs}
        runs += _read((path for path in paths if path not in stored), problems)
        found = sorted(joined(runs), key=_order)
        return Found(self.folder, tuple(found), tuple(problems))

    def runs(self) -> list[Run]:
        """Return every run, the oldest first."""
        return list(self.read().runs)

    def run(self, name: str) -> list[Run]:
        """Return the files of one run: by the start of its name, or ``last``."""
        return self.read().run(name)


def _order(run: Run) -> tuple[float, int, str, str]:
    # The file of a batch has a name at random.
    return run.t0, run.header.rank, run.header.run, run.path.name


def _unread(
    folder: Path, packed: Iterable[Path], runs: Iterable[Run]
) -> Iterator[FileProblem]:
    """Yield what says no readings, and readings that nothing names."""
    for run in runs:
        if run.stored is None and not run.problems:
            yield FileProblem(run.path.name, NO_READINGS, detail=run.header.run)
    yield from lone_files(folder / "ticks", (path.stem for path in packed))


def _is_before(path: Path, since_s: float) -> bool:
    ended_s = end_s(path) if since_s > 0 else None
    return ended_s is not None and ended_s < since_s


def _read(paths: Iterable[Path], problems: list[FileProblem]) -> Iterator[Run]:
    """Yield the runs of files line by line, and tell of files that are none."""
    for path in paths:
        try:
            yield from read_runs(path)
        except UnusableFileError as error:
            problems.append(error.problem)


def default_folder() -> Path:
    """Return the folder of the ledger: WATTLAS_LEDGER, else that of the user's data."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen and chosen != OFF:
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        data = home / "Library" / "Application Support"
    elif sys.platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "wattlas" / "ledger"


def same_job(run: Run, runs: list[Run]) -> list[Run]:
    """Return the files of the run's job: all its ranks, or the run alone."""
    job = run.header.job
    if not job or run.header.ranks < 2:
        return [r for r in runs if r.header.run == run.header.run]
    # A name such as that of a port comes again with later jobs.
    return [
        r
        for r in runs
        if r.header.job == job
        and r.header.ranks > 1
        and r.t0 <= run.t1
        and r.t1 >= run.t0
    ]
