"""The lines of a ledger file: what each kind holds, as plain data and back.

::

    run    who, where, when, how often, and the devices in the order of the ticks
    tick   t0, t1, and for each device [J, own J, other J], or with [low J, high J],
           or with [low J, high J, scatter J²]; null is a reading that was lost; in
           "s" the true times of those devices that were not seen from t0 to t1, and
           in "f" the flags of what went wrong, by the number of the device
    window name, t0, t1, work that was reported
    check  a counter that the power beside it contradicts
    end    t; without it the run was killed

Times are seconds since 1970 (UTC). Joules are as measured: PUE, price and carbon are
put on them when the ledger is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from wattlas.metering.parts import Device, Total

LEDGER_SCHEMA = 1
RUN, TICK, WINDOW, CHECK, END = "run", "tick", "window", "check", "end"
DIGITS = 6
"""Joules and seconds are written to a microjoule and a microsecond."""


@dataclass(frozen=True)
class RunHeader:
    """Who ran what, where: the first line of a file."""

    run: str
    host: str
    t: float
    name: str = ""
    project: str = ""
    user: str = ""
    program: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    job: str = ""
    rank: int = 0
    ranks: int = 1
    tick_s: float = 1.0
    version: str = ""
    origin: str = "wattlas"
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True)
class Tick:
    """What each device saw from t0 to t1; None where its reading was lost."""

    t0: float
    t1: float
    totals: tuple[Total | None, ...]


def run_line(header: RunHeader) -> dict[str, Any]:
    """Return the first line of a file; what is not known is left out."""
    data = {k: v for k, v in asdict(header).items() if v not in ("", {}, ())}
    data["devices"] = [asdict(d) for d in header.devices]
    return {"line": RUN, "schema": LEDGER_SCHEMA, **data}


def header_of(data: Mapping[str, Any]) -> RunHeader:
    """Return the header of a first line; fields that are not known are passed over."""
    known = {k: v for k, v in data.items() if k in RunHeader.__dataclass_fields__}
    known["devices"] = tuple(
        Device(**{k: v for k, v in d.items() if k in Device.__dataclass_fields__})
        for d in data.get("devices", ())
    )
    return RunHeader(**known)


def tick_line(t0: float, t1: float, totals: Sequence[Total | None]) -> dict[str, Any]:
    """Return the line of a tick; low and high only where they differ from the joules.

    >>> tick_line(0.0, 1.0, [Total(10.0, 10.0, 10.0, 6.0, 1.0), None])["e"]
    [[10.0, 6.0, 1.0], None]
    """
    line: dict[str, Any] = {"line": TICK, "t0": _short(t0), "t1": _short(t1)}
    line["e"] = [None if t is None else _numbers(t) for t in totals]
    flags = {str(i): sorted(t.flags) for i, t in enumerate(totals) if t and t.flags}
    seen = {
        str(i): list(map(_short, t.seen)) for i, t in enumerate(totals) if t and t.seen
    }
    if flags:
        line["f"] = flags
    if seen:
        line["s"] = seen
    return line


def tick_of(data: Mapping[str, Any]) -> Tick:
    """Return the tick of a line.

    >>> tick_of({"t0": 0.0, "t1": 1.0, "e": [[10.0, 6.0, 1.0], None]}).totals[0].high
    10.0
    """
    flags, seen = data.get("f", {}), data.get("s", {})
    totals = tuple(
        None
        if numbers is None
        else _total(numbers, flags.get(str(i), ()), seen.get(str(i)))
        for i, numbers in enumerate(data["e"])
    )
    return Tick(float(data["t0"]), float(data["t1"]), totals)


def _numbers(total: Total) -> list[float]:
    numbers = [total.joules, total.own, total.other]
    if total.scatter_j2:
        numbers += [total.low, total.high, total.scatter_j2]
    elif total.low != total.joules or total.high != total.joules:
        numbers += [total.low, total.high]
    return [_short(n) for n in numbers]


def _total(
    numbers: Sequence[float], flags: Sequence[str], seen: Sequence[float] | None
) -> Total:
    joules, own, other = numbers[:3]
    low, high = numbers[3:5] if len(numbers) > 3 else (joules, joules)
    scatter_j2 = numbers[5] if len(numbers) > 5 else 0.0
    times = (float(seen[0]), float(seen[1])) if seen else None
    return Total(joules, low, high, own, other, frozenset(flags), scatter_j2, times)


def _short(value: float) -> float:
    return round(value, DIGITS)
