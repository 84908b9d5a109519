"""What a wrong reading does to a measurement: truth, range, flag, case by case.

``python benchmarks/faults.py`` prints the table of docs/faults.md. Each case is a
machine of one device whose counter or sensor goes wrong in one way; `before` is what
was printed before every reading passed a gate, where that was measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wattlas.metering.channel import (
    COUNTER,
    INTEGRATED,
    Channel,
    LostReadingError,
    Watts,
)
from wattlas.metering.clock import FakeClock
from wattlas.metering.session import Session

RAPL_J, AMD_J = 262_143.3, 65_532.6
LOST = None
Shown = Callable[[float], "float | None"]


@dataclass(frozen=True)
class Case:
    """A fault: what is shown at a time [J or W], and what is true. [J]"""

    name: str
    truth_j: float
    before: str
    shown: Shown
    seconds: float = 60.0
    tick_s: float = 1.0
    wrap_j: float | None = None
    limit_w: float | None = 700.0
    beside_w: float | None = None
    method: str = COUNTER
    scope: str = "gpu"
    stall: tuple[float, float] = (math.inf, 0.0)
    is_moment: bool = False


def at_watts(watts: float, start: float = 5e6, wrap_j: float | None = None) -> Shown:
    """Return a counter that is right. [J]"""

    def shown(t: float) -> float:
        joules = start + watts * t
        return joules if wrap_j is None else joules % wrap_j

    return shown


right = at_watts(300)
pack = at_watts(200, 1000.0, RAPL_J)
RAPL = {"scope": "package", "wrap_j": RAPL_J, "limit_w": 420.0}
CASES = (
    Case("nothing wrong", 18e3, "18 kJ", right),
    Case(
        "steps back 1 mJ once",
        3e3,
        "5 MJ, reset",
        lambda t: right(t) - (0.001 if t == 5 else 0),
        10,
    ),
    Case(
        "steps back for good, 900 J",
        18e3,
        "-",
        lambda t: right(t) - (900 if t >= 30 else 0),
    ),
    Case(
        "jumps 1 MJ in a second",
        18e3,
        "1,018 kJ, none",
        lambda t: right(t) + (1e6 if t >= 30 else 0),
    ),
    Case(
        "stops at 20 of 70 s, 300 W beside it",
        21e3,
        "6 kJ, none",
        lambda t: right(min(t, 20)),
        70,
        beside_w=300.0,
    ),
    Case("constant 0", 12e3, "0 J, none", lambda t: 0.0, **RAPL),
    Case("constant, not 0", 18e3, "0 J, none", lambda t: 7.0),
    Case(
        "power sensor that shows 0 W",
        18e3,
        "0 J, none",
        lambda t: 0.0,
        method=INTEGRATED,
    ),
    Case(
        "power sensor that falls to 0 W",
        18e3,
        "9 kJ, none",
        lambda t: 300.0 if t < 30 else 0.0,
        method=INTEGRATED,
    ),
    Case("RAPL goes round", 12e3, "12 kJ", at_watts(200, RAPL_J - 3e3, RAPL_J), **RAPL),
    Case(
        "RAPL reset under a tick of 10 s",
        20e3,
        "26.1 kJ, none",
        lambda t: 250e3 + 200 * t if t < 35 else 200 * (t - 35),
        100,
        10.0,
        **RAPL,
    ),
    Case(
        "a stall of 3,000 s at 300 W",
        924e3,
        "138 kJ, 10 % wide",
        at_watts(300, 0.0, RAPL_J),
        3080,
        stall=(40.0, 3000.0),
        **RAPL,
    ),
    Case(
        "a tick of 60 s, longer than the way round",
        300e3,
        "-",
        at_watts(250, 0.0, AMD_J),
        1200,
        60.0,
        scope="package",
        wrap_j=AMD_J,
        limit_w=None,
    ),
    Case("no range told", 12e3, "2e-14 J", at_watts(200, 1000.0), scope="package"),
    Case(
        "blank 0xFFFFFFFF mJ", 18e3, "4.3 MJ", lambda t: LOST if t == 30 else right(t)
    ),
    Case(
        "lost from 20 to 40 s",
        18e3,
        "18 kJ",
        lambda t: LOST if 20 <= t < 40 else right(t),
    ),
    Case(
        "lost from 20 s to the end",
        18e3,
        "6 kJ, none",
        lambda t: LOST if t >= 20 else right(t),
    ),
    Case("NaN once", 18e3, "traceback", lambda t: math.nan if t == 30 else right(t)),
    Case("Inf once", 18e3, "traceback", lambda t: math.inf if t == 30 else right(t)),
    Case(
        "blank 65,535 W of a sensor for 3 s",
        18e3,
        "taken as power",
        lambda t: 65_535.0 if 30 <= t < 33 else 300.0,
        method=INTEGRATED,
    ),
    Case(
        "650 W for a quarter of each second, else 60 W; no counter",
        12_450.0,
        "off by 75 %, none",
        lambda t: 650.0 if t % 1 < 0.25 else 60.0,
        method=INTEGRATED,
        is_moment=True,
    ),
    Case(
        "-50 W once of 300",
        18e3,
        "0 W",
        lambda t: -50.0 if t == 30 else 300.0,
        method=INTEGRATED,
    ),
    Case(
        "reads too little once, of 1,178 W at a tick of 60 s",
        1_178 * 720.0,
        "809 kJ at most",
        lambda t: 83e3 if t == 120 else 1 + 1_178 * t,
        720,
        60.0,
        limit_w=1_150.0,
    ),
)


def measured(case: Case) -> tuple[float, float, float, frozenset[str]]:
    """Return low, middle and high of a case, and its flags. [J]"""
    clock = FakeClock(0.0)

    def read() -> float | Watts:
        value = case.shown(clock.now())
        if value is None:
            raise LostReadingError("lost")
        return Watts(value, value, value) if case.method == INTEGRATED else value

    beside = None if case.beside_w is None else lambda: case.beside_w
    limit_w = None if case.limit_w is None else case.limit_w * 1.3
    channel = Channel(
        *("d", "d", case.scope, case.method, "x", read),
        step_s=0.1 if case.scope == "gpu" and case.method == COUNTER else 0.0,
        wrap_j=case.wrap_j,
        plausible_w=limit_w,
        averages_s=0.0 if case.is_moment else None,
        power=beside,
    )
    session = Session([channel], clock=clock, tick_s=case.tick_s)
    begin = session.snapshot()
    while clock.now() < case.seconds:
        at, (stall_s, length_s) = clock.now(), case.stall
        clock.advance(length_s if at == stall_s else case.tick_s)
        session.tick()
    found = session.measurement("x", begin, session.snapshot())
    (part,) = found.parts
    energy = part.energy_j
    return energy.low, energy.mid, energy.high, part.flags


def table() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| what goes wrong | truth kJ | before | now kJ | flag |"
    yield "|---|---:|---:|---:|---|"
    for case in CASES:
        low, mid, high, flags = measured(case)
        now = f"{mid / 1e3:.4g} ({low / 1e3:.4g} to {high / 1e3:.4g})"
        said = ", ".join(f"`{flag}`" for flag in sorted(flags))
        truth = f"{case.truth_j / 1e3:.4g}"
        yield f"| {case.name} | {truth} | {case.before} | {now} | {said} |"


if __name__ == "__main__":
    print("\n".join(table()))
