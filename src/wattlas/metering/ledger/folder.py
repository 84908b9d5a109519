"""Reading a ledger: every run of a folder, with what is wrong in its files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, UnknownNameError, unknown_name
from wattlas.metering.ledger import lines
from wattlas.metering.ledger.lines import LEDGER_SCHEMA, RunHeader, Tick
from wattlas.metering.ledger.writer import ENDING
from wattlas.plain import Plain

VARIABLE = "WATTLAS_LEDGER"
OFF = "off"


@dataclass(frozen=True)
class WindowLine(Plain):
    """A window of a run: its name, its time, the work reported to it."""

    name: str
    t0: float
    t1: float
    work: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Run:
    """One file of a ledger: a run on a host, as one process saw it.

    `problems` are codes with values: a torn last line, lines that are no JSON. Without
    `ended` the run was killed or still goes on.
    """

    header: RunHeader
    path: Path
    ticks: list[Tick] = field(default_factory=list)
    windows: list[WindowLine] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    problems: list[tuple[str, int]] = field(default_factory=list)
    ended: float | None = None
    exit_code: int | None = None

    @property
    def t0(self) -> float:
        """When the run began. [s since 1970]"""
        return self.header.t

    @property
    def t1(self) -> float:
        """When the run was last seen. [s since 1970]"""
        seen = [self.header.t, self.ended or 0.0]
        seen += [tick.t1 for tick in self.ticks[-1:]]
        seen += [window.t1 for window in self.windows]
        return max(seen)

    def work(self) -> dict[str, float]:
        """Return the work that its windows report; none is counted twice.

        A window that lies within another one that reports the same unit is part of it.
        """
        total: dict[str, float] = {}
        for unit in {unit for window in self.windows for unit in window.work}:
            with_unit = [w for w in self.windows if unit in w.work]
            # The longest of those that begin together comes first.
            end = float("-inf")
            for window in sorted(with_unit, key=lambda w: (w.t0, -w.t1)):
                if window.t1 > end:
                    total[unit] = total.get(unit, 0.0) + window.work[unit]
                    end = window.t1
        return total


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

    def runs(self) -> list[Run]:
        """Return every run, the oldest first.

        Raises
        ------
        InputError
            If a file was written by a newer Wattlas than this one.
        """
        found = [run for path in self.files() if (run := read_run(path)) is not None]
        return sorted(found, key=lambda run: (run.t0, run.header.rank, run.path.name))

    def files(self) -> Iterator[Path]:
        """Yield the files of the ledger."""
        if self.folder.is_dir():
            yield from sorted(self.folder.glob(f"**/*{ENDING}"))

    def unreadable(self) -> list[Path]:
        """Return the files that hold no run: their first line cannot be read."""
        return [path for path in self.files() if not _begins_a_run(path)]

    def run(self, name: str) -> list[Run]:
        """Return the files of one run: by the start of its name, or ``last``.

        Raises
        ------
        UnknownNameError
            If no run has the name; the message names the nearest.
        """
        runs = self.runs()
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


def read_run(path: Path) -> Run | None:
    """Read one file; None if it has no first line yet.

    A torn last line is what a killed process leaves: it is left out and counted.
    """
    run: Run | None = None
    data = path.read_bytes().split(b"\n")
    for number, text in enumerate(data):
        if not text.strip():
            continue
        line = _parsed(text)
        if run is None:
            if line is None or line.get("line") != lines.RUN:
                return None
            run = Run(_header(line, path), path)
        elif line is None:
            torn = number == len(data) - 1
            run.problems.append(("torn" if torn else "broken", number + 1))
        elif not _add(run, line):
            run.problems.append(("broken", number + 1))
    return run


def _begins_a_run(path: Path) -> bool:
    with path.open("rb") as file:
        line = _parsed(file.readline())
    return line is not None and line.get("line") == lines.RUN


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _header(line: dict[str, Any], path: Path) -> RunHeader:
    schema = line.get("schema")
    if not isinstance(schema, int) or schema > LEDGER_SCHEMA:
        raise InputError(
            "{path} was written by a newer Wattlas (schema {schema}; this one reads "
            "up to {ledger_schema}). Upgrade: pip install --upgrade wattlas.",
            path=path,
            schema=schema,
            ledger_schema=LEDGER_SCHEMA,
        )
    try:
        return lines.header_of(line)
    except (TypeError, AttributeError) as error:
        raise InputError(
            "{path}: its first line lacks fields: {error}.",
            path=path,
            error=error,
        ) from error


def _add(run: Run, line: dict[str, Any]) -> bool:
    """Add a line to its run; return whether it could be understood."""
    kind = line.get("line")
    try:
        if kind == lines.TICK:
            run.ticks.append(lines.tick_of(line))
        elif kind == lines.WINDOW:
            known = {k: line[k] for k in ("work", "tags") if k in line}
            run.windows.append(
                WindowLine(str(line["name"]), line["t0"], line["t1"], **known)
            )
        elif kind == lines.CHECK:
            run.checks.append(line)
        elif kind == lines.END:
            run.ended, run.exit_code = float(line["t"]), line.get("exit")
        return True
    except (KeyError, TypeError, ValueError):
        return False
