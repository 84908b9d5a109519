"""Back-tests as a document: methods and published forecasts against what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wattlas import facts
from wattlas.projection import Backtest
from wattlas.projection.backtest import Run
from wattlas.projection.hindcast import HORIZONS
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import energy, place_name
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    named,
    share,
    word,
)
from wattlas.report.words import backtest as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words.parts_page import SECTIONS


def backtest_document(backtest: Backtest) -> Document:
    """Return a back-test as a document."""
    runs: list[Block] = [Prose((Word(words.BACKTEST),))]
    ran = {run.method for run in backtest.runs if run.predicted}
    runs += [runs_table(backtest, m) for m in words.METHOD_NAMES if m in ran]
    absent = tuple(_absent(backtest))
    if absent:
        runs.append(Prose(absent))
    built: dict[str, Sequence[Block]] = {
        "methods": runs,
        "forecasts": [Prose((Word(words.STUDIES),)), studies_table(backtest)],
        "counted": [
            Prose((Word(words.COUNTED),)),
            coverage_table(backtest),
            nowcast_table(backtest),
        ],
        "short": [summaries_table(backtest), Prose((Word(words.LESSON),))],
        "sources": source_blocks(s.key for s in backtest.sources),
    }
    return Document(Word(words.BACKTEST_TITLE), sections_of(SECTIONS, built))


def runs_table(backtest: Backtest, method: str) -> Table:
    """Return the runs of one method that could run."""
    runs = [r for r in backtest.runs if r.method == method and r.predicted]
    columns = (
        Column("from", Word(words.FROM_HEAD)),
        Column("growth", Word(words.GROWTH_HEAD), kind="word"),
        Column("year", Word("year")),
        Column("predicted", spread=True),
        Column("observed", Word(words.OBSERVED_HEAD)),
        Column("ratio", Word(words.RATIO_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )
    title = word(
        words.RUNS_TITLE,
        method=Word(words.METHOD_NAMES[method]),
        quantity=Word(words.BACKTEST_QUANTITIES[runs[0].quantity]),
    )
    return Table(f"runs-{method}", title, columns, tuple(_run_rows(runs)))


def _run_rows(runs: Sequence[Run]) -> Iterator[Row]:
    for r in runs:
        if r.predicted is None or r.outturn is None or r.ratio is None:
            continue
        cells = (
            Number(r.start, form="year"),
            Word(words.SLOWING if r.slowing else words.KEPT),
            Number(r.year, form="year"),
            Number(r.predicted.mid, r.unit, r.predicted.low, r.predicted.high),
            Number(r.outturn.mid),
            Number(r.ratio, digits=2),
            _yes(r.inside),
        )
        yield Row(cells)


def _yes(inside: bool | None) -> Cell:
    return ABSENT if inside is None else Word(words.YES if inside else words.NO)


def _absent(backtest: Backtest) -> Iterator[Word]:
    for method, name in words.METHOD_NAMES.items():
        reasons: dict[str, list[str]] = {}
        for r in backtest.runs:
            if r.method == method and r.reason:
                reasons.setdefault(r.reason, []).append(str(r.start))
        for reason, starts in reasons.items():
            text = words.NOT_RUNNABLE[reason]
            yield word(text, method=Word(name), starts=joined(starts))


def studies_table(backtest: Backtest) -> Table:
    """Return published forecasts against what came. [TWh]"""
    columns = (
        Column("study", Word(words.STUDY_HEAD), kind="word"),
        Column("published", Word(words.PUBLISHED_HEAD)),
        Column("region", Word(own.REGION_HEAD), kind="word"),
        Column("year", Word("year")),
        Column("predicted", Word(words.PREDICTED_HEAD), "TWh"),
        Column("observed", Word(words.OBSERVED_HEAD), "TWh"),
        Column("ratio", Word(words.RATIO_HEAD)),
        Column("growth_ratio", Word(words.GROWTH_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(s.study),
                Number(s.published, form="year"),
                place_name(s.region),
                Number(s.year, form="year"),
                energy(s.predicted),
                Number(s.outturn.mid),
                Number(s.ratio),
                ABSENT if s.growth_ratio is None else Number(s.growth_ratio),
                _yes(s.inside),
            )
        )
        for s in backtest.forecasts
    )
    return Table("studies", "", columns, rows)


def coverage_table(backtest: Backtest) -> Table:
    """Return how often counted years lie in the ranges, by years ahead."""
    columns = (
        Column("years", Word(words.AHEAD_HEAD)),
        Column("series", Word(words.SERIES_HEAD)),
        Column("points", Word(words.POINTS_HEAD)),
        Column("own", Word(words.OWN_HEAD)),
        Column("widened", Word(words.WIDENED_HEAD)),
    )
    rows = tuple(
        Row(
            (
                Number(c.years, "", *HORIZONS[c.years], form="count"),
                Number(c.series, form="count"),
                Number(c.points, form="count"),
                share(c.own / c.points),
                share(c.widened / c.points),
            )
        )
        for c in backtest.coverages
        if c.points
    )
    return Table("coverage", Word(words.COVERAGE), columns, rows)


def nowcast_table(backtest: Backtest) -> Table:
    """Return the last count of each series beside what was foreseen. [TWh]"""
    columns = (
        Column("series", Word(words.SERIES_HEAD), kind="word"),
        Column("from", Word(words.FROM_HEAD)),
        Column("year", Word("year")),
        Column("predicted", Word(words.PREDICTED_HEAD), "TWh", spread=True),
        Column("counted", Word(words.COUNTED_HEAD), "TWh"),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )
    rows = tuple(
        Row(
            (
                _series_name(p.series),
                Number(p.start, form="year"),
                Number(p.year, form="year"),
                energy(p.widened),
                Number(p.counted_twh),
                _yes(p.inside_widened),
            )
        )
        for p in backtest.nowcasts
    )
    return Table("nowcast", Word(words.NOWCAST), columns, rows)


def _series_name(series: str) -> Piece:
    if series in words.SERIES:
        return Word(words.SERIES[series])
    if series in ("world", *facts.keys("outlook_regions")):
        return place_name(series)
    return named(facts.row("countries", facts.find("countries", series) or series))


def summaries_table(backtest: Backtest) -> Table:
    """Return the errors in short."""
    columns = (
        Column("group", Word(words.GROUP_HEAD), kind="word"),
        Column("cases", Word(words.CASES_HEAD)),
        Column("median_ratio", Word(words.MEDIAN_RATIO_HEAD)),
        Column("median_error", Word(words.MEDIAN_ERROR_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD)),
    )
    rows = tuple(
        Row(
            (
                Word(words.GROUPS[s.name]),
                Number(s.count, form="count"),
                Number(s.median_ratio, digits=2),
                share(s.median_error),
                word(words.INSIDE_OF, inside=str(s.inside), ranges=str(s.ranges))
                if s.ranges
                else ABSENT,
            )
        )
        for s in backtest.summaries
    )
    return Table("backtest", Word(own.BACKTEST), columns, rows)
