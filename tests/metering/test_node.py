"""The meter of a node: its groups and what nobody had are all that it drew."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError
from wattlas.metering.channel import Channel, Use
from wattlas.metering.clock import FakeClock
from wattlas.metering.node.groups import ControlGroups, own_cpu_us
from wattlas.metering.node.meter import NodeMeter
from wattlas.metering.node.names import Labels, labels_of
from wattlas.metering.node.page import page, served
from wattlas.metering.node.split import Drawn, shared_out
from wattlas.metering.node.state import KEPT_S, NodeState, read_state
from wattlas.metering.session import Session
from wattlas.metering.sharing.load import LinuxProcesses

POD = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
BOX = "0" * 63 + "f"
PODS = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{POD}.slice"
PODS = PODS.replace(POD, POD.replace("-", "_"))
BOXES = f"{PODS}/cri-containerd-{BOX}.scope"
STEP = "/system.slice/slurmstepd.scope/job_17/step_0"
SSH = "/system.slice/ssh.service"
HERTZ = 100


class Node:
    """A fake /sys and /proc of a node with 8 threads, and what it draws."""

    def __init__(self, root: Path) -> None:
        self.root, self.clock = root, FakeClock(1000.0)
        self.busy_s = 0.0
        self.joules = {"package-0": 0.0, "GPU-1": 0.0, "server": 0.0, "memory": 0.0}
        self.used_us: dict[str, int] = {}
        self.anon: dict[str, int] = {}
        self.uses = [Use(7, 0.75, 1e9), Use(8, 0.25, 1e9)]
        self.put("sys/fs/cgroup/cgroup.controllers", "cpu memory")
        self.put("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 500 kB\n")
        self.spend({})

    def put(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def spend(self, seconds: dict[str, float], kernel_s: float = 0.0) -> None:
        """Let groups use CPU time, each beside those below it; write the tree."""
        for path, own in seconds.items():
            parts = path.split("/")
            for length in range(2, len(parts) + 1):
                name = "/".join(parts[:length])
                us = self.used_us.get(name, 0) + int(own * 1e6)
                self.used_us[name] = us
        self.busy_s += sum(seconds.values()) + kernel_s
        for path, us in self.used_us.items():
            self.put(f"sys/fs/cgroup{path}/cpu.stat", f"usage_usec {us}\nuser_usec 0\n")
            anon = sum(
                v for p, v in self.anon.items() if f"{p}/".startswith(f"{path}/")
            )
            self.put(f"sys/fs/cgroup{path}/memory.stat", f"anon {anon}\nfile 999\n")
        busy = int(self.busy_s * HERTZ)
        idle = int(self.clock.now() * 8 * HERTZ) - busy
        self.put("proc/stat", f"cpu {busy} 0 0 {idle} 0 0 0\n")

    def channels(self, *scopes: str) -> list[Channel]:
        names = {"package": "package-0", "gpu": "GPU-1"}
        return [self.channel(names.get(scope, scope), scope) for scope in scopes]

    def channel(self, key: str, scope: str) -> Channel:
        uses = (lambda: self.uses) if scope == "gpu" else None
        read = lambda: 9.0 + self.joules[key]  # noqa: E731
        return Channel(key, key, scope, "counter", "fake", read, uses=uses)

    def meter(self, state: Path, *scopes: str) -> NodeMeter:
        channels = self.channels(*scopes)
        session = Session(channels, clock=self.clock)
        load = LinuxProcesses(1, self.root / "proc")
        return NodeMeter(session, channels, ControlGroups(self.root), load, state)

    def pass_by(self, seconds: float, watts: dict[str, float], *spent) -> None:
        self.clock.advance(seconds)
        for key, power_w in watts.items():
            self.joules[key] += seconds * power_w
        self.spend(*spent)


@pytest.fixture
def node(tmp_path):
    return Node(tmp_path / "root")


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        (BOXES, Labels("container", pod=POD, container=BOX)),
        (PODS, Labels("pod", pod=POD)),
        (f"/kubepods/burstable/pod{POD}/{BOX}", Labels("container", POD, BOX)),
        (f"/system.slice/docker-{BOX}.scope", Labels("container", container=BOX)),
        (STEP, Labels("job", job="17", step="0")),
        ("/system.slice/n1_slurmstepd.scope/job_9", Labels("job", job="9")),
        (SSH, Labels("service", service="ssh.service")),
        ("/user.slice/user-1000.slice/session-2.scope", Labels("slice", user="1000")),
        ("/init.scope", Labels("scope")),
        ("/step_0", Labels()),
        (f"/system.slice/crio-conmon-{BOX}.scope", Labels("slice")),
    ],
)
def test_names_of_groups_say_whose_they_are(path, labels):
    """As systemd, Kubernetes with either driver, and Slurm write them."""
    assert labels_of(path) == labels


def test_packages_go_by_cpu_time(node, tmp_path):
    """By hand: 10 s at 200 W on 8 threads, 40 of 80 s busy: of 2,000 J the part above
    idling is 0.75 x 0.5 / (0.25 + 0.375) = 60 %; the job has 3 of 4 parts of it, the
    container 1, the kernel none that any group has."""
    node.spend({STEP: 0.0, BOXES: 0.0})
    meter = node.meter(tmp_path / "state", "package")
    node.pass_by(10.0, {"package-0": 200.0}, {STEP: 30.0, BOXES: 10.0})
    meter.tick()
    state = meter.state()
    assert state.node_uj == 2_000_000_000
    assert state.groups == {
        (STEP, "cpu"): 900_000_000,
        (BOXES, "cpu"): 300_000_000,
    }
    assert state.unattributed_uj == 800_000_000


def test_memory_goes_by_bytes_and_cards_by_their_processes(node, tmp_path):
    """By hand: a tenth of 1,000 kB for 100 J; 3:1 of a card of 4,000 J."""
    node.anon = {STEP: 102_400}
    node.spend({STEP: 0.0, SSH: 0.0})
    node.put("proc/7/cgroup", f"0::{STEP}/user/task_0\n")
    node.put("proc/8/cgroup", f"12:cpu:/x\n0::{SSH}\n")
    meter = node.meter(tmp_path / "state", "gpu", "memory")
    node.pass_by(10.0, {"GPU-1": 400.0, "memory": 10.0}, {})
    meter.tick()
    groups = meter.state().groups
    assert groups[STEP, "memory"] == 10_000_000
    assert (groups[STEP, "gpu"], groups[SSH, "gpu"]) == (3_000_000_000, 1_000_000_000)


def test_a_meter_of_the_whole_is_shared_as_its_parts(node, tmp_path):
    """By hand: 1,000 W at the server with a card of 400 W in it: 2.5 times its part."""
    node.spend({STEP: 0.0})
    node.put("proc/7/cgroup", f"0::{STEP}\n")
    node.uses = [Use(7, None, 1e9)]
    meter = node.meter(tmp_path / "state", "gpu", "server")
    node.pass_by(10.0, {"GPU-1": 400.0, "server": 1000.0}, {})
    meter.tick()
    state = meter.state()
    assert (state.node_uj, state.groups) == (10**10, {(STEP, "gpu"): 10**10})


def test_a_card_whose_processes_nothing_tells_is_nobodys(node, tmp_path):
    """A process of no group, and one that has gone: unattributed, not another's."""
    node.put("proc/7/cgroup", "0::/\n")
    meter = node.meter(tmp_path / "state", "gpu")
    node.pass_by(10.0, {"GPU-1": 400.0}, {})
    meter.tick()
    state = meter.state()
    assert (state.unattributed_uj, state.groups) == (4 * 10**9, {})


def test_a_group_that_ends_between_two_looks_stays_with_the_one_around_it(node):
    """By hand: a step used 5 s more and ended: job 17 has them."""
    node.spend({f"{STEP[:-1]}0": 10.0, f"{STEP[:-1]}1": 1.0})
    groups = ControlGroups(node.root)
    before = groups.usages()
    job = STEP.rpartition("/")[0]
    node.spend({STEP: 5.0, f"{STEP[:-1]}1": 2.0})
    (node.root / f"sys/fs/cgroup{STEP}/cpu.stat").unlink()
    own = own_cpu_us(before, groups.usages())
    assert own[job] == 5_000_000
    assert own[f"{STEP[:-1]}1"] == 2_000_000
    assert own["/system.slice"] == 0


def test_a_restart_goes_on_from_the_last_tick(node, tmp_path):
    """By hand: 100 J at the last tick; 50 J until it is killed are lost, no more."""
    node.spend({STEP: 0.0})
    first = node.meter(tmp_path / "state", "package")
    node.pass_by(1.0, {"package-0": 100.0}, {STEP: 8.0})
    first.tick()
    node.pass_by(0.5, {"package-0": 100.0}, {STEP: 4.0})  # and is killed
    second = node.meter(tmp_path / "state", "package")
    node.pass_by(1.0, {"package-0": 100.0}, {STEP: 8.0})
    second.tick()
    state = second.state()
    assert state.node_uj == 200_000_000
    assert state.low_uj <= state.node_uj <= state.high_uj
    assert state == read_state(tmp_path / "state")


def test_what_ended_long_ago_is_put_together(node, tmp_path):
    """Its series ends after an hour, and its joules stay in the sum."""
    state = NodeState(10, groups={("/a", "cpu"): 4, ("/b", "gpu"): 3})
    state.seen_s = {"/a": 0.0, "/b": 0.0}
    state.end({"/b": None}, KEPT_S + 1)
    assert state.groups == {("(ended)", "cpu"): 4, ("/b", "gpu"): 3}
    assert state.unattributed_uj == 3


SCOPES = ("gpu", "module", "package", "dram", "memory", "psys", "server", "wall")


@settings(max_examples=200)
@given(
    drawn=st.lists(
        st.tuples(
            st.sampled_from(SCOPES),
            st.integers(0, 10**13),
            st.lists(st.floats(0.0, 1.0), max_size=4),
        ),
        max_size=6,
    )
)
def test_groups_never_have_more_than_the_node_drew(drawn):
    """Law: whatever is metered, and however it is shared, the parts are whole
    microjoules above zero, and with what nobody had they are the node's energy."""
    devices = []
    for scope, uj, weights in drawn:
        total = max(sum(weights), 1.0)
        shares = {f"/g{i}": weight / total for i, weight in enumerate(weights)}
        devices.append(Drawn(scope, uj, shares))
    energy_uj, energies = shared_out(devices)
    assert all(isinstance(uj, int) and uj > 0 for uj in energies.values())
    assert sum(energies.values()) <= energy_uj <= sum(uj for _, uj, _ in drawn)


def test_a_page_adds_up_to_the_microjoule(node, tmp_path):
    """Law: over the lines of a page, groups and what is unattributed are the node."""
    node.spend({STEP: 0.0, BOXES: 0.0, SSH: 0.0})
    meter = node.meter(tmp_path / "state", "package", "memory")
    for second in range(1, 8):
        watts = {"package-0": 100.0 + second / 7, "memory": 10 / 3}
        spent = {STEP: second / 3, BOXES: 0.7, SSH: 0.01}
        node.pass_by(1.0, watts, spent, 0.3)
        meter.tick()
    text = page(meter.state(), 'n"1\n', node.channels("package", "memory"))
    found = {}
    for line in text.splitlines():
        if match := re.fullmatch(r"wattlas_(\w+)_energy_joules_total\{.*\} (.+)", line):
            uj = int(match[2].replace(".", ""))
            found[match[1]] = found.get(match[1], 0) + uj
    assert found["group"] + found["unattributed"] == found["node"] == found["device"]
    assert text.endswith("# EOF\n")
    assert 'host="n\\"1\\n"' in text
    assert 'job="17",step="0",part="cpu"' in text


def test_the_page_is_what_prometheus_reads(tmp_path):
    """Its own parser of OpenMetrics takes it; every other address is not found."""
    parser = pytest.importorskip("prometheus_client.openmetrics.parser")
    state = NodeState(5_000_000, 4_000_000, 6_000_000, groups={(STEP, "cpu"): 2})
    text = page(state, "n", ())
    families = {f.name: f for f in parser.text_string_to_metric_families(text)}
    (sample,) = families["wattlas_group_energy_joules"].samples
    assert (sample.labels["job"], sample.value) == ("17", 2e-6)
    with served(lambda: text, "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}/metrics"
        with urllib.request.urlopen(url) as answer:
            assert answer.read().decode() == text
        again = served(lambda: text, "127.0.0.1", port)
        with pytest.raises(InputError, match=r"cannot be used"), again:
            pass


def test_a_machine_without_cgroup_v2_is_refused(tmp_path):
    """Bad input: one sentence, with what to do."""
    with pytest.raises(InputError, match="There is no cgroup v2 under"):
        ControlGroups(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"schema": 2}', "\x00"])
def test_a_file_that_is_no_state_is_refused(tmp_path, text):
    """Bad input: it is not begun at 0 J over what was metered before."""
    (tmp_path / "state").write_text(text)
    with pytest.raises(InputError, match="is no state of wattlas measure node"):
        read_state(tmp_path / "state")
