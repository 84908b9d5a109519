"""From energies of devices to runs of a ledger: one of each machine and owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wattlas.errors import Message
from wattlas.metering import channel as ch
from wattlas.metering.accumulate import Energy
from wattlas.metering.ledger.imports.asked import (
    Imported,
    LeftOut,
    device_of,
    run_name,
    with_step,
)
from wattlas.metering.ledger.imports.devices import Found, Line, names_of
from wattlas.metering.ledger.imports.gated import energies_of
from wattlas.metering.ledger.imports.metrics import COUNTER
from wattlas.metering.ledger.imports.places import Owner
from wattlas.metering.ledger.lines import RunHeader, Tick
from wattlas.metering.parts import Device, Total


@dataclass(frozen=True)
class Seen:
    """What a device drew in a stretch of time, and whose it was."""

    energy: Energy
    total: Total


Columns = dict[Device, list[Seen]]


def runs_of(found: Iterable[Found], origin: str, left: LeftOut) -> list[Imported]:
    """Return the runs of devices: one of each job or pod on a machine, one of the rest.

    What a device drew while several held it, or nobody, counts for the machine alone.
    """
    runs: dict[tuple[str, Owner | None], Columns] = {}
    for item in found:
        step_s, energies = energies_of(item)
        device = with_step(_device(item), step_s)
        is_owned = any(item.line.owners.values())
        for energy in energies:
            owners = _owners(item.line, energy)
            if len(owners) > 1:
                _tell_shared(item, owners, left)
            owner = next(iter(owners)) if len(owners) == 1 else None
            total = _total(energy, _shares(len(owners), is_owned))
            columns = runs.setdefault((item.host, owner), {})
            columns.setdefault(device, []).append(Seen(energy, total))
    return [_run(place, columns, origin) for place, columns in sorted(
        runs.items(), key=lambda pair: (pair[0][0], pair[0][1] or Owner("")))
    ]  # fmt: skip


def device_columns(found: Iterable[Found]) -> Columns:
    """Return what each device drew, stretch by stretch, whoever held it."""
    columns: Columns = {}
    for item in found:
        step_s, energies = energies_of(item)
        seen = [Seen(energy, _total(energy, (1.0, 0.0))) for energy in energies]
        if seen:
            columns[with_step(_device(item), step_s)] = seen
    return columns


def _device(found: Found) -> Device:
    metric = found.line.metric
    method = ch.COUNTER if metric.role == COUNTER else ch.INTEGRATED
    return device_of(found.key, found.name, metric.scope, method, metric.source)


def _owners(line: Line, energy: Energy) -> frozenset[Owner]:
    """Return who held a device at both ends of a stretch; a change is nobody's."""
    nobody: frozenset[Owner] = frozenset()
    begin = line.owners.get(energy.t0, nobody)
    end = line.owners.get(energy.t1, nobody)
    return begin | end if len(begin | end) > 1 and begin == end else begin & end


def _tell_shared(found: Found, owners: Iterable[Owner], left: LeftOut) -> None:
    text = (
        "{what} was held by several at one time ({owners}): whose energy it was the "
        "labels do not say, and it counts for {host} alone."
    )
    names = names_of(owners)
    left.add(Message(text, what=found.key, owners=names, host=found.host))


def _shares(owners: int, is_owned: bool) -> tuple[float, float]:
    """Return which shares are the run's own, and other processes'."""
    if owners > 1:
        return 0.0, 1.0
    return (1.0, 0.0) if owners or not is_owned else (0.0, 0.0)


def _total(energy: Energy, shares: tuple[float, float]) -> Total:
    own, other = shares
    flags = frozenset({energy.flag}) if energy.flag else frozenset()
    joules = energy.joules
    return Total(
        *(joules, energy.low, energy.high, joules * own, joules * other, flags),
        energy.scatter_j2,
    )


def _run(place: tuple[str, Owner | None], columns: Columns, origin: str) -> Imported:
    host, owner = place
    ticks = ticks_of(list(columns.values()))
    job, project, container = (
        ("", "", "") if owner is None else (owner.job, owner.project, owner.container)
    )
    keys = sorted(device.key for device in columns)
    header = RunHeader(
        run=run_name(origin, host, job, container, *keys, ticks[0].t0, ticks[-1].t1),
        host=host,
        machine=host,
        t=min(seen[0].energy.t0 for seen in columns.values()),
        job=job,
        name=job,
        project=project,
        tags={"container": container} if container else {},
        origin=origin,
        devices=tuple(columns),
    )
    return Imported(header, ticks)


def ticks_of(columns: Sequence[Sequence[Seen]]) -> list[Tick]:
    """Return the ticks of devices: at each end of an energy, what each has seen.

    >>> second = Energy(0.0, 2.0, 5.0, 5.0, 5.0)
    >>> ticks_of([[Seen(second, Total(5.0, 5.0, 5.0))]])[0].t1
    2.0
    """
    ends: dict[float, list[Total | None]] = {}
    begins: dict[float, float] = {}
    for number, column in enumerate(columns):
        for seen in column:
            t0, t1 = seen.energy.t0, seen.energy.t1
            seen.total.seen = (t0, t1)
            ends.setdefault(t1, [None] * len(columns))[number] = seen.total
            begins[t1] = min(begins.get(t1, t0), t0)
    ticks, before = [], float("-inf")
    for t1 in sorted(ends):
        t0 = max(begins[t1], before)
        for total in filter(None, ends[t1]):
            if total.seen == (t0, t1):
                total.seen = None
        ticks.append(Tick(t0, t1, tuple(ends[t1])))
        before = t1
    return ticks
