"""Sensors of boards under /sys/class/hwmon: power meters and energy counters.

A power meter of the board or of its supplies sees the whole server: it is never added
to the parts. `amd_energy` counts the packages of AMD processors, where powercap does
not; Grace reports its socket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from wattlas.metering import channel as ch
from wattlas.metering.readers.tree import FileTree, Tree

FOLDER = "sys/class/hwmon"
SENSOR = re.compile(r"(?P<stem>(?P<kind>power|energy)\d+)_(?P<value>input|average)")
UJ_PER_J = UW_PER_W = 1e6
PARTS = ("CPU Power", "SysIO Power", "Ecore")
"""Labels of what lies inside a package or is a core of it."""
PACKAGES = ("Esocket", "Grace Power")
PLATFORM_DRIVERS = ("power_meter", "ibmpowernv", "occ", "xgene_hwmon", "ina3221")
"""Drivers whose sensors see a board or a supply; others (disks, cards) are parts."""


class HwmonReader:
    """Reads the power and energy sensors under /sys/class/hwmon of a tree."""

    name = "hwmon"

    def __init__(self, tree: Tree | None = None, host: str = "") -> None:
        self._tree = tree or FileTree()
        self._host = host

    def probe(self) -> ch.Probe:
        """Return a channel for each sensor of a package or of the whole server."""
        findings: list[ch.Finding] = []
        channels = list(self._channels(findings))
        if not findings:
            findings = [ch.Finding(self.name, "sensors", "absent", "no-hwmon")]
        return ch.Probe(tuple(channels), tuple(findings))

    def _channels(self, findings: list[ch.Finding]) -> Iterator[ch.Channel]:
        for chip in self._tree.names(FOLDER):
            folder = f"{FOLDER}/{chip}"
            driver = self._text(f"{folder}/name")
            stems: set[str] = set()
            for name in self._tree.names(folder):
                match = SENSOR.fullmatch(name)
                if match is None or match["stem"] in stems:
                    continue
                stems.add(match["stem"])
                label = self._label(folder, match["stem"])
                found = self._channel(f"{folder}/{name}", driver, label, match["kind"])
                if isinstance(found, ch.Channel):
                    yield found
                    findings.append(_finding(found.name, "read", "sensor"))
                else:
                    what = f"{chip} {driver} {label}"
                    findings.append(_finding(what, *found))

    def _channel(
        self, path: str, driver: str, label: str, kind: str
    ) -> ch.Channel | tuple[str, str]:
        """Return a sensor's channel, or status and code of why it has none."""
        scope = scope_of(driver, label)
        if not scope:
            return "dropped", "sensor-of-a-part"
        try:
            number = self._tree.number(path)
            number()
        except PermissionError:
            return "refused", "sensor-permission"
        except OSError:
            return "refused", "sensor-silent"
        name = f"{driver} {label}".strip()
        sensor = _counter(number) if kind == "energy" else _power(number)
        return replace(
            sensor,
            key=f"{self._host}/hwmon/{name}",
            name=name,
            scope=scope,
            source=f"hwmon {driver}",
            plausible_w=ch.constant(scope, "plausible_power_w"),
        )

    def _label(self, folder: str, stem: str) -> str:
        return self._text(f"{folder}/{stem}_label") or self._text(
            f"{folder}/{stem}_oem_info"
        )

    def _text(self, path: str) -> str:
        try:
            return self._tree.text(path)
        except OSError:
            return ""


def scope_of(driver: str, label: str) -> str:
    """Return what a sensor sees: package, server, or '' where it is a part.

    >>> scope_of("amd_energy", "Esocket0"), scope_of("nvme", "")
    ('package', '')
    >>> scope_of("power_meter", "Grace Power Socket 0"), scope_of("power_meter", "")
    ('package', 'server')
    """
    if any(label.startswith(part) for part in PARTS) or "Module" in label:
        return ""
    if any(label.startswith(package) for package in PACKAGES):
        return "package"
    return "server" if driver in PLATFORM_DRIVERS else ""


def _counter(number: Callable[[], int]) -> ch.Channel:
    low, high = ch.ratios(ch.COUNTER, "server")
    return ch.Channel(
        *("", "", "", ch.COUNTER, ""),
        read=lambda: number() / UJ_PER_J,
        low_ratio=low,
        high_ratio=high,
        step_s=ch.constant("hwmon", "counter_step_s"),
    )


def _power(number: Callable[[], int]) -> ch.Channel:
    def read() -> ch.Watts:
        power_w = number() / UW_PER_W
        return ch.Watts(power_w, power_w, power_w)

    low, high = ch.ratios(ch.INTEGRATED, "server")
    return ch.Channel(
        *("", "", "", ch.INTEGRATED, ""), read=read, low_ratio=low, high_ratio=high
    )


def _finding(what: str, status: str, code: str) -> ch.Finding:
    return ch.Finding("hwmon", what, status, code)
