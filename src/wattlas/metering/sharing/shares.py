"""Shares of one device's energy: ours, that of other processes, and idle.

The three always add up to what was measured: what is not ours or another's is idle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wattlas.metering.channel import Use
from wattlas.metering.sharing.load import Load


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a device's energy; the rest is idle. [1]"""

    own: float
    other: float

    @property
    def idle(self) -> float:
        """What nobody used. [1]"""
        return max(1.0 - self.own - self.other, 0.0)


ALL_OWN, ALL_OTHER, ALL_IDLE = Shares(1.0, 0.0), Shares(0.0, 1.0), Shares(0.0, 0.0)


def cpu_shares(before: Load, after: Load, idle_power_share: float) -> Shares:
    """Shares of a package by CPU time, of what it draws above idling. [1]

    ``active = (1 - r) * u / (r + (1 - r) * u)``, `u` the busy share of the machine's
    CPU time and `r` its idle over full power: processes share the active part by CPU
    time, the rest is idle. Kepler allots active power in the same way.

    >>> none = frozenset()
    >>> start = Load(0, 0, 0, 0, 0, 0, none)
    >>> cpu_shares(start, Load(2, 4, 8, 0, 0, 0, none), idle_power_share=0.25)
    Shares(own=0.3, other=0.3)
    """
    capacity = after.capacity_cpu_s - before.capacity_cpu_s
    own = max(after.own_cpu_s - before.own_cpu_s, 0.0)
    busy = max(after.busy_cpu_s - before.busy_cpu_s, own)
    if capacity <= 0 or busy <= 0:
        return ALL_IDLE
    load = min(busy / capacity, 1.0)
    active = (1 - idle_power_share) * load
    active /= idle_power_share + active
    return Shares(active * own / busy, active * (busy - own) / busy)


def memory_shares(load: Load) -> Shares:
    """Shares of memory by the bytes that processes hold. [1]

    >>> memory_shares(Load(0, 0, 0, 2.0, 5.0, 10.0, frozenset()))
    Shares(own=0.2, other=0.3)
    """
    if load.total_memory <= 0:
        return ALL_IDLE
    own = min(load.own_memory, load.total_memory)
    used = min(max(load.used_memory, own), load.total_memory)
    return Shares(own / load.total_memory, (used - own) / load.total_memory)


def device_shares(
    uses: Sequence[Use] | None,
    own_pids: frozenset[int],
    is_visible: bool,
    exists: Callable[[int], bool],
) -> Shares:
    """Shares of an accelerator: of who uses it alone, else by busy units. [1]

    A card on which only our processes run is ours while they hold it, busy or not.
    Where processes cannot be seen (a container sees those of no other) a card that
    was handed to us by name (`is_visible`) is ours, any other belongs to others.

    >>> ours = frozenset({7})
    >>> device_shares([Use(7, None, 1.0)], ours, False, lambda pid: True)
    Shares(own=1.0, other=0.0)
    >>> both = [Use(7, 0.75, 1.0), Use(8, 0.25, 1.0)]
    >>> device_shares(both, ours, False, lambda pid: True)
    Shares(own=0.75, other=0.25)
    """
    if uses is None or (uses and not any(exists(u.pid) for u in uses)):
        return ALL_OWN if is_visible else ALL_OTHER
    if not uses:
        return ALL_OWN if is_visible else ALL_IDLE
    ours = [u for u in uses if u.pid in own_pids]
    if len(ours) == len(uses):
        return ALL_OWN
    if not ours:
        return ALL_OTHER
    return _by_use(uses, ours)


def _by_use(uses: Sequence[Use], ours: Sequence[Use]) -> Shares:
    """Share by busy units; by memory where the driver does not tell (MIG)."""
    total, own = _sums([u.busy for u in uses], [u.busy for u in ours])
    if total <= 0:
        sizes = [u.memory_bytes for u in uses]
        total, own = _sums(sizes, [u.memory_bytes for u in ours])
    if total <= 0:
        return ALL_OTHER
    return Shares(own / total, 1 - own / total)


def _sums(
    all_values: Sequence[float | None], own_values: Sequence[float | None]
) -> tuple[float, float]:
    return (
        sum(v for v in all_values if v is not None),
        sum(v for v in own_values if v is not None),
    )
