"""The machine that a session runs on: its name, its processor, its readers."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from wattlas import facts
from wattlas.metering import channel as ch
from wattlas.metering.parts import Device
from wattlas.metering.ranks import Rank, rank_of
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
from wattlas.plain import Plain, coded

LIBRARIES = ("psutil", "pynvml", "prometheus_client", "duckdb")
"""Optional libraries that metering and its ledger use."""
CPU_SCOPES = ("package", "soc", "psys", "module")
"""Scopes that see the processor: where there is one, no model stands in."""

INSIDE_MODULE = ("package", "dram", "memory", "soc")
"""Scopes that the counter of a Grace Hopper or Grace Blackwell module holds."""
HASHED_FOR = "wattlas machine"
NAMED_METERS = ("command", "prometheus")
"""Readers of the meters that a user names."""


@dataclass(frozen=True)
class About(Plain):
    """What is known of a machine without reading a counter."""

    host: str
    cpu: str
    threads: int
    memory_gb: float | None
    virtual: str = ""


@dataclass(frozen=True)
class Findings(Plain):
    """What can be metered on a machine: its channels, and every finding.

    `low_ratio` and `high_ratio` of a channel are the ends of its true energy over what
    it reports. `rank` is None where one process runs alone.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("doctor",)
    ROWS: ClassVar[str] = "channels"

    machine: About
    channels: tuple[Device, ...]
    findings: tuple[ch.Finding, ...]
    rank: Rank | None
    libraries: Mapping[str, bool] = field(metadata=coded(keys="libraries"))


@dataclass(frozen=True)
class Machine:
    """What was found on a machine: the channels that count, and every finding."""

    about: About
    channels: tuple[ch.Channel, ...]
    findings: tuple[ch.Finding, ...]

    @property
    def record(self) -> Findings:
        """What was found, as a record."""
        rank = rank_of()
        return Findings(
            machine=self.about,
            channels=tuple(map(_with_bounds, self.channels)),
            findings=self.findings,
            rank=rank if rank.size > 1 else None,
            libraries={name: find_spec(name) is not None for name in LIBRARIES},
        )


def _with_bounds(channel: ch.Channel) -> Device:
    """Return a channel's record with the range of its true energy over its reading."""
    device = Device.of(channel)
    if channel.method != ch.MODEL:
        return device
    if channel.scope == "memory":
        fact = facts.number("metering", "memory", "power_w_per_gb")
        ends = fact.low / fact.value, fact.high / fact.value
        return replace(device, low_ratio=ends[0], high_ratio=ends[1])
    watts = channel.read()
    if isinstance(watts, float) or watts.mid <= 0:
        return device
    ends = watts.low / watts.mid, watts.high / watts.mid
    return replace(device, low_ratio=ends[0], high_ratio=ends[1])


def host_name() -> str:
    """Return the name of this machine."""
    return platform.node() or "host"


def machine_key(root: Path | str = "/") -> str:
    """Return what names this machine to its processes: a hash made for Wattlas alone.

    Of the boot, where it is told: containers of one machine have hosts' names of their
    own and one boot, and what two of them see of a package is one package. Else of the
    machine's id and its name. The ids themselves are never written.
    """
    boot = _identity(root, "proc/sys/kernel/random/boot_id")
    told = boot or f"{_identity(root, 'etc/machine-id')} {host_name()}"
    return f"machine-{named_hash(told)}"


def named_hash(text: str) -> str:
    """Return 16 hexadecimal digits that stand for a text, and do so in Wattlas alone.

    >>> named_hash("a") == named_hash("a"), len(named_hash("a"))
    (True, 16)
    """
    return hashlib.sha256(f"{HASHED_FOR} {text}".encode()).hexdigest()[:16]


def _identity(root: Path | str, name: str) -> str:
    try:
        return Path(root, name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


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
    its = [c for c in channels if c.scope in CPU_SCOPES]
    if not all(c.unproven for c in its):
        channels = [replace(c, unproven=False) for c in channels]
    else:
        probe = _model(load, about, key).probe()
        channels += [replace(c, stands_in=bool(its)) for c in probe.channels]
        findings += probe.findings
    channels, held = _without_held(channels)
    findings += held
    # Meters of the whole come last: they are shared as their parts are.
    channels.sort(key=lambda c: c.scope in ch.WHOLE_SCOPES)
    return Machine(about, tuple(channels), tuple(findings))


def _model(load: Processes | None, about: About, key: str) -> ModelReader:
    return ModelReader(
        BusyShare(load),
        key or about.host,
        about.cpu,
        about.threads,
        about.memory_gb,
    )


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


def _without_held(
    channels: Sequence[ch.Channel],
) -> tuple[list[ch.Channel], list[ch.Finding]]:
    """Leave out what lies inside another channel, or sees again what it sees.

    A module holds its processor and memory; a meter that a user names replaces what
    the board shows of the same fence; a maker's library replaces the sensor of a card.
    """
    scopes = {c.scope for c in channels}
    named = {c.scope for c in channels if _reader(c) in NAMED_METERS}
    libraries = any(_reader(c) == "amdsmi" for c in channels)
    kept, findings = [], []
    for channel in channels:
        sensor = _reader(channel) == "hwmon"
        inside = "module" in scopes and channel.scope in INSIDE_MODULE
        again = sensor and channel.scope in named
        again |= libraries and channel.source == "hwmon amdgpu"
        if inside or again:
            code = "inside-module" if inside else "second-view"
            finding = ch.Finding(_reader(channel), channel.name, "dropped", code)
            findings.append(finding)
        else:
            kept.append(channel)
    return kept, findings


def _reader(channel: ch.Channel) -> str:
    return channel.source.partition(" ")[0]


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
