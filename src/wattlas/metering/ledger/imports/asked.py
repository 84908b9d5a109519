"""What is asked of an import, what it finds, and what it leaves out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from wattlas import facts
from wattlas.errors import InputError, Message
from wattlas.metering import channel as ch
from wattlas.metering.ledger.lines import RunHeader, Tick, WindowLine
from wattlas.metering.parts import Device

SHOWN = 60
"""So much is shown of a text that is no such thing."""


@dataclass(frozen=True)
class Asked:
    """What a user says of a source that its rows do not.

    `host` is the machine; `scope` what a meter sees and `unit` what it counts in,
    where the source does not tell; `query` which metric or sensor is meant. `since_s`
    and `until_s` bound it [s since 1970]; times without a zone are of `zone`, None for
    that of this machine.
    """

    host: str = ""
    cpu_method: str = ch.MODEL
    scope: str = ""
    unit: str = ""
    query: str = ""
    since_s: float | None = None
    until_s: float | None = None
    zone: tzinfo | None = None

    def covers(self, at_s: float) -> bool:
        """Say whether a moment is in the time that is asked for."""
        since = float("-inf") if self.since_s is None else self.since_s
        until = float("inf") if self.until_s is None else self.until_s
        return since <= at_s <= until


@dataclass(frozen=True)
class Imported:
    """One run of another tool: its header, and what each device drew, in ticks."""

    header: RunHeader
    ticks: Sequence[Tick]
    windows: Sequence[WindowLine] = ()

    @property
    def t1(self) -> float:
        """When it was last seen. [s since 1970]"""
        return self.ticks[-1].t1


class LeftOut:
    """What an import leaves out or cannot know: each kind of thing once, counted.

    >>> left = LeftOut()
    >>> for line in (3, 9):
    ...     left.add(Message("{what}: line {line} is none.", what="a.txt", line=line))
    >>> print(*left)
    a.txt: line 3 is none. (2 times)
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Message, int]] = {}

    def add(self, said: Message, count: int = 1) -> None:
        """Note a thing: those of one sentence and one `what` are one kind."""
        kind = said.text, str(said.values.get("what", ""))
        first, before = self._found.get(kind, (said, 0))
        self._found[kind] = first, before + count

    def __iter__(self) -> Iterator[Message]:
        for said, count in self._found.values():
            several = Message("{said} ({count} times)", said=said, count=count)
            yield said if count == 1 else several


@dataclass
class Found:
    """The runs of a source, and what of it was left out."""

    runs: list[Imported] = field(default_factory=list)
    left: LeftOut = field(default_factory=LeftOut)


def device_of(
    key: str, name: str, scope: str, method: str, source: str, error: str = ""
) -> Device:
    """Return a device with the error of its readings.

    `error` is the row of the table of errors (`true_over_reading`), where it is not
    that of the method and the scope.

    >>> device_of("GPU-1", "gpu 0", "gpu", "counter", "dcgm").high_ratio
    1.1
    """
    row = error or f"{method}-{scope}"
    fact = facts.number("metering", row, "true_over_reading")
    return Device(key, name, scope, method, source, fact.low, fact.high)


def with_step(device: Device, step_s: float) -> Device:
    """Return a device whose counter moves in steps of some time. [s]"""
    return replace(device, step_s=step_s)


def run_name(*parts: str | float) -> str:
    """Return a name for a run: the same for the same run, else another.

    >>> run_name("node7", 0.0) == run_name("node7", 0.0) != run_name("node7", 1.0)
    True
    """
    text = " ".join(p if isinstance(p, str) else f"{p:.6f}" for p in parts)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def shown(text: str) -> str:
    r"""Return the beginning of a text on one line.

    >>> shown("a  b")
    'a b'
    """
    flat = " ".join(text[: 4 * SHOWN].split())
    return flat[:SHOWN] + "..." * (len(flat) > SHOWN)


def nothing_of(left: LeftOut, otherwise: Message) -> InputError:
    """Return the error of a source of which everything was left out."""
    first = next(iter(left), otherwise)
    return InputError(first)
