"""The ledger: lines, torn files, merging of ranks, other tools' files."""

from __future__ import annotations

import csv
import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas.errors import InputError, UnknownNameError
from wattlas.metering.ledger import Ledger, LedgerWriter, RunHeader, screen
from wattlas.metering.ledger import writer as writer_module
from wattlas.metering.ledger.cells import US_PER_S, one_cell
from wattlas.metering.ledger.checked import tick_of
from wattlas.metering.ledger.export import CODECARBON_COLUMNS, codecarbon_rows
from wattlas.metering.ledger.imports import Asked, import_file
from wattlas.metering.ledger.lines import tick_line
from wattlas.metering.ledger.merge import merge
from wattlas.metering.ledger.readings import Free
from wattlas.metering.ledger.run import read_runs
from wattlas.metering.ledger.source import AnySource
from wattlas.metering.parts import Device, Total
from wattlas.metering.session import Session
from wattlas.metering.simulated import scenario, simulated_session
from wattlas.metering.simulated.scenarios import START_S

GPU = Device("GPU-1", "0 H100", "gpu", "counter", "nvml")
DATA = Path(__file__).parent / "data"


def header(run="a", devices=(GPU,), **more):
    return RunHeader(run=run, host="node", t=START_S, devices=devices, **more)


def write(folder, run, ticks, devices=(GPU,), end=True, **more):
    """Write a run: ticks are (t0, t1, [joules of each device])."""
    writer = LedgerWriter(folder, header(run, devices, **more))
    for t0, t1, joules in ticks:
        totals = [Total(j, j, j, j, 0.0) for j in joules]
        writer.tick(START_S + t0, START_S + t1, totals)
    if end:
        writer.close(START_S + ticks[-1][1])
    return writer.path


def told(run):
    """What is wrong in a run: code, first line, count."""
    return [(p.code, p.line, p.count) for p in run.problems]


numbers = st.floats(0, 1e10).map(lambda x: round(x, 6))


@given(parts=st.lists(numbers, min_size=3, max_size=3), less=numbers, more=numbers)
def test_a_tick_is_read_as_it_was_written(parts, less, more):
    """Law: a line back and forth is the same tick, through JSON."""
    own, other, idle = parts
    joules = round(own + other + idle, 6)
    low, high = round(joules - less, 6), round(joules + more, 6)
    total = Total(joules, low, high, own, other, frozenset({"lost"}))
    line = json.loads(json.dumps(tick_line(0.0, 1e6, [total, None])))
    assert tick_of(line, devices=2).totals == (total, None)


def test_a_run_is_read_as_it_was_written(tmp_path):
    """Header, ticks, windows and end come back."""
    write(tmp_path, "a", [(0, 1, [300.0]), (1, 2, [301.0])], project="p", user="u")
    (run,) = Ledger(tmp_path).runs()
    assert (run.header.project, run.header.devices) == ("p", (GPU,))
    assert [t.totals[0].joules for t in run.ticks] == [300.0, 301.0]
    assert run.ended == START_S + 2
    assert run.problems == []


def test_a_torn_last_line_is_left_out_and_told(tmp_path):
    """A process killed while writing: all ticks but the torn one count."""
    path = write(tmp_path, "a", [(0, 1, [300.0]), (1, 2, [301.0])], end=False)
    path.write_bytes(path.read_bytes()[:-9])
    (run,) = read_runs(path)
    assert [t.totals[0].joules for t in run.ticks] == [300.0]
    assert told(run) == [("torn", 3, 1)]
    assert run.ended is None


def test_a_broken_line_in_the_middle_is_told_by_number(tmp_path):
    """Lines that a person broke are named; the others count."""
    path = write(tmp_path, "a", [(0, 1, [300.0]), (1, 2, [301.0])])
    lines = path.read_text().splitlines()
    lines[1] = "{not json"
    lines.insert(3, '{"line":"tick","t0":1}')
    path.write_text("\n".join(lines) + "\n")
    (run,) = read_runs(path)
    assert [t.totals[0].joules for t in run.ticks] == [301.0]
    assert told(run) == [("broken", 2, 1), ("bad-value", 4, 1)]
    assert run.problems[1].detail == "t1 = absent"


def test_lines_of_a_later_version_of_this_schema_are_passed_over(tmp_path):
    """Fields and kinds of lines that are not known do no harm."""
    path = write(tmp_path, "a", [(0, 1, [300.0])], end=False)
    lines = path.read_text().splitlines()
    first = json.loads(lines[0]) | {"colour": "blue"}
    path.write_text("\n".join([json.dumps(first), '{"line":"joke"}', *lines[1:]]))
    (run,) = read_runs(path)
    assert len(run.ticks) == 1
    assert run.problems == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    """Bad input: a file stands where the folder should."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot be written: .* --ledger off\.$"):
        LedgerWriter(tmp_path / "file", header())


def test_runs_are_found_by_the_start_of_their_name(tmp_path):
    """And the nearest is named where none fits."""
    write(tmp_path, "abc1", [(0, 1, [1.0])])
    ledger = Ledger(tmp_path)
    assert ledger.run("ab")[0].header.run == "abc1"
    with pytest.raises(UnknownNameError, match="Did you mean 'abc1'"):
        ledger.run("abd1")


def test_two_processes_that_saw_one_card_count_it_once(tmp_path):
    """By hand: 300 W by both, together 15.5 s long: 4,650 J, not 6,000."""
    first = [(i, i + 1, [300.0]) for i in range(10)]
    second = [(i + 5.5, i + 6.5, [300.0]) for i in range(10)]
    write(tmp_path, "a", first)
    write(tmp_path, "b", second)
    (device,) = merge(Ledger(tmp_path).runs()).devices
    assert device.part.energy_j.mid == pytest.approx(300 * 15.5)
    assert device.seconds == pytest.approx(15.5)


def test_the_better_method_counts(tmp_path):
    """A counter of 300 J beside a model of 900 J for the same second."""
    model = Device("GPU-1", "0", "gpu", "model", "model")
    write(tmp_path, "a", [(0, 1, [900.0])], (model,))
    write(tmp_path, "b", [(0, 1, [300.0])])
    (device,) = merge(Ledger(tmp_path).runs()).devices
    assert device.part.energy_j.mid == 300.0


@settings(max_examples=25, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=5
    )
)
def test_merged_energy_is_power_over_the_union_of_times(spans, tmp_path_factory):
    """Law: 10 W over any set of overlapping runs is 10 J for each second covered."""
    folder = tmp_path_factory.mktemp("ledger")
    for number, (start, length) in enumerate(spans):
        ticks = [(start + i, start + i + 1, [10.0]) for i in range(length)]
        write(folder, f"r{number}", ticks)
    covered = {s + i for s, length in spans for i in range(length)}
    (device,) = merge(Ledger(folder).runs()).devices
    assert device.part.energy_j.mid == pytest.approx(10.0 * len(covered))


def four_ranks(folder, all_read):
    """Four ranks on one simulated node, each with a file of its own."""
    node = scenario("four-ranks")
    for rank in range(4):
        session, clock = simulated_session("four-ranks")
        devices = tuple(session.devices) if all_read or rank == 0 else ()
        lines = [line for line in session._lines if line.device in devices]
        session._lines = lines
        log = LedgerWriter(
            folder, header(f"r{rank}", devices, job="j7", rank=rank, ranks=4)
        )
        session._log = log
        for _ in range(60):
            clock.advance(1.0)
            session.tick()
        session.close()
    return node.truth_j(START_S, START_S + 60)


@pytest.mark.parametrize("all_read", [False, True])
def test_four_ranks_are_one_node(tmp_path, all_read):
    """The node's energy, not four times it: 1,750 W for 60 s, whoever reads."""
    truth_j = four_ranks(tmp_path, all_read)
    assert truth_j == 1750 * 60
    runs = Ledger(tmp_path).runs()
    found = merge(runs).devices
    assert sum(d.part.energy_j.mid for d in found) == pytest.approx(truth_j)
    own = sum(sum(r.mid for r in d.own_j.values()) for d in found)
    assert own <= truth_j


FORKED = """
import os, random, signal, sys, time
from pathlib import Path
from wattlas.metering.ledger import LedgerWriter, RunHeader
from wattlas.metering.parts import Device, Total
device = Device("GPU-1", "0", "gpu", "counter", "nvml")
folder, kills = Path(sys.argv[1]), int(sys.argv[2])
dice = random.Random(7)
for number in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        header = RunHeader(run=f"k{number}", host="n", t=0.0, devices=(device,))
        log = LedgerWriter(folder, header)
        for tick in range(1_000_000):
            log.tick(tick, tick + 1, [Total(7.0, 7.0, 7.0, 7.0, 0.0)])
            os.write(write, b".")
    os.close(write)
    os.read(read, 1)
    time.sleep(dice.uniform(0, 0.003))
    os.kill(child, signal.SIGKILL)
    done = 1
    while chunk := os.read(read, 65536):
        done += len(chunk)
    os.close(read)
    os.waitpid(child, 0)
    print(number, done)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_200_writers_killed_at_random_lose_at_most_one_tick(tmp_path, monkeypatch):
    """kill -9 at random: each tick that was done is there, no line is broken.

    On a busy machine a writer comes far before it is killed, and SQL reads its file.
    """
    words = [sys.executable, "-c", FORKED, str(tmp_path), "200"]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    done = dict(map(int, line.split()) for line in printed.splitlines())
    assert len(done) == 200
    for least_bytes in (0, 10**12):
        monkeypatch.setattr(screen, "LEAST_BYTES", least_bytes)
        runs = Ledger(tmp_path).runs()
        assert len(runs) == 200
        source = AnySource(runs)
        for (place, _), times in source.seen().items():
            run = runs[place]
            ((t0, t1),) = times
            ticks, rest = divmod(t1, US_PER_S)
            assert (t0, rest) == (0, 0)
            assert ticks - done[int(run.header.run.removeprefix("k"))] in (0, 1)
            (amount,) = source.sums([Free(place, 0, 0, t1, True)], one_cell()).values()
            assert amount.energy_uj == 7_000_000 * ticks
            assert {p.code for p in run.problems} <= {"torn"}
            assert run.ended is None


def test_100_writers_at_once_break_nothing(tmp_path):
    """A hundred writers share a folder without a lock: 100 x 50 ticks of 7 J."""

    def work(number):
        ticks = [(i, i + 1, [7.0]) for i in range(50)]
        device = Device(f"GPU-{number}", "0", "gpu", "counter", "nvml")
        write(tmp_path, f"w{number:03}", ticks, (device,))

    with ThreadPoolExecutor(100) as pool:
        list(pool.map(work, range(100)))
    runs = Ledger(tmp_path).runs()
    assert len(runs) == 100
    assert all(run.problems == [] and run.ended is not None for run in runs)
    total = sum(d.part.energy_j.mid for d in merge(runs).devices)
    assert total == pytest.approx(100 * 50 * 7.0)


@pytest.mark.parametrize("full", [range(0, 1), range(0, 4), range(2, 4), range(1, 9)])
@pytest.mark.parametrize("taken", [0, 20])
def test_a_full_disk_loses_neither_the_run_nor_a_tick(
    tmp_path, monkeypatch, full, taken
):
    """Law: whenever the disk is full and has room again, what waited is written."""
    whole, calls = os.write, iter(range(10**6))

    def write_or_not(handle, data):
        if next(calls) not in full:
            return whole(handle, data)
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(handle, data[:taken])

    monkeypatch.setattr(os, "write", write_or_not)
    writer = LedgerWriter(tmp_path, header())
    for second in range(10):
        writer.tick(second, second + 1.0, [Total(7.0, 7.0, 7.0)])
    writer.close(10.0)
    (run,) = read_runs(writer.path)
    assert writer.lost_lines == 0
    assert [t.totals[0].joules for t in run.ticks] == [7.0] * 10
    assert {p.code for p in run.problems} == ({"broken"} if taken else set())


def test_a_disk_that_stays_full_stops_nothing_and_is_counted(tmp_path, monkeypatch):
    """Every line that was not taken is counted as lost; nothing is raised."""

    def refuse(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", refuse)
    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(writer_module, "MOST_WAITING", 5)
    writer = LedgerWriter(tmp_path, header())
    for second in range(10):
        writer.tick(second, second + 1.0, [Total(7.0, 7.0, 7.0)])
    writer.close(10.0)
    assert writer.lost_lines == 12  # the first line, ten ticks, and the end


def test_a_session_writes_what_it_measures(tmp_path):
    """By hand: ten ticks of 801 J; the ledger sums to what the window says."""
    session, clock = simulated_session("two-gpus")
    session._log = LedgerWriter(tmp_path, header(devices=tuple(session.devices)))
    for _ in range(10):
        clock.advance(1.0)
        session.tick()
    session.close(exit_code=3)
    (run,) = Ledger(tmp_path).runs()
    assert sum(t.joules for tick in run.ticks for t in tick.totals) == 8010.0
    assert run.exit_code == 3


def test_codecarbon_is_imported_with_its_pue_divided_out(tmp_path):
    """A file that codecarbon 3.3.2 wrote with PUE 1.5: kWh x 3.6e6 / 1.5, marked."""
    with (DATA / "emissions.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert float(row["pue"]) == 1.5
    written = import_file(DATA / "emissions.csv", "codecarbon", tmp_path)
    (run,) = Ledger(tmp_path).runs()
    cpu, memory = run.ticks[0].totals
    assert cpu.joules == pytest.approx(float(row["cpu_energy"]) * 3.6e6 / 1.5, rel=1e-6)
    assert memory.joules == pytest.approx(72.1, rel=1e-3)
    assert [d.method for d in run.header.devices] == ["model", "model"]
    assert run.header.origin == "codecarbon"
    assert run.header.tags == {"pue_divided_out": "1.5"}
    assert run.t1 - run.t0 == pytest.approx(float(row["duration"]), abs=1e-5)
    assert len(written.written) == 1
    again = import_file(DATA / "emissions.csv", "codecarbon", tmp_path)
    assert (again.written, again.refused) == ((), ())


def test_a_log_of_zeus_is_imported_in_joules(tmp_path):
    """Its columns: start, window, elapsed, joules of each GPU."""
    log = tmp_path / "zeus.csv"
    head = "start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n"
    log.write_text(head + "1767225600.0,epoch,10.0,3000.0,2500.0\n")
    import_file(log, "zeus", tmp_path / "ledger", Asked(host="node"))
    (run,) = Ledger(tmp_path / "ledger").runs()
    assert [t.joules for t in run.ticks[0].totals] == [3000.0, 2500.0]
    assert {d.method for d in run.header.devices} == {"counter"}
    assert run.windows[0].name == "epoch"


COLUMNS = "timestamp,project_name,duration,cpu_energy,gpu_energy,energy_consumed,pue"
GOOD = "2026-06-01T10:00:00,p,3600,0.05,0.3,0.35,1.25"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("2026-06-01T12:00:00,p,3600,0.05,0.3,0.35", "more or fewer values"),
        ("2026-06-01T12:00:00,p,3600,0.05,0.3,0.35,1.5,7", "more or fewer values"),
        ("2026-06-01T12:00:00,p,3600,0.05,0.3,0.35,", "pue must be a number, got ''"),
        ("2026-06-01T12:00:00,p,3600,0.05,0.3,1.35,1", "energy_consumed is 1.35 kWh"),
        ("2026-06-01T12:00:00,p,3600,nan,0.3,0.3,1", "must be >= 0 and finite"),
        ("yesterday,p,3600,0.05,0.3,0.35,1", "is no time"),
    ],
)
def test_a_row_of_another_shape_is_refused_by_itself(tmp_path, bad, said):
    """Law: its values stand under wrong names; the other rows are imported."""
    for number, rows in enumerate(([bad, GOOD], [GOOD, bad], [GOOD, bad, bad])):
        path = tmp_path / f"{number}.csv"
        path.write_text("\n".join([COLUMNS, *rows]))
        done = import_file(path, "codecarbon", tmp_path / str(number))
        assert len(done.refused) == len(rows) - 1
        assert said in str(done.refused[0])
        (run,) = Ledger(tmp_path / str(number)).runs()
        joules = sum(t.joules for t in run.ticks[0].totals)
        assert joules == pytest.approx(0.35 * 3.6e6 / 1.25)


def test_the_last_row_of_a_run_counts(tmp_path):
    """codecarbon's flush and stop write two rows of one run, the second holds both."""
    rows = [
        "run_id," + COLUMNS,
        "a," + GOOD,
        "a," + GOOD.replace("0.", "0.0"),
        "b," + GOOD,
    ]
    path = tmp_path / "emissions.csv"
    path.write_text("\n".join([rows[0], rows[2], rows[1], rows[3]]))
    import_file(path, "codecarbon", tmp_path / "ledger")
    runs = Ledger(tmp_path / "ledger").runs()
    joules = [sum(t.joules for t in r.ticks[0].totals) for r in runs]
    assert joules == pytest.approx([0.35 * 3.6e6 / 1.25] * 2)


def test_semicolons_part_columns_and_commas_are_those_of_decimals(tmp_path):
    """As spreadsheets of half of Europe write a CSV file."""
    path = tmp_path / "emissions.csv"
    rows = [COLUMNS, GOOD]
    path.write_text("\n".join(r.replace(",", ";").replace(".", ",") for r in rows))
    import_file(path, "codecarbon", tmp_path / "ledger")
    (run,) = Ledger(tmp_path / "ledger").runs()
    joules = sum(t.joules for t in run.ticks[0].totals)
    assert joules == pytest.approx(0.35 * 3.6e6 / 1.25)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("a,b\n", "codecarbon", "holds no rows"),
        ("timestamp\nnever\n", "codecarbon", "timestamp 'never' is no time"),
        ("up 1\nup 2\n", "codecarbon", "is no emissions.csv .* with --from"),
        (
            "timestamp,duration,cpu_energy\n2026-01-01T00:00:00,9,-1\n",
            "codecarbon",
            "cpu_energy must be >= 0",
        ),
        (
            "timestamp,duration,pue\n2026-01-01T00:00:00,9,0\n",
            "codecarbon",
            "pue must be >= 1",
        ),
        ("start_time,elapsed_time\n1,2\n", "zeus", "no zeus log"),
        ("x\n1\n", "csv", "Imported are codecarbon, zeus.*, got 'csv'"),
    ],
)
def test_files_that_are_not_what_they_should_be(tmp_path, text, kind, said):
    """Bad input: one sentence with the file and the value."""
    path = tmp_path / "file.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        import_file(path, kind, tmp_path / "ledger")


def test_exported_columns_are_codecarbons(tmp_path):
    """Its own file has the same columns; energy back and forth is the same."""
    with (DATA / "emissions.csv").open() as file:
        assert tuple(next(csv.reader(file))) == CODECARBON_COLUMNS
    import_file(DATA / "emissions.csv", "codecarbon", tmp_path)
    (row,) = codecarbon_rows(Ledger(tmp_path).runs())
    assert row["cpu_energy"] * 1.5 == pytest.approx(5.651387e-06, rel=1e-4)
    assert row["emissions"] == ""


FORK = """
import os, sys
import wattlas
from wattlas.metering.api import configure
configure(ledger=sys.argv[1], tick_s=0.05)
with wattlas.meter("outer"):
    child = os.fork()
    if child == 0:
        with wattlas.meter("inner"):
            pass
        sys.exit(0)
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_has_a_run_of_its_own(tmp_path):
    """The child neither writes to its parent's file nor ends its run."""
    folder = tmp_path / "ledger"
    environment = {**os.environ, "WATTLAS_LEDGER": str(tmp_path / "usual")}
    words = [sys.executable, "-W", "ignore", "-c", FORK, str(folder)]
    subprocess.run(words, env=environment, check=True)
    (parent,) = Ledger(folder).runs()
    (child,) = Ledger(tmp_path / "usual").runs()
    assert [w.name for w in parent.windows] == ["outer"]
    assert [w.name for w in child.windows] == ["outer/inner"]
    assert parent.path.read_text().count('"end"') == 1
    assert parent.ended is not None
    assert child.ended is not None


def test_a_session_without_channels_is_fine():
    """A rank that does not read still has windows; their energy is absent."""
    session = Session([])
    begin = session.snapshot()
    found = session.measurement("x", begin, session.snapshot())
    assert found.energy_j is None
