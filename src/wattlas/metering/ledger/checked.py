"""Reading the lines of a ledger strictly: what is no such line is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from wattlas.metering import channel as ch
from wattlas.metering.accumulate.energy import FLAGS, LOST
from wattlas.metering.ledger import values as v
from wattlas.metering.ledger.lines import (
    LEDGER_SCHEMA,
    Check,
    Gap,
    RunHeader,
    Tick,
    WindowLine,
)
from wattlas.metering.ledger.problems import (
    BACKWARDS,
    BAD_VALUE,
    OTHER_DEVICES,
    TOO_MUCH,
    LineError,
)
from wattlas.metering.parts import Device, Total

LONGEST_S = 366 * 86_400.0
"""No reading and no window of work is longer than a year."""
MOST_J = 9e12
MOST_SCATTER_J2 = 1e15
"""Larger figures would not be whole numbers of microjoules."""
NONE: frozenset[str] = frozenset()
SLACK_J = 1e-3
"""Sums of floats that are written to a microjoule differ by less."""
_TEXTS = ("name", "project", "user", "program", "job", "version", "origin", "machine")


@cache
def most_w() -> float:
    """Return the most that any meter of a ledger shows: what a rack draws. [W]"""
    return ch.constant("wall", "plausible_power_w")


class NewerError(LineError):
    """A run that a newer Wattlas wrote."""


def header_of(line: Mapping[str, Any]) -> RunHeader:
    """Return the header of a first line; fields that are not known are passed over."""
    schema = v.whole(line.get("schema"), "schema", 1)
    if schema > LEDGER_SCHEMA:
        raise NewerError(BAD_VALUE, f"schema {schema}")
    ranks = v.whole(line.get("ranks", 1), "ranks", 1)
    return RunHeader(
        run=_named(line.get("run"), "run"),
        host=_named(line.get("host"), "host"),
        t=v.moment(line, "t"),
        **{name: v.words(line[name], name) for name in _TEXTS if name in line},
        tags=v.texts(line.get("tags", {}), "tags"),
        rank=v.whole(line.get("rank", 0), "rank"),
        ranks=ranks,
        tick_s=v.number(line.get("tick_s", 1.0), "tick_s"),
        inside=tuple(
            _named(name, "inside")
            for name in v.listed(line.get("inside", []), "inside")
        ),
        devices=_devices(line.get("devices", [])),
    )


def _named(value: Any, field: str) -> str:
    name = v.words(value, field)
    if not name.strip():
        raise LineError(BAD_VALUE, f"{field} = ''")
    return name


def _devices(value: Any) -> tuple[Device, ...]:
    found = tuple(
        _device(v.mapping(device, "devices")) for device in v.listed(value, "devices")
    )
    if len({device.key for device in found}) < len(found):
        raise LineError(BAD_VALUE, "devices: one key twice")
    return found


def _device(data: Mapping[str, Any]) -> Device:
    low = v.number(data.get("low_ratio", 1.0), "low_ratio")
    return Device(
        key=_named(data.get("key"), "devices.key"),
        name=v.words(data.get("name"), "devices.name"),
        scope=v.one_of(data.get("scope"), "devices.scope", ch.SCOPES),
        method=v.one_of(data.get("method"), "devices.method", ch.METHODS),
        source=v.words(data.get("source"), "devices.source"),
        low_ratio=low,
        high_ratio=v.number(data.get("high_ratio", 1.0), "high_ratio", low),
        step_s=v.number(data.get("step_s", 0.0), "step_s"),
    )


def tick_of(
    line: Mapping[str, Any],
    devices: int,
    number: int = 0,
    told: Callable[[LineError], None] | None = None,
) -> Tick:
    """Return the tick of a line, with a total or None for each device of its run.

    Figures of one device that cannot be are told, and those of the others stay.

    >>> line = {"t0": 0.0, "t1": 1.0, "e": [[10.0, 6.0, 1.0], None]}
    >>> tick_of(line, devices=2).totals[0].high
    10.0
    """
    t0, t1 = _interval(line.get("t0"), line.get("t1"))
    shown = v.listed(line.get("e"), "e")
    if len(shown) != devices:
        raise LineError(OTHER_DEVICES, f"{len(shown)}, not {devices}")
    flags = _by_number(line.get("f", {}), "f", devices)
    seen = _by_number(line.get("s", {}), "s", devices)
    totals: list[Total | None] = []
    for i, numbers in enumerate(shown):
        more = flags.get(str(i)), seen.get(str(i))
        try:
            total = None if numbers is None else _total(numbers, *more, t1 - t0)
        except LineError as error:
            if told is None:
                raise
            told(error)
            total = None
        totals.append(total)
    gaps = _gaps(line.get("g", {}), t1, devices)
    return Tick(t0, t1, tuple(totals), gaps, number)


def _gaps(value: Any, t1: float, devices: int) -> tuple[Gap, ...]:
    """Return what gaps that are open at t1 may hold."""
    found = []
    for key, told in _by_number(value, "g", devices).items():
        if not isinstance(told, list) or len(told) < 2:
            raise LineError(BAD_VALUE, "g")
        t0, _ = _interval(told[0], t1)
        total = _total(told[1:], [LOST], None, t1 - t0)
        found.append(Gap(int(key), t0, t1, total))
    return tuple(found)


def _by_number(value: Any, field: str, devices: int) -> Mapping[str, Any]:
    """Return what some of the devices say, by their numbers."""
    found = v.mapping(value, field)
    for key in found:
        if not key.isdecimal() or int(key) >= devices:
            raise LineError(OTHER_DEVICES, f"{field}.{key}"[: v.MOST_WORDS])
    return found


def _interval(begin: Any, end: Any) -> tuple[float, float]:
    t0 = v.number(begin, "t0", 0.0, v.LAST_S)
    t1 = v.number(end, "t1", 0.0, v.LAST_S)
    if t1 < t0:
        raise LineError(BACKWARDS)
    if t1 - t0 > LONGEST_S:
        raise LineError(BAD_VALUE, f"{t1 - t0} s")
    return t0, t1


def _total(value: Any, flags: Any, seen: Sequence[Any] | None, tick_s: float) -> Total:
    told = v.listed(value, "e")
    if len(told) not in (3, 5, 6):
        raise LineError(BAD_VALUE, f"e has {len(told)} numbers")
    joules, own, other = (v.number(n, "e") for n in told[:3])
    low = v.number(told[3], "low", -MOST_J) if len(told) > 3 else joules
    high = v.number(told[4], "high", 0.0, MOST_J) if len(told) > 3 else joules
    scatter_j2 = (
        v.number(told[5], "scatter", 0.0, MOST_SCATTER_J2) if len(told) > 5 else 0.0
    )
    times = None if seen is None else _seen(seen)
    if not low - SLACK_J <= joules <= high + SLACK_J:
        raise LineError(BAD_VALUE, f"{joules} J outside {low} to {high}")
    if own + other > joules + SLACK_J:
        raise LineError(BAD_VALUE, f"{own} + {other} J of {joules}")
    seconds = tick_s if times is None else times[1] - times[0]
    if joules > most_w() * seconds + SLACK_J:
        raise LineError(TOO_MUCH, f"{joules} J in {seconds} s")
    # A flag that this version does not know says nothing here; the joules count.
    known = frozenset(f for f in v.listed(flags, "f") if f in FLAGS) if flags else NONE
    return Total(joules, low, high, own, other, known, scatter_j2, times)


def _seen(value: Any) -> tuple[float, float]:
    told = v.listed(value, "s")
    if len(told) != 2:
        raise LineError(BAD_VALUE, f"s has {len(told)} numbers")
    return _interval(*told)


def window_of(line: Mapping[str, Any]) -> WindowLine:
    """Return the window of a line."""
    t0, t1 = _interval(line.get("t0"), line.get("t1"))
    return WindowLine(
        name=v.words(line.get("name"), "name"),
        t0=t0,
        t1=t1,
        work=v.numbers(line.get("work", {}), "work"),
        tags=v.texts(line.get("tags", {}), "tags"),
    )


def check_of(line: Mapping[str, Any]) -> Check:
    """Return the contradiction of a line. [W]"""
    at_s = line.get("t")
    return Check(
        device=v.words(line.get("device"), "device"),
        counter_w=v.number(line.get("counter_w"), "counter_w"),
        power_w=v.number(line.get("power_w"), "power_w"),
        t=None if at_s is None else v.moment(line, "t"),
    )


def end_of(line: Mapping[str, Any]) -> tuple[float, int | None]:
    """Return when a run ended, and its exit code. [s since 1970]"""
    code = line.get("exit")
    if code is not None:
        code = v.whole(code, "exit", -(2**31))
    return v.moment(line, "t"), code
