"""Series of a metric: labels, times and values, as a server or a page gives them."""

from __future__ import annotations

import itertools
import math
import statistics
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import LeftOut

MOST_SAMPLES = 20_000_000
"""So many samples are held at once: more are imported in parts."""
BLANKS = frozenset(
    base + code
    for base in (0x7FFFFFF0, 0x7FFFFFFFFFFFFFF0, 140737488355328)
    for code in range(4)
) | {0xFFFFFFFF, 2.0**64, 2.0**63}
"""What DCGM, NVML and AMD's library show for a value that they do not have."""


@dataclass
class Series:
    """The samples of one metric with one set of labels. [s since 1970]

    `kind` is the type that the source states (counter, gauge or none), `about` its help
    and `unit` its unit, where it has them. A value that is none is NaN.
    """

    metric: str
    labels: Mapping[str, str]
    kind: str = ""
    about: str = ""
    unit: str = ""
    times: array[float] = field(default_factory=lambda: array("d"))
    values: array[float] = field(default_factory=lambda: array("d"))

    def add(self, at_s: float, value: float) -> None:
        """Append a sample."""
        self.times.append(at_s)
        self.values.append(value)

    def samples(self) -> Iterator[tuple[float, float]]:
        """Yield the times and values."""
        return zip(self.times, self.values, strict=True)

    def readings(self) -> Iterator[tuple[float, float | None]]:
        """Yield the times and values; None of what is none, or less than nothing."""
        for at_s, value in self.samples():
            is_none = not 0 <= value < math.inf or value in BLANKS
            yield at_s, None if is_none else value


def ordered(series: Series, left: LeftOut) -> Series:
    """Return a series in the order of its times, each time once.

    A time with two values has none: which of them was true nobody knows.
    """
    times = series.times
    if all(a < b for a, b in itertools.pairwise(times)):
        return series
    found: dict[float, float] = {}
    doubled = 0
    for at_s, value in series.samples():
        if found.setdefault(at_s, value) != value and math.isfinite(found[at_s]):
            found[at_s] = math.nan
            doubled += 1
    if doubled:
        text = "{what} has two values at one time: neither is taken."
        left.add(Message(text, what=series.metric), doubled)
    new = Series(series.metric, series.labels, series.kind, series.about, series.unit)
    for at_s in sorted(found):
        new.add(at_s, found[at_s])
    return new


def usual_step_s(times: array[float]) -> float:
    """Return the time from one sample to the next, as most have it. [s]

    >>> usual_step_s(array("d", [0, 15, 30, 300, 315]))
    15.0
    """
    steps = [b - a for a, b in itertools.pairwise(times)]
    return statistics.median(steps) if steps else 0.0


def check_count(count: int) -> None:
    """Raise InputError where there are more samples than are held at once."""
    if count > MOST_SAMPLES:
        raise InputError(
            "There are more than {most} samples: import them in parts, with --since "
            "and --until or --query.",
            most=MOST_SAMPLES,
        )
