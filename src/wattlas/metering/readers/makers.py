"""AMD and Apple through their makers' libraries, loaded only where they are there.

Both are adapters to libraries that need the hardware: `amdsmi` comes with ROCm and
must be of its version, `zeus_apple_silicon` is for macOS. The library is a parameter,
so that the adapters can be tested without either.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any

from wattlas.metering import channel as ch
from wattlas.metering.readers.tree import may_be_there

AMD_DRIVER = "/sys/module/amdgpu"
UJ_PER_J, MJ_PER_J = 1e6, 1e3
BLANKS = frozenset({0xFFFF, 0xFFFFFFFF, 2**64 - 1, 65.535})
"""What the library shows for a value that it does not have."""


class AmdReader:
    """Reads AMD cards through amdsmi: the energy counter, else power.

    Counters of some cards are physically impossible: the check against power at the
    start of a session says so.
    """

    name = "amdsmi"

    def __init__(self, amdsmi: Any = None) -> None:
        self._smi = amdsmi

    def probe(self) -> ch.Probe:
        """Return a channel for each card that can be read."""
        has_driver = may_be_there(AMD_DRIVER)
        smi = self._smi or (loaded("amdsmi") if has_driver else None)
        if smi is None:
            code = "amdsmi-not-there" if has_driver else "no-amd"
            finding = ch.Finding(self.name, "AMD cards", "absent", code)
            return ch.Probe((), (finding,))
        try:
            smi.amdsmi_init()
            handles = list(smi.amdsmi_get_processor_handles())
        except smi.AmdSmiException as error:
            values = {"error": str(error)}
            finding = ch.Finding(self.name, "AMD cards", "absent", "no-amdsmi", values)
            return ch.Probe((), (finding,))
        found = [_AmdCard(smi, i, h).channel() for i, h in enumerate(handles)]
        channels = tuple(c for c in found if c is not None)
        code = "card-counter" if channels else "no-reading"
        status = "read" if channels else "refused"
        names = [c.name for c in channels] or ["AMD cards"]
        scope = {"scope": "gpu"}
        findings = (ch.Finding(self.name, n, status, code, scope) for n in names)
        return ch.Probe(channels, tuple(findings))


class _AmdCard:
    """One AMD card: its counter in steps, and its power."""

    def __init__(self, smi: Any, index: int, handle: Any) -> None:
        self._smi, self._handle = smi, handle
        self._name = f"AMD card {index}"

    def channel(self) -> ch.Channel | None:
        """Return the card's channel; None where neither counter nor power works."""
        method = _first_working(self._joules, self._watts)
        if not method:
            return None
        counter = method == ch.COUNTER
        low, high = ch.ratios(method, "gpu")
        return ch.Channel(
            key=str(self._smi.amdsmi_get_gpu_device_uuid(self._handle)),
            name=self._name,
            scope="gpu",
            method=method,
            source=f"amdsmi {'energy counter' if counter else 'power'}",
            read=self._joules if counter else _as_watts(self._watts),
            low_ratio=low,
            high_ratio=high,
            step_s=ch.constant("other", "counter_step_s"),
            plausible_w=self._limit_w(),
            averages_s=None if counter else ch.constant("hwmon", "card_average_s"),
            power=self._watts if counter else None,
        )

    def _joules(self) -> float:
        count = self._asked("amdsmi_get_energy_count")
        steps = count.get("energy_accumulator", count.get("power"))
        return (
            self._number(steps) * self._number(count["counter_resolution"]) / UJ_PER_J
        )

    def _watts(self) -> float:
        info = self._asked("amdsmi_get_power_info")
        shown = info.get("current_socket_power", "N/A")
        return self._number(info["average_socket_power"] if shown == "N/A" else shown)

    def _limit_w(self) -> float | None:
        """Return the card's limit with its margin; None where it tells none."""
        try:
            limit = self._number(
                self._asked("amdsmi_get_power_info").get("power_limit")
            )
        except ch.LostReadingError:
            return None
        # Watts, by older libraries microwatts: no board has a limit of 100 kW.
        limit_w = limit / 1e6 if limit > 1e5 else limit
        return limit_w * ch.constant("gate", "limit_margin") if limit_w > 0 else None

    def _asked(self, function: str) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self._smi, function)(self._handle)
        except self._smi.AmdSmiException as error:
            raise ch.LostReadingError(
                "{name}: {error}.",
                name=self._name,
                error=error,
            ) from error
        return answer

    def _number(self, value: object) -> float:
        if not isinstance(value, int | float) or value in BLANKS:
            raise ch.LostReadingError(
                "{name} shows {value!r} for a number.",
                name=self._name,
                value=value,
            )
        return float(value)


class AppleReader:
    """Reads Apple chips through zeus-apple-silicon: its energy model of the chip."""

    name = "apple"

    def __init__(self, library: Any = None, host: str = "") -> None:
        self._library, self._host = library, host

    def probe(self) -> ch.Probe:
        """Return one channel for the chip with its CPU, GPU and memory."""
        library = self._library or loaded("zeus_apple_silicon")
        if library is None:
            finding = ch.Finding(self.name, "Apple chip", "absent", "apple-not-there")
            return ch.Probe((), (finding,))
        try:
            read = AppleCounter(library).read
            read()
        except (RuntimeError, ch.LostReadingError) as error:
            values = {"error": str(error)}
            finding = ch.Finding(self.name, "Apple chip", "refused", "no-apple", values)
            return ch.Probe((), (finding,))
        low, high = ch.ratios(ch.COUNTER, "soc")
        channel = ch.Channel(
            key=f"{self._host}/apple",
            name="chip",
            scope="soc",
            method=ch.COUNTER,
            source="apple energy model",
            read=read,
            low_ratio=low,
            high_ratio=high,
            step_s=ch.constant("other", "counter_step_s"),
        )
        return ch.Probe((channel,), (ch.Finding(self.name, "chip", "read", "soc"),))


class AppleCounter:
    """Makes one growing counter of the library's windows."""

    WINDOW = "wattlas"
    PARTS = ("cpu_total_mj", "gpu_mj", "gpu_sram_mj", "dram_mj", "ane_mj")

    def __init__(self, library: Any) -> None:
        self._monitor = library.AppleEnergyMonitor()
        self._monitor.begin_window(self.WINDOW)
        self._total_j = 0.0

    def read(self) -> float:
        """Return the joules since the first window; a part that is absent is none."""
        try:
            window = self._monitor.end_window(self.WINDOW)
            self._monitor.begin_window(self.WINDOW)
        except RuntimeError as error:
            raise ch.LostReadingError(
                "Apple chip: {error}.",
                error=error,
            ) from error
        parts = (getattr(window, part, None) for part in self.PARTS)
        self._total_j += sum(p for p in parts if p is not None) / MJ_PER_J
        return self._total_j


def loaded(module: str) -> Any:
    """Return a library, or None where it is not installed or cannot be loaded."""
    try:
        # amdsmi prints where ROCm is missing: stdout belongs to the command's result.
        with redirect_stdout(StringIO()):
            return import_module(module)
    except (ImportError, OSError, KeyError):  # amdsmi looks for ROCm while importing
        return None


def _first_working(counter: Callable[[], float], power: Callable[[], float]) -> str:
    for read, method in ((counter, ch.COUNTER), (power, ch.INTEGRATED)):
        try:
            read()
        except ch.LostReadingError:
            continue
        return method
    return ""


def _as_watts(read: Callable[[], float]) -> Callable[[], ch.Watts]:
    def watts() -> ch.Watts:
        power_w = read()
        return ch.Watts(power_w, power_w, power_w)

    return watts
