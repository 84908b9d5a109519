"""Instance-hours of a cloud's bill: what such machines may have drawn, a range.

Nothing was metered: chips draw from idling to their limit, processors and memory what
the model says. Lines that are no instance, or one of which the tables know nothing, are
left out and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.metering import channel as ch
from wattlas.metering.declared import declared_chips
from wattlas.metering.ledger.imports.asked import (
    Asked,
    Found,
    Imported,
    LeftOut,
    device_of,
    run_name,
)
from wattlas.metering.ledger.imports.bills import Bill, Columns, bill_of
from wattlas.metering.ledger.imports.stamps import stamp_in
from wattlas.metering.ledger.imports.table import Row, Table, number_of
from wattlas.metering.ledger.lines import RunHeader, Tick
from wattlas.metering.parts import Device, Total
from wattlas.metering.readers.model import processor
from wattlas.units import HOURS_PER_DAY, SECONDS_PER_HOUR

NAME = "cloud"
MOST_INSTANCES = 100_000
DAY_S = HOURS_PER_DAY * SECONDS_PER_HOUR


@dataclass(frozen=True)
class Line:
    """A line of a bill: instance-hours of a type, from when to when. [h, s]"""

    instance: str
    resource: str
    hours: float
    t0: float
    t1: float
    project: str = ""


def read_cloud(source: str, asked: Asked) -> Found:
    """Return the instances of a bill of AWS (CUR), Google or Azure, each a run.

    Raises
    ------
    InputError
        If the file is no bill of these.
    """
    path, found = Path(source), Found()
    lines: dict[tuple[str, str], list[Line]] = {}
    for line in _lines(path, asked, found.left):
        lines.setdefault((line.resource, line.instance), []).append(line)
    found.runs = [_run_of(key, group) for key, group in sorted(lines.items())]
    return found


def _lines(path: Path, asked: Asked, left: LeftOut) -> Iterator[Line]:
    table = Table(path)
    bill, names = bill_of(table.first, path)

    def made(_: int, row: Row) -> Line | None:
        return _line_of(row, bill, names, asked, path, left)

    yield from table.made(made, left)


def _line_of(
    row: Row, bill: Bill, names: Columns, asked: Asked, path: Path, left: LeftOut
) -> Line | None:
    instance = bill.instance(row, names).strip().lower().replace("_", "-")
    if not instance:
        left.add(Message("{what} of the bill are no instance.", what="lines"))
        return None
    if facts.find("instances", instance) is None:
        text = "{what} is not in the tables: wattlas facts instances."
        left.add(Message(text, what=instance))
        return None
    t0 = _moment(row[names["start"]], asked)
    t1 = _moment(row[names["end"]], asked) if "end" in names else t0 + DAY_S
    if not (t0 < t1 and asked.covers(t0) and asked.covers(t1)):
        text = (
            "{what} end before they begin, or lie outside the time that is asked for."
        )
        left.add(Message(text, what="lines"))
        return None
    hours = bill.hours(row, names, number_of(row, names["amount"], path), instance)
    count = hours * SECONDS_PER_HOUR / (t1 - t0)
    if count > MOST_INSTANCES:
        raise InputError("{hours:g} h are more than any bill has.", hours=hours)
    resource = row.get(names.get("resource", ""), "") or instance
    project = row.get(names.get("project", ""), "")
    return Line(instance, resource, hours, t0, t1, project)


def _moment(text: str, asked: Asked) -> float:
    found = stamp_in(text.replace(" UTC", "Z").replace(" ", "T"), asked.zone)
    if found is None:
        raise InputError("{text!r} is no time.", text=text)
    return found


def watts_of(instance: str) -> dict[str, ch.Watts]:
    """Return what an instance may draw, by part. [W]

    >>> round(watts_of("p5.48xlarge")["gpu"].high)
    5600
    """
    chips = f"{facts.number('instances', instance, 'chips').value:.0f}"
    found = {"gpu": declared_chips(facts.row("instances", instance)["hardware"], chips)}
    threads = facts.number("instances", instance, "threads").value
    cpu = processor("", int(threads))
    middle = (cpu.idle_w + cpu.busy_w) / 2
    found["package"] = ch.Watts(
        cpu.idle_w * cpu.low_ratio, middle, cpu.busy_w * cpu.high_ratio
    )
    each = facts.number("metering", "memory", "power_w_per_gb")
    size = facts.number("instances", instance, "memory_gb").value
    found["memory"] = ch.Watts(each.low * size, each.value * size, each.high * size)
    return found


def _run_of(key: tuple[str, str], lines: list[Line]) -> Imported:
    resource, instance = key
    lines = sorted(lines, key=lambda line: (line.t0, line.t1))
    watts = watts_of(instance)
    devices = tuple(_device(resource, instance, scope) for scope in watts)
    ticks = [
        Tick(t0, t1, tuple(_total(w, hours) for w in watts.values()))
        for t0, t1, hours in _intervals(lines)
    ]
    header = RunHeader(
        run=run_name(NAME, resource, instance, lines[0].t0, lines[-1].t1),
        host=resource,
        machine=resource,
        t=lines[0].t0,
        name=instance,
        project=lines[0].project,
        origin=NAME,
        devices=devices,
    )
    return Imported(header, ticks)


def _intervals(lines: list[Line]) -> Iterator[tuple[float, float, float]]:
    """Yield the times of a bill, each once, with the hours of all its lines."""
    hours: dict[tuple[float, float], float] = {}
    for line in lines:
        place = line.t0, line.t1
        hours[place] = hours.get(place, 0.0) + line.hours
    yield from ((t0, t1, amount) for (t0, t1), amount in hours.items())


def _device(resource: str, instance: str, scope: str) -> Device:
    key = f"{resource}/{NAME}/{scope}"
    return device_of(
        key, f"{instance} {scope}", scope, ch.MODEL, "model of a bill", "model"
    )


def _total(watts: ch.Watts, hours: float) -> Total:
    seconds = hours * SECONDS_PER_HOUR
    joules = watts.mid * seconds
    return Total(joules, watts.low * seconds, watts.high * seconds, joules, 0.0)
