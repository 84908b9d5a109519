"""Whose energy it was: CPU time, memory, cards; ranks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas.metering.channel import Use
from wattlas.metering.machine import machine_key
from wattlas.metering.ranks import rank_of
from wattlas.metering.sharing.load import (
    LinuxProcesses,
    Load,
    PsutilProcesses,
    memory_limit_gb,
)
from wattlas.metering.sharing.shares import (
    ALL_IDLE,
    ALL_OTHER,
    ALL_OWN,
    cpu_shares,
    device_shares,
    memory_shares,
)

NONE: frozenset[int] = frozenset()
START = Load(0, 0, 0, 0, 0, 0, NONE)
linux = pytest.mark.skipif(not os.path.exists("/proc/stat"), reason="needs /proc")  # noqa: PTH110


def load(own, busy, capacity):
    return Load(own, busy, capacity, 0, 0, 0, NONE)


def test_an_idle_machine_is_idle():
    """Nobody used CPU time: nobody is billed. Sleeping was billed 60 J elsewhere."""
    assert cpu_shares(START, load(0, 0, 60), 0.25) == ALL_IDLE


def test_a_full_machine_has_no_idle_part_beyond_its_floor():
    """By hand: at full load 0.75 of the power is active, all of it ours."""
    shares = cpu_shares(START, load(8, 8, 8), 0.25)
    assert (shares.own, shares.other) == (0.75, 0.0)
    assert shares.idle == 0.25


@given(
    own=st.floats(0, 100),
    busy=st.floats(0, 100),
    capacity=st.floats(0, 100),
    idle=st.floats(0.05, 0.9),
)
def test_shares_are_shares(own, busy, capacity, idle):
    """Law: none is negative, and with the idle part they add up to one."""
    shares = cpu_shares(START, load(own, busy, capacity), idle)
    assert shares.own >= 0
    assert shares.other >= 0
    assert shares.own + shares.other + shares.idle == pytest.approx(1.0)


def test_memory_goes_by_bytes():
    """By hand: 2 of 10 GB ours, 5 used in all."""
    found = memory_shares(Load(0, 0, 0, 2.0, 5.0, 10.0, NONE))
    assert (found.own, found.other, found.idle) == (0.2, 0.3, 0.5)


OURS = frozenset({1})


@pytest.mark.parametrize(
    ("uses", "visible", "expected"),
    [
        ([], False, ALL_IDLE),
        ([], True, ALL_OWN),
        (None, True, ALL_OWN),
        (None, False, ALL_OTHER),
        ([Use(2, 0.5, 1.0)], False, ALL_OTHER),
        ([Use(1, None, None), Use(2, None, None)], False, ALL_OTHER),
    ],
)
def test_cards_without_doubt(uses, visible, expected):
    """A card that nobody holds is idle; handed out by name it is ours."""
    assert device_shares(uses, OURS, visible, lambda pid: True) == expected


def test_cards_split_by_mig_go_by_memory():
    """By hand: no busy share is told; 20 of 80 GB are ours."""
    uses = [Use(1, None, 20.0), Use(2, None, 60.0)]
    assert device_shares(uses, OURS, False, lambda pid: True).own == 0.25


def test_processes_of_another_namespace_are_not_ours_by_chance():
    """In a container the driver names host processes that cannot be seen."""
    uses = [Use(1, 0.9, 1.0)]
    assert device_shares(uses, OURS, True, lambda pid: False) == ALL_OWN
    assert device_shares(uses, OURS, False, lambda pid: False) == ALL_OTHER


def stat(pid, parent, ticks, pages=10):
    words = [str(parent)] + ["0"] * 9 + [str(ticks), "0", "0", "0"] + ["0"] * 6
    return f"{pid} (a (b) c) S {' '.join([*words, str(pages)])} 0\n"


def write_proc(root, processes, busy=100, idle=300):
    (root / "stat").write_text(f"cpu {busy} 0 0 {idle} 0 0 0 0 0 0\n")
    (root / "meminfo").write_text("MemTotal: 1000 kB\nMemAvailable: 400 kB\n")
    for pid, (parent, ticks) in processes.items():
        (root / str(pid)).mkdir(exist_ok=True)
        (root / str(pid) / "stat").write_text(stat(pid, parent, ticks))


@linux
def test_a_tree_is_found_by_its_parents(tmp_path):
    """By hand: 50 + 30 + 20 ticks of root, child, grandchild; no stranger."""
    write_proc(tmp_path, {10: (1, 50), 11: (10, 30), 12: (11, 20), 99: (1, 500)})
    found = LinuxProcesses(10, tmp_path).load()
    hertz = os.sysconf("SC_CLK_TCK")
    assert found.own_cpu_s == 100 / hertz
    assert found.own_pids == {10, 11, 12}
    assert found.busy_cpu_s == 100 / hertz
    assert found.capacity_cpu_s == 400 / hertz
    assert found.used_memory == 600 * 1024


@linux
def test_time_of_a_process_that_left_is_kept(tmp_path):
    """Law: CPU time never falls, though a process leaves that nobody waits for."""
    write_proc(tmp_path, {10: (1, 50), 11: (10, 30)})
    tree = LinuxProcesses(10, tmp_path)
    first = tree.load().own_cpu_s
    (tmp_path / "11" / "stat").unlink()
    (tmp_path / "11").rmdir()
    assert tree.load().own_cpu_s == first


@linux
def test_a_real_child_is_ours_from_its_first_tick():
    """A child that works for half a second shows in the tree, alive and after."""
    tree = LinuxProcesses()
    before = tree.load().own_cpu_s
    code = "import time; t=time.process_time()\nwhile time.process_time()-t<.4: pass"
    child = subprocess.Popen([sys.executable, "-c", code])
    time.sleep(0.1)
    assert child.pid in tree.load().own_pids
    child.wait()
    assert tree.load().own_cpu_s - before >= 0.35


def test_psutil_tells_the_same():
    """Without /proc psutil is asked: a tree of one process, by hand."""
    process = SimpleNamespace(
        pid=7,
        children=lambda recursive: [],
        oneshot=memory_limit_free,
        cpu_times=lambda: (1.0, 0.5, 0.25, 0.25),
        memory_info=lambda: SimpleNamespace(rss=10),
    )

    class Times(tuple):
        idle = 6.0

    psutil = SimpleNamespace(
        Process=lambda pid: process,
        Error=OSError,
        cpu_times=lambda: Times((3.0, 1.0, 6.0)),
        virtual_memory=lambda: SimpleNamespace(total=100, available=30),
        pid_exists=lambda pid: pid == 7,
    )
    found = PsutilProcesses(psutil).load()
    assert (found.own_cpu_s, found.busy_cpu_s, found.capacity_cpu_s) == (2.0, 4.0, 10.0)
    assert (found.own_memory, found.used_memory) == (10, 70)


class memory_limit_free:  # noqa: N801  # stands in for a context manager
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


def test_memory_is_bound_by_the_control_group(tmp_path):
    """By hand: 64 GB in the machine, 8 GB for the container."""
    (tmp_path / "proc").mkdir()
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "proc/meminfo").write_text("MemTotal: 62500000 kB\n")
    assert memory_limit_gb(tmp_path) == 64.0
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("8000000000\n")
    assert memory_limit_gb(tmp_path) == 8.0
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    assert memory_limit_gb(tmp_path) == 64.0
    assert memory_limit_gb(tmp_path / "nowhere") is None


def told_machine(folder, boot="", machine=""):
    """Return the key of a machine with these ids."""
    files = {"proc/sys/kernel/random/boot_id": boot, "etc/machine-id": machine}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{text}\n")
    return machine_key(folder)


def test_containers_of_one_machine_share_its_boot(tmp_path):
    """One boot is one machine whatever else a container shows; no id is written."""
    boots = ["3f2a9c1e-77b0-4a52-9d58-0c6e3f1f6a11", "3f2a9c1e-77b0-4a52-9d58-ffff"]
    one, same = (told_machine(tmp_path / m, boots[0], m) for m in ("aaa", "bbb"))
    other = told_machine(tmp_path / "c", boots[1], "aaa")
    assert one == same != other
    assert "3f2a" not in one
    assert re.fullmatch("machine-[0-9a-f]{16}", one)


def test_machines_without_a_boot_are_told_apart_by_their_ids(tmp_path):
    """Three machines of one name: three keys, none of them an id."""
    keys = {told_machine(tmp_path / m, machine=m) for m in ("a1", "b2", "c3")}
    assert len(keys) == 3
    assert machine_key(tmp_path / "nowhere") not in keys


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, (0, 0, 1, True)),
        ({"RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8"}, (5, 1, 8, False)),
        (
            {"SLURM_PROCID": "4", "SLURM_LOCALID": "0", "SLURM_NTASKS": "8"},
            (4, 0, 8, True),
        ),
        (
            {
                "OMPI_COMM_WORLD_RANK": "3",
                "OMPI_COMM_WORLD_LOCAL_RANK": "3",
                "OMPI_COMM_WORLD_SIZE": "4",
            },
            (3, 3, 4, False),
        ),
        ({"PMI_RANK": "2", "MPI_LOCALRANKID": "0", "PMI_SIZE": "4"}, (2, 0, 4, True)),
        ({"RANK": "x", "LOCAL_RANK": "0"}, (0, 0, 1, True)),
    ],
)
def test_ranks_come_from_the_environment(environment, expected):
    """torchrun, Slurm, Open MPI, MPICH; one process of a host reads."""
    rank = rank_of(environment)
    assert (rank.rank, rank.local_rank, rank.size, rank.reads) == expected
