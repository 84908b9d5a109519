"""A channel: one thing that can be read, with what is known of the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from wattlas import facts
from wattlas.errors import WattlasError
from wattlas.plain import Plain, coded

COUNTER, INTEGRATED, DECLARED, MODEL = "counter", "integrated", "declared", "model"
METHODS = (COUNTER, INTEGRATED, DECLARED, MODEL)
"""How the joules of a channel come about, the best first."""

SCOPES = ("gpu", "module", "package", "dram", "memory", "soc", "psys", "server", "wall")
"""What a channel sees. A wall meter sees what all others see, a server nearly so."""
WHOLE_SCOPES = ("wall", "server", "psys")
"""Scopes that hold the parts: never added to them. The widest first."""
CHIP_SCOPES = ("gpu", "module")
"""Scopes of accelerators: the boundary `chip`."""


def holds(whole: str, scope: str) -> bool:
    """Say whether a meter of the whole sees what another scope sees.

    >>> holds("server", "gpu"), holds("psys", "package"), holds("psys", "gpu")
    (True, True, False)
    """
    return whole != "psys" or scope not in CHIP_SCOPES


def counting(scopes: Iterable[str]) -> frozenset[str]:
    """Return the scopes that add up to all that is metered.

    That of the widest meter, and those of the parts that it does not hold.

    >>> sorted(counting(["gpu", "package", "server"]))
    ['server']
    >>> sorted(counting(["gpu", "dram", "psys"]))
    ['gpu', 'psys']
    """
    found = frozenset(scopes)
    whole = next((scope for scope in WHOLE_SCOPES if scope in found), "")
    parts = found.difference(WHOLE_SCOPES)
    if not whole:
        return parts
    return frozenset({whole, *(scope for scope in parts if not holds(whole, scope))})


class LostReadingError(WattlasError, OSError):
    """A counter that could be read before cannot be read now."""


@dataclass(frozen=True, slots=True)
class Watts:
    """A power with its range. [W]"""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Use:
    """What one process uses of a device: share of its units [1], memory [bytes]."""

    pid: int
    busy: float | None
    memory_bytes: float | None


@dataclass(frozen=True)
class Channel:
    """One thing that can be read.

    `read` returns joules for the method counter and `Watts` for all others; it raises
    LostReadingError. `key` names the device over all processes that read it (a GPU by
    its UUID), so that records of several ranks merge. `wrap_j` is where the counter
    starts again, None where it never does. `low_ratio` and `high_ratio` bound true over
    read energy; `step_s` is the time between two steps of the counter.
    `power` reads the same device's power, to check a counter with; `uses` lists the
    processes on a device. `plausible_w` is the most that this very device can draw,
    where its reader knows. `averages_s` is how long a time a reading of power is the
    mean of, None for all of it. An `unproven` counter has shown nothing but 0 yet;
    what `stands_in` is read only until the unproven ones move.
    """

    key: str
    name: str
    scope: str
    method: str
    source: str
    read: Callable[[], float | Watts]
    low_ratio: float = 1.0
    high_ratio: float = 1.0
    step_s: float = 0.0
    wrap_j: float | None = None
    plausible_w: float | None = None
    averages_s: float | None = None
    unproven: bool = False
    stands_in: bool = False
    power: Callable[[], float] | None = None
    uses: Callable[[], Sequence[Use] | None] | None = None
    close: Callable[[], None] | None = None


@dataclass(frozen=True)
class Finding(Plain):
    """What a probe found of one source: a code, and the values of its sentence.

    `status` is ``read`` (a channel), ``dropped`` (seen, not counted), ``refused``
    (there, not readable) or ``absent``.
    """

    reader: str
    what: str
    status: str = field(metadata=coded("finding-states"))
    code: str = field(metadata=coded("findings", places="values"))
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """The channels that a reader offers on this machine, and all that it found."""

    channels: tuple[Channel, ...]
    findings: tuple[Finding, ...]


class Reader(Protocol):
    """A source of channels, probed once at the start of a session."""

    name: str

    def probe(self) -> Probe:
        """Look what is there; raise nothing for what is not."""
        ...


def ratios(method: str, scope: str) -> tuple[float, float]:
    """Return the bounds of true over read energy for a method and scope.

    >>> ratios("counter", "package")
    (0.95, 1.06)
    >>> ratios("model", "package")
    (1.0, 1.0)
    """
    key = method if method in (DECLARED, MODEL) else f"{method}-{scope}"
    fact = facts.number("metering", key, "true_over_reading")
    return fact.low, fact.high


def constant(key: str, quantity: str) -> float:
    """Return the central value of a constant of metering."""
    return facts.number("metering", key, quantity).value
