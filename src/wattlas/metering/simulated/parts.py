"""The parts of a simulated machine: counters with faults, a /sys tree, cards, load."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from wattlas.metering.channel import LostReadingError
from wattlas.metering.clock import Clock
from wattlas.metering.readers.powercap import FOLDER
from wattlas.metering.sharing.load import Load
from wattlas.metering.simulated.curves import Curve

RAPL_WRAP_J = 262_143.328850
MJ_PER_J, MW_PER_W, UJ_PER_J = 1e3, 1e3, 1e6


@dataclass(frozen=True)
class Counter:
    """A counter of joules over a curve, with what may go wrong with it.

    `lost` are times at which it cannot be read, `reset_at` a time at which it begins
    again at 0, `step_s` the time between two of its steps.
    """

    curve: Curve
    start_j: float = 0.0
    wrap_j: float | None = None
    step_s: float = 0.0
    lost: tuple[tuple[float, float], ...] = ()
    reset_at: float | None = None

    def joules(self, at_s: float) -> float:
        """Return what the counter shows. [J]"""
        if any(begin <= at_s < end for begin, end in self.lost):
            raise LostReadingError(
                "The counter cannot be read at {at_s:g} s.",
                at_s=at_s,
            )
        shown = at_s
        if self.step_s:
            # A hair more, so that 0.3 s is three steps of 0.1 s in binary numbers too.
            shown = int(at_s / self.step_s + 1e-6) * self.step_s
        since, start = 0.0, self.start_j
        if self.reset_at is not None and at_s >= self.reset_at:
            since, start = self.reset_at, 0.0
        total = start + self.curve.energy_j(since, max(shown, since))
        return total % self.wrap_j if self.wrap_j else total


@dataclass(frozen=True)
class Zone:
    """A domain of the powercap tree."""

    folder: str
    name: str
    counter: Counter
    refused: bool = False
    limit_w: float | None = None


@dataclass(frozen=True)
class Card:
    """A card: its counter (None: it has none), and the processes on it."""

    uuid: str
    model: str
    counter: Counter | None
    curve: Curve
    uses: tuple[tuple[int, float, float], ...] = ()
    mig: bool = False
    power_ratio: float = 1.0
    limit_w: float | None = None
    falls_off_at: float | None = None
    missing: tuple[tuple[float, float], ...] = ()


@dataclass
class SimulatedTree:
    """A powercap tree whose counters follow a clock."""

    zones: Sequence[Zone]
    elapsed: Callable[[], float]

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        return [z.folder for z in self.zones] if folder == FOLDER else []

    def text(self, path: str) -> str:
        """Return the text of a file."""
        zone = self._zone(path)
        wrap_j = zone.counter.wrap_j or RAPL_WRAP_J
        files = {"name": zone.name, "max_energy_range_uj": str(_uj(wrap_j) - 1)}
        if zone.limit_w is not None:
            files["constraint_1_power_limit_uw"] = str(_uj(zone.limit_w))
        name = path.rpartition("/")[2]
        if name not in files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return files[name]

    def number(self, path: str) -> Callable[[], int]:
        """Open a counter; return what reads it. [uJ]"""
        zone = self._zone(path)
        if zone.refused:
            raise PermissionError(13, "Permission denied")
        return lambda: _uj(zone.counter.joules(self.elapsed()))

    def _zone(self, path: str) -> Zone:
        folder = path.split("/")[-2]
        return next(z for z in self.zones if z.folder == folder)


class NvmlFaultError(Exception):
    """What the simulated NVML raises, as pynvml raises its NVMLError."""


class SimulatedNvml:
    """NVML over simulated cards: the names and units are NVML's."""

    NVMLError = NvmlFaultError
    NVML_SUCCESS = 0
    NVML_POWER_SCOPE_GPU = 0
    NVML_POWER_SCOPE_MODULE = 1
    NVML_FI_DEV_POWER_INSTANT = 186
    NVML_DEVICE_MIG_ENABLE = 1

    def __init__(self, cards: Sequence[Card], elapsed: Callable[[], float]) -> None:
        self._cards, self._elapsed = cards, elapsed
        self._functions: Mapping[str, Callable[..., Any]] = {
            "nvmlInit": lambda: None,
            "nvmlDeviceGetCount": lambda: len(cards),
            "nvmlDeviceGetHandleByIndex": lambda index: cards[index],
            "nvmlDeviceGetUUID": lambda card: card.uuid,
            "nvmlDeviceGetName": lambda card: card.model,
            "nvmlDeviceGetTotalEnergyConsumption": self._energy_mj,
            "nvmlDeviceGetPowerUsage": self._power_mw,
            "nvmlDeviceGetFieldValues": self._field_values,
            "nvmlDeviceGetPowerManagementLimitConstraints": self._limits_mw,
            "nvmlDeviceGetMigMode": lambda card: (int(card.mig), int(card.mig)),
            "nvmlDeviceGetComputeRunningProcesses": self._processes,
            "nvmlDeviceGetProcessUtilization": self._utilization,
        }

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            return self._functions[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def _check(self, card: Card) -> float:
        now = self._elapsed()
        if card.falls_off_at is not None and now >= card.falls_off_at:
            raise NvmlFaultError("GPU is lost")
        if any(begin <= now < end for begin, end in card.missing):
            raise NvmlFaultError("Unknown Error")
        return now

    def _energy_mj(self, card: Card) -> int:
        now = self._check(card)
        if card.counter is None:
            raise NvmlFaultError("Not Supported")
        return round(card.counter.joules(now) * MJ_PER_J)

    def _power_mw(self, card: Card) -> int:
        watts = card.curve.power_w(self._check(card))
        return round(watts * card.power_ratio * MW_PER_W)

    def _limits_mw(self, card: Card) -> tuple[int, int]:
        if card.limit_w is None:
            raise NvmlFaultError("Not Supported")
        return 100_000, round(card.limit_w * MW_PER_W)

    def _field_values(self, card: Card, wanted: Sequence[tuple[int, int]]) -> list[Any]:
        value = SimpleNamespace(uiVal=self._power_mw(card))
        return [SimpleNamespace(nvmlReturn=0, value=value) for _ in wanted]

    def _processes(self, card: Card) -> list[Any]:
        self._check(card)
        return [
            SimpleNamespace(pid=pid, usedGpuMemory=memory)
            for pid, _, memory in card.uses
        ]

    def _utilization(self, card: Card, last_us: int) -> list[Any]:
        if card.mig:
            raise NvmlFaultError("Not Supported")
        stamp = round(self._check(card) * 1e6)
        return [
            SimpleNamespace(pid=pid, smUtil=busy * 100, timeStamp=stamp)
            for pid, busy, _ in card.uses
        ]


@dataclass(frozen=True)
class SimulatedProcesses:
    """A steady load: shares of the machine's CPU time and memory."""

    clock: Clock
    own: float = 0.5
    other: float = 0.0
    threads: int = 64
    own_memory: float = 0.25
    pids: frozenset[int] = field(default=frozenset({1000}))

    def load(self) -> Load:
        """Return what was used so far."""
        capacity = self.clock.now() * self.threads
        return Load(
            own_cpu_s=capacity * self.own,
            busy_cpu_s=capacity * (self.own + self.other),
            capacity_cpu_s=capacity,
            own_memory=self.own_memory,
            used_memory=self.own_memory,
            total_memory=1.0,
            own_pids=self.pids,
        )

    def machine_cpu_s(self) -> tuple[float, float]:
        """Return busy CPU time of the machine and all it could have given. [s]"""
        found = self.load()
        return found.busy_cpu_s, found.capacity_cpu_s

    def exists(self, pid: int) -> bool:
        """Say that every process can be seen."""
        return True


def _uj(joules: float) -> int:
    return round(joules * UJ_PER_J)
