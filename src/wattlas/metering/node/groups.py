"""The control groups of a node: CPU time and memory of each, none counted twice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wattlas.errors import InputError
from wattlas.metering.node.names import labels_of

PLACES = ("sys/fs/cgroup", "sys/fs/cgroup/unified")
"""Where cgroup v2 is, alone or beside v1."""
MARK = "cgroup.controllers"
ROOT = "/"


@dataclass(frozen=True)
class Usage:
    """What a group and all below it have used so far: CPU time [us], memory [bytes]."""

    cpu_us: int
    memory: int
    children: tuple[str, ...]


class ControlGroups:
    """The tree of control groups under the root of a machine's files.

    Raises
    ------
    InputError
        If there is no cgroup v2.
    """

    def __init__(self, root: Path | str = "/") -> None:
        places = [Path(root, place) for place in PLACES]
        found = next((place for place in places if (place / MARK).is_file()), None)
        if found is None:
            raise InputError(
                "There is no cgroup v2 under {place}: a node is shared out by it. "
                "Boot with systemd.unified_cgroup_hierarchy=1, or mount it there.",
                place=places[0],
            )
        self._home = found
        self._proc = Path(root, "proc")

    def usages(self) -> dict[str, Usage]:
        """Return what each group has used so far, by its path; '/' is not one of them.

        A group that ends while it is read is left out.
        """
        return dict(self._below(self._home, ROOT))

    def path_of(self, pid: int, known: Mapping[str, Usage]) -> str | None:
        """Return the nearest known group of a process; None where there is none."""
        try:
            text = (self._proc / str(pid) / "cgroup").read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            return None
        lines = [line for line in text.splitlines() if line.startswith("0::")]
        path = lines[0].removeprefix("0::") if lines else ROOT
        while path not in known and path not in ("", ROOT):
            path = path[: path.rindex("/")]
        return path if path in known else None

    def _below(self, folder: Path, path: str) -> Iterator[tuple[str, Usage]]:
        for child in self._children(folder, path):
            where = self._home / child.lstrip("/")
            is_one = labels_of(child).holds_all
            below = () if is_one else tuple(self._children(where, child))
            try:
                cpu_us = _number(where / "cpu.stat", "usage_usec")
            except (OSError, ValueError):
                continue
            yield child, Usage(cpu_us, _memory(where), below)
            if below:
                yield from self._below(where, child)

    @staticmethod
    def _children(folder: Path, path: str) -> Iterator[str]:
        try:
            names = sorted(e.name for e in os.scandir(folder) if _is_folder(e))
        except OSError:
            return
        for name in names:
            yield f"{path.rstrip('/')}/{name}"


def own_cpu_us(
    before: Mapping[str, Usage], after: Mapping[str, Usage]
) -> dict[str, int]:
    """Return the CPU time of each group since a look before, without that below it.

    What a group below used that has ended meanwhile stays with the one around it. [us]
    """
    used = {path: _since(before.get(path), usage) for path, usage in after.items()}
    return {
        path: max(used[path] - sum(used.get(c, 0) for c in usage.children), 0)
        for path, usage in after.items()
    }


def own_memory(after: Mapping[str, Usage]) -> dict[str, int]:
    """Return the memory of each group without that of the groups below it. [bytes]"""
    return {
        path: max(
            usage.memory - sum(after[c].memory for c in usage.children if c in after), 0
        )
        for path, usage in after.items()
    }


def _since(before: Usage | None, after: Usage) -> int:
    """Return CPU time since a look; a group that began again counts from nothing."""
    if before is None or after.cpu_us < before.cpu_us:
        return after.cpu_us
    return after.cpu_us - before.cpu_us


def _memory(folder: Path) -> int:
    """Return the memory of the group's own: without the cache of files. [bytes]"""
    try:
        return _number(folder / "memory.stat", "anon")
    except (OSError, ValueError):
        return 0


def _number(path: Path, key: str) -> int:
    for line in path.read_bytes().splitlines():
        words = line.split()
        if len(words) == 2 and words[0] == key.encode():
            return int(words[1])
    raise ValueError(key)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
