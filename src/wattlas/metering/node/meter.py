"""The meter of a node: at each tick what its devices drew, and whose it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from wattlas.metering import channel as ch
from wattlas.metering.ledger.readings import UJ_PER_J
from wattlas.metering.node import split
from wattlas.metering.node.groups import (
    ControlGroups,
    Usage,
    own_cpu_us,
    own_memory,
)
from wattlas.metering.node.state import NodeState, read_state, write_state
from wattlas.metering.parts import Total
from wattlas.metering.session import Session
from wattlas.metering.sharing.load import LinuxProcesses

US_PER_S = 1_000_000
NODE = "node"


class NodeMeter:
    """Shares what a node draws out among its control groups.

    Parameters
    ----------
    session : Session
        What reads the devices; it has no thread.
    channels : sequence of Channel
        Its channels, which name the processes on cards.
    groups : ControlGroups
        The tree of groups.
    processes : LinuxProcesses
        Tells the CPU time and the memory of the machine.
    path : Path
        The file of its state: a restart goes on from it, and loses a tick at most.
    """

    def __init__(
        self,
        session: Session,
        channels: Sequence[ch.Channel],
        groups: ControlGroups,
        processes: LinuxProcesses,
        path: Path,
    ) -> None:
        self._session, self._channels = session, channels
        self._groups, self._processes, self._path = groups, processes, path
        self._idle_share = ch.constant("cpu", "idle_power_share")
        self._state = read_state(path)
        self._bounds_uj = self._state.low_uj, self._state.high_uj
        self._lock = threading.Lock()
        self._begin = session.snapshot()
        self._told_uj: dict[str, int] = {}
        self._usages = groups.usages()
        self._cpu_s = processes.machine_cpu_s()

    def state(self) -> NodeState:
        """Return what was drawn so far: a copy that stays as it is."""
        with self._lock:
            return deepcopy(self._state)

    def tick(self) -> None:
        """Read everything, share it out, and write the state to the disk."""
        snapshot = self._session.tick()
        before, self._usages = self._usages, self._groups.usages()
        found = self._session.measurement(NODE, self._begin, snapshot).energy_j
        with self._lock:
            drawn = list(self._drawn(snapshot.totals, before, self._usages))
            energy_uj, energies = split.shared_out(drawn)
            self._state.add(energy_uj, energies, snapshot.at_s)
            self._state.end(self._usages, snapshot.at_s)
            if found is not None:
                low, high = self._bounds_uj
                self._state.low_uj = low + int(found.low * UJ_PER_J)
                self._state.high_uj = high + int(found.high * UJ_PER_J) + 1
            write_state(self._path, self._state)

    def _drawn(
        self,
        totals: Mapping[str, Total],
        before: Mapping[str, Usage],
        after: Mapping[str, Usage],
    ) -> Iterator[split.Drawn]:
        """Yield what each device drew since the tick before, and whose it was."""
        cpu = self._cpu_shares(before, after)
        held = split.by_memory(own_memory(after), self._processes.memory_bytes())
        for channel in self._channels:
            key, told_uj = channel.key, self._told_uj.get(channel.key, 0)
            energy_uj = max(round(totals[key].joules * UJ_PER_J) - told_uj, 0)
            self._told_uj[key] = told_uj + energy_uj
            known_uj = self._state.devices.get(key, 0)
            self._state.devices[key] = known_uj + energy_uj
            part = split.part_of_scope(channel.scope)
            shares = held if part == split.MEMORY else cpu
            if part == split.CARDS:
                shares = self._card_shares(channel, after)
            yield split.Drawn(channel.scope, energy_uj, shares)

    def _cpu_shares(
        self, before: Mapping[str, Usage], after: Mapping[str, Usage]
    ) -> split.Shares:
        (busy, capacity), (busy0, capacity0) = (
            self._processes.machine_cpu_s(),
            self._cpu_s,
        )
        self._cpu_s = busy, capacity
        return split.by_cpu_time(
            own_cpu_us(before, after),
            (busy - busy0) * US_PER_S,
            (capacity - capacity0) * US_PER_S,
            self._idle_share,
        )

    def _card_shares(
        self, channel: ch.Channel, after: Mapping[str, Usage]
    ) -> split.Shares:
        """Return whose a card is; nobody's where nothing tells."""
        uses = (channel.uses() if channel.uses else None) or ()
        paths = {use.pid: self._groups.path_of(use.pid, after) for use in uses}
        return split.by_processes(uses, paths)

    def run(self, stop: threading.Event, tick_s: float, length_s: float | None) -> None:
        """Read at every tick until an event, or for a time. [s]"""
        left = length_s
        while left is None or left > 0:
            step = tick_s if left is None else min(tick_s, left)
            ended = stop.wait(step)
            self.tick()
            if ended:
                return
            left = None if left is None else left - step
