"""Asking a ledger of which a file may be hurt: it is named, and the rest counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from wattlas.cli import output
from wattlas.metering.ledger.problems import HurtFilesError
from wattlas.metering.ledger.run import Run
from wattlas.report.ledger_files import problem

Answer = TypeVar("Answer")


def with_whole_files(
    runs: Sequence[Run], ask: Callable[[Sequence[Run]], Answer]
) -> Answer:
    """Return the answer of runs, without those of which a file cannot be read."""
    try:
        return ask(runs)
    except HurtFilesError as error:
        hurt = {found.file for found in error.problems}
        whole = [run for run in runs if not hurt & run.file_names()]
        if len(whole) == len(runs):
            raise
        for found in error.problems:
            output.say(problem(found))
        return with_whole_files(whole, ask)
