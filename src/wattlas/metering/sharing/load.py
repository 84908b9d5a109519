"""The load of a machine and of one tree of processes: CPU time and memory so far."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from wattlas.errors import MissingExtraError, needs_extra
from wattlas.units import BYTES_PER_GB

SCAN_SHARE = 0.00005
"""Looking for new processes takes at most this share of the time of one core."""
FIRST_LINE_BYTES = 512
"""The first lines of /proc/stat and /proc/meminfo; the rest is costly on large ones."""
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Load:
    """What a machine and a tree of processes have used so far.

    CPU times are sums since some start [s]: only differences mean anything. Memory is
    of the moment [bytes].
    """

    own_cpu_s: float
    busy_cpu_s: float
    capacity_cpu_s: float
    own_memory: float
    used_memory: float
    total_memory: float
    own_pids: frozenset[int]


class Processes(Protocol):
    """Tells the load of the machine and of the processes that are ours."""

    def load(self) -> Load:
        """Return what was used so far."""
        ...

    def machine_cpu_s(self) -> tuple[float, float]:
        """Return busy CPU time of the machine and all it could have given. [s]"""
        ...

    def exists(self, pid: int) -> bool:
        """Say whether a process is one that can be seen from here."""
        ...


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    cpu_ticks: int
    pages: int


class LinuxProcesses:
    """Reads /proc: a tree of processes by its root, and the machine.

    The time of a child that has ended is in its parent's, so a process that came and
    went between two looks is not lost. One that left the tree (a daemon) is.
    """

    def __init__(self, root_pid: int | None = None, proc: Path | str = "/proc") -> None:
        self._root = os.getpid() if root_pid is None else root_pid
        self._proc = str(proc)
        self._hertz = os.sysconf("SC_CLK_TCK")
        self._pids: set[int] = {self._root}
        self._left_ticks = self._before_ticks = 0
        self._scan_after_s = 0.0
        self._stat_file = _KeptOpen(f"{self._proc}/stat")
        self._memory_file = _KeptOpen(f"{self._proc}/meminfo")

    def load(self) -> Load:
        """Return what was used so far."""
        self._add_children()
        self._look_for_children()
        own = {p: s for p in self._pids if (s := self._stat(p)) is not None}
        self._pids = set(own) | {self._root}
        ticks = sum(s.cpu_ticks for s in own.values())
        self._left_ticks += max(self._before_ticks - ticks, 0)
        self._before_ticks = ticks
        busy_s, capacity_s = self.machine_cpu_s()
        total, free = self._memory()
        return Load(
            own_cpu_s=(ticks + self._left_ticks) / self._hertz,
            busy_cpu_s=busy_s,
            capacity_cpu_s=capacity_s,
            own_memory=sum(s.pages for s in own.values()) * PAGE_BYTES,
            used_memory=total - free,
            total_memory=total,
            own_pids=frozenset(own),
        )

    def exists(self, pid: int) -> bool:
        """Say whether a process is one that can be seen from here."""
        return Path(self._proc, str(pid)).exists()

    def _add_children(self) -> None:
        """Add the children of those processes that are known, and theirs."""
        fresh = list(self._pids)
        while fresh:
            pid = fresh.pop()
            for child in self._children(pid):
                if child not in self._pids:
                    self._pids.add(child)
                    fresh.append(child)

    def _children(self, pid: int) -> list[int]:
        """Return the children that a process' first thread has started."""
        try:
            return [int(w) for w in self._text(f"{pid}/task/{pid}/children").split()]
        except OSError:
            return []

    def _look_for_children(self) -> None:
        """Look through all processes, which also finds children of other threads."""
        began = time.monotonic()
        if began < self._scan_after_s:
            return
        parents = dict(self._parents())
        for pid in list(parents):
            chain = [pid]
            while chain[-1] in parents and chain[-1] not in self._pids:
                chain.append(parents[chain[-1]])
            if chain[-1] in self._pids:
                self._pids.update(chain)
        ended = time.monotonic()
        self._scan_after_s = ended + (ended - began) / SCAN_SHARE

    def _parents(self) -> Iterator[tuple[int, int]]:
        for name in os.listdir(self._proc):  # noqa: PTH208  # names, not paths
            if name.isdigit():
                found = self._stat(int(name))
                if found is not None:
                    yield int(name), found.parent

    def _stat(self, pid: int) -> _Process | None:
        try:
            text = self._text(f"{pid}/stat")
        except OSError:
            return None
        # The name may hold spaces and brackets: the last bracket ends it.
        words = text[text.rfind(b")") + 2 :].split()
        if len(words) < 22:
            return None
        ticks = sum(map(int, words[11:15]))
        return _Process(parent=int(words[1]), cpu_ticks=ticks, pages=int(words[21]))

    def machine_cpu_s(self) -> tuple[float, float]:
        """Return busy CPU time of the machine and all it could have given. [s]"""
        words = self._stat_file.read(FIRST_LINE_BYTES).split(b"\n", 1)[0].split()
        user, nice, system, idle, wait, interrupt, soft = map(int, words[1:8])
        busy = user + nice + system + interrupt + soft
        return busy / self._hertz, (busy + idle + wait) / self._hertz

    def memory_bytes(self) -> float:
        """Return the memory of the machine. [bytes]"""
        return self._memory()[0]

    def _memory(self) -> tuple[float, float]:
        text = self._memory_file.read(FIRST_LINE_BYTES)
        found = {k: _kilobytes(text, k) for k in (b"MemTotal:", b"MemAvailable:")}
        return found[b"MemTotal:"], found[b"MemAvailable:"]

    def _text(self, name: str) -> bytes:
        handle = os.open(f"{self._proc}/{name}", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return os.read(handle, 65536)
        finally:
            os.close(handle)


class _KeptOpen:
    """A file of /proc that is opened once and read from its beginning each time."""

    def __init__(self, path: str) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self, size: int) -> bytes:
        return os.pread(self._handle, size, 0)

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            os.close(handle)


class PsutilProcesses:
    """The same through psutil, for systems without /proc."""

    def __init__(self, psutil: Any, root_pid: int | None = None) -> None:
        self._psutil = psutil
        self._root = psutil.Process(root_pid)
        self._left_s = self._before_s = 0.0

    def load(self) -> Load:
        """Return what was used so far."""
        tree = [self._root, *self._root.children(recursive=True)]
        used = [u for u in map(self._used, tree) if u is not None]
        own_s = sum(seconds for seconds, _ in used)
        self._left_s += max(self._before_s - own_s, 0.0)
        self._before_s = own_s
        busy_s, capacity_s = self.machine_cpu_s()
        memory = self._psutil.virtual_memory()
        return Load(
            own_cpu_s=own_s + self._left_s,
            busy_cpu_s=busy_s,
            capacity_cpu_s=capacity_s,
            own_memory=sum(size for _, size in used),
            used_memory=memory.total - memory.available,
            total_memory=memory.total,
            own_pids=frozenset(p.pid for p in tree),
        )

    def exists(self, pid: int) -> bool:
        """Say whether a process is one that can be seen from here."""
        return bool(self._psutil.pid_exists(pid))

    def machine_cpu_s(self) -> tuple[float, float]:
        """Return busy CPU time of the machine and all it could have given. [s]"""
        times = self._psutil.cpu_times()
        return sum(times) - times.idle, sum(times)

    def _used(self, process: Any) -> tuple[float, float] | None:
        try:
            with process.oneshot():
                return sum(process.cpu_times()[:4]), process.memory_info().rss
        except self._psutil.Error:
            return None


def processes(root_pid: int | None = None) -> Processes | None:
    """Return what tells the load of this machine; None where nothing does."""
    if Path("/proc/stat").exists():
        return LinuxProcesses(root_pid)
    try:
        with needs_extra("Telling the load of a machine", "measure"):
            import psutil
    except MissingExtraError:
        return None
    return PsutilProcesses(psutil, root_pid)


class BusyShare:
    """The share of the machine's CPU time that was busy since the last call. [1]"""

    def __init__(self, processes: Processes | None) -> None:
        self._processes = processes
        self._last: tuple[float, float] | None = None
        self._share = 0.5

    def __call__(self) -> float:
        """Return the share; the one before where no time has gone by."""
        if self._processes is None:
            return self._share
        (busy, capacity), before = self._processes.machine_cpu_s(), self._last
        if before is not None and capacity > before[1]:
            self._share = (busy - before[0]) / (capacity - before[1])
        self._last = busy, capacity
        return self._share


def memory_limit_gb(root: Path | str = "/") -> float | None:
    """Return the memory of the machine, or of its control group if that is less. [GB]

    None where the system does not say.
    """
    try:
        text = Path(root, "proc/meminfo").read_bytes()
    except OSError:
        return None
    sizes = [_kilobytes(text, b"MemTotal:")]
    limits = ("memory.max", "memory/memory.limit_in_bytes")
    for name in limits:
        try:
            limit = Path(root, "sys/fs/cgroup", name).read_text().strip()
        except OSError:
            continue
        if limit.isdigit():
            sizes.append(float(limit))
    return min(sizes) / BYTES_PER_GB


def _kilobytes(text: bytes, key: bytes) -> float:
    start = text.find(key)
    return float(text[start + len(key) :].split(None, 1)[0]) * 1024 if start >= 0 else 0
