"""Files of lines that SQL may read: every line of them is as plain as a tick can be.

What SQL cannot vouch for is read line by line instead, and named where it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wattlas.errors import needs_extra
from wattlas.metering.ledger import checked, database, lines, rows
from wattlas.metering.ledger.files import size_of
from wattlas.metering.ledger.problems import LineError, Problems, UnusableFileError
from wattlas.metering.ledger.readings import UJ_PER_J, Amount
from wattlas.metering.ledger.run import Run, header_of, take
from wattlas.metering.ledger.shapes import shapes_of
from wattlas.metering.ledger.stored import Stored, StoredFile, values_of
from wattlas.metering.ledger.values import LAST_S, parsed

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
    """Ask about some files; where one of them is no such file, about each alone."""
    with needs_extra("Summing lines in SQL", "ledger"):
        import duckdb
    values = values_of(paths, is_torn=False)
    try:
        sums = connection.execute(rows.SCREEN, values | _limits()).fetchall()
    except duckdb.Error:
        for path in paths if len(paths) > 1 else ():
            yield from _asked(connection, [path])
        return
    for path in paths:
        its = [row[1:] for row in sums if row[0] == str(path)]
        run = _run(path, its)
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


def _run(path: Path, sums: Sequence[Any]) -> Run | None:
    """Return the run of a file; None where it is not as plain as it must be."""
    problems = Problems(path)
    try:
        # Read last: of a file that is being written it knows all that was summed.
        shapes = shapes_of(path)
        found = [parsed(text) for text in shapes.others]
        heads = [line for line in found if line["line"] == lines.RUN]
        if len(heads) != 1 or any(line["line"] == lines.TICK for line in found):
            return None
        run = Run(header_of(heads[0], 0, path), path)
        for line in found:
            take(run, (0, line), problems)
    except (LineError, UnusableFileError, OSError):
        return None
    counts = {row[1] for row in sums}
    is_plain = len(sums) == len(run.header.devices) and len(counts) == 1
    if list(problems) or not is_plain or any(row[2] for row in sums):
        return None
    if max(counts) > shapes.ticks:
        return None
    run.stored = _stored(path, sums)
    return run


def _stored(path: Path, sums: Sequence[Any]) -> Stored:
    seen = tuple(((int(row[3]), int(row[4])),) for row in sums)
    whole = tuple(
        Amount._make((*map(int, row[5:]), int(row[4] - row[3]), 0)) for row in sums
    )
    t0, t1 = seen[0][0]
    return Stored(seen, whole, (StoredFile(path, t0, t1),))
