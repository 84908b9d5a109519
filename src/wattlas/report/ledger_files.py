"""What is said of the files of a ledger: what is wrong in them, what was rolled up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wattlas.metering.ledger.compacted import Compaction
from wattlas.metering.ledger.problems import FileProblem
from wattlas.reconcile.runs import RunSummary
from wattlas.report.metering import flag_sentence
from wattlas.report.table import Piece, Word
from wattlas.report.words import ledger as words

KB = 1000


def problems(runs: Iterable[RunSummary]) -> Iterator[Word]:
    """Yield a sentence for each thing that is wrong in the files, and each flag."""
    for run in runs:
        yield from map(problem, run.problems)
        for device in run.disagreeing:
            yield flag_sentence(device, "disagrees")


def problem(found: FileProblem) -> Word:
    """Return what is wrong in a file of the ledger, and what was done about it."""
    at = {"file": found.file, "line": str(found.line), "count": f"{found.count:,}"}
    place: Piece = found.file
    if found.line:
        place = Word(words.LINES if found.count > 1 else words.LINE, at)
    detail = f" ({found.detail})" if found.detail else ""
    return Word(words.PROBLEMS[found.code], {"place": place, "detail": detail})


def compaction(done: Compaction) -> Word:
    """Return what was rolled up into Parquet, and what was left."""
    numbers = {
        "runs": done.runs,
        "before": round(done.bytes_before / KB),
        "after": round(done.bytes_after / KB),
        "left": done.left,
    }
    return Word(words.COMPACTED, {k: f"{value:,}" for k, value in numbers.items()})
