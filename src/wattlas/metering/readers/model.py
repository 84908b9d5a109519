"""A model of processor and memory, for machines without any counter.

Watts from the load, with a range as wide as such models err. The processor is looked
up by name; one that is not known is taken by its hardware threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from wattlas import facts
from wattlas.metering import channel as ch

THREADS_PER_CORE = 2.0
"""Hardware threads of a core of the server processors in the table."""
NOISE = ("(r)", "(tm)", "cpu", "processor", "intel", "amd", "with")


@dataclass(frozen=True)
class Processor:
    """What the model knows: watts of all its threads idle and busy, with ranges."""

    name: str
    known: bool
    idle_w: float
    busy_w: float
    low_ratio: float
    high_ratio: float


class ModelReader:
    """Models packages and memory from the load of the machine.

    `load` returns the share of the machine's CPU time that was busy since it was last
    called; `memory_gb` the memory that the machine, or its control group, has.
    """

    name = "model"

    def __init__(
        self,
        load: Callable[[], float],
        host: str = "",
        model_name: str = "",
        threads: int | None = None,
        memory_gb: float | None = None,
    ) -> None:
        self._load, self._host = load, host
        self._processor = processor(model_name, threads or os.cpu_count() or 1)
        self._memory_gb = memory_gb

    def probe(self) -> ch.Probe:
        """Return a channel for packages, and one for memory if its size is known."""
        code = "cpu-of-table" if self._processor.known else "cpu-by-threads"
        named = {"name": self._processor.name or "?"}
        findings = [ch.Finding(self.name, "packages", "read", code, named)]
        channels = [self._channel("package", "processor", self._package_w)]
        if self._memory_gb:
            channels.append(self._channel("memory", "memory", self._memory_w))
            size = {"gb": f"{self._memory_gb:.3g}"}
            findings.append(
                ch.Finding(self.name, "memory", "read", "memory-by-size", size)
            )
        return ch.Probe(tuple(channels), tuple(findings))

    def _channel(
        self, scope: str, name: str, read: Callable[[], ch.Watts]
    ) -> ch.Channel:
        return ch.Channel(
            key=f"{self._host}/model/{name}",
            name=name,
            scope=scope,
            method=ch.MODEL,
            source=f"model of the {name}",
            read=read,
        )

    def _package_w(self) -> ch.Watts:
        return package_w(self._processor, self._load())

    def _memory_w(self) -> ch.Watts:
        fact = facts.number("metering", "memory", "power_w_per_gb")
        size = self._memory_gb or 0.0
        return ch.Watts(fact.low * size, fact.value * size, fact.high * size)


def package_w(cpu: Processor, busy_share: float) -> ch.Watts:
    """Power of the packages at a load, from idle to busy in a straight line. [W]

    ``package_w = idle_w + (busy_w - idle_w) * busy_share``

    >>> cpu = Processor("", True, 20.0, 100.0, 0.5, 2.0)
    >>> package_w(cpu, 0.5)
    Watts(low=30.0, mid=60.0, high=120.0)
    """
    mid = cpu.idle_w + (cpu.busy_w - cpu.idle_w) * min(max(busy_share, 0.0), 1.0)
    return ch.Watts(mid * cpu.low_ratio, mid, mid * cpu.high_ratio)


def processor(model_name: str, threads: int) -> Processor:
    """Return what the tables know of a processor, else one by its threads.

    A virtual machine has some of a processor's threads and is taken to draw as many
    of its watts.
    """
    key = _key_of(model_name)
    if key is not None:
        cores = facts.number("cpus", key, "cores").value
        limit = facts.number("cpus", key, "power_limit_w").value
        idle = facts.number("cpus", key, "idle_power_w").value
        parts = threads / (cores * THREADS_PER_CORE)
        ratio = facts.number("metering", "cpu", "model_ratio")
        return Processor(
            model_name, True, idle * parts, limit * parts, ratio.low, ratio.high
        )
    busy = facts.number("metering", "cpu", "thread_busy_power_w")
    idle_share = ch.constant("cpu", "idle_power_share")
    busy_w = busy.value * threads
    low, high = busy.low / busy.value, busy.high / busy.value
    return Processor(model_name, False, busy_w * idle_share, busy_w, low, high)


def _key_of(model_name: str) -> str | None:
    words = model_name.lower().partition("@")[0]
    for noise in NOISE:
        words = words.replace(noise, " ")
    parts = [w for w in words.split() if not w.endswith("-core")]
    for length in range(len(parts), 1, -1):
        key = facts.find("cpus", "-".join(parts[:length]))
        if key is not None:
            return key
    return None
