"""Allot each channel's energy, tick by tick: whose it is."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wattlas.metering import channel as ch
from wattlas.metering.sharing.load import Load, Processes
from wattlas.metering.sharing.shares import (
    ALL_OTHER,
    Shares,
    cpu_shares,
    device_shares,
    memory_shares,
)

SHORTEST_S = 0.05
"""CPU times come in steps of 10 ms: over less than this the shares before hold."""
USES_EVERY_S = 5.0
"""How often the driver is asked for the processes of a card."""
VISIBLE = ("CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")


class Allotment:
    """Keeps the load of the machine and says whose energy a channel's is."""

    def __init__(
        self,
        processes: Processes | None,
        now_s: float,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._processes = processes
        self._load = processes.load() if processes else None
        self._at_s = now_s
        self._cpu: Shares | None = None
        self._memory = ALL_OTHER
        self._uses: dict[str, tuple[float, Shares]] = {}
        self._idle = ch.constant("cpu", "idle_power_share")
        env = os.environ if environment is None else environment
        self._visible = {v.strip() for name in VISIBLE for v in _words(env, name)}

    @property
    def load(self) -> Load | None:
        """The load of the last look; None where nothing tells it."""
        return self._load

    def look(self, now_s: float) -> None:
        """Look at the load, if enough time has gone by since the last look."""
        is_soon = self._cpu is not None and now_s - self._at_s < SHORTEST_S
        if self._processes is None or is_soon:
            return
        before, self._load = self._load, self._processes.load()
        self._at_s = now_s
        if before is not None and self._load.capacity_cpu_s > before.capacity_cpu_s:
            self._cpu = cpu_shares(before, self._load, self._idle)
        self._memory = memory_shares(self._load)

    def shares(self, channel: ch.Channel, index: int, now_s: float) -> Shares:
        """Return the shares of a channel's energy of this tick.

        `index` is the card's place among the cards, by which it may be handed out.
        """
        if channel.scope in ch.CHIP_SCOPES:
            return self._device(channel, index, now_s)
        if channel.scope in ("dram", "memory"):
            return self._memory
        return self._cpu or ALL_OTHER

    def _device(self, channel: ch.Channel, index: int, now_s: float) -> Shares:
        asked_s, shares = self._uses.get(channel.key, (-USES_EVERY_S, ALL_OTHER))
        if now_s - asked_s < USES_EVERY_S or self._processes is None:
            return shares
        own = self._load.own_pids if self._load else frozenset()
        uses = channel.uses() if channel.uses else None
        visible = bool({str(index), channel.key, "all"} & self._visible)
        shares = device_shares(uses, own, visible, self._processes.exists)
        self._uses[channel.key] = (now_s, shares)
        return shares


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return [w for w in environment.get(name, "").split(",") if w.strip()]
