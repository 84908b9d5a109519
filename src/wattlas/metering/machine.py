"""The machine that a session runs on: its name, its processor, its readers."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wattlas.metering import channel as ch
from wattlas.metering.parts import Device
from wattlas.metering.readers.hwmon import HwmonReader
from wattlas.metering.readers.makers import AmdReader, AppleReader
from wattlas.metering.readers.model import ModelReader
from wattlas.metering.readers.nvml import NvmlReader
from wattlas.metering.readers.powercap import PowercapReader
from wattlas.metering.sharing.load import (
    BusyShare,
    Processes,
    memory_limit_gb,
    processes,
)

CPU_SCOPES = ("package", "soc", "psys", "module")
"""Scopes that see the processor: where there is one, no model stands in."""


@dataclass(frozen=True)
class About:
    """What is known of a machine without reading a counter."""

    host: str
    cpu: str
    threads: int
    memory_gb: float | None
    virtual: str = ""


@dataclass(frozen=True)
class Machine:
    """What was found on a machine: the channels that count, and every finding."""

    about: About
    channels: tuple[ch.Channel, ...]
    findings: tuple[ch.Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the machine as plain data."""
        return {
            "machine": asdict(self.about),
            "channels": [asdict(Device.of(c)) for c in self.channels],
            "findings": [
                {**asdict(f), "values": dict(f.values)} for f in self.findings
            ],
        }


def host_name() -> str:
    """Return the name of this machine."""
    return platform.node() or "host"


def machine_key(root: Path | str = "/") -> str:
    """Return what names this machine to its processes: the boot, where it is told.

    Containers of one machine have hosts' names of their own and one boot: what two of
    them see of a package is one package.
    """
    try:
        boot = Path(root, "proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return host_name()
    return f"boot-{boot[:13]}"


def this_machine(more: Iterable[ch.Reader] = ()) -> Machine:
    """Return this machine as all readers, and the given ones, find it."""
    about = about_this_machine()
    host = machine_key()
    readers: list[ch.Reader] = [
        PowercapReader(host=host),
        HwmonReader(host=host),
        NvmlReader(),
        AmdReader(),
    ]
    if platform.system() == "Darwin":
        readers.append(AppleReader(host=host))
    return found_machine([*readers, *more], about, processes(), host)


def about_this_machine() -> About:
    """Return what the system says of this machine."""
    threads = os.cpu_count() or 1
    memory = memory_limit_gb()
    return About(host_name(), cpu_name(), threads, memory, virtual_kind())


def found_machine(
    readers: Sequence[ch.Reader],
    about: About,
    load: Processes | None,
    key: str = "",
) -> Machine:
    """Return the machine that readers find; a model stands in where they find nothing.

    A package that a second reader sees again is left out.
    """
    probes = [reader.probe() for reader in readers]
    channels, findings = _without_doubles(probes)
    if not any(c.scope in CPU_SCOPES for c in channels):
        model = ModelReader(
            BusyShare(load),
            key or about.host,
            about.cpu,
            about.threads,
            about.memory_gb,
        )
        probe = model.probe()
        channels += probe.channels
        findings += probe.findings
    # Meters of the whole come last: they are shared as their parts are.
    channels.sort(key=lambda c: c.scope in ch.WHOLE_SCOPES)
    return Machine(about, tuple(channels), tuple(findings))


def cpu_name() -> str:
    """Return the name of the processor, '' where the system does not say."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor()
    names = (ln.partition(":")[2].strip() for ln in text.splitlines())
    keys = (ln.partition(":")[0].strip() for ln in text.splitlines())
    return next((n for k, n in zip(keys, names, strict=True) if k == "model name"), "")


def virtual_kind() -> str:
    """Return 'virtual machine', 'container', or '' for a machine of its own."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    if " hypervisor" in flags:
        return "virtual machine"
    inside = Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()
    return "container" if inside else ""


def _without_doubles(
    probes: Iterable[ch.Probe],
) -> tuple[list[ch.Channel], list[ch.Finding]]:
    channels: list[ch.Channel] = []
    findings: list[ch.Finding] = []
    for probe in probes:
        doubled = any(c.scope == "package" for c in channels)
        for channel in probe.channels:
            if doubled and channel.scope == "package":
                continue
            channels.append(channel)
        findings += probe.findings
    return channels, findings
