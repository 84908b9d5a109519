"""Files of lines that SQL may read: every line of them is as plain as a tick can be.

What SQL cannot vouch for is read line by line instead, and named where it is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from wattlas.errors import needs_extra
from wattlas.metering.ledger import checked, database, line_rows
from wattlas.metering.ledger.cells import EVER
from wattlas.metering.ledger.cover import Interval, united
from wattlas.metering.ledger.files import size_of
from wattlas.metering.ledger.line_sums import Width, amounts, screen, widths
from wattlas.metering.ledger.problems import LineError, Problems, UnusableFileError
from wattlas.metering.ledger.readings import UJ_PER_J, us
from wattlas.metering.ledger.run import Run, runs_in
from wattlas.metering.ledger.shapes import Shapes, shapes_of
from wattlas.metering.ledger.stored import Stored, StoredFile
from wattlas.metering.ledger.ticks import spans
from wattlas.metering.ledger.values import LAST_S, moment, parsed

FILES_AT_ONCE = 64
LEAST_BYTES = 100_000
"""Smaller files are read line by line sooner than they are asked about."""


def stored_runs(paths: Sequence[Path]) -> Iterator[Run]:
    """Yield the runs of files whose readings SQL may add up where they are."""
    large = [path for path in paths if size_of(path) >= LEAST_BYTES]
    if not large:
        return
    with database.connected("Summing lines in SQL") as connection:
        for start in range(0, len(large), FILES_AT_ONCE):
            seen = map(_seen, large[start : start + FILES_AT_ONCE])
            found = (_run(*its) for its in _asked(connection, seen))
            yield from (run for run in found if run is not None)


class _File(NamedTuple):
    """A file of lines: its run, with what is no plain tick, and what is one."""

    run: Run
    shapes: Shapes

    @property
    def is_mixed(self) -> bool:
        """Whether ticks or anything wrong stands beside the plain ticks."""
        return bool(self.run.ticks or self.run.problems)

    @property
    def until(self) -> int:
        """The end of the last plain tick; what is written later is not known. [us]"""
        last = self.shapes.last
        return us(moment(parsed(last), "t1")) if last else 0


def _seen(path: Path) -> _File | None:
    """Return what the lines of a file are; None where each of them must be read."""
    problems = Problems(path)
    with suppress(LineError, UnusableFileError, OSError):
        shapes = shapes_of(path)
        runs = runs_in(shapes.others, path, problems)
        runs[0].problems = list(problems)
        if len(runs) == 1 and shapes.ticks and runs[0].header.devices:
            return _File(runs[0], shapes)
    return None


def _asked(
    connection: Any, files: Iterable[_File | None]
) -> Iterator[tuple[_File, Sequence[Any]]]:
    """Yield what SQL says of each file: those that look alike are asked about at once.

    What is wrong in one, or was written to one meanwhile, is found in it alone.
    """
    alike: dict[tuple[int, int], list[_File]] = defaultdict(list)
    for file in files:
        if file is not None:
            alike[len(file.run.header.devices), file.shapes.figures].append(file)
    for (devices, figures), its in alike.items():
        plain = [file for file in its if not file.is_mixed]
        answers = _together(connection, plain, widths(devices, figures))
        for file in its:
            path = str(file.run.path)
            answer = answers.get(path, ())
            if not answer or answer[0] != file.shapes.ticks:
                asked = _alone(connection, file, widths(devices, figures))
                answer = asked.get(path, ())
            yield file, answer


def _together(
    connection: Any, files: Sequence[_File], each: Iterable[Width]
) -> Mapping[str, Sequence[Any]]:
    """Return what SQL says of files of plain ticks by their paths, if anything."""
    values = {"until": EVER[1]} | line_rows.values_of(is_torn=False)
    return _answers(connection, files, each, values) if files else {}


def _alone(
    connection: Any, file: _File, each: Iterable[Width]
) -> Mapping[str, Sequence[Any]]:
    """Return what SQL says of one file, up to the last tick that is known."""
    with suppress(LineError):
        values = {"until": file.until} | line_rows.values_of(is_torn=True)
        return _answers(connection, [file], each, values)
    return {}


def _answers(
    connection: Any,
    files: Sequence[_File],
    each: Iterable[Width],
    values: dict[str, Any],
) -> Mapping[str, Sequence[Any]]:
    """Return the answers by path: of all devices, if they agree on their ticks."""
    with needs_extra("Summing lines in SQL", "ledger"):
        import duckdb
    values = values | _limits() | {"files": [str(file.run.path) for file in files]}
    ticks = line_rows.ticks("files", mixed=files[0].is_mixed)
    found: dict[str, tuple[Any, ...]] = {}
    for width in each:
        question = screen(width, ticks)
        named = database.named(question, values)
        try:
            answer = connection.execute(question, named).fetchall()
        except duckdb.Error:
            return {}  # what is no JSON stands in a file
        for path, *its in answer:
            before = found.get(path, (*its[:5],))
            found[path] = (*before, *its[5:]) if before[:5] == (*its[:5],) else ()
    return found


def _limits() -> dict[str, Any]:
    """Return the limits that `checked` sets, as the question names them."""
    us = UJ_PER_J
    return {
        "latest": int(LAST_S) * us,
        "longest": int(checked.LONGEST_S) * us,
        "slack": checked.SLACK_J,
        "most_w": checked.most_w(),
        "most_j": checked.MOST_J,
        "most_scatter": checked.MOST_SCATTER_J2,
    }


def _run(file: _File, answer: Sequence[Any]) -> Run | None:
    """Return the run of a file; None where its ticks are not as they must be."""
    if not answer or answer[0] != file.shapes.ticks or answer[1]:
        return None
    breaks, begin, end = answer[2:5]
    seen = _islands(int(begin), int(end), breaks or ())
    if seen is None:
        return None
    length = sum(t1 - t0 for t0, t1 in seen)
    whole = tuple(amounts(answer[5:], file.shapes.figures, length))
    run, at = file.run, StoredFile(file.run.path, seen[0][0], seen[-1][1])
    run.stored = Stored(
        (seen,) * len(whole),
        whole,
        (at,),
        mixed=file.is_mixed,
        figures=file.shapes.figures,
    )
    return run if _is_apart(run) else None


def _islands(
    begin: int, end: int, breaks: Iterable[tuple[int, int]]
) -> tuple[Interval, ...] | None:
    """Return the times between breaks; None where ticks lie in others, or go back."""
    found: list[Interval] = []
    for until, since in breaks:
        if not begin < until < since:
            return None
        found.append((begin, until))
        begin = since
    return (*found, (begin, end)) if begin < end else None


def _is_apart(run: Run) -> bool:
    """Say whether the ticks in memory lie beside those that stay in the file."""
    if run.stored is None or not run.ticks:
        return True
    times = [(us(tick.t0), us(tick.t1)) for tick in run.ticks]
    of_devices = [
        [(t0, t1) for t0, t1, _ in spans(run, device)]
        for device in range(len(run.header.devices))
    ]
    return all(
        sum(t1 - t0 for t0, t1 in united([*its, *seen]))
        == sum(t1 - t0 for t0, t1 in (*its, *seen))
        for seen in run.stored.seen[:1]
        for its in (times, *of_devices)
    )
