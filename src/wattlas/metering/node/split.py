"""Sharing the energy of a node out among its groups, in whole microjoules.

Packages go by CPU time, of what they draw above idling; memory by bytes; cards by the
processes on them. What nobody used, and what nothing tells whose it was, is a part of
its own, so that all parts add up to what the node drew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wattlas.metering import channel as ch
from wattlas.metering.channel import Use

CPU, MEMORY, CARDS = "cpu", "memory", "gpu"
PARTS = (CPU, MEMORY, CARDS)
Shares: TypeAlias = Mapping[str, float]
"""What part of an energy each group has; less than 1 in all. [1]"""
Energies: TypeAlias = dict[tuple[str, str], int]
"""Energy by group and part. [uJ]"""


@dataclass(frozen=True)
class Drawn:
    """What one device drew in a tick, and what part of it each group had."""

    scope: str
    energy_uj: int
    shares: Shares


def part_of_scope(scope: str) -> str:
    """Return by what a device is shared out.

    >>> part_of_scope("dram"), part_of_scope("module"), part_of_scope("psys")
    ('memory', 'gpu', 'cpu')
    """
    if scope in ch.CHIP_SCOPES:
        return CARDS
    return MEMORY if scope in ("dram", "memory") else CPU


def by_cpu_time(
    used_us: Mapping[str, int], busy_us: float, capacity_us: float, idle_share: float
) -> Shares:
    """Return shares by CPU time of what a package draws above idling.

    ``active = (1 - r) u / (r + (1 - r) u)``, as `sharing.cpu_shares` has it.

    >>> shares = by_cpu_time(
    ...     {"a": 3, "b": 1}, busy_us=4, capacity_us=8, idle_share=0.25
    ... )
    >>> {name: round(share, 6) for name, share in shares.items()}
    {'a': 0.45, 'b': 0.15}
    """
    busy_us = max(busy_us, sum(used_us.values()))
    if busy_us <= 0 or capacity_us <= 0:
        return {}
    load = min(busy_us / capacity_us, 1.0)
    active = (1 - idle_share) * load
    active /= idle_share + active
    return {path: active * us / busy_us for path, us in used_us.items() if us > 0}


def by_memory(used: Mapping[str, int], total: float) -> Shares:
    """Return shares by bytes of all the memory that there is."""
    total = max(total, sum(used.values()))
    return {path: size / total for path, size in used.items() if size > 0}


def by_processes(uses: Sequence[Use], groups: Mapping[int, str | None]) -> Shares:
    """Return shares of a card by the groups of its processes.

    By busy units, else by memory, else alike: a card that one holds is its own. What
    processes of no group have is nobody's.

    >>> by_processes([Use(7, 0.75, 1.0), Use(8, 0.25, 1.0)], {7: "a", 8: "b"})
    {'a': 0.75, 'b': 0.25}
    """
    for weights in (
        [u.busy or 0.0 for u in uses],
        [u.memory_bytes or 0.0 for u in uses],
        [1.0] * len(uses),
    ):
        total = sum(weights)
        if total > 0:
            break
    else:
        return {}
    found: dict[str, float] = {}
    for use, weight in zip(uses, weights, strict=True):
        path = groups.get(use.pid)
        if path is not None:
            found[path] = found.get(path, 0.0) + weight / total
    return found


def shared_out(devices: Iterable[Drawn]) -> tuple[int, Energies]:
    """Return the energy of a node, and the part of each group of it. [uJ]

    A meter of the whole is shared as the parts that it holds; where none of these is
    metered, by CPU time.
    """
    found = list(devices)
    counted = ch.counting(device.scope for device in found)
    whole = [d for d in found if d.scope in counted]
    parts = [d for d in found if d.scope not in ch.WHOLE_SCOPES]
    wholes = [d for d in whole if d.scope in ch.WHOLE_SCOPES]
    held = [p for p in parts if wholes and ch.holds(wholes[0].scope, p.scope)]
    bases = parts if held or not wholes else [*parts, *wholes]
    energy_uj = sum(d.energy_uj for d in whole)
    based_uj = sum(d.energy_uj for d in bases)
    factor = energy_uj / based_uj if based_uj > 0 else 0.0
    exact: dict[tuple[str, str], float] = {}
    for device in bases:
        part = part_of_scope(device.scope)
        for path, share in device.shares.items():
            key = path, part
            more = device.energy_uj * share * factor
            exact[key] = exact.get(key, 0.0) + more
    return energy_uj, _whole_numbers(exact, energy_uj)


def _whole_numbers(exact: Mapping[tuple[str, str], float], most: int) -> Energies:
    """Round down, so that all together are at most what there was."""
    energies = {key: int(uj) for key, uj in exact.items()}
    excess = sum(energies.values()) - most
    for key in sorted(energies, key=lambda key: -energies[key]):
        if excess <= 0:
            break
        less = min(excess, energies[key])
        energies[key] -= less
        excess -= less
    return {key: uj for key, uj in energies.items() if uj > 0}
