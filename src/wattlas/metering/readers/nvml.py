"""NVIDIA cards through NVML: the energy counter, else power read now and then.

A card is known by its UUID, so that several processes that read it are one. NVML's
counter runs from the start of the driver and steps every 20 to 100 ms; cards before
Volta and virtual ones have none, and are integrated. With MIG the whole card is read.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from wattlas.errors import MissingExtraError, needs_extra
from wattlas.metering import channel as ch
from wattlas.metering.readers.tree import may_be_there

DRIVER, LIBRARY = "/proc/driver/nvidia", "libnvidia-ml.so.1"
MJ_PER_J, MW_PER_W = 1e3, 1e3
MODULE_NAMES = ("GH200", "GB200", "GB300", "Grace Hopper")
"""Cards whose counter sees the module: the GPU with its CPU and memory."""


BLANKS = frozenset({0xFFFFFFFF, 2**64 - 1})
BLANKS |= {b + n for b in (0x7FFFFFF0, 0x7FFFFFFFFFFFFFF0) for n in range(4)}
"""What the library shows for a value that it does not have."""
LIMITS = (
    "nvmlDeviceGetPowerManagementLimitConstraints",
    "nvmlDeviceGetEnforcedPowerLimit",
)


class NvmlReader:
    """Reads every NVIDIA card of the machine through `nvml`, by default pynvml."""

    name = "nvml"

    def __init__(self, nvml: Any = None) -> None:
        self._nvml = nvml

    def probe(self) -> ch.Probe:
        """Return a channel for each card that can be read."""
        has_driver = self._nvml is not None or may_be_there(DRIVER)
        try:
            nvml = self._nvml or _installed()
        except OSError as error:
            return _silent(error, has_driver=has_driver)
        if nvml is None:
            code = "nvml-not-installed" if has_driver else "no-nvidia"
            return ch.Probe((), (_finding("NVIDIA cards", "absent", code),))
        try:
            nvml.nvmlInit()
            count = nvml.nvmlDeviceGetCount()
        except nvml.NVMLError as error:
            return _silent(error, has_driver=has_driver)
        cards = [_Card(nvml, index) for index in range(count)]
        channels = [c for c in (card.channel() for card in cards) if c is not None]
        findings = [f for card in cards for f in card.findings]
        if not cards:
            findings = [_finding("NVIDIA cards", "absent", "no-cards")]
        return ch.Probe(tuple(channels), tuple(findings))


def _installed() -> Any:
    """Return pynvml, None where it is not installed.

    Raises
    ------
    OSError
        If it would find no library of the driver: it has 17 MB, for nothing then.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(LIBRARY)
    try:
        with needs_extra("Reading NVIDIA cards", "measure"):
            import pynvml
    except MissingExtraError:
        return None
    return pynvml


def _silent(error: Exception, *, has_driver: bool) -> ch.Probe:
    """Return what is found where the driver's library does not answer."""
    code = "no-nvml" if has_driver else "no-nvidia"
    finding = _finding("NVIDIA cards", "absent", code, error=str(error))
    return ch.Probe((), (finding,))


def _finding(what: str, status: str, code: str, **values: str) -> ch.Finding:
    return ch.Finding("nvml", what, status, code, values)


class _Card:
    """One card: which of its readings work, found out once."""

    def __init__(self, nvml: Any, index: int) -> None:
        self._nvml = nvml
        self.findings: list[ch.Finding] = []
        self._seen_us = 0
        self._busy: dict[int, float] = {}
        self._label = f"card {index}"
        try:
            self._handle = nvml.nvmlDeviceGetHandleByIndex(index)
            self._uuid = str(nvml.nvmlDeviceGetUUID(self._handle))
            self._model = str(nvml.nvmlDeviceGetName(self._handle))
            self._label = f"card {index} {self._model}"
        except nvml.NVMLError as error:
            self._handle = None
            self._find("refused", "card-lost", error=str(error))

    def channel(self) -> ch.Channel | None:
        """Return the card's channel; None where neither counter nor power works."""
        if self._handle is None:
            return None
        power = self._power()
        counter = self._works(self._counter_j)
        if not counter and power is None:
            self._find("refused", "no-reading")
            return None
        scope = self._scope()
        method = ch.COUNTER if counter else ch.INTEGRATED
        self._find("read", f"card-{method}", scope=scope)
        if self._has_mig():
            self._find("read", "mig")
        return self._made(scope, method, power)

    def _made(
        self, scope: str, method: str, power: Callable[[], float] | None
    ) -> ch.Channel:
        counter = method == ch.COUNTER
        low, high = ch.ratios(method, scope)
        return ch.Channel(
            key=self._uuid,
            name=self._label.removeprefix("card "),
            scope=scope,
            method=method,
            source=f"nvml {'energy counter' if counter else 'power'}",
            read=self._counter_j if counter or power is None else _as_watts(power),
            low_ratio=low,
            high_ratio=high,
            step_s=ch.constant("nvml", "counter_step_s") if counter else 0.0,
            plausible_w=self._limit_w(),
            averages_s=None if counter else ch.constant("hwmon", "card_average_s"),
            power=power if counter else None,
            uses=self._uses,
        )

    def _find(self, status: str, code: str, **values: str) -> None:
        self.findings.append(_finding(self._label, status, code, **values))

    def _works(self, read: Callable[[], float]) -> bool:
        try:
            return read() > 0
        except ch.LostReadingError:
            return False

    def _read(self, function: str, *arguments: Any) -> Any:
        nvml = self._nvml
        try:
            return getattr(nvml, function)(self._handle, *arguments)
        except (nvml.NVMLError, AttributeError) as error:  # an older library lacks some
            raise ch.LostReadingError(
                "{label}: {function}: {error}.",
                label=self._label,
                function=function,
                error=error,
            ) from error

    def _counter_j(self) -> float:
        return self._valid(self._read("nvmlDeviceGetTotalEnergyConsumption")) / MJ_PER_J

    def _valid(self, value: float) -> float:
        """Return a value that is one: NVML marks what it does not know as all ones."""
        if value in BLANKS or value < 0:
            raise ch.LostReadingError(
                "{label} shows {value}: no reading.",
                label=self._label,
                value=value,
            )
        return value

    def _limit_w(self) -> float | None:
        """Return the highest limit that can be set, and a margin; None if unknown."""
        for function in LIMITS:
            try:
                found = self._read(function)
                limit_mw = self._valid(found[1] if "Constraints" in function else found)
            except ch.LostReadingError:
                continue
            if limit_mw > 0:
                return limit_mw / MW_PER_W * ch.constant("gate", "limit_margin")
        return None

    def _power(self) -> Callable[[], float] | None:
        """Return the best reading of power that works: instant before average."""
        nvml = self._nvml
        scopes = [nvml.NVML_POWER_SCOPE_GPU]
        if self._scope() == "module":
            scopes.insert(0, nvml.NVML_POWER_SCOPE_MODULE)
        for power_scope in scopes:
            read = partial(self._instant_w, power_scope)
            if self._works(read):
                return read
        return self._usage_w if self._works(self._usage_w) else None

    def _instant_w(self, power_scope: int) -> float:
        nvml = self._nvml
        wanted = [(nvml.NVML_FI_DEV_POWER_INSTANT, power_scope)]
        value = self._read("nvmlDeviceGetFieldValues", wanted)[0]
        if value.nvmlReturn != nvml.NVML_SUCCESS:
            raise ch.LostReadingError(
                "{label}: no instant power.",
                label=self._label,
            )
        return self._valid(value.value.uiVal) / MW_PER_W

    def _usage_w(self) -> float:
        return self._valid(self._read("nvmlDeviceGetPowerUsage")) / MW_PER_W

    def _scope(self) -> str:
        return "module" if any(n in self._model for n in MODULE_NAMES) else "gpu"

    def _has_mig(self) -> bool:
        try:
            current, _ = self._read("nvmlDeviceGetMigMode")
        except ch.LostReadingError:
            return False
        return bool(current == self._nvml.NVML_DEVICE_MIG_ENABLE)

    def _uses(self) -> Sequence[ch.Use] | None:
        """Return the processes on the card; None where the driver does not say."""
        try:
            running = self._read("nvmlDeviceGetComputeRunningProcesses")
        except ch.LostReadingError:
            return None
        busy = self._busy_by_pid() if len(running) > 1 else {}
        return [ch.Use(p.pid, busy.get(p.pid), p.usedGpuMemory) for p in running]

    def _busy_by_pid(self) -> dict[int, float]:
        """Return busy shares by process; those before where there are no fresh ones."""
        try:
            samples = self._read("nvmlDeviceGetProcessUtilization", self._seen_us)
        except ch.LostReadingError:  # MIG, old drivers, nothing since the last time
            return self._busy
        self._seen_us = max((s.timeStamp for s in samples), default=self._seen_us)
        self._busy = {s.pid: s.smUtil / 100 for s in samples}
        return self._busy


def _as_watts(read: Callable[[], float]) -> Callable[[], ch.Watts]:
    def watts() -> ch.Watts:
        power_w = read()
        return ch.Watts(power_w, power_w, power_w)

    return watts
