"""A ledger as documents: its runs, one run, the sum of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from wattlas.metering.accumulate.energy import TWO_VIEWS
from wattlas.metering.ledger.merge import DeviceSum
from wattlas.reconcile.bill_record import Bill, Share
from wattlas.reconcile.hourly import JoinedSeries
from wattlas.reconcile.runs import Answer, RunList, RunSummary
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.derivation import derivation_blocks
from wattlas.report.estimates import (
    inputs_table,
    notes_blocks,
    results_table,
    sensitivity_blocks,
)
from wattlas.report.format import unit_for
from wattlas.report.ledger_files import problems
from wattlas.report.metering import flag_sentence, origin
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
    handy,
    joined,
    ranged,
    share,
    word,
)
from wattlas.report.words import en
from wattlas.report.words import ledger as words
from wattlas.report.words.parts_page import SECTIONS

ROWS_SHOWN = 200


def runs_document(runs: RunList) -> Document:
    """Return the runs of a ledger."""
    built = {"glance": [runs_table(runs.runs)]}
    return Document("", sections_of(SECTIONS, built))


def answer_document(answer: Answer) -> Document:
    """Return the answer to a question in SQL."""
    built = {"glance": [answer_table(answer.columns, answer.rows)]}
    return Document("", sections_of(SECTIONS, built))


def runs_table(runs: Sequence[RunSummary]) -> Table:
    """Return a line for each run: when, who, where, how long, how much."""
    columns = (
        Column("began", Word(words.BEGAN_HEAD), kind="word"),
        Column("run", Word("run"), kind="word"),
        Column("project", Word("project"), kind="word"),
        Column("user", Word("user"), kind="word"),
        Column("host", Word("host"), kind="word"),
        Column("rank", Word(words.RANK_HEAD), kind="word"),
        Column("time", Word(words.TIME_HEAD)),
        Column("energy", Word(words.ENERGY_HEAD)),
        Column("method", Word(words.METHOD_HEAD), kind="word"),
        Column("note", Word("note"), kind="word"),
    )
    rows = tuple(Row(tuple(_run_cells(run))) for run in runs[-ROWS_SHOWN:])
    return Table("runs", "", columns, rows).without_empty()


def _run_cells(run: RunSummary) -> Iterator[Cell]:
    yield moment(run.t0)
    yield f"{run.run[:8]} {run.name}".strip()
    yield run.project
    yield run.user
    yield run.host
    yield f"{run.rank}/{run.ranks}" if run.ranks > 1 else ""
    yield duration(run.t1 - run.t0)
    yield ABSENT if run.energy_j is None else handy(run.energy_j.mid, "J")
    methods = [Word(words.METHODS[m]) for m in run.methods]
    yield joined(methods) if methods else None
    states = list(_states(run))
    yield joined(states, "; ") if states else None


def run_document(bill: Bill) -> Document:
    """Return one run: its devices, whose energy it was, its windows."""
    runs = bill.runs
    blocks: list[Block] = [
        shares_table(bill),
        devices_table(bill.devices),
        windows_table(runs),
    ]
    built: dict[str, list[Block]] = {"glance": [runs_table(runs)], "results": blocks}
    title = f"{runs[0].run[:8]} {runs[0].name}".strip()
    return Document(title, sections_of(SECTIONS, built))


def bill_document(bill: Bill, *, explain: bool = False) -> Document:
    """Return the sum of runs: shares, devices, what follows, problems, inputs."""
    estimate = bill.estimate
    results: list[Block] = [shares_table(bill), devices_table(bill.devices)]
    said: list[Piece] = [*problems(bill.runs), *_contradictions(bill.devices)]
    said.append(Word(words.ONCE))
    if estimate is None:
        built: dict[str, list[Block]] = {"results": [*results, Prose(tuple(said))]}
        return Document(_title(bill), sections_of(SECTIONS, built))
    if len(bill.shares) > 2:
        said.append(Word(words.EXCLUDED))
    results += [results_table(estimate), *notes_blocks([estimate])]
    if bill.joined:
        results.append(joined_table(bill.joined))
    defaults = [i for i in estimate.assumed.values() if i.source != "given"]
    built = {
        "results": [*results, Prose(tuple(said))],
        "assumed": [
            inputs_table(en.USER_INPUTS, estimate.given.values()),
            inputs_table(en.DEFAULTS, defaults),
            *sensitivity_blocks(estimate),
        ],
        "equations": derivation_blocks(estimate.derivation) if explain else [],
        "sources": source_blocks(s.key for s in estimate.sources),
    }
    return Document(_title(bill), sections_of(SECTIONS, built))


def _title(bill: Bill) -> Word:
    count = len(bill.runs)
    began, ended = min(r.t0 for r in bill.runs), max(r.t1 for r in bill.runs)
    since = began if bill.since is None else max(began, bill.since)
    until = ended if bill.until is None else min(ended, bill.until)
    return word(
        words.ONE_RUN if count == 1 else words.RUNS,
        count=str(count),
        began=moment(since),
        ended=moment(until),
    )


def shares_table(bill: Bill) -> Table:
    """Return whose the energy was: each group's, other processes', nobody's."""
    columns = (
        Column("group", word(words.BY, group=Word(bill.group_by)), kind="word"),
        Column("energy", spread=True),
        Column("share", Word(words.SHARE_HEAD)),
        Column("runs", Word(words.RUNS_HEAD)),
    )
    total = bill.metered_j
    whole = total.mid if total else 1.0
    rows = [Row(_share_cells(part, whole)) for part in bill.shares]
    if total is not None:
        cells = (Word(words.METERED), ranged(total, "J", whole), None, None)
        rows.append(Row(cells, role="total"))
    return Table("shares", "", columns, tuple(rows))


def _share_cells(part: Share, whole: float) -> tuple[Cell, ...]:
    energy = ranged(part.energy_j, "J", whole)
    size, unit = unit_for(whole, "J")
    is_own = part.kind == "own"
    return (
        part.name if is_own else Word(words.SHARES[part.kind]),
        energy if is_own else Number(part.energy_j.mid / size, unit),
        share(part.energy_j.mid / whole) if whole else None,
        Number(part.runs, form="count") if part.runs else None,
    )


def _names(devices: Sequence[DeviceSum]) -> list[str]:
    """Return the names of devices, with their hosts where there are several."""
    several = len({d.machine for d in devices}) > 1
    names = [d.part.device.name for d in devices]
    hosts = [d.host for d in devices]
    pairs = zip(hosts, names, strict=True)
    return [f"{host}: {name}" for host, name in pairs] if several else names


def _contradictions(devices: Sequence[DeviceSum]) -> Iterator[Word]:
    """Yield a sentence for all devices of which runs tell different things."""
    pairs = zip(devices, _names(devices), strict=True)
    found = [name for device, name in pairs if TWO_VIEWS in device.part.flags]
    if found:
        yield flag_sentence(joined(found), TWO_VIEWS)


def devices_table(devices: Sequence[DeviceSum]) -> Table:
    """Return each device with its energy, method and the time it was seen."""
    columns = (
        Column("device", Word(words.DEVICE_HEAD), kind="word"),
        Column("energy", spread=True),
        Column("seen", Word(words.SEEN_HEAD)),
        Column("source", Word("source"), kind="word"),
    )
    rows = []
    for summed, name in zip(devices, _names(devices), strict=True):
        device, energy = summed.part.device, ranged(summed.part.energy_j, "J")
        rows.append(Row((name, energy, duration(summed.seconds), origin(device))))
    return Table("devices", "", columns, tuple(rows))


def joined_table(joined: Sequence[JoinedSeries]) -> Table:
    """Return the series that were joined with what was metered, hour by hour."""
    columns = (
        Column("series", Word(words.SERIES_HEAD), kind="word"),
        Column("mean", Word(words.MEAN_HEAD)),
        Column("total", Word(words.TOTAL_HEAD)),
        Column("steps", Word(words.STEPS_HEAD)),
        Column("file", Word("source"), kind="word"),
    )
    rows = []
    for item in joined:
        unit = f"{item.currency}" if item.currency else "kgCO2e"
        cells = (
            Word(words.SERIES[item.kind]),
            _in_range(item.mean, f"{unit}/kWh"),
            None if item.total is None else _in_range(item.total, unit),
            Number(item.steps, form="count"),
            item.file,
        )
        rows.append(Row(cells))
    return Table("series", "", columns, tuple(rows))


def _in_range(value: Range, unit: str) -> Number:
    return Number(value.mid, unit, value.low, value.high)


def windows_table(runs: Sequence[RunSummary]) -> Table:
    """Return the windows of a run: when, how long, the work reported."""
    columns = (
        Column("window", Word(words.WINDOW_HEAD), kind="word"),
        Column("began", Word(words.BEGAN_HEAD), kind="word"),
        Column("time", Word(words.TIME_HEAD)),
        Column("work", Word(words.WORK_HEAD), kind="word"),
    )
    windows = [w for run in runs for w in run.windows]
    rows = []
    for window in windows[-ROWS_SHOWN:]:
        work = joined(joined((Number(v), k), " ") for k, v in window.work.items())
        length = duration(window.t1 - window.t0)
        rows.append(Row((window.name, moment(window.t0), length, work)))
    return Table("windows", "", columns, tuple(rows))


def answer_table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Return the answer to a question in SQL; numbers with five digits."""
    columns = []
    for i, name in enumerate(names):
        values = [row[i] for row in rows]
        plain = all(v is None or isinstance(v, int | float) for v in values)
        columns.append(Column(name, name, kind="number" if plain else "word"))
    shown = tuple(Row(tuple(_cell(value) for value in row)) for row in rows)
    return Table("answer", "", tuple(columns), shown)


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return Number(value, digits=5)
    return ABSENT if value is None else str(value)


def moment(seconds: float) -> str:
    """Print a time to the second.

    >>> moment(0.0)
    '1970-01-01 00:00:00'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def duration(seconds: float) -> Number:
    """Return a duration in seconds, minutes, hours or days.

    >>> duration(5400.0)
    Number(value=1.5, unit='h', low=None, high=None, form='significant', ...)
    """
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 1.5 * size or (unit == "h" and seconds >= size):
            return Number(seconds / size, unit)
    return Number(seconds, "s")


def _states(run: RunSummary) -> Iterator[Word]:
    if not run.has_ended:
        yield Word(words.STATES["open"])
    if run.exit_code:
        yield word(words.STATES["exit"], code=str(run.exit_code))
    if run.origin != "wattlas":
        yield word(words.STATES["from"], origin=run.origin)
