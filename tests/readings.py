"""Channels that give one reading after another, for tests of accumulators."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.metering.accumulate import accumulator
from wattlas.metering.channel import Channel, LostReadingError, Watts

LOST = None


def reading(values):
    """Return what reads one value after another; None cannot be read."""
    stream: Iterator[float | Watts | None] = iter(values)

    def read():
        value = next(stream)
        if value is LOST:
            raise LostReadingError("lost")
        return value

    return read


def channel(values, beside=None, **more):
    """A channel that gives one value after another, with a power beside it."""
    method = "integrated" if any(isinstance(v, Watts) for v in values) else "counter"
    settings = {"key": "d", "name": "d", "scope": "package", "method": method}
    power = None if beside is None else reading(beside)
    return Channel(
        **{
            **settings,
            "source": "test",
            "read": reading(values),
            "power": power,
            **more,
        }
    )


def energies(values, times, **more):
    """Run an accumulator over values read at times; return its energies."""
    reads = accumulator(channel(values, **more), times[0])
    return [reads.update(t) for t in times[1:]]


def run(values, times, **more):
    """Return all that an accumulator says to the end: [low, likely, high], flags."""
    reads = accumulator(channel(values, **more), times[0])
    found = [reads.update(t) for t in times[1:]]
    found = [e for e in (*found, reads.pending(times[-1])) if e is not None]
    sums = [sum(getattr(e, n) for e in found) for n in ("low", "joules", "high")]
    return sums, {e.flag for e in found} - {""}


def exact(watts):
    return Watts(watts, watts, watts)
