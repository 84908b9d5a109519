"""What shows 0 for ever, as a virtual machine does: never a measured nothing."""

from __future__ import annotations

import pytest

from ledger_runs import exact, run_of
from wattlas.metering.clock import FakeClock
from wattlas.metering.ledger.merge import merge
from wattlas.metering.machine import About, found_machine
from wattlas.metering.readers.hwmon import HwmonReader
from wattlas.metering.readers.powercap import PowercapReader
from wattlas.metering.readers.tree import FileTree
from wattlas.metering.session import Session

CAP, MON = "sys/class/powercap", "sys/class/hwmon"
SECONDS = 20


def zone(folder, name, watts, start_j=9_000.0):
    """A RAPL domain of a power, or one that has never counted."""
    return {
        f"{CAP}/{folder}/name": name,
        f"{CAP}/{folder}/max_energy_range_uj": 262_143_328_850,
        f"{CAP}/{folder}/energy_uj": lambda at_s: (
            int((start_j + watts * at_s) * 1e6) if watts else 0
        ),
    }


def sensor(chip, driver, stem, value, label=""):
    """A sensor of hwmon that shows one value, or what a function of time gives."""
    folder = f"{MON}/{chip}"
    label = {f"{folder}/{stem}_label": label} if label else {}
    name = "average" if driver in ("power_meter", "amdgpu") else "input"
    return {f"{folder}/name": driver, f"{folder}/{stem}_{name}": value, **label}


def write(root, files, at_s):
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(value(at_s) if callable(value) else value))


def metered(root, *given):
    """Read a tree for 20 s at a tick of 1 s; return what was measured and found."""
    files = {name: value for more in given for name, value in more.items()}
    write(root, files, 0)
    tree = FileTree(root)
    readers = [PowercapReader(tree, "h"), HwmonReader(tree, "h")]
    machine = found_machine(readers, About("h", "", 8, None), None)
    clock = FakeClock(0.0)
    session = Session(machine.channels, clock=clock)
    begin = session.snapshot()
    for second in range(1, SECONDS + 1):
        clock.advance(1.0)
        write(root, files, second)
        session.tick()
    measured = session.measurement("x", begin, session.snapshot())
    return measured, {f.code for f in machine.findings if f.status == "dropped"}


DEAD = {
    "package": (zone("intel-rapl:0", "package-0", 0),),
    "package beside one that counts": (
        zone("intel-rapl:0", "package-0", 0),
        zone("intel-rapl:1", "package-1", 100),
    ),
    "platform": (zone("intel-rapl:0", "psys", 0),),
    "board": (sensor("hwmon0", "power_meter", "power1", 0),),
    "board beside a package": (
        sensor("hwmon0", "power_meter", "power1", 0),
        zone("intel-rapl:0", "package-0", 100),
    ),
    "supplies": (
        sensor("hwmon0", "dps650ab", "power1", 0, "pin"),
        sensor("hwmon1", "dps650ab", "power1", 0, "pin"),
    ),
    "supply on standby, or dead": (
        sensor("hwmon0", "dps650ab", "power1", 400_000_000, "pin"),
        sensor("hwmon1", "dps650ab", "power1", 0, "pin"),
    ),
    "card of AMD": (sensor("hwmon0", "amdgpu", "power1", 0),),
    "card of Intel": (sensor("hwmon0", "xe", "energy1", 0, "card"),),
    "socket of AMD": (sensor("hwmon0", "amd_energy", "energy1", 0, "Esocket0"),),
    "package by its power": (
        sensor("hwmon0", "xgene_hwmon", "power1", 0, "CPU power"),
    ),
    "board that stops": (
        sensor(
            "hwmon0", "power_meter", "power1", lambda t: 300_000_000 if t < 9 else 0
        ),
    ),
}
"""Trees in which something shows 0 W, or 0 J, though a machine runs."""


@pytest.mark.parametrize("name", DEAD)
def test_what_shows_nothing_is_flagged_modelled_or_left_out(tmp_path, name):
    """Law: no device is said to have drawn exactly 0 J."""
    measured, dropped = metered(tmp_path, *DEAD[name])
    for part in measured.parts:
        modelled = part.device.method == "model"
        is_sure = part.energy_j.high - part.energy_j.low < 0.5 * part.energy_j.mid
        assert modelled or part.flags or is_sure, part
        assert part.energy_j.high > 0
    assert measured.energy_j.mid > 0 or dropped & {"shows-nothing"}


def test_a_platform_that_counts_stands_for_packages_that_do_not(tmp_path):
    """By hand: 40 W for 20 s are 800 J; the dead package is named."""
    measured, dropped = metered(
        tmp_path,
        zone("intel-rapl:0", "package-0", 0),
        zone("intel-rapl:1", "psys", 40),
    )
    assert (measured.energy_j.mid, measured.boundary) == (pytest.approx(800.0), "psys")
    assert dropped == {"never-counted"}


def test_a_platform_beside_its_packages_counts_once(tmp_path):
    """By hand: of 100 W and the 140 W around them the 100 W count, and that is said."""
    measured, dropped = metered(
        tmp_path,
        zone("intel-rapl:0", "package-0", 100),
        zone("intel-rapl:1", "psys", 140, start_j=77_000.0),
    )
    assert measured.energy_j.mid == pytest.approx(2000.0)
    assert dropped == {"holds-packages"}


def test_a_platform_and_its_card_add_up(tmp_path):
    """By hand: psys holds no cards: 40 W and 250 W for 20 s are 5,800 J."""
    measured, _ = metered(
        tmp_path,
        zone("intel-rapl:0", "psys", 40),
        sensor("hwmon0", "amdgpu", "power1", 250_000_000),
    )
    assert measured.energy_j.mid == pytest.approx(5800.0)
    assert measured.boundary == "components"
    ticks = [(0, 20, [exact(800.0), exact(5000.0), exact(300.0)])]
    keys, scopes = ("n/psys", "GPU-1", "n/package-0"), ("psys", "gpu", "package")
    counted = merge([run_of("a", ticks, keys, scopes)]).counted
    assert sum(d.part.energy_j.mid for d in counted) == 5800.0
