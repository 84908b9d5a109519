"""Powercap trees: which domains count, on real files and on simulated ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wattlas.metering.channel import LostReadingError
from wattlas.metering.clock import FakeClock
from wattlas.metering.machine import About, found_machine
from wattlas.metering.readers.powercap import FOLDER, PowercapReader
from wattlas.metering.readers.tree import FileTree
from wattlas.metering.session import Session

RANGE_UJ = 262_143_328_850


def write_tree(root: Path, zones: dict[str, tuple[str, int]]) -> None:
    """Write a powercap tree: zone -> (name, counter in uJ)."""
    for zone, (name, energy_uj) in zones.items():
        folder = root / FOLDER / zone
        folder.mkdir(parents=True)
        (folder / "name").write_text(name + "\n")
        (folder / "energy_uj").write_text(f"{energy_uj}\n")
        (folder / "max_energy_range_uj").write_text(f"{RANGE_UJ}\n")


def probe(root: Path):
    return PowercapReader(FileTree(root), "node").probe()


def reasons(found) -> dict[str, str]:
    return {f.what.split()[0]: f.code for f in found.findings}


SERVER = {
    "intel-rapl:0": ("package-0", 9_000_000_000),
    "intel-rapl:0:0": ("core", 1_000_000_000),
    "intel-rapl:0:1": ("dram", 500_000_000),
    "intel-rapl:1": ("package-1", 8_000_000_000),
    "intel-rapl:1:0": ("dram", 400_000_000),
    "intel-rapl:2": ("psys", 30_000_000_000),
    "intel-rapl-mmio:0": ("package-0", 9_000_000_000),
}


def test_packages_and_memory_count_and_nothing_twice(tmp_path):
    """Cores lie inside, psys holds all, MMIO is a twin: four channels of seven."""
    write_tree(tmp_path, SERVER)
    found = probe(tmp_path)
    names = {c.name for c in found.channels}
    assert names == {"package-0", "package-1", "dram@0", "dram@1"}
    assert reasons(found)["intel-rapl:2"] == "holds-packages"
    assert reasons(found)["intel-rapl:0:0"] == "inside-package"
    assert reasons(found)["intel-rapl-mmio:0"] == "twin"


def test_joules_are_microjoules_over_a_million(tmp_path):
    """By hand: 9,000,000,000 uJ are 9,000 J; it wraps a step after its end."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 9_000_000_000)})
    (channel,) = probe(tmp_path).channels
    assert channel.read() == 9_000.0
    assert channel.wrap_j == pytest.approx(262_143.328851)
    assert (channel.key, channel.scope) == ("node/package-0", "package")


@pytest.mark.parametrize("range_uj", ["0", "", "no", "1000"])
def test_a_range_that_says_nothing_is_no_modulo(tmp_path, range_uj):
    """A range of 0 made 2e-14 J of every difference; one below the reading lies."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 9_000_000_000)})
    (tmp_path / FOLDER / "intel-rapl:0/max_energy_range_uj").write_text(range_uj)
    (channel,) = probe(tmp_path).channels
    assert channel.wrap_j is None


def test_a_limit_over_a_short_time_bounds_what_can_be_drawn(tmp_path):
    """By hand: 420 W x 1.3; 0 is no limit."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 9_000_000_000)})
    limit = tmp_path / FOLDER / "intel-rapl:0/constraint_1_power_limit_uw"
    limit.write_text("420000000")
    assert probe(tmp_path).channels[0].plausible_w == pytest.approx(546.0)
    limit.write_text("0")
    assert probe(tmp_path).channels[0].plausible_w is None


def test_a_counter_at_nothing_lets_a_model_stand_in_until_it_moves(tmp_path):
    """A virtual machine shows 0 for ever: a model, never 0 J; no zone that never
    counted for the memory."""
    zones = {"intel-rapl:0": ("package-0", 0), "intel-rapl:0:0": ("dram", 0)}
    write_tree(tmp_path, zones)
    found = found_machine(
        [PowercapReader(FileTree(tmp_path), "n")], About("n", "", 8, None), None
    )
    assert [(c.name, c.stands_in) for c in found.channels] == [
        ("package-0", False),
        ("processor", True),
    ]
    clock = FakeClock(0.0)
    session = Session(found.channels, clock=clock)
    begin = session.snapshot()
    for _ in range(5):
        clock.advance(1.0)
        session.tick()
    measured = session.measurement("x", begin, session.snapshot())
    assert [p.device.method for p in measured.parts] == ["model"]
    assert measured.energy_j.mid > 0


def test_dies_that_show_one_counter_count_once(tmp_path):
    """A Threadripper showed 68 + 68 W for 68: equal counters since boot are one."""
    zones = {
        "intel-rapl:0": ("package-0-die-0", 7_000_000_000),
        "intel-rapl:1": ("package-0-die-1", 7_000_000_100),
    }
    write_tree(tmp_path, zones)
    found = probe(tmp_path)
    assert [c.name for c in found.channels] == ["package-0-die-0"]
    assert reasons(found)["intel-rapl:1"] == "mirror"


def test_dies_with_counters_of_their_own_both_count(tmp_path):
    """Two dies of a Cascade Lake AP have counters of their own."""
    zones = {
        "intel-rapl:0": ("package-0-die-0", 7_000_000_000),
        "intel-rapl:1": ("package-0-die-1", 6_500_000_000),
    }
    write_tree(tmp_path, zones)
    assert len(probe(tmp_path).channels) == 2


def test_psys_counts_where_it_is_alone(tmp_path):
    """The platform is better than nothing."""
    write_tree(tmp_path, {"intel-rapl:1": ("psys", 30_000_000_000)})
    (channel,) = probe(tmp_path).channels
    assert channel.scope == "psys"


def test_what_is_no_domain_is_passed_over(tmp_path):
    """Kernels show a folder of the driver itself, and tests bogus ones."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 5_000_000_000)})
    for name in ("intel-rapl", "intel-rapl:a", "dtpm"):
        (tmp_path / FOLDER / name).mkdir()
    (tmp_path / FOLDER / "intel-rapl:7").mkdir()
    found = probe(tmp_path)
    assert len(found.channels) == 1
    assert "powercap-incomplete" in {f.code for f in found.findings}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_counter_that_only_root_reads_is_refused_by_name(tmp_path):
    """Absent is not zero: no channel, and the path that has to be opened."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 5_000_000_000)})
    (tmp_path / FOLDER / "intel-rapl:0" / "energy_uj").chmod(0)
    found = probe(tmp_path)
    assert found.channels == ()
    assert [f.code for f in found.findings] == ["powercap-permission"]


def test_no_powercap_is_said(tmp_path):
    """A virtual machine shows no domains."""
    found = probe(tmp_path)
    assert [f.code for f in found.findings] == ["no-powercap"]


def test_a_counter_that_turns_to_rubbish_is_lost_not_zero(tmp_path):
    """The file is kept open; what is no number is no reading."""
    write_tree(tmp_path, {"intel-rapl:0": ("package-0", 5_000_000_000)})
    (channel,) = probe(tmp_path).channels
    (tmp_path / FOLDER / "intel-rapl:0" / "energy_uj").write_text("")
    with pytest.raises(LostReadingError):
        channel.read()
