"""A ledger as aligned text: its runs, one run, the sum of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.metering.ledger.merge import DeviceSum
from wattlas.reconcile.bill import Bill, Share
from wattlas.reconcile.runs import RunSummary
from wattlas.records import Range
from wattlas.report import terminal
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.terminal import plain_table, range_cells
from wattlas.report.words import ledger as words
from wattlas.report.words import metering

ROWS_SHOWN = 200


def runs_table(runs: Sequence[RunSummary]) -> Table:
    """Return a line for each run: when, who, where, how long, how much."""
    heads = ("run", "project", "user", "host", "rank", "time", "energy", "method")
    table = plain_table("began (UTC)", *heads, "note")
    for run in runs[-ROWS_SHOWN:]:
        table.add_row(
            moment(run.t0),
            f"{run.run[:8]} {run.name}".strip(),
            run.project,
            run.user,
            run.host,
            f"{run.rank}/{run.ranks}" if run.ranks > 1 else "",
            duration(run.t1 - run.t0),
            _energy(run.energy_j),
            ", ".join(run.methods),
            _state(run),
        )
    return table


def bill_blocks(found: Bill) -> Iterator[RenderableType]:
    """Yield the sum of runs: shares, devices, what follows, problems, inputs."""
    yield Text(_title(found), style="bold")
    yield shares_table(found)
    yield devices_table(found.devices)
    estimate = found.estimate
    if estimate is not None:
        yield terminal.results_table(estimate)
        yield from terminal.notes(estimate)
    lines = [*problems(found.runs), words.ONCE]
    if estimate is not None and len(found.shares) > 2:
        lines.append(words.EXCLUDED)
    yield Text("\n".join(lines))
    if estimate is not None:
        assumed = [i for i in estimate.assumed.values() if i.source != "given"]
        yield terminal.inputs_table("Given", estimate.given.values())
        yield terminal.inputs_table("Assumed (change: --set NAME=VALUE)", assumed)
        yield from terminal.footer(estimate)


def shares_table(found: Bill) -> Table:
    """Return whose the energy was: each group's, other processes', nobody's."""
    heads = ("low", "mid", "high", "unit", "share", "runs")
    table = plain_table(f"energy by {found.group_by}", *heads)
    total = found.metered_j
    size = unit_for(total.mid, "J")[0] if total else 1.0
    for share in found.shares:
        table.add_row(*_share_cells(share, size, total))
    if total is not None:
        table.add_row("metered", *range_cells(total, "J", size), style="bold")
    return table


def devices_table(devices: Sequence[DeviceSum]) -> Table:
    """Return each device with its energy, method and the time it was seen."""
    table = plain_table("device", "low", "mid", "high", "unit", "seen", "source")
    hosts = {d.host for d in devices}
    for found in devices:
        device = found.part.device
        name = f"{found.host}: {device.name}" if len(hosts) > 1 else device.name
        cells = range_cells(found.part.energy_j, "J")
        how = metering.METHODS.get(device.method, device.method)
        source = f"{how}: {device.source}"
        table.add_row(name, *cells, duration(found.seconds), source)
    return table


def problems(runs: Iterable[RunSummary]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong in the files, and each flag."""
    for run in runs:
        for found in run.problems:
            yield words.PROBLEMS[found.code].format(file=found.file, line=found.line)
        for name in run.disagreeing:
            yield f"{name}: {metering.FLAGS['disagrees']}."


def windows_table(runs: Sequence[RunSummary]) -> Table:
    """Return the windows of a run: when, how long, the work reported."""
    table = plain_table("window", "began (UTC)", "time", "source")
    windows = [w for run in runs for w in run.windows]
    for window in windows[-ROWS_SHOWN:]:
        work = ", ".join(f"{significant(v)} {k}" for k, v in window.work.items())
        length = duration(window.t1 - window.t0)
        table.add_row(window.name, moment(window.t0), length, work)
    return table


def answer_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Return the answer to a question in SQL; numbers with five digits."""
    first, *others = columns or [""]
    table = plain_table(first, *others)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def moment(seconds: float) -> str:
    """Print a time to the second.

    >>> moment(0.0)
    '1970-01-01 00:00:00'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def duration(seconds: float) -> str:
    """Print a duration in seconds, minutes, hours or days.

    >>> duration(3.0), duration(5400.0)
    ('3 s', '1.5 h')
    """
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 1.5 * size or (unit == "h" and seconds >= size):
            return f"{significant(seconds / size)} {unit}"
    return f"{significant(seconds)} s"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return significant(value, 5)
    return terminal.MISSING if value is None else str(value)


def _title(found: Bill) -> str:
    began = min(r.t0 for r in found.runs)
    ended = max(r.t1 for r in found.runs)
    count = len(found.runs)
    files = f"{count} run{'s' if count > 1 else ''}"
    return f"{files}, {moment(began)} to {moment(ended)} UTC"


def _share_cells(share: Share, size: float, total: Range | None) -> list[str]:
    low, mid, high, unit = range_cells(share.energy_j, "J", size)
    if share.kind != "own":
        low = high = ""
    part = per_cent(share.energy_j.mid / total.mid) if total and total.mid else ""
    name = words.SHARES.get(share.kind, share.name)
    unit = unit_for(total.mid, "J")[1] if total else unit
    return [name, low, mid, high, unit, part, str(share.runs or "")]


def _energy(energy: Range | None) -> str:
    if energy is None:
        return terminal.MISSING
    size, unit = unit_for(energy.mid, "J")
    return f"{significant(energy.mid / size)} {unit}"


def _state(run: RunSummary) -> str:
    said = [
        "" if run.has_ended else words.STATES["open"],
        words.STATES["exit"].format(run.exit_code) if run.exit_code else "",
        "" if run.origin == "wattlas" else words.STATES["from"],
    ]
    return "; ".join(s.format(run.origin) for s in said if s)
