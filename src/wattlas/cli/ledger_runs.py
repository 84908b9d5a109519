"""The runs of a ledger that the options of a verb mean."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from wattlas.parameters.ledger import LedgerFilter, LedgerFolder

if TYPE_CHECKING:
    from wattlas.metering.ledger.folder import Found, Ledger
    from wattlas.metering.ledger.run import Run
    from wattlas.reconcile.selection import Selection


def selected(options: LedgerFilter) -> list[Run]:
    """Return the runs that the options of a verb mean."""
    from wattlas.metering.ledger.cells import US_PER_S

    selection, now_s = selection_of(options), time.time()
    since = selection.when(now_s).window[0]
    return selection.of(found_in(options, since / US_PER_S).runs, now_s)


def selection_of(options: LedgerFilter) -> Selection:
    """Return what the options of a verb select."""
    from dataclasses import fields

    from wattlas.reconcile.selection import Selection

    names = {f.name for f in fields(Selection)} - {"tags"}
    filters = {name: getattr(options, name) for name in names}
    return Selection(**filters, tags=options.tag or {})


def found_in(options: LedgerFolder, since_s: float = 0.0) -> Found:
    """Return what the ledger holds; name the files that were set aside."""
    from wattlas.cli import output
    from wattlas.report.ledger_files import problem

    found = ledger_of(options).read(since_s)
    for item in found.problems:
        output.say(problem(item))
    return found


def say_problems(runs: Iterable[Run]) -> None:
    """Name the lines of runs that were left out."""
    from wattlas.cli import output
    from wattlas.report.ledger_files import problem

    for run in runs:
        for item in run.problems:
            output.say(problem(item))


def ledger_of(options: LedgerFolder) -> Ledger:
    """Return the ledger that is named, or the user's."""
    from wattlas.metering import Ledger

    return Ledger(options.ledger)
