"""Linux powercap: counters of processors and memory (Intel and AMD RAPL).

Which domains count: packages and their DRAM. Cores and the graphics unit lie inside
the package and are never added to it; psys holds the packages and counts alone, where
none of these does; a second driver's view of the same package (MMIO) and dies that show
one counter twice are dropped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wattlas.metering import channel as ch
from wattlas.metering.readers.tree import FileTree, Tree

FOLDER = "sys/class/powercap"
ZONE = re.compile(r"(?P<driver>intel-rapl(?:-mmio)?|amd-rapl):\d+(?::\d+)?")
UJ_PER_J = 1e6
LEAST_LIMIT_W = 5.0
"""A limit below this was never set."""
MIRROR_SLACK_J = 0.5
"""Two counters that run since the start of the machine are this close by no chance."""
SCOPE_OF = {"package": "package", "dram": "dram", "psys": "psys"}


@dataclass(frozen=True)
class Zone:
    """One domain of powercap: its folder, name, driver, counter and wrap. [uJ]"""

    folder: str
    name: str
    driver: str
    parent: str
    read_uj: Callable[[], int]
    wrap_uj: int | None
    limit_w: float | None = None

    @property
    def kind(self) -> str:
        """The kind of domain: package, dram, core, uncore, psys."""
        return self.name.split("-")[0]


class PowercapReader:
    """Reads the counters under /sys/class/powercap of a tree."""

    name = "powercap"

    def __init__(self, tree: Tree | None = None, host: str = "") -> None:
        self._tree = tree or FileTree()
        self._host = host

    def probe(self) -> ch.Probe:
        """Return a channel for each domain that counts, and what became of the rest."""
        names = [n for n in self._tree.names(FOLDER) if ZONE.fullmatch(n)]
        if not names:
            return ch.Probe((), (_finding("", "absent", "no-powercap"),))
        findings: list[ch.Finding] = []
        zones = list(self._zones(names, findings))
        kept, dropped = choose(zones)
        findings += [_of_zone(z, "dropped", code) for z, code in dropped]
        silent = list(_silent(kept))
        findings += [_of_zone(z, "dropped", "never-counted") for z in silent]
        kept = [z for z in kept if z not in silent]
        findings += [_of_zone(z, "read", _code(z)) for z in kept]
        return ch.Probe(tuple(self._channel(z) for z in kept), tuple(findings))

    def _zones(
        self, names: Iterable[str], findings: list[ch.Finding]
    ) -> Iterator[Zone]:
        for name in names:
            folder = f"{FOLDER}/{name}"
            try:
                yield self._zone(folder, name)
            except PermissionError:
                path = f"/{folder}/energy_uj"
                findings.append(_finding(path, "refused", "powercap-permission"))
            except (OSError, ValueError):
                path = f"/{folder}"
                findings.append(_finding(path, "dropped", "powercap-incomplete"))

    def _zone(self, folder: str, name: str) -> Zone:
        read = self._tree.number(f"{folder}/energy_uj")
        range_uj = self._number(f"{folder}/max_energy_range_uj")
        return Zone(
            folder=folder,
            name=self._tree.text(f"{folder}/name"),
            driver=name.partition(":")[0],
            parent=":".join(name.split(":")[:2]),
            read_uj=read,
            # A range of nothing, or less than is shown, says nothing of wraps.
            wrap_uj=range_uj + 1 if range_uj and range_uj >= read() else None,
            limit_w=self._limit_w(folder),
        )

    def _number(self, path: str) -> int | None:
        try:
            return int(self._tree.text(path))
        except (OSError, ValueError):
            return None

    def _limit_w(self, folder: str) -> float | None:
        """Return the limit over a short time, with its margin; None where none is set.

        The limit over a long time is one of a mean, which the power may exceed.
        """
        limit_uw = self._number(f"{folder}/constraint_1_power_limit_uw")
        if not limit_uw or limit_uw < LEAST_LIMIT_W * UJ_PER_J:
            return None
        return limit_uw / UJ_PER_J * ch.constant("gate", "limit_margin")

    def _channel(self, zone: Zone) -> ch.Channel:
        scope = SCOPE_OF[zone.kind]
        socket = f"@{zone.parent.rpartition(':')[2]}" if scope == "dram" else ""
        label = f"{zone.name}{socket}"
        low, high = ch.ratios(ch.COUNTER, scope)
        return ch.Channel(
            key=f"{self._host}/{label}",
            name=label,
            scope=scope,
            method=ch.COUNTER,
            source=f"powercap {zone.folder.rpartition('/')[2]}",
            read=lambda: zone.read_uj() / UJ_PER_J,
            low_ratio=low,
            high_ratio=high,
            step_s=ch.constant("rapl", "counter_step_s"),
            wrap_j=zone.wrap_uj / UJ_PER_J if zone.wrap_uj else None,
            plausible_w=zone.limit_w,
            unproven=not _counts(zone),
        )


def choose(zones: list[Zone]) -> tuple[list[Zone], list[tuple[Zone, str]]]:
    """Return the zones that count, and the others with the code of the reason."""
    kept: list[Zone] = []
    dropped: list[tuple[Zone, str]] = []
    # The plain driver first: its MMIO twin then is the second of its name.
    for zone in sorted(zones, key=lambda z: (z.driver != "intel-rapl", z.folder)):
        reason = _reason(zone, kept)
        if reason:
            dropped.append((zone, reason))
        else:
            kept.append(zone)
    packages = [z for z in kept if z.kind == "package"]
    platforms = [z for z in kept if z.kind == "psys"]
    # Packages that count nothing, in a virtual machine, give way to one that does.
    alone = any(map(_counts, platforms)) and not any(map(_counts, packages))
    for zone in platforms if packages and not alone else ():
        kept.remove(zone)
        dropped.append((zone, "holds-packages"))
    return kept, dropped


def _counts(zone: Zone) -> bool:
    """Say whether a zone has counted anything since the machine started."""
    return zone.read_uj() != 0


def _silent(kept: list[Zone]) -> Iterator[Zone]:
    """Yield zones that have counted nothing and that nothing lacks."""
    has_platform = any(z.kind == "psys" for z in kept)
    for zone in kept:
        spare = zone.kind == "dram" or (zone.kind == "package" and has_platform)
        if spare and not _counts(zone):
            yield zone


def _reason(zone: Zone, kept: list[Zone]) -> str:
    if zone.kind not in SCOPE_OF:
        return "inside-package"
    same_kind = [z for z in kept if z.kind == zone.kind]
    if zone.kind != "dram" and any(z.name == zone.name for z in same_kind):
        return "twin"
    if zone.kind == "dram" and any(
        z.parent.rpartition(":")[2] == zone.parent.rpartition(":")[2]
        and z.driver != zone.driver
        for z in same_kind
    ):
        return "twin"
    return "mirror" if any(_mirrors(zone, z) for z in same_kind) else ""


def _mirrors(zone: Zone, other: Zone) -> bool:
    """Say whether two zones show one counter: read between, it lies between."""
    before, value, after = other.read_uj(), zone.read_uj(), other.read_uj()
    if zone.wrap_uj != other.wrap_uj:
        return False
    if not value:  # nothing was counted yet: dies of one package, not two packages
        return _package(zone) == _package(other)
    slack = int(MIRROR_SLACK_J * UJ_PER_J)
    wrap_uj = other.wrap_uj or sys.maxsize
    reach = (after - before) % wrap_uj + 2 * slack
    return (value - before + slack) % wrap_uj <= reach


def _package(zone: Zone) -> str:
    return zone.name.partition("-die-")[0]


def _code(zone: Zone) -> str:
    return "read" if _counts(zone) else "unproven"


def _finding(what: str, status: str, code: str) -> ch.Finding:
    return ch.Finding("powercap", what, status, code)


def _of_zone(zone: Zone, status: str, code: str) -> ch.Finding:
    name = f"{zone.folder.rpartition('/')[2]} {zone.name}"
    return _finding(name, status, code)
