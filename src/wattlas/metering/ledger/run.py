"""One file of a ledger: a run on a host, as one process saw it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from wattlas.metering.ledger import checked, lines
from wattlas.metering.ledger.checked_stored import stored_of
from wattlas.metering.ledger.files import lines_of
from wattlas.metering.ledger.lines import Check, Gap, RunHeader, Tick, WindowLine
from wattlas.metering.ledger.problems import (
    BAD_HEADER,
    BROKEN,
    CONTRADICTS,
    NEWER,
    NO_RUN,
    OVERLAP,
    OVERLONG,
    TORN,
    FileProblem,
    LineError,
    Problems,
    UnusableFileError,
)
from wattlas.metering.ledger.stored import Stored
from wattlas.metering.ledger.values import parsed

CARDS = ("GPU-", "MIG-")
"""Keys that are the cards' own, wherever these are."""
Numbered = tuple[int, dict[str, Any]]


@dataclass
class Run:
    """A run of a ledger: who ran what, what each device saw, what is wrong in it.

    Without `ended` the run was killed or still goes on. The readings of a `stored` run
    stay in its files, but for those of its `ticks`.
    """

    header: RunHeader
    path: Path
    ticks: list[Tick] = field(default_factory=list)
    windows: list[WindowLine] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    ended: float | None = None
    exit_code: int | None = None
    stored: Stored | None = None

    @property
    def t0(self) -> float:
        """When the run began. [s since 1970]"""
        return self.header.t

    @property
    def machine(self) -> str:
        """What tells the machine from others, which may have its name.

        Older files say it in the keys of devices alone.
        """
        keys = [d.key for d in self.header.devices if not d.key.startswith(CARDS)]
        told = next((key.partition("/")[0] for key in keys if "/" in key), "")
        return self.header.machine or told or self.header.host

    @property
    def t1(self) -> float:
        """When the run was last seen. [s since 1970]"""
        seen = [self.header.t, self.ended or 0.0]
        seen += [max(tick.t1 for tick in self.ticks)] if self.ticks else []
        seen += [self.stored.t1] if self.stored else []
        seen += [window.t1 for window in self.windows]
        return max(seen)

    def file_names(self) -> frozenset[str]:
        """Return the names of the files that its readings stay in."""
        if self.stored is None:
            return frozenset()
        rolled = [path for paths in self.stored.rolled_up.values() for path in paths]
        return frozenset(
            p.name for p in (*rolled, *(f.path for f in self.stored.files))
        )

    def open_gaps(self) -> tuple[Gap, ...]:
        """Return the gaps that nothing closed, since the run was killed."""
        if self.ended is not None or not self.ticks:
            return ()
        last = max(self.ticks, key=_when)
        is_last = self.stored is None or self.stored.t1 < last.t1
        return last.gaps if is_last else ()

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


def joined(runs: Iterable[Run]) -> list[Run]:
    """Return runs with the parts of each, and copies of its files, put together."""
    found: dict[tuple[Hashable, ...], Run] = {}
    named: dict[tuple[Hashable, ...], Run] = {}
    for run in runs:
        header = run.header
        packed = run.stored.batch if run.stored else ""
        name = (header.run, run.machine, header.rank)
        _compare(named.setdefault(name, run), run)
        first = found.setdefault((*name, header.devices, packed), run)
        if first is not run:
            _join(_in_memory(first), _in_memory(run))
    return list(found.values())


def _compare(first: Run, more: Run) -> None:
    """Tell what a file says otherwise than the first one of its run."""
    ours, theirs = asdict(first.header), asdict(more.header)
    wrong = [name for name, value in ours.items() if theirs[name] != value]
    ends = {(run.ended, run.exit_code) for run in (first, more)} - {(None, None)}
    wrong += ["end"] * (len(ends) > 1)
    if wrong:
        told = FileProblem(more.path.name, CONTRADICTS, detail=", ".join(wrong))
        more.problems.append(told)


def _in_memory(run: Run) -> Run:
    """Return a run with its ticks, where its lines were left in their file."""
    if run.stored is not None and not run.stored.batch:
        (whole,) = read_runs(run.path)
        run.ticks, run.stored = whole.ticks, None
    return run


def _join(first: Run, more: Run) -> None:
    known = {_when(tick): tick for tick in first.ticks}
    others = [t for t in more.ticks if t != known.get(_when(t), t)]
    if others:
        told = FileProblem(
            more.path.name, CONTRADICTS, min(t.line for t in others), len(others)
        )
        first.problems.append(told)
    first.ticks += [tick for tick in more.ticks if _when(tick) not in known]
    first.ticks.sort(key=_when)
    if OVERLAP not in {p.code for p in (*first.problems, *more.problems)}:
        problems = Problems(more.path)
        _find_overlaps(first, problems)
        first.problems += problems
    first.windows += [w for w in more.windows if w not in first.windows]
    first.checks += [c for c in more.checks if c not in first.checks]
    first.problems += more.problems
    if more.ended is not None:
        first.ended, first.exit_code = more.ended, more.exit_code


def _when(tick: Tick) -> tuple[float, float]:
    return tick.t0, tick.t1


def read_runs(path: Path) -> list[Run]:
    """Read a file of a ledger: one run, or several that were put into one file.

    Lines may stand in any order after the first line of their run. What cannot be
    understood is left out and counted in the problems of the run.

    Raises
    ------
    UnusableFileError
        If the file holds no run that this version can read.
    """
    problems = Problems(path)
    runs = runs_in(lines_of(path), path, problems)
    for run in runs:
        _order(run, problems)
    runs[0].problems = list(problems)
    return runs


def origins_of(runs: Iterable[Run], folder: Path) -> set[Path]:
    """Return the files of lines that rolled-up runs replace, and that are theirs."""
    stored = ((run, folder / run.stored.origin) for run in runs if run.stored)
    return {path for run, path in stored if _first_name(path) == run.header.run}


def _first_name(path: Path) -> str | None:
    """Return the name of the run that a file begins with; None where there is none."""
    with suppress(LineError, UnusableFileError):
        for _, text in lines_of(path):
            name = parsed(text or b"").get("run")
            return name if isinstance(name, str) else None
    return None


def runs_in(
    found: Iterable[tuple[int, bytes | None]], path: Path, problems: Problems
) -> list[Run]:
    """Return the runs of some lines of a file; what is wrong in them is counted.

    Raises
    ------
    UnusableFileError
        If they hold no run that this version can read.
    """
    runs: list[Run] = []
    early: list[Numbered] = []
    for number, line in _parsed_lines(found, problems):
        if line["line"] == lines.RUN:
            runs.append(Run(_header_of(line, number, path), path))
        elif runs:
            _take(runs[-1], (number, line), problems)
        else:
            early.append((number, line))
    if not runs:
        raise UnusableFileError(FileProblem(path.name, NO_RUN))
    for numbered in early:
        _take(runs[0], numbered, problems)
    return runs


def _parsed_lines(
    found: Iterable[tuple[int, bytes | None]], problems: Problems
) -> Iterator[Numbered]:
    """Yield the lines that are objects; the others are counted."""
    for number, text in found:
        if text is None:
            problems.add(number, OVERLONG)
        elif text.strip():
            try:
                yield number, parsed(text)
            except LineError as error:
                is_torn = error.code == BROKEN and not text.endswith(b"\n")
                problems.add(number, TORN if is_torn else error.code, error.detail)


def _header_of(line: dict[str, Any], number: int, path: Path) -> RunHeader:
    """Return the header of a file; raise UnusableFileError if it is none."""
    try:
        return checked.header_of(line)
    except LineError as error:
        code = NEWER if isinstance(error, checked.NewerError) else BAD_HEADER
        problem = FileProblem(path.name, code, number, detail=error.detail)
        raise UnusableFileError(problem) from error


def _take(run: Run, numbered: Numbered, problems: Problems) -> None:
    """Add a line to its run, or count it; a kind that is not known does no harm."""
    number, line = numbered
    devices = len(run.header.devices)

    def told(error: LineError) -> None:
        problems.add(number, error.code, error.detail)

    try:
        match line["line"]:
            case lines.TICK:
                run.ticks.append(checked.tick_of(line, devices, number, told))
            case lines.WINDOW:
                run.windows.append(checked.window_of(line))
            case lines.CHECK:
                run.checks.append(checked.check_of(line))
            case lines.END:
                run.ended, run.exit_code = checked.end_of(line)
            case lines.STORED:
                run.stored = stored_of(line, devices, run.path.parent, checked.most_w())
    except LineError as error:
        told(error)


def _order(run: Run, problems: Problems) -> None:
    """Put the ticks of a run in their order, and count those that lie in others."""
    run.ticks.sort(key=_when)
    _find_overlaps(run, problems)


def _find_overlaps(run: Run, problems: Problems) -> None:
    until = float("-inf")
    for tick in run.ticks:
        if not any(tick.totals):
            continue
        if tick.t0 < until - lines.SHORTEST_S:
            problems.add(tick.line, OVERLAP)
        until = max(until, tick.t1)
