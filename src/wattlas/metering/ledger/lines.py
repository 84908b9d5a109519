"""The lines of a ledger file: what each kind holds, as plain data.

::

    run    who, where, when, how often, and the devices in the order of the ticks
    tick   t0, t1, and for each device [J, own J, other J], or with [low J, high J],
           or with [low J, high J, scatter J²]; null is a reading that was lost; in
           "s" the true times of those devices that were not seen from t0 to t1, and
           in "f" the flags of what went wrong, by the number of the device; in "g"
           what a gap that is still open may hold: since when, and its joules
    window name, t0, t1, work that was reported
    check  a counter that the power beside it contradicts
    end    t; without it the run was killed

Times are seconds since 1970 (UTC). Joules are as measured: PUE, price and carbon are
put on them when the ledger is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from wattlas.metering.parts import Device, Total
from wattlas.plain import Plain

LEDGER_SCHEMA = 1
RUN, TICK, WINDOW, CHECK, END = "run", "tick", "window", "check", "end"
STORED = "stored"
"""In a file of compacted runs: where the readings of a run are, and their sums."""
DIGITS = 6
"""Joules and seconds are written to a microjoule and a microsecond."""
SHORTEST_S = 10.0**-DIGITS


@dataclass(frozen=True)
class RunHeader:
    """Who ran what, where: the first line of a file.

    `host` is the name of the machine; `machine` tells it from others of that name;
    `inside` are the runs that it was started inside of, the outermost first.
    """

    run: str
    host: str
    t: float
    machine: str = ""
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
    inside: tuple[str, ...] = ()
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True)
class Gap:
    """What a device may have drawn since its last reading, while none closes it.

    It counts only where the run was killed before one did. `device` is its number.
    """

    device: int
    t0: float
    t1: float
    total: Total


@dataclass(frozen=True)
class Tick:
    """What each device saw from t0 to t1; None where its reading was lost.

    `gaps` are open still; `line` is where the tick stands in its file.
    """

    t0: float
    t1: float
    totals: tuple[Total | None, ...]
    gaps: tuple[Gap, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class WindowLine(Plain):
    """A window of a run: its name, its time, the work reported to it."""

    name: str
    t0: float
    t1: float
    work: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A counter that the power beside it contradicts. [W]

    Without a time `t` it holds for the whole run and is in no tick's range.
    """

    device: str
    counter_w: float
    power_w: float
    t: float | None = None


def run_line(header: RunHeader) -> dict[str, Any]:
    """Return the first line of a file; what is not known is left out."""
    data = {k: v for k, v in asdict(header).items() if v not in ("", {}, ())}
    data["devices"] = [asdict(d) for d in header.devices]
    return {"line": RUN, "schema": LEDGER_SCHEMA, **data}


def tick_line(
    t0: float, t1: float, totals: Sequence[Total | None], gaps: Iterable[Gap] = ()
) -> dict[str, Any]:
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
    still = {str(gap.device): [_short(gap.t0), *_numbers(gap.total)] for gap in gaps}
    if still:
        line["g"] = still
    return line


def window_line(window: WindowLine) -> dict[str, Any]:
    """Return the line of a window."""
    line: dict[str, Any] = {"line": WINDOW, "name": window.name}
    line |= {"t0": window.t0, "t1": window.t1}
    line |= {"work": dict(window.work)} if window.work else {}
    return line | ({"tags": dict(window.tags)} if window.tags else {})


def check_line(check: Check) -> dict[str, Any]:
    """Return the line of a counter that the power beside it contradicts."""
    at = {} if check.t is None else {"t": check.t}
    watts = {"counter_w": check.counter_w, "power_w": check.power_w}
    return {"line": CHECK, **at, "device": check.device, **watts}


def end_line(at_s: float, exit_code: int | None) -> dict[str, Any]:
    """Return the last line of a file."""
    code = {} if exit_code is None else {"exit": exit_code}
    return {"line": END, "t": at_s, **code}


def text_of(line: Mapping[str, Any]) -> bytes:
    """Return a line as it stands in a file."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def _numbers(total: Total) -> list[float]:
    numbers = [total.joules, total.own, total.other]
    if total.scatter_j2:
        numbers += [total.low, total.high, total.scatter_j2]
    elif total.low != total.joules or total.high != total.joules:
        numbers += [total.low, total.high]
    return [_short(n) for n in numbers]


def _short(value: float) -> float:
    return round(value, DIGITS)
