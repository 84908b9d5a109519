"""The measurements of meters that `run.py metering` runs in fresh processes.

Each prints one JSON line. Meters read the same fake powercap tree and a fake NVML where
they can; a machine without counters is metered by the model of each.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

IDLE_S = 10.0
TICK_S = 1.0
SAMPLES = 100


def processes() -> int:
    """Return how many processes the tree of this one has."""
    import psutil

    return 1 + len(psutil.Process().children(recursive=True))


def figures(cpu_s: float, wall_s: float, samples: int) -> dict[str, float]:
    """Return CPU share, CPU time for a sample, memory and processes."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with Path("/proc/self/status").open() as status:
        resident = next(line for line in status if line.startswith("VmRSS"))
    return {
        "share": cpu_s / wall_s,
        "sample_ms": 1000 * cpu_s / samples,
        "resident_mb": int(resident.split()[1]) / 1024,
        "peak_mb": usage.ru_maxrss / 1024,
        "processes": processes(),
    }


def idle(start: Callable[[], Any], stop: Callable[[Any], Any]) -> dict[str, float]:
    """Run a meter over an idle time; the CPU time of its process is its own."""
    meter = start()
    time.sleep(2 * TICK_S)
    cpu, wall = time.process_time(), time.perf_counter()
    time.sleep(IDLE_S)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    found = figures(*spent, int(IDLE_S / TICK_S))
    stop(meter)
    return found


def tree(folder: Path) -> None:
    """Write a powercap tree of two packages with memory."""
    zones = {
        "intel-rapl:0": "package-0",
        "intel-rapl:0:0": "dram",
        "intel-rapl:1": "package-1",
        "intel-rapl:1:0": "dram",
    }
    for number, (zone, name) in enumerate(zones.items()):
        path = folder / "sys/class/powercap" / zone
        path.mkdir(parents=True)
        (path / "name").write_text(name)
        (path / "energy_uj").write_text(str(10**9 * (number + 1)))
        (path / "max_energy_range_uj").write_text("262143328850")


def wattlas_idle() -> dict[str, float]:
    """Wattlas on this machine: model or counters, ledger on, a tick of 1 s."""
    from wattlas.metering import api

    with tempfile.TemporaryDirectory() as folder:
        return idle(
            lambda: api.configure(ledger=folder, tick_s=TICK_S),
            lambda session: session.close(),
        )


def wattlas_counters_idle() -> dict[str, float]:
    """Wattlas on a fake tree and two fake cards, ledger on, a tick of 1 s."""
    with tempfile.TemporaryDirectory() as folder:
        session = _session(Path(folder))
        return idle(session.start, lambda session: session.close())


def wattlas_sample() -> dict[str, float]:
    """The CPU time of one reading of this machine, written to a ledger."""
    from wattlas.metering import api

    with tempfile.TemporaryDirectory() as folder:
        settings = api.RunSettings(ledger=folder)
        return _sampled(api.new_session(settings))


def wattlas_counters_sample() -> dict[str, float]:
    """The CPU time of one reading of a fake tree and two fake cards."""
    with tempfile.TemporaryDirectory() as folder:
        return _sampled(_session(Path(folder)))


def _sampled(session: Any) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(SAMPLES):
        time.sleep(0.05)
        session.tick()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return figures(*spent, SAMPLES)


def _session(folder: Path) -> Any:
    from wattlas.metering.clock import RealClock
    from wattlas.metering.ledger import LedgerWriter, RunHeader
    from wattlas.metering.machine import About, found_machine
    from wattlas.metering.parts import Device
    from wattlas.metering.readers.nvml import NvmlReader
    from wattlas.metering.readers.powercap import PowercapReader
    from wattlas.metering.readers.tree import FileTree
    from wattlas.metering.session import Session
    from wattlas.metering.sharing.load import processes
    from wattlas.metering.simulated import scenario
    from wattlas.metering.simulated.parts import SimulatedNvml

    tree(folder)
    began = time.monotonic()
    cards = scenario("two-gpus").cards
    nvml = SimulatedNvml(cards, lambda: time.monotonic() - began)
    readers = [PowercapReader(FileTree(folder), "n"), NvmlReader(nvml)]
    machine = found_machine(readers, About("n", "", 2, 8.0), processes())
    devices = tuple(Device.of(c) for c in machine.channels)
    clock = RealClock()
    header = RunHeader(run="b", host="n", t=clock.now(), devices=devices)
    log = LedgerWriter(folder / "ledger", header)
    return Session(machine.channels, processes(), log, clock, TICK_S)


def codecarbon_idle() -> dict[str, float]:
    """Codecarbon on this machine, offline, a tick of 1 s."""
    from codecarbon import OfflineEmissionsTracker

    def start() -> Any:
        tracker = OfflineEmissionsTracker(
            country_iso_code="FRA",
            measure_power_secs=TICK_S,
            log_level="critical",
            save_to_file=False,
            allow_multiple_runs=True,
        )
        tracker.start()
        return tracker

    return idle(start, lambda tracker: tracker.stop())


def codecarbon_sample() -> dict[str, float]:
    """The CPU time of one reading of codecarbon on this machine."""
    from codecarbon import OfflineEmissionsTracker

    tracker = OfflineEmissionsTracker(
        country_iso_code="FRA",
        measure_power_secs=3600,
        log_level="critical",
        save_to_file=False,
        allow_multiple_runs=True,
    )
    tracker.start()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(SAMPLES):
        time.sleep(0.05)
        tracker._measure_power_and_energy()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    found = figures(*spent, SAMPLES)
    tracker.stop()
    return found


def zeus_idle() -> dict[str, float]:
    """Zeus' monitor on this machine: without a card and RAPL it reads nothing."""
    from zeus.monitor import ZeusMonitor

    def start() -> Any:
        monitor = ZeusMonitor(gpu_indices=[])
        monitor.begin_window("idle")
        return monitor

    return idle(start, lambda monitor: monitor.end_window("idle"))


def importing(statement: str) -> Callable[[], dict[str, float]]:
    """Return what measures an import: CPU time, and what it adds to the process."""

    def measure() -> dict[str, float]:
        figures(0.0, 1.0, 1)  # loads psutil
        before = figures(0.0, 1.0, 1)["resident_mb"]
        begin, cpu = time.perf_counter(), time.process_time()
        exec(statement)  # a fixed text of this file
        spent = time.process_time() - cpu
        wall_s = time.perf_counter() - begin
        added = figures(0.0, 1.0, 1)["resident_mb"] - before
        return {"cpu_s": spent, "seconds": wall_s, "added_mb": added}

    return measure


MEASUREMENTS = {
    "wattlas-idle": wattlas_idle,
    "wattlas-counters-idle": wattlas_counters_idle,
    "wattlas-sample": wattlas_sample,
    "wattlas-counters-sample": wattlas_counters_sample,
    "codecarbon-idle": codecarbon_idle,
    "codecarbon-sample": codecarbon_sample,
    "zeus-idle": zeus_idle,
    "import-wattlas": importing("import wattlas.metering"),
    "import-codecarbon": importing("import codecarbon"),
    "import-zeus": importing("import zeus.monitor"),
}

if __name__ == "__main__":
    os.environ.setdefault("WATTLAS_LEDGER", "off")
    print(json.dumps(MEASUREMENTS[sys.argv[1]]()))
