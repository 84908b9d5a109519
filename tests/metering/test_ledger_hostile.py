"""A folder with every bad thing in it: each verb names each, once, and counts the rest.

Bad lines and first lines are in test_ledger_files; here are whole files, of lines and
of Parquet.
"""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from commands import called
from ledger_runs import exact, run_of, write_run
from wattlas.metering import Ledger
from wattlas.metering.ledger.compacted import compact
from wattlas.metering.ledger.merge import merge

pytest.importorskip("duckdb")
JOULES = 300.0


def run(name, seconds=4):
    """A run of 300 W on a card of its own, all of it its own."""
    ticks = [(i, i + 1, [exact(JOULES, JOULES)]) for i in range(seconds)]
    return run_of(name, ticks, [f"GPU-{name}"])


def of_another_program(path):
    import duckdb

    path.unlink()
    duckdb.sql(f"COPY (SELECT 1 AS a) TO '{path}' (FORMAT parquet)")


def scrambled(path):
    """Change what is within, and neither its ends nor its length."""
    whole = bytearray(path.read_bytes())
    whole[20:200] = bytes(180)
    path.write_bytes(bytes(whole))


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def only_its_first_line(path):
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


def deleted(folder):
    shutil.rmtree(folder)


def nothing(path):
    path.write_bytes(b"")


PACKED = {
    "lone": ("*.runs", Path.unlink, 0, "-0.parquet: rolled-up readings"),
    "cut": ("ticks/*/*/*", cut, 0, "not as it was written"),
    "empty": ("ticks/*/*/*", nothing, 0, "not as it was written"),
    "foreign": ("ticks/*/*/*", of_another_program, 0, "not as it was written"),
    "gone": ("ticks/*/*/*", Path.unlink, 0, "is not there"),
    "halved": ("ticks/*", deleted, 0, "is not there"),
    "scrambled": ("ticks/*/*/*", scrambled, 0, "not as it was written"),
    "hourless": ("hours", deleted, 1, ""),
    "short": ("*.runs", only_its_first_line, 0, "where the readings of a run are"),
    "torn": ("*.runs", cut, 0, "torn"),
}
"""Batches: what is done to which of its files, whether it counts, and what is said."""


def add_packed(folder, name):
    """Roll a run up, do harm to its files, and put them into a ledger."""
    pattern, harm, *_ = PACKED[name]
    side = folder.parent / name
    write_run(side, run(name))
    compact(side)
    (batch,) = (path.stem for path in (side / "compacted").glob("*.runs"))
    harm(next((side / "compacted").glob(pattern)))
    shutil.copytree(side / "compacted", folder / "compacted", dirs_exist_ok=True)
    return batch


def lines(folder, name):
    write_run(folder, run(name))
    (path,) = folder.glob(f"*-{name}.jsonl")
    return path


def changed(folder, name, old, new):
    """Write a run, and beside it a copy of its file in which something is otherwise."""
    text = lines(folder, name).read_text()
    assert old in text
    (folder / f"{name}-2.jsonl").write_text(text.replace(old, new, 1))


def add_files(folder):
    """Put anything else in the place of files of lines, and of rolled-up ones."""
    changed(folder, "otherwise", "[300.0,300.0,0.0]", "[200.0,200.0,0.0]")
    changed(folder, "other-head", '"host":"n"', '"host":"n","project":"x"')
    changed(folder, "other-end", '"line":"end","t":4', '"line":"end","t":9')
    changed(folder, "shifted", '"t0":1,"t1":2', '"t0":1.5,"t1":2.5')
    path = lines(folder, "marked")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path = lines(folder, "returns")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    path = lines(folder, "open-end")
    path.write_bytes(path.read_bytes()[:-9])
    for home, ending in ((folder, "jsonl"), (folder / "compacted", "runs")):
        os.mkfifo(home / f"pipe.{ending}")
        (home / f"folder.{ending}").mkdir()
        (home / f"dead.{ending}").symlink_to("nowhere")
        (home / f"itself.{ending}").symlink_to(f"itself.{ending}")
        (home / f"zeros.{ending}").symlink_to("/dev/zero")
        (home / f"nothing.{ending}").write_bytes(b"")
        (home / f"random.{ending}").write_bytes(os.urandom(200_000))
        with (home / f"long.{ending}").open("wb") as file:
            file.truncate(3 << 20)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.jsonl"))
    (folder / "loop").symlink_to(".")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "compacted/ticks/stray-0.parquet")
    (folder / "compacted/ticks/noise-0.parquet").write_bytes(os.urandom(99))


THINGS = ("pipe", "folder", "dead", "itself", "zeros", "nothing", "random", "long")
NAMED = [f"{thing}.{ending}" for thing in THINGS for ending in ("jsonl", "runs")]
NAMED += ["socket.jsonl", "stray-0.parquet", "noise-0.parquet", "-open-end.jsonl"]
NAMED += ["otherwise-2.jsonl", "shifted-2.jsonl"]
GOOD = ("good", "rolled", "otherwise", "other-head", "other-end", "marked", "returns")
GOOD += ("open-end", "hourless")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A ledger of nine good runs among all of it, and the batches that were hurt."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs pipes")
    here = Path.cwd()
    folder = tmp_path_factory.mktemp("h") / "l"
    write_run(folder, run("rolled"))
    compact(folder)
    batches = {name: add_packed(folder, name) for name in PACKED}
    write_run(folder, run("good"))
    os.chdir(folder.parent)  # a socket has a short path
    try:
        add_files(Path("l"))
    finally:
        os.chdir(here)
    return folder, batches


VERBS = {
    "list": ["list"],
    "sum by hour": ["sum", "--by", "hour"],
    "show": ["show", "good"],
    "query": ["query", "select run, sum(energy_j) from ticks group by 1"],
    "csv": ["export", "{out}.csv"],
    "codecarbon": ["export", "{out}.csv", "--codecarbon"],
}
READ = ("query", "csv")
"""Verbs that read the rows of every tick in Parquet, which the others need not."""


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_names_each_bad_thing_and_counts_the_rest(hostile, tmp_path, verb):
    """Law: exit code 0, no traceback, every bad file in one sentence."""
    folder, batches = hostile
    words = [word.format(out=tmp_path / "out") for word in VERBS[verb]]
    environment = {"PATH": os.environ["PATH"], "WATTLAS_LEDGER": "off"}
    environment |= {"COLUMNS": "400"}
    done = called(["ledger", *words, "--ledger", str(folder)], Path.cwd(), environment)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Traceback" not in said
    if verb == "show":
        return
    for name in NAMED:
        told = [line for line in said.splitlines() if name in line]
        assert len(told) == 1, (name, told)
    for name, (*_, sentence) in PACKED.items():
        told = [line for line in said.splitlines() if batches[name] in line]
        if sentence and (name != "scrambled" or verb in READ):
            assert len(told) == 1, (name, told)
            assert sentence in told[0]


def sums_of(folder):
    counted = merge(Ledger(folder).runs()).counted
    return {
        d.part.device.key.removeprefix("GPU-"): d.part.energy_j.mid for d in counted
    }


def test_what_is_good_counts_to_the_joule(hostile):
    """By hand: nine good runs of 4 s at 300 W; of the run in two files that shows
    other times in one of them, the half second more too; and what is scrambled is
    known in all without its rows."""
    sums = sums_of(hostile[0])
    assert {name: sums[name] for name in GOOD} == dict.fromkeys(GOOD, 4 * JOULES)
    assert set(sums) - set(GOOD) == {"shifted", "scrambled"}


def test_rolling_up_leaves_every_bad_thing_where_it_is(hostile, tmp_path):
    """Each is named; the good runs are rolled up, and the sums stay."""
    folder, _ = hostile
    mine = tmp_path / "ledger"
    names = {path.name: path for path in folder.glob("*.jsonl") if path.is_file()}
    mine.mkdir()
    for name, path in names.items():
        if path.stat().st_size < 1 << 20 and not path.is_symlink():
            shutil.copy(path, mine / name)
    before = sums_of(mine)
    told = []
    done = compact(mine, told.append)
    assert done.runs == 3
    assert {p.file for p in told} >= {"nothing.jsonl", "random.jsonl"}
    assert {"nothing.jsonl", "random.jsonl"} <= {p.name for p in mine.iterdir()}
    assert sums_of(mine) == before
