"""Back-tests as aligned text: methods and published forecasts against what came."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.projection import Backtest
from wattlas.projection.backtest import Run
from wattlas.report.format import per_cent, significant
from wattlas.report.outlook import cell
from wattlas.report.terminal import MISSING, plain_table
from wattlas.report.words import outlook as words

RUN_HEADS = ("from", "growth", "year", "low", "mid", "high", "came", "ratio", "inside")
STUDY_HEADS = ("out", "of", "year", "TWh", "came", "ratio", "growth", "inside")
SUMMARY_HEADS = ("cases", "median ratio", "median error", "inside")


def blocks(found: Backtest) -> Iterable[RenderableType]:
    """Yield the blocks of a back-test."""
    yield Text("How wrong it would have been", style="bold")
    yield Text(words.BACKTEST)
    for method in words.METHOD_NAMES:
        runs = [r for r in found.runs if r.method == method and r.predicted]
        quantity = words.BACKTEST_QUANTITIES[runs[0].quantity]
        name = f"{words.METHOD_NAMES[method]}: {quantity}, {runs[0].unit}"
        yield Text(name, style="bold")
        yield runs_table(runs)
    absent = list(_absent(found))
    yield Text("\n".join(absent))
    yield Text(words.STUDIES)
    yield studies_table(found)
    yield summaries_table(found)
    yield Text(words.LESSON)
    keys = " ".join(s.key for s in found.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def runs_table(runs: Iterable[Run]) -> Table:
    """Return the runs of one method."""
    table = plain_table(*RUN_HEADS)
    for row in run_rows(runs):
        table.add_row(*row)
    return table


def run_rows(runs: Iterable[Run]) -> Iterable[list[str]]:
    """Yield the cells of runs that could run."""
    for r in runs:
        if r.predicted is None or r.outturn is None or r.ratio is None:
            continue
        p = r.predicted
        yield [
            str(r.start),
            words.SLOWING if r.slowing else words.KEPT,
            str(r.year),
            *map(significant, (p.low, p.mid, p.high, r.outturn.mid)),
            significant(r.ratio, 2),
            words.YES if r.inside else words.NO,
        ]


def _absent(found: Backtest) -> Iterable[str]:
    for method in words.METHOD_NAMES:
        reasons: dict[str, list[int]] = {}
        for r in found.runs:
            if r.method == method and r.reason:
                reasons.setdefault(r.reason, []).append(r.start)
        for reason, starts in reasons.items():
            years = ", ".join(map(str, starts))
            yield f"{method} from {years}: {words.NOT_RUNNABLE[reason]}."


def studies_table(found: Backtest) -> Table:
    """Return published forecasts against what came. [TWh]"""
    table = plain_table("study", *STUDY_HEADS)
    table.columns[2].justify = "left"
    for row in study_rows(found):
        table.add_row(*row)
    return table


def study_rows(found: Backtest) -> Iterable[list[str]]:
    """Yield the cells of published forecasts."""
    for s in found.forecasts:
        inside = MISSING if s.inside is None else words.YES if s.inside else words.NO
        pace = MISSING if s.growth_ratio is None else f"{s.growth_ratio:.2f}"
        yield [
            s.study,
            str(s.published),
            s.region,
            str(s.year),
            cell(s.predicted),
            significant(s.outturn.mid),
            f"{s.ratio:.2f}",
            pace,
            inside,
        ]


def summaries_table(found: Backtest) -> Table:
    """Return the errors in short."""
    table = plain_table("in short", *SUMMARY_HEADS)
    for row in summary_rows(found):
        table.add_row(*row)
    return table


def summary_rows(found: Backtest) -> Iterable[list[str]]:
    """Yield the cells of the summaries."""
    for s in found.summaries:
        yield [
            words.GROUPS[s.name],
            str(s.count),
            significant(s.median_ratio, 2),
            per_cent(s.median_error),
            f"{s.inside} of {s.ranges}" if s.ranges else MISSING,
        ]
