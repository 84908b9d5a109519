"""Powercap trees: which domains count, on real files and on simulated ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wattlas.metering.channel import LostReadingError
from wattlas.metering.readers.powercap import FOLDER, PowercapReader
from wattlas.metering.readers.tree import FileTree

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
