"""Linux powercap: counters of processors and memory (Intel and AMD RAPL).

Which domains count: packages and their DRAM. Cores and the graphics unit lie inside
the package and are never added to it; psys holds the packages and counts alone or not
at all; a second driver's view of the same package (MMIO) and dies that show one
counter twice are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wattlas.metering import channel as ch
from wattlas.metering.readers.tree import FileTree, Tree

FOLDER = "sys/class/powercap"
ZONE = re.compile(r"(?P<driver>intel-rapl(?:-mmio)?|amd-rapl):\d+(?::\d+)?")
UJ_PER_J = 1e6
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
    wrap_uj: int

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
        findings += [_of_zone(z, "read", "read") for z in kept]
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
        read()
        return Zone(
            folder=folder,
            name=self._tree.text(f"{folder}/name"),
            driver=name.partition(":")[0],
            parent=":".join(name.split(":")[:2]),
            read_uj=read,
            wrap_uj=int(self._tree.text(f"{folder}/max_energy_range_uj")) + 1,
        )

    def _channel(self, zone: Zone) -> ch.Channel:
        scope = SCOPE_OF[zone.kind]
        socket = f"@{zone.parent.rpartition(':')[2]}" if scope == "dram" else ""
        label = f"{zone.name}{socket}"
        low, high = ch.ratios(ch.COUNTER, scope)
        ceiling = "server" if scope == "psys" else scope
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
            wrap_j=zone.wrap_uj / UJ_PER_J,
            plausible_w=ch.constant(ceiling, "plausible_power_w"),
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
    for zone in [z for z in kept if z.kind == "psys" and packages]:
        kept.remove(zone)
        dropped.append((zone, "holds-packages"))
    return kept, dropped


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
    slack = int(MIRROR_SLACK_J * UJ_PER_J)
    reach = (after - before) % other.wrap_uj + 2 * slack
    same_reach = zone.wrap_uj == other.wrap_uj
    return same_reach and (value - before + slack) % other.wrap_uj <= reach


def _finding(what: str, status: str, code: str) -> ch.Finding:
    return ch.Finding("powercap", what, status, code)


def _of_zone(zone: Zone, status: str, code: str) -> ch.Finding:
    name = f"{zone.folder.rpartition('/')[2]} {zone.name}"
    return _finding(name, status, code)
