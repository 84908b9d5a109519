"""Slurm's accounting (``sacct -P``): jobs with the energy that their nodes counted.

A row does not say what its energy is of, and every job of a node that several share has
the whole node's: the first is asked, the second a range from nothing to all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wattlas.errors import InputError, Message
from wattlas.metering import channel as ch
from wattlas.metering.ledger.imports.asked import (
    Asked,
    Found,
    Imported,
    LeftOut,
    device_of,
    run_name,
)
from wattlas.metering.ledger.imports.metrics import SCOPES
from wattlas.metering.ledger.imports.nodes import nodes_in
from wattlas.metering.ledger.imports.stamps import stamp_in
from wattlas.metering.ledger.imports.table import Row, Table, column_of
from wattlas.metering.ledger.lines import RunHeader, Tick
from wattlas.metering.parts import Total

NAME = "slurm"
NOT_GATHERED = frozenset({"", "0", "4294967294", "18446744073709551614", "0.00"})
"""What stands where no plug-in gathered: nothing, 0, and blanks of 32 and 64 bits."""
ENERGY = re.compile(r"(\d+(?:\.\d+)?)([KMGTP]?)")
SUFFIXES = {"": 1.0, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
RUNNING = ("Unknown", "None", "")


@dataclass(frozen=True)
class Job:
    """A row: when a job ran, where, on how many processors, and its energy. [s, J]"""

    name: str
    t0: float
    t1: float
    nodes: tuple[str, ...]
    cpus: float
    joules: float
    row: Row


@dataclass(frozen=True)
class _Columns:
    """The names of the columns in a file."""

    job: str
    start: str
    end: str
    nodes: str
    energy: str
    cpus: str

    @classmethod
    def of(cls, row: Row, path: Path) -> _Columns:
        wanted = (
            ("JobIDRaw", "JobID"),
            ("Start",),
            ("End",),
            ("NodeList",),
            ("ConsumedEnergyRaw", "ConsumedEnergy"),
            ("AllocCPUS", "NCPUS"),
        )
        return cls(*(column_of(row, names, path) for names in wanted))


def read_slurm(source: str, asked: Asked) -> Found:
    """Return the jobs of a file of ``sacct -X -P``, each a run.

    Raises
    ------
    InputError
        If nothing says what the energy is of, or the columns do not tell the jobs.
    """
    scope = SCOPES.get(asked.scope)
    if scope is None:
        raise InputError(
            "sacct does not say what its energy is of: add --scope node (the plug-ins "
            "ipmi, xcc, pm_counters), package (rapl) or gpu."
        )
    path, found = Path(source), Found()
    jobs = list(_jobs(path, asked, found.left))
    shares = shares_of(jobs)
    shared = sum(share < 1 for share in shares)
    if shared:
        text = (
            "{what} jobs shared nodes with others of the file: of a whole node's "
            "energy each has from nothing to all, by its processors in the middle."
        )
        found.left.add(Message(text, what=shared))
    for job, share in zip(jobs, shares, strict=True):
        found.runs.append(_run_of(job, share, scope))
    return found


def shares_of(jobs: Sequence[Job]) -> list[float]:
    """Return the share of its nodes' energy that is each job's, by its processors.

    The time of a node is cut where a job begins or ends; in each piece the jobs that
    run share it by what they have of its processors. [1]

    >>> a = Job("1", 0.0, 10.0, ("n",), 8.0, 5.0, {})
    >>> b = Job("2", 5.0, 10.0, ("n",), 24.0, 5.0, {})
    >>> shares_of([a, b])
    [0.625, 0.75]
    """
    on: dict[str, list[int]] = {}
    for number, job in enumerate(jobs):
        for node in job.nodes:
            on.setdefault(node, []).append(number)
    held = [0.0] * len(jobs)
    for numbers in on.values():
        for number, seconds in _held(jobs, numbers):
            held[number] += seconds
    return [
        min(seconds / ((job.t1 - job.t0) * len(job.nodes)), 1.0)
        for seconds, job in zip(held, jobs, strict=True)
    ]


def _held(jobs: Sequence[Job], numbers: list[int]) -> Iterator[tuple[int, float]]:
    """Yield how long each job has a node, each piece of time by its share of it. [s]"""
    events = sorted(
        [(jobs[n].t0, 1, n) for n in numbers] + [(jobs[n].t1, 0, n) for n in numbers]
    )
    running: dict[int, float] = {}
    before = 0.0
    for at_s, begins, number in events:
        total = sum(running.values())
        for other, cpus in running.items():
            yield other, (at_s - before) * cpus / total
        before = at_s
        if begins:
            # A job spreads its processors over its nodes.
            running[number] = jobs[number].cpus / len(jobs[number].nodes)
        else:
            running.pop(number, None)


def _jobs(path: Path, asked: Asked, left: LeftOut) -> Iterator[Job]:
    table, seen = Table(path), set[tuple[str, float]]()
    columns = _Columns.of(table.first, path)

    def made(_: int, row: Row) -> Job | None:
        return _job_of(row, columns, asked, left)

    for job in table.made(made, left):
        if (job.name, job.t0) not in seen:
            seen.add((job.name, job.t0))
            yield job


def _job_of(row: Row, columns: _Columns, asked: Asked, left: LeftOut) -> Job | None:
    """Return the job of a row; None of what has no energy of its own, which is told."""
    name, said = row[columns.job], row[columns.energy].strip()
    if "." in name:
        left.add(Message("{what} (such as {name}) lie inside their jobs.",
                         what="steps", name=name))  # fmt: skip
        return None
    if said in NOT_GATHERED:
        text = "{what} has no energy (such as job {name}): no plug-in gathered it."
        left.add(Message(text, what=columns.energy, name=name))
        return None
    t0, t1 = (_moment(row[c], asked) for c in (columns.start, columns.end))
    if t0 is None or t1 is None:
        text = "{what} of jobs are unknown (such as job {name}): they run still."
        left.add(Message(text, what="Start, End", name=name))
        return None
    nodes = tuple(nodes_in(row[columns.nodes]))
    _check(name, t0, t1, nodes)
    if not (asked.covers(t0) and asked.covers(t1)):
        text = "{what} begin or end outside the time that is asked for."
        left.add(Message(text, what="jobs"))
        return None
    job = Job(name, t0, t1, nodes, _cpus(row[columns.cpus]), _joules(said), row)
    _check_power(job, SCOPES[asked.scope])
    return job


def _check(name: str, t0: float, t1: float, nodes: Sequence[str]) -> None:
    if t1 <= t0:
        raise InputError("job {name} ends before it begins.", name=name)
    if not nodes:
        raise InputError("job {name} names no nodes.", name=name)


def _moment(text: str, asked: Asked) -> float | None:
    if text.strip() in RUNNING:
        return None
    found = stamp_in(text, asked.zone)
    if found is None:
        raise InputError("{text!r} is no time.", text=text)
    return found


def _cpus(text: str) -> float:
    if not text.strip().isdecimal() or int(text) < 1:
        raise InputError(
            "AllocCPUS must be a whole number >= 1, got {text!r}.", text=text
        )
    return float(text)


def _joules(text: str) -> float:
    """Return an energy as Slurm writes it; suffixes go by thousands.

    >>> _joules("101.63K"), _joules("4580000")
    (101630.0, 4580000.0)
    """
    match = ENERGY.fullmatch(text)
    if match is None:
        raise InputError(
            "the energy must be joules such as 4580000 or 4.58M, got {text!r}.",
            text=text,
        )
    return float(match[1]) * SUFFIXES[match[2]]


def _check_power(job: Job, scope: str) -> None:
    """Raise InputError where a node would have drawn more than any does."""
    most_w = ch.constant(scope, "plausible_power_w")
    # Several packages or cards of a node count in one figure.
    most_w = ch.constant("server", "plausible_power_w") if scope != "server" else most_w
    power_w = job.joules / (job.t1 - job.t0) / len(job.nodes)
    if power_w > most_w:
        raise InputError(
            "job {name} would have drawn {power:g} W on each node; no rack draws "
            "more than {most:g} W.",
            name=job.name,
            power=power_w,
            most=most_w,
        )


def _run_of(job: Job, share: float, scope: str) -> Imported:
    row = {column.lower(): text for column, text in job.row.items()}
    key = f"{job.nodes[0]}/{NAME}/{job.name}-{job.t0:.0f}"
    device = device_of(key, scope, scope, ch.COUNTER, NAME, "imported-slurm")
    middle = job.joules * share
    low = job.joules if share == 1 else 0.0
    total = Total(middle, low, job.joules, middle, 0.0)
    header = RunHeader(
        run=run_name(NAME, job.name, job.t0, job.t1),
        host=job.nodes[0] if len(job.nodes) == 1 else f"{len(job.nodes)} nodes",
        machine=key,
        t=job.t0,
        name=row.get("jobname", ""),
        project=row.get("account", ""),
        user=row.get("user", ""),
        job=job.name,
        tags=_tags(row),
        origin=NAME,
        devices=(device,),
    )
    return Imported(header, [Tick(job.t0, job.t1, (total,))])


def _tags(row: Mapping[str, str]) -> dict[str, str]:
    names = ("partition", "state", "nodelist")
    return {name: row[name] for name in names if row.get(name)}
