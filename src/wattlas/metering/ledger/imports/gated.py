"""Readings that were recorded, through the gate that the live meter has."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from wattlas.metering import channel as ch
from wattlas.metering.accumulate import Energy, accumulator
from wattlas.metering.accumulate.gate import GAP_STEPS
from wattlas.metering.channel import Channel, LostReadingError, Watts
from wattlas.metering.ledger.imports.devices import Found, Line
from wattlas.metering.ledger.imports.metrics import COUNTER
from wattlas.metering.ledger.imports.series import usual_step_s

RAPL_RANGES_J = (65_532.610987, 262_143.328850)
"""Where counters of packages begin again: AMD's, some memories', and Intel's. [J]"""
NEAR_TOP = 0.9


def energies_of(found: Found) -> tuple[float, list[Energy]]:
    """Return the step of a device's counter [s], and its energies one after another.

    Each reading passes the gate of the live meter; one that is missing is a gap.
    """
    now: dict[str, float | None] = {}
    channel = _channel(found, now)
    power = _Beside(found.beside)
    reads = None
    energies: list[Energy] = []
    at_s = 0.0
    for at_s, value in with_gaps(found.line):
        now["value"], now["power"] = value, power.at(at_s)
        if reads is None:
            reads = accumulator(channel, at_s)
            continue
        energy = reads.update(at_s)
        if energy is not None:
            energies.append(energy)
    still_open = reads.pending(at_s) if reads is not None else None
    if still_open is not None:
        energies.append(still_open)
    return channel.step_s, [e for e in energies if e.t1 > e.t0]


def with_gaps(line: Line) -> Iterator[tuple[float, float | None]]:
    """Yield times and values, and within each gap a reading that is none."""
    usual_s = usual_step_s(line.times)
    before: float | None = None
    for at_s, value in zip(line.times, line.values, strict=True):
        if before is not None and usual_s < (at_s - before) / GAP_STEPS:
            yield before + usual_s, None
        yield at_s, value
        before = at_s


def update_step_s(line: Line) -> float:
    """Return the time between two steps of a counter, as its readings show it. [s]"""
    moved = [
        at_s
        for at_s, value, before in zip(
            line.times[1:], line.values[1:], line.values, strict=False
        )
        if value is not None and value != before
    ]
    steps = [b - a for a, b in pairwise(moved)]
    # Readings as often as it steps do not show the step.
    seen_s = usual_step_s(line.times)
    found = median(steps) if steps else 0.0
    return found if found > 1.5 * seen_s else 0.0


def _channel(found: Found, now: dict[str, float | None]) -> Channel:
    metric = found.line.metric
    method = ch.COUNTER if metric.role == COUNTER else ch.INTEGRATED
    margin = ch.constant("gate", "limit_margin")
    step_s = max(ch.constant(metric.step, "counter_step_s"), update_step_s(found.line))
    is_card = metric.scope in ch.CHIP_SCOPES

    def given(name: str) -> float:
        value = now[name]
        if value is None:
            raise LostReadingError("There is no reading here.")
        return value

    def watts() -> Watts:
        value = given("value")
        return Watts(value, value, value)

    return Channel(
        key=found.key,
        name=found.name,
        scope=metric.scope,
        method=method,
        source=metric.source,
        read=(lambda: given("value")) if method == ch.COUNTER else watts,
        step_s=step_s if method == ch.COUNTER else 0.0,
        wrap_j=_wrap_j(found.line.values) if metric.wraps else None,
        plausible_w=found.limit_w * margin if found.limit_w else None,
        averages_s=ch.constant("hwmon", "card_average_s") if is_card else None,
        power=(lambda: given("power")) if found.beside is not None else None,
    )


def _wrap_j(values: Sequence[float | None]) -> float | None:
    """Return where a counter begins again, of the ranges that kernels have. [J]

    Exporters do not show it: one that went past the lesser range has the larger, one
    that fell from near the top of the lesser has that.
    """
    known = [value for value in values if value is not None]
    most, (lesser, larger) = max(known, default=0.0), RAPL_RANGES_J
    if lesser < most <= larger:
        return larger
    falls = any(after < before for before, after in pairwise(known))
    return lesser if falls and NEAR_TOP * lesser < most <= lesser else None


class _Beside:
    """The power beside a counter at a moment, where one was read shortly before."""

    def __init__(self, line: Line | None) -> None:
        self._times = line.times if line is not None else array("d")
        self._values = line.values if line is not None else []
        self._fresh_s = GAP_STEPS * usual_step_s(self._times)

    def at(self, at_s: float) -> float | None:
        index = bisect_right(self._times, at_s) - 1
        if index < 0 or at_s - self._times[index] > self._fresh_s:
            return None
        return self._values[index]
