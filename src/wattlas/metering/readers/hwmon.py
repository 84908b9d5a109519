"""Sensors under /sys/class/hwmon: power and energy of boards, supplies, chips, cards.

A meter of the board or of its supplies sees the whole server: it is never added to the
parts. Supplies add up; a second driver's view of the whole is dropped. `hwmon_drivers`
says what each driver's sensors see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.metering import channel as ch
from wattlas.metering.readers.hwmon_drivers import SERVER_VIEWS, Rule, rule_of
from wattlas.metering.readers.tree import FileTree, Tree

FOLDER = "sys/class/hwmon"
SENSOR = re.compile(r"(?P<stem>(?P<kind>power|energy)\d+)_(?:input|average)")
RAIL = re.compile(r"curr(?P<number>[1-3])_input")
"""The third to sixth channels of an ina3221 are shunts and sums."""
UJ_PER_J = UW_PER_W = MV_MA_PER_W = 1e6
LIMITS = ("cap_max", "rated_max", "max", "cap")
"""Files of a sensor with the most that its device may draw; 0 where none is set."""


@dataclass(frozen=True)
class _Sensor:
    """One sensor: its driver and label, what reads it, what it sees."""

    driver: str
    chip: str
    label: str
    kind: str
    read: Callable[[], float]
    rule: Rule
    limit_w: float | None


class HwmonReader:
    """Reads the power and energy sensors under /sys/class/hwmon of a tree."""

    name = "hwmon"

    def __init__(self, tree: Tree | None = None, host: str = "") -> None:
        self._tree = tree or FileTree()
        self._host = host

    def probe(self) -> ch.Probe:
        """Return a channel for each sensor of a chip, a card or the whole server."""
        findings: list[ch.Finding] = []
        sensors = list(self._sensors(findings))
        kept = list(_kept(_showing(sensors, findings), findings))
        channels = list(self._channels(kept))
        findings += [_finding(c.name, "read", "sensor") for c in channels]
        if not findings:
            findings = [_finding("sensors", "absent", "no-hwmon")]
        return ch.Probe(tuple(channels), tuple(findings))

    def _sensors(self, findings: list[ch.Finding]) -> Iterator[_Sensor]:
        for chip in self._tree.names(FOLDER):
            folder = f"{FOLDER}/{chip}"
            driver, names = self._text(f"{folder}/name"), self._tree.names(folder)
            if self._text(f"{folder}/power1_is_battery") == "1":
                continue
            for label, stem, paths in self._found(folder, names):
                what = " ".join(filter(None, (chip, driver, label)))
                rule = rule_of(driver, label)
                if rule is None:
                    findings.append(_finding(what, "dropped", "sensor-of-a-part"))
                    continue
                try:
                    read = self._reading(paths)
                except PermissionError:
                    findings.append(_finding(what, "refused", "sensor-permission"))
                    continue
                except OSError:
                    findings.append(_finding(what, "refused", "sensor-silent"))
                    continue
                kind = "energy" if stem.startswith("energy") else "power"
                limit_w = self._limit_w(folder, stem)
                yield _Sensor(driver, chip, label, kind, read, rule, limit_w)

    def _found(
        self, folder: str, names: Iterable[str]
    ) -> Iterator[tuple[str, str, list[str]]]:
        """Yield label, stem and files of each sensor: two files are volts and amperes.

        A sensor that shows its energy need not be integrated.
        """
        found = sorted(names)
        stems: dict[str, str] = {}
        for name in found:
            match = SENSOR.fullmatch(name)
            if match is not None:
                stems.setdefault(match["stem"], name)
        if any(stem.startswith("energy") for stem in stems):
            stems = {s: n for s, n in stems.items() if s.startswith("energy")}
        for stem, name in stems.items():
            yield self._label(folder, stem), stem, [f"{folder}/{name}"]
        for match in filter(None, map(RAIL.fullmatch, () if stems else found)):
            volts = f"in{match['number']}"
            if f"{volts}_input" in found:
                paths = [f"{folder}/{volts}_input", f"{folder}/{match[0]}"]
                yield self._label(folder, volts), volts, paths

    def _reading(self, paths: list[str]) -> Callable[[], float]:
        """Return what reads joules, or watts; raise OSError where nothing is read."""
        numbers = [self._tree.number(path) for path in paths]
        for number in numbers:
            number()
        if len(numbers) == 1:
            return lambda: numbers[0]() / UJ_PER_J
        return lambda: numbers[0]() * numbers[1]() / MV_MA_PER_W

    def _limit_w(self, folder: str, stem: str) -> float | None:
        """Return the limit of a sensor's device with its margin; None where unset."""
        stem = stem.replace("energy", "power")
        for name in LIMITS:
            text = self._text(f"{folder}/{stem}_{name}")
            if text.isdigit() and int(text) > 0:
                return int(text) / UW_PER_W * ch.constant("gate", "limit_margin")
        return None

    def _channels(self, sensors: list[_Sensor]) -> Iterator[ch.Channel]:
        names = Counter(f"{s.driver} {s.label}".strip() for s in sensors)
        taken: Counter[str] = Counter()
        for sensor in sensors:
            name = f"{sensor.driver} {sensor.label}".strip()
            if names[name] > 1:  # two supplies, two cards
                name = f"{name} {sensor.chip}"
            taken[name] += 1
            if taken[name] > 1:  # two of one chip
                name = f"{name} {taken[name]}"
            yield replace(
                _read_as(sensor),
                key=f"{self._host}/hwmon/{name}",
                name=name,
                scope=sensor.rule.scope,
                source=f"hwmon {sensor.driver}",
                plausible_w=sensor.limit_w or _most_w(sensor.rule.device),
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


def _kept(sensors: list[_Sensor], findings: list[ch.Finding]) -> Iterator[_Sensor]:
    """Yield the sensors that count; name those that others hold or see again."""
    alone = {(s.chip, s.driver) for s in sensors if s.rule.alone}
    views = [d for d in SERVER_VIEWS if any(_sees_server(s, d) for s in sensors)]
    for sensor in sensors:
        held = (sensor.chip, sensor.driver) in alone and not sensor.rule.alone
        again = sensor.rule.scope == "server" and sensor.driver != views[0]
        if held or again:
            what = f"{sensor.chip} {sensor.driver} {sensor.label}".strip()
            code = "sensor-of-a-part" if held else "second-view"
            findings.append(_finding(what, "dropped", code))
        else:
            yield sensor


def _showing(sensors: list[_Sensor], findings: list[ch.Finding]) -> list[_Sensor]:
    """Return the sensors without those of servers or packages of which all show 0.

    Virtual machines have such. One supply of several may be on standby, and a card may
    sleep.
    """
    dead: list[_Sensor] = []
    for scopes in (ch.WHOLE_SCOPES, ("package",)):
        its = [sensor for sensor in sensors if sensor.rule.scope in scopes]
        dead += () if any(map(_shows, its)) else its
    for sensor in dead:
        what = f"{sensor.chip} {sensor.driver} {sensor.label}".strip()
        findings.append(_finding(what, "dropped", "shows-nothing"))
    return [sensor for sensor in sensors if sensor not in dead]


def _shows(sensor: _Sensor) -> bool:
    try:
        return sensor.read() != 0
    except ch.LostReadingError:
        return True


def _most_w(device: str) -> float | None:
    return ch.constant(device, "plausible_power_w") if device else None


def _sees_server(sensor: _Sensor, driver: str) -> bool:
    return sensor.driver == driver and sensor.rule.scope == "server"


def _read_as(sensor: _Sensor) -> ch.Channel:
    """Return the channel of a sensor's joules or watts; its names are put on later."""
    fact = facts.number("metering", sensor.rule.error, "true_over_reading")
    if sensor.kind == "energy":
        step_s = ch.constant("hwmon", "counter_step_s")
        nameless = ("", "", "", ch.COUNTER, "")
        return ch.Channel(
            *nameless,
            read=sensor.read,
            step_s=step_s,
            low_ratio=fact.low,
            high_ratio=fact.high,
        )

    def read() -> ch.Watts:
        power_w = sensor.read()
        return ch.Watts(power_w, power_w, power_w)

    averages_s = ch.constant("hwmon", "card_average_s")
    is_card = sensor.rule.scope in ch.CHIP_SCOPES
    return ch.Channel(
        *("", "", "", ch.INTEGRATED, ""),
        read=read,
        averages_s=averages_s if is_card else None,
        low_ratio=fact.low,
        high_ratio=fact.high,
    )


def _finding(what: str, status: str, code: str) -> ch.Finding:
    return ch.Finding("hwmon", what, status, code)
