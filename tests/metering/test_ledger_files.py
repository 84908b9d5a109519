"""A ledger's folder with anything in it: each bad thing is named, the rest counts."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import called
from wattlas.metering.ledger import Ledger, LedgerWriter, RunHeader
from wattlas.metering.ledger.files import MOST_LINE_BYTES
from wattlas.metering.ledger.problems import FILE_CODES, LINE_CODES
from wattlas.metering.ledger.source import AnySource
from wattlas.metering.parts import Device, Total
from wattlas.report.words.ledger import PROBLEMS

GPU = Device("GPU-1", "0 H100", "gpu", "counter", "nvml")
TICK = b'{"line":"tick","t0":%d,"t1":%d,"e":[[300.0,300.0,0.0]]}\n'


def write(folder, run, ticks=4, **more):
    """Write a run of ticks of 300 J; return its file."""
    device = Device(f"GPU-{run}", "0 H100", "gpu", "counter", "nvml")
    header = RunHeader(**{"run": run, "host": "n", "t": 0.0, **more}, devices=(device,))
    log = LedgerWriter(folder, header)
    for second in range(ticks):
        log.tick(second, second + 1.0, [Total(300.0, 300.0, 300.0, 300.0, 0.0)])
    log.close(float(ticks))
    return log.path


def wattlas(*words):
    return called(
        words, Path.cwd(), {"PATH": os.environ["PATH"], "WATTLAS_LEDGER": "off"}
    )


def joules(runs):
    """What the runs hold, in memory and in their files."""
    source = AnySource(runs)
    keys = [
        (n, d) for n, run in enumerate(runs) for d in range(len(run.header.devices))
    ]
    found = (reading for key in keys for reading in source.readings(*key))
    return sum(reading.amount.energy_uj for reading in found) / 1e6


def with_e(text):
    """Return a tick with other figures; its time is free."""
    return b'{"line":"tick","t0":%d,"t1":%d,"e":' + text + b"}\n"


BAD_VALUES = [
    with_e(b"[[%s,0,0]]" % value)
    for value in (
        *(b"NaN", b"Infinity", b"-Infinity", b"1e999", b'"300"', b"true", b"null"),
        *(b"-300", b"-1e-3", b"[]", b"{}", b"9" * 400),
    )
] + [
    with_e(e)
    for e in (
        *(b"[[300,-1,0]]", b"[[300,0,-1]]", b"[[300,200,200]]", b"[[300,0,0,400,500]]"),
        *(b"[[300,0,0,100,200]]", b"[[300]]", b"[[300,0,0,1]]", b"[300]", b'"x"'),
        *(b"[[300,0,0,NaN,NaN]]", b"[[300,0,0,0,300,-1]]", b"null", b"{}"),
    )
]
BAD_TIMES = [
    line.replace(b"%d", b"%%s") % (t0, t1)
    for line in (TICK.replace(b"%d", b"%s"),)
    for t0, t1 in (
        *((b"NaN", b"1"), (b'"0"', b"1"), (b"null", b"1"), (b"-5", b"1")),
        *((b"0", b"1e30"), (b"0", b"false")),
    )
]
OTHER_TICKS = [
    (b'{"line":"tick","t0":1,"t1":2}\n', "bad-value"),
    (b'{"line":"tick","t0":0,"t0":1,"t1":2,"e":[[1,1,0]]}\n', "bad-value"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0]],"s":{"0":[0]}}\n', "bad-value"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0]],"s":[]}\n', "bad-value"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0]],"f":{"0":"lost"}}\n', "bad-value"),
    (b'{"line":"tick","t0":2,"t1":1,"e":[[1,1,0]]}\n', "backwards"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0]],"s":{"0":[2,1]}}\n', "backwards"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1e15,1,0]]}\n', "too-much"),
    (b'{"line":"tick","t0":1,"t1":1,"e":[[300,1,0]]}\n', "too-much"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[]}\n', "other-devices"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0],[1,1,0]]}\n', "other-devices"),
    (b'{"line":"tick","t0":1,"t1":2,"e":[[1,1,0]],"s":{"7":[1,2]}}\n', "other-devices"),
    (b'{"line":"tick","t0":1.5,"t1":2,"e":[[0,0,0]]}\n', "overlap"),
]
OTHER_LINES = [
    (b'{"line":"window","name":3,"t0":0,"t1":1}\n', "bad-value"),
    (b'{"line":"window","name":"x","t0":0,"t1":NaN}\n', "bad-value"),
    (b'{"line":"window","name":"x","t0":2,"t1":1}\n', "backwards"),
    (b'{"line":"window","name":"x","t0":0,"t1":1,"work":{"tokens":-1}}\n', "bad-value"),
    (b'{"line":"check","device":"x","counter_w":"1","power_w":1}\n', "bad-value"),
    (b'{"line":"end","t":"now"}\n', "bad-value"),
    (b'{"line":"end","t":1,"exit":"0"}\n', "bad-value"),
]
NO_JSON = [
    *(b"\x00\x01\xff\xfe\n", b"\xff\n", b"{\n", b"[]\n", b"42\n", b"null\n", b'"x"\n'),
    *(b"{}\n", b'{"line":7}\n', b"[" * 100_000 + b"\n", b"1" * 5000 + b"\n"),
    *(TICK[:30] + b"\n", TICK.replace(b"}", b"") % (1, 2), b"hello\n"),
]
FAULTS = (
    [
        (line.replace(b"%d", b"1", 1).replace(b"%d", b"2", 1), "bad-value")
        for line in BAD_VALUES
    ]
    + [(line, "bad-value") for line in BAD_TIMES]
    + OTHER_TICKS
    + OTHER_LINES
    + [(line, "broken") for line in NO_JSON]
    + [(b'{"line":"tick",' + b" " * MOST_LINE_BYTES + b"}\n", "overlong")]
)


@pytest.mark.parametrize(("line", "code"), FAULTS)
def test_a_bad_line_is_named_and_takes_nothing_with_it(tmp_path, line, code):
    """Law: whatever one line holds, all others count, and it is told by its number."""
    path = write(tmp_path, "a")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], line, *lines[3:]]))
    (run,) = Ledger(tmp_path).runs()
    assert joules([run]) == 1200.0
    assert [(p.file, p.code, p.count) for p in run.problems] == [(path.name, code, 1)]
    assert run.problems[0].line in ((4,) if code != "overlap" else (4, 5))


@settings(max_examples=60, deadline=None)
@given(
    places=st.lists(
        st.tuples(st.sampled_from(FAULTS[:-1]), st.integers(0, 9)), max_size=12
    )
)
def test_many_bad_lines_are_named_once_by_kind_with_their_count(
    places, tmp_path_factory
):
    """Law: any bad lines anywhere, also before the first: the sum stays."""
    folder = tmp_path_factory.mktemp("ledger")
    path = write(folder, "a", ticks=8)
    lines = path.read_bytes().splitlines(keepends=True)
    for (line, _), place in places:
        lines.insert(place, line)
    path.write_bytes(b"".join(lines))
    (run,) = Ledger(folder).runs()
    assert joules([run]) == 8 * 300.0
    expected = {code for (_, code), _ in places}
    codes = [p.code for p in run.problems]
    assert set(codes) >= expected - {"overlap"}
    assert len(codes) == len(set(codes))
    counted = sum(p.count for p in run.problems if p.code != "overlap")
    assert counted == sum(code != "overlap" for (_, code), _ in places)


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(range(10)))
def test_the_order_of_lines_changes_nothing(order, tmp_path_factory):
    """Law: lines in any order, the first line of the run too, are the same run."""
    folder = tmp_path_factory.mktemp("ledger")
    path = write(folder, "a", ticks=8)
    (before,) = Ledger(folder).runs()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[i] for i in order))
    (after,) = Ledger(folder).runs()
    assert (after.ticks, after.ended) == (before.ticks, before.ended)
    assert after.problems == []


@settings(max_examples=30, deadline=None)
@given(parts=st.lists(st.integers(0, 2), min_size=8, max_size=8), copies=st.booleans())
def test_files_may_be_split_joined_and_copied(parts, copies, tmp_path_factory):
    """Law: a run in several files, each with its first line, is one run."""
    folder = tmp_path_factory.mktemp("ledger")
    path = write(folder, "a", ticks=8)
    (before,) = Ledger(folder).runs()
    first, *ticks, end = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    for part in range(3):
        its = [tick for tick, where in zip(ticks, parts, strict=True) if where == part]
        (folder / f"part{part}.jsonl").write_bytes(b"".join([first, *its, end]))
    if copies:
        (folder / "copy.jsonl").write_bytes((folder / "part1.jsonl").read_bytes())
    (after,) = Ledger(folder).runs()
    assert (after.ticks, after.ended) == (before.ticks, before.ended)
    everything = b"".join(p.read_bytes() for p in sorted(folder.iterdir()))
    for file in folder.iterdir():
        file.unlink()
    (folder / "all.jsonl").write_bytes(everything)
    assert joules(Ledger(folder).runs()) == 8 * 300.0


@pytest.mark.parametrize(
    "wrong", ["[NaN,0,0]", '"5"', "[-1,0,0]", "[1e12,0,0]", "[1,2,3]", "7", "{}"]
)
def test_a_device_with_a_bad_figure_takes_no_other_with_it(tmp_path, wrong):
    """Law: of a line only the figures of the device that is wrong are left out."""
    devices = [Device(key, key, "gpu", "counter", "nvml") for key in "abc"]
    log = LedgerWriter(tmp_path, RunHeader("r", "n", 0.0, devices=tuple(devices)))
    log.tick(0.0, 1.0, [Total(joules, joules, joules) for joules in (1.0, 2.0, 4.0)])
    log.close(1.0)
    text = log.path.read_text().replace("[2.0,0.0,0.0]", wrong)
    log.path.write_text(text.replace("[4.0,0.0,0.0]", wrong))
    (run,) = Ledger(tmp_path).runs()
    assert [t and t.joules for t in run.ticks[0].totals] == [1.0, None, None]
    assert [(p.line, p.count) for p in run.problems] == [(2, 1)]


HEADERS = [
    ({"schema": 7}, "newer"),
    ({"schema": "1"}, "bad-header"),
    ({"schema": True}, "bad-header"),
    ({"schema": None}, "bad-header"),
    ({"run": 7}, "bad-header"),
    ({"run": " "}, "bad-header"),
    ({"host": None}, "bad-header"),
    ({"t": "now"}, "bad-header"),
    ({"t": -1}, "bad-header"),
    ({"t": 1e300}, "bad-header"),
    ({"user": ["x"]}, "bad-header"),
    ({"tags": {"team": 5}}, "bad-header"),
    ({"tags": "team"}, "bad-header"),
    ({"rank": 1.5}, "bad-header"),
    ({"ranks": 0}, "bad-header"),
    ({"devices": "GPU"}, "bad-header"),
    ({"devices": [{"key": "GPU-1"}]}, "bad-header"),
    ({"name": "\ud800"}, "bad-header"),
] + [
    (
        {
            "devices": [
                {
                    "key": "k",
                    "name": "n",
                    "scope": "gpu",
                    "method": "counter",
                    "source": "s",
                    **wrong,
                }
            ]
        },
        "bad-header",
    )
    for wrong in (
        *({"scope": "moon"}, {"method": "magic"}, {"low_ratio": 2.0}, {"step_s": -1}),
        *({"high_ratio": "1"}, {"source": None}, {"key": ""}),
    )
]


@pytest.mark.parametrize(("change", "code"), HEADERS)
def test_a_bad_first_line_sets_its_file_aside(tmp_path, change, code):
    """Law: whatever a first line holds, other files count, and the file is named."""
    write(tmp_path, "good")
    path = write(tmp_path, "bad")
    first, *rest = path.read_text().splitlines()
    text = json.dumps(json.loads(first) | change)
    path.write_text("\n".join([text, *rest]))
    found = Ledger(tmp_path).read()
    assert joules(found.runs) == 1200.0
    assert [(p.file, p.code) for p in found.problems] == [(path.name, code)]


def fifo(path):
    os.mkfifo(path)


def bound(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def closed(path):
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    path.write_text("")
    path.chmod(0)


FILES = {
    "fifo": (fifo, "not-a-file"),
    "folder": (lambda path: path.mkdir(), "not-a-file"),
    "socket": (bound, "not-a-file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "not-a-file"),
    "dead link": (lambda path: path.symlink_to("nowhere"), "dead-link"),
    "link to itself": (lambda path: path.symlink_to(path), "dead-link"),
    "another's": (closed, "unreadable"),
    "empty": (lambda path: path.write_bytes(b""), "no-run"),
    "text": (lambda path: path.write_text("hello\n"), "no-run"),
    "binary": (lambda path: path.write_bytes(os.urandom(4096)), "no-run"),
    "no first line": (lambda path: path.write_bytes(TICK % (0, 1)), "no-run"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("name", FILES)
def test_anything_in_the_place_of_a_file_is_named(tmp_path, name, monkeypatch):
    """Law: it hangs nothing, ends nothing, and the other files count."""
    monkeypatch.chdir(tmp_path)  # a socket has a short path
    make, code = FILES[name]
    write(tmp_path, "good")
    make(Path("zz.jsonl"))
    found = Ledger(tmp_path).read()
    assert joules(found.runs) == 1200.0
    assert [(p.file, p.code) for p in found.problems] == [("zz.jsonl", code)]


def test_a_file_that_the_system_refuses_is_named(tmp_path, monkeypatch):
    """As another user's file is to all but root."""
    write(tmp_path, "good")
    bad = write(tmp_path, "bad")
    whole = type(bad).open

    def refuse(path, *how, **named):
        if path == bad:
            raise PermissionError(13, "Permission denied")
        return whole(path, *how, **named)

    monkeypatch.setattr(type(bad), "open", refuse)
    found = Ledger(tmp_path).read()
    assert joules(found.runs) == 1200.0
    (problem,) = found.problems
    assert (problem.code, problem.detail) == ("unreadable", "Permission denied")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize(
    "words",
    [
        "list",
        "sum",
        "show last",
        "query SELECT+1",
        "export {folder}/out.csv",
    ],
)
def test_every_verb_names_every_bad_thing_once(tmp_path, words):
    """A folder with all of it: each verb ends well and names each file on stderr."""
    write(tmp_path / "ledger", "good")
    path = write(tmp_path / "ledger", "hurt")
    with path.open("ab") as file:
        file.write(b"".join(line for line, _ in FAULTS[:40]))
    fifo(tmp_path / "ledger/pipe.jsonl")
    (tmp_path / "ledger/link.jsonl").symlink_to("nowhere")
    (tmp_path / "ledger/folder.jsonl").mkdir()
    words = [w.replace("+", " ") for w in words.format(folder=tmp_path).split()]
    done = wattlas("ledger", *words, "--ledger", str(tmp_path / "ledger"))
    assert done.returncode == 0
    said = done.stdout + done.stderr
    for name in ("pipe", "link", "folder"):
        assert said.count(f"{name}.jsonl") == 1
    assert path.name in said
    assert "Traceback" not in said


def test_there_is_a_sentence_for_every_problem():
    """Each code has its words, and no words are left over."""
    assert set(PROBLEMS) == {*FILE_CODES, *LINE_CODES}


def test_what_would_act_on_a_terminal_is_shown_escaped(tmp_path):
    """Control characters of a name, a project, a file: none reaches the terminal."""
    evil = "a\x1b[2J\x07\u202eb"
    path = write(tmp_path, "good", name=evil, project=evil, user=evil, host=evil)
    path.rename(tmp_path / f"{evil}.jsonl")
    (tmp_path / "x\x1b[2J.jsonl").write_text("nothing")
    for words in (["list"], ["sum", "--by", "project"], ["show", "last"]):
        done = wattlas("ledger", *words, "--ledger", str(tmp_path))
        assert done.returncode == 0
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", done.stdout + done.stderr)
        assert "\\x1b" in done.stdout


@pytest.mark.parametrize("kind", ["pipe", "file", "dead link"])
def test_what_stands_in_the_place_of_rolled_up_runs_is_named(tmp_path, kind):
    """The lines count; nothing is rolled up into what is no folder."""
    write(tmp_path, "a")
    place = tmp_path / "compacted"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "file":
        place.write_text("x")
    else:
        place.symlink_to(tmp_path / "nowhere")
    found = Ledger(tmp_path).read()
    assert joules(found.runs) == 1200.0
    assert [(p.file, p.code) for p in found.problems] == [("compacted", "unreadable")]
    done = wattlas("ledger", "compact", "--ledger", str(tmp_path))
    assert done.returncode != 0
    assert "is no folder: move it away" in done.stderr
    assert "Traceback" not in done.stderr
