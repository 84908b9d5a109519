"""Files of lines that SQL may read: every line of them is as plain as a tick can be.

What SQL cannot vouch for is read line by line instead, and named where it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from wattlas.errors import needs_extra
from wattlas.metering.ledger import checked, database, line_rows
from wattlas.metering.ledger.cover import Interval, united
from wattlas.metering.ledger.files import size_of
from wattlas.metering.ledger.problems import LineError, Problems, UnusableFileError
from wattlas.metering.ledger.readings import UJ_PER_J, Amount, us
from wattlas.metering.ledger.run import Run, runs_in
from wattlas.metering.ledger.shapes import Shapes, shapes_of
from wattlas.metering.ledger.stored import (
    Stored,
    StoredFile,
)
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
            yield from _asked(connection, large[start : start + FILES_AT_ONCE])


def _asked(connection: Any, paths: Sequence[Path]) -> Iterator[Run]:
    """Ask about some files; where one of them is not plain, about each alone."""
    with needs_extra("Summing lines in SQL", "ledger"):
        import duckdb
    values = line_rows.values_of(paths, is_torn=False)
    try:
        sums = connection.execute(line_rows.SCREEN, values | _limits()).fetchall()
    except duckdb.Error:
        for path in paths if len(paths) > 1 else ():
            yield from _asked(connection, [path])
        if len(paths) > 1:
            return
        sums = []  # what is no JSON stands in it
    for path in paths:
        its = [row[1:] for row in sums if row[0] == str(path)]
        with suppress(duckdb.Error):
            run = _run(connection, path, its)
            if run is not None:
                yield run


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


def _run(connection: Any, path: Path, sums: Sequence[Any]) -> Run | None:
    """Return the run of a file; None where all of it must be read line by line."""
    problems = Problems(path)
    try:
        # Read last: of a file that is being written it knows all that was summed.
        shapes = shapes_of(path)
        runs = runs_in(shapes.others, path, problems)
        run = runs[0]
        run.problems = list(problems)
        mixed = bool(run.ticks or run.problems)
        its = _of_mixed(connection, path, shapes) if mixed else sums
    except (LineError, UnusableFileError, OSError):
        return None
    run.stored = _stored(run, its, shapes.ticks, mixed=mixed)
    is_one = len(runs) == 1 and run.stored is not None
    return run if is_one and _is_apart(run) else None


def _of_mixed(connection: Any, path: Path, shapes: Shapes) -> list[Any]:
    """Return the sums of the plain ticks of a file, up to the last that is known."""
    until = us(moment(parsed(shapes.last), "t1")) if shapes.last else 0
    values = line_rows.values_of_mixed([path]) | _limits() | {"until": until}
    answer = connection.execute(line_rows.SCREEN_MIXED, values).fetchall()
    return [row[1:] for row in answer]


def _stored(run: Run, sums: Sequence[Any], ticks: int, *, mixed: bool) -> Stored | None:
    """Return what SQL knows of a file; None where its ticks are not as they must be."""
    counts = {row[1] for row in sums}
    if len(sums) != len(run.header.devices) or len(counts) != 1:
        return None
    (count,) = counts
    is_known = count == ticks if mixed else count <= ticks
    if not is_known or any(row[2] for row in sums):
        return None
    seen = _islands(int(sums[0][4]), int(sums[0][5]), sums[0][3] or ())
    if seen is None:
        return None
    length = sum(t1 - t0 for t0, t1 in seen)
    whole = tuple(Amount._make((*map(int, row[6:]), length, 0)) for row in sums)
    file = StoredFile(run.path, seen[0][0], seen[-1][1])
    return Stored((seen,) * len(sums), whole, (file,), mixed=mixed)


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
