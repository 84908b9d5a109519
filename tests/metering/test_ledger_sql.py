"""Sums in SQL, over lines and over Parquet: to the microjoule those of the ticks."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ledger_runs import drawn_runs, exact, run_of, write_run
from wattlas import reconcile
from wattlas.errors import InputError
from wattlas.metering import Ledger
from wattlas.metering.ledger import compacted, database, relations, screen
from wattlas.metering.ledger.cells import US_PER_S, cells_of, one_cell, zone_of
from wattlas.metering.ledger.compacted import UnequalError, compact
from wattlas.metering.ledger.export import rows_of
from wattlas.metering.ledger.merge import merge
from wattlas.metering.ledger.problems import HurtFilesError
from wattlas.metering.ledger.rows import HOUR_US, MINUTE_US
from wattlas.metering.ledger.stored import SqlSource
from wattlas.metering.parts import Total

pytest.importorskip("duckdb")


def in_memory(folder, monkeypatch):
    """Return the runs as they are without DuckDB."""
    with monkeypatch.context() as patch:
        patch.setattr(database, "is_there", lambda: False)
        return Ledger(folder).runs()


def in_sql(folder, monkeypatch):
    """Return the runs with the readings of plain files left there, however small."""
    with monkeypatch.context() as patch:
        patch.setattr(screen, "LEAST_BYTES", 0)
        return Ledger(folder).runs()


def ways(window, zone):
    """Ways to split a sum by time: at any moment, at minutes, at hours."""
    yield lambda seen: one_cell()
    for length in (1, MINUTE_US, HOUR_US):
        begin, end = (edge // length * length for edge in window)
        yield lambda seen, cut=(begin, end + length): one_cell(cut)
    for step in ("hour", "day", "month"):
        yield lambda seen, step=step: cells_of(step, zone, seen)
        yield lambda seen, step=step: cells_of(step, zone, seen, window)


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_sql_sums_what_the_ticks_sum(data, tmp_path_factory):
    """Law: lines in SQL, Parquet, and both together give what memory gives."""
    folder = tmp_path_factory.mktemp("ledger")
    patch = pytest.MonkeyPatch()
    slow = data.draw(st.sampled_from([1, 300]))  # up to hours long
    for run in drawn_runs(data, slow):
        write_run(folder, run)
    edges = sorted(
        data.draw(
            st.tuples(
                *[st.integers(0, 10**10)] * 2,
            )
        )
    )
    window = edges[0], edges[1] + 1
    zone = zone_of(data.draw(st.sampled_from(["UTC", "Asia/Kolkata"])))
    numbers = data.draw(st.sets(st.integers(0, 9), min_size=2, max_size=2))
    asked = [way for n, way in enumerate(ways(window, zone)) if n in numbers]
    by_memory = in_memory(folder, patch)
    expected = [merge(by_memory, cells=cells) for cells in asked]
    runs = in_sql(folder, patch)
    assert [merge(runs, cells=cells) for cells in asked] == expected
    with patch.context() as small:
        small.setattr(screen, "LEAST_BYTES", 0)
        compact(folder)
    runs = Ledger(folder).runs()
    assert all(run.stored.batch for run in runs if not run.problems)
    assert [merge(runs, cells=cells) for cells in asked] == expected


def long_run(name="a", count=3000, key="GPU-1"):
    ticks = [(i, i + 1, [exact(300.0, 200.0)]) for i in range(count)]
    return run_of(name, ticks, [key])


def test_plain_ticks_are_left_to_sql_and_others_are_not(tmp_path, monkeypatch):
    """A line that is no plain tick is read by itself, and named where it is wrong."""
    for name in "ab":
        write_run(tmp_path, long_run(name, key=f"GPU-{name}"))
    path = sorted(tmp_path.iterdir())[1]
    text = path.read_text().replace("[300.0,", "[NaN,", 1)
    path.write_text(text)
    first, second = Ledger(tmp_path).runs()
    assert first.stored is not None
    assert first.ticks == []
    assert second.stored.mixed
    assert [tick.totals for tick in second.ticks] == [(None,)]
    assert [(p.code, p.line) for p in second.problems] == [("bad-value", 2)]
    total = sum(d.part.energy_j.mid for d in merge([first, second]).counted)
    assert total == 300.0 * 5999


@pytest.mark.parametrize(
    "wrong",
    [
        b'{"line":"tick","t0":5,"t1":6,"e":[[NaN,0,0]]}\n',
        b'{"line":"tick","t0":5,"t0":5,"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[["300",0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[-300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[1e12,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,200,200]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,0,400,500]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,0],[300,0,0]]}\n',
        b'{"line":"tick","t0":6,"t1":5,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[null]}\n',
        b'{"line":"tick","t0":1,"t1":2,"e":[[0,0,0]]}\n',
        b'{"line1":"tick","t0":5,"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t-0":5,"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e1":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"":[[300,0,0]]}\n',
        b'{"line":"t.ick","t0":5,"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,-1,0]]}\n',
        b'{"line":"tick","t0":05,"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6.,"e":[[300,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[.5,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[5e,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[5 0,0,0]]}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,0]]}{}\n',
        b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,0]]}\r\n',
        b'{"line":"tick","t0":5,\n"t1":6,"e":[[300,0,0]]}\n',
        b'{"line":"tick"\n',
        b"hello\n",
        b"\x00\x01\xff\n",
        b'{"line":"run","schema":1}\n',
        b'\x01{"line":"end","t":1}\n',
        b'{"line":"tick","t0":5,"t1":1e400,"e":[[300,0,0]]}\n',
        b" " * (1 << 21) + b"\n",
    ],
)
def test_whatever_is_not_plain_is_never_summed_by_sql(tmp_path, wrong, monkeypatch):
    """Law: SQL sums plain ticks and no other line; the sum is that of memory."""
    write_run(tmp_path, long_run(count=5))
    (path,) = tmp_path.iterdir()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:4], wrong, *lines[4:]]))
    found = Ledger(tmp_path).read()
    with monkeypatch.context() as patch:
        patch.setattr(screen, "LEAST_BYTES", 0)
        again = Ledger(tmp_path).read()
    assert again.problems == found.problems
    assert [r.problems for r in again.runs] == [r.problems for r in found.runs]
    assert merge(again.runs) == merge(found.runs)


@settings(max_examples=40, deadline=None)
@given(
    place=st.integers(0, 10**6),
    put=st.one_of(
        st.sampled_from([b"-", b".", b"e", b",", b"[", b'"', b" ", b"NaN", b"null"]),
        st.binary(max_size=3),
    ),
    cut=st.integers(0, 3),
)
def test_sql_reads_no_byte_otherwise_than_the_strict_reader(
    place, put, cut, tmp_path_factory
):
    """Law: whatever is put into a file, memory says the same sum and problems."""
    folder = tmp_path_factory.mktemp("ledger")
    write_run(folder, long_run(count=5))
    (path,) = folder.iterdir()
    text = path.read_bytes()
    place %= len(text)
    path.write_bytes(text[:place] + put + text[place + cut :])
    patch = pytest.MonkeyPatch()
    with patch.context() as small:
        small.setattr(screen, "LEAST_BYTES", 0)
        found = Ledger(folder).read()
    with patch.context() as none:
        none.setattr(database, "is_there", lambda: False)
        again = Ledger(folder).read()
    assert found.problems == again.problems
    assert [r.problems for r in found.runs] == [r.problems for r in again.runs]
    assert merge(found.runs) == merge(again.runs)


def test_what_is_written_after_a_file_was_read_does_not_count_yet(
    tmp_path, monkeypatch
):
    """A run that goes on: all its sums are those of one moment."""
    write_run(tmp_path, long_run(count=5))
    (path,) = tmp_path.iterdir()
    runs = in_sql(tmp_path, monkeypatch)
    with path.open("ab") as file:
        file.write(b'{"line":"tick","t0":5,"t1":6,"e":[[300,0,0]]}\n{"line":"ti')
    hours = merge(runs, cells=lambda seen: cells_of("hour", zone_of("UTC"), seen))
    moments = merge(runs, cells=lambda seen: one_cell((0, 10**7)))
    for merged in (merge(runs), hours, moments):
        assert sum(d.part.energy_j.mid for d in merged.counted) == 1500.0


def test_closed_runs_are_rolled_up_and_count_once(tmp_path):
    """Lines go, Parquet comes: the same sums, rows, windows, and no run twice."""
    for name in "abc":
        write_run(tmp_path, long_run(name, key=f"GPU-{name}"))
    first = min(tmp_path.iterdir()).read_bytes().splitlines(keepends=True)
    opened = b"".join(first[:-1]).replace(b'"a"', b'"d"')
    (tmp_path / "open.jsonl").write_bytes(opened)
    before = Ledger(tmp_path).runs()
    bills = reconcile.bill(before), reconcile.bill(before, group_by="hour")
    rows = list(rows_of(before))
    done = compact(tmp_path)
    assert (done.runs, done.files, done.left) == (3, 3, 1)
    assert done.bytes_after < done.bytes_before / 5
    after = Ledger(tmp_path).runs()
    assert [r.header for r in after] == [r.header for r in before]
    assert reconcile.bill(after) == bills[0]
    assert reconcile.bill(after, group_by="hour") == bills[1]
    assert list(rows_of(after)) == rows
    assert [p.name for p in tmp_path.glob("*.jsonl")] == ["open.jsonl"]
    assert compact(tmp_path).runs == 0


@pytest.mark.parametrize(
    ("window", "table"),
    [
        ((0, 3600), "hours"),
        ((60, 3600), "minutes"),
        ((60, 3601), "minutes"),
        ((61, 7200), "minutes"),
        ((61.5, 62.5), ""),
    ],
)
def test_the_longest_rows_that_fit_are_summed(tmp_path, window, table, monkeypatch):
    """Of whole hours device-hours are read, of whole minutes device-minutes; where an
    end is no whole one, ticks beside it."""
    ticks = [(i + 0.5, i + 1.5, [exact(300.0)]) for i in range(7200)]
    write_run(tmp_path, run_of("a", ticks))
    cut = tuple(int(edge * US_PER_S) for edge in window)
    expected = merge(Ledger(tmp_path).runs(), cells=lambda seen: one_cell(cut))
    compact(tmp_path)
    read = []
    whole = SqlSource.relation

    def seen(self, connection, numbers, window, seams=None):
        read.append(seams.table if seams else "")
        return whole(self, connection, numbers, window, seams)

    monkeypatch.setattr(SqlSource, "relation", seen)
    found = merge(Ledger(tmp_path).runs(), cells=lambda seen: one_cell(cut))
    assert found == expected
    assert read == [table]


GAP = b'{"line":"tick","t0":5,"t1":6,"e":[null],"g":{"0":[5,0,0,0,0,400]}}\n'
CLOSED = b'{"line":"tick","t0":6,"t1":7,"e":[[500,0,0,0,800]],"s":{"0":[5,7]}}\n'
AFTER = b'{"line":"tick","t0":7,"t1":8,"e":[[300,0,0]]}\n'


@pytest.mark.parametrize("more", [[GAP], [GAP, CLOSED], [GAP, CLOSED, AFTER], [AFTER]])
@pytest.mark.parametrize("is_killed", [True, False])
def test_gaps_lie_beside_what_sql_sums(tmp_path, more, is_killed, monkeypatch):
    """A gap that is open counts if nothing came after it, in any file."""
    write_run(tmp_path, long_run(count=5))
    (path,) = tmp_path.iterdir()
    lines = path.read_bytes().splitlines(keepends=True)
    ending = [] if is_killed else [b'{"line":"end","t":8}\n']
    path.write_bytes(b"".join([*lines[:-1], *more, *ending]))
    runs = in_sql(tmp_path, monkeypatch)
    assert runs[0].stored.mixed == (GAP in more)
    hours = [lambda seen: cells_of("hour", zone_of("UTC"), seen), None]
    by_memory = in_memory(tmp_path, monkeypatch)
    for cells in hours:
        assert merge(runs, cells=cells) == merge(by_memory, cells=cells)
    assert list(rows_of(runs)) == list(rows_of(by_memory))
    with path.open("ab") as file:
        file.write(AFTER.replace(b'"t0":7,"t1":8', b'"t0":8,"t1":9'))
    for cells in hours:
        assert merge(runs, cells=cells) == merge(by_memory, cells=cells)


def test_hours_of_lines_and_what_crosses_them(tmp_path, monkeypatch):
    """The first tick of 1970 crosses an hour: it is not of the hour that begins it."""
    length = 2400.0
    ticks = [(n * length, (n + 1) * length, [exact(n + 1.0)]) for n in range(6)]
    ticks = [
        (0.0, 4000.0, [exact(7.0)]),
        *[(a + 4000, b + 4000, t) for a, b, t in ticks],
    ]
    write_run(tmp_path, run_of("a", ticks))
    hours = lambda seen: cells_of("hour", zone_of("UTC"), seen)  # noqa: E731
    by_memory = merge(in_memory(tmp_path, monkeypatch), cells=hours)
    assert merge(in_sql(tmp_path, monkeypatch), cells=hours) == by_memory


def test_readings_that_overlap_are_cut_in_parquet_too(tmp_path):
    """What closes a gap may begin within the reading before: rows stay as they were."""
    late = Total(600.0, 600.0, 600.0, 0.0, 0.0, frozenset(), 0.0, (0.5, 3.0))
    ticks = [(0, 1, [exact(300.0)]), (1, 2, [None]), (2, 3, [late])]
    write_run(tmp_path, run_of("a", ticks))
    write_run(tmp_path, long_run("b", count=5, key="GPU-b"))
    before = Ledger(tmp_path).runs()
    rows = list(rows_of(before))
    assert [row["t0"] for row in rows[:2]] == [0.0, 1.0]
    assert rows[1]["energy_j"] == 480.0
    compact(tmp_path)
    after = Ledger(tmp_path).runs()
    assert all(run.stored.batch for run in after)
    assert list(rows_of(after)) == rows
    assert {file.overlap for run in after for file in run.stored.files} == {True}
    assert merge(after).counted == merge(before).counted


def test_what_a_batch_holds_is_bounded_in_bytes(tmp_path, monkeypatch):
    """Files come together up to a size; one that is larger is a batch of its own."""
    for name in "abc":
        write_run(tmp_path, long_run(name, count=20, key=f"GPU-{name}"))
    before = reconcile.bill(Ledger(tmp_path).runs())
    size = max(path.stat().st_size for path in tmp_path.iterdir())
    monkeypatch.setattr(compacted, "BYTES_AT_ONCE", 2 * size)
    assert compact(tmp_path).runs == 3
    assert len(list((tmp_path / "compacted").glob("*.runs"))) == 2
    assert reconcile.bill(Ledger(tmp_path).runs()) == before


def test_runs_in_which_nothing_was_read_are_rolled_up_too(tmp_path):
    """A rank that only notes its windows, and a run whose every reading was lost."""
    write_run(tmp_path, run_of("a", [], devices=(), scopes=()))
    write_run(tmp_path, run_of("b", [(0, 1, [None])]))
    assert compact(tmp_path).runs == 2
    runs = Ledger(tmp_path).runs()
    assert [run.header.run for run in runs] == ["a", "b"]
    assert merge(runs).devices == ()


def test_what_gaps_and_flags_say_is_in_parquet_too(tmp_path):
    """A run with lost readings, true times and flags gives the same sum."""
    gap = Total(3000.0, 0.0, 6000.0, 1.0, 2.0, frozenset({"lost"}), 250.5, (1.0, 20.0))
    ticks = [(0, 1, [exact(300.0)]), (1, 19, [None]), (19, 20, [gap])]
    write_run(tmp_path, run_of("a", ticks))
    expected = merge(Ledger(tmp_path).runs())
    compact(tmp_path)
    (run,) = Ledger(tmp_path).runs()
    assert merge([run]) == expected
    window = lambda seen: one_cell((0, 10 * US_PER_S))  # noqa: E731
    (cut,) = merge([run], cells=window).counted
    assert cut.part.flags == {"lost"}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_while_rolling_up_loses_and_doubles_nothing(
    tmp_path, monkeypatch, when
):
    """Killed before or after the batch counts: the sum stays, the next one ends it."""
    for name in "ab":
        write_run(tmp_path, long_run(name, key=f"GPU-{name}"))
    expected = merge(Ledger(tmp_path).runs())
    whole = compacted._write_whole

    def killed(path, texts):
        if when == "after":
            whole(path, texts)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(compacted, "_write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            compact(tmp_path)
    assert len(list(tmp_path.glob("*.jsonl"))) == 2
    assert merge(Ledger(tmp_path).runs()) == expected
    compact(tmp_path)
    assert merge(Ledger(tmp_path).runs()) == expected
    assert not list(tmp_path.glob("*.jsonl"))


def test_what_was_written_wrongly_replaces_nothing(tmp_path, monkeypatch):
    """The sums of what was written are compared before any line goes."""
    write_run(tmp_path, long_run())
    whole = relations._readings
    monkeypatch.setattr(relations, "_readings", lambda *given: list(whole(*given))[:-1])
    monkeypatch.setattr(screen, "LEAST_BYTES", 10**9)
    with pytest.raises(UnequalError, match="is not what was read; the lines stay"):
        compact(tmp_path)
    assert len(list(tmp_path.glob("*.jsonl"))) == 1


def test_parquet_that_is_hurt_within_is_said(tmp_path):
    """It looks whole: what asks for its rows says which file, in one sentence."""
    write_run(tmp_path, long_run())
    compact(tmp_path)
    (path,) = tmp_path.glob("compacted/ticks/*/*/*.parquet")
    whole = path.read_bytes()
    path.write_bytes(whole[:50] + bytes(100) + whole[150:])
    cut = lambda seen: one_cell((0, 10 * US_PER_S))  # noqa: E731
    with pytest.raises(HurtFilesError, match=rf"{path.name} cannot be read"):
        merge(Ledger(tmp_path).runs(), cells=cut)


def test_the_folder_of_batches_is_by_day_and_host(tmp_path):
    """As other programs expect it: day=…/host=…, statistics on every column."""
    import duckdb

    write_run(
        tmp_path,
        run_of("a", [(86_399, 86_400, [exact(1.0)]), (86_400, 86_401, [exact(2.0)])]),
    )
    compact(tmp_path)
    found = sorted(
        p.parent.relative_to(tmp_path / "compacted/ticks").as_posix()
        for p in tmp_path.glob("compacted/ticks/*/*/*.parquet")
    )
    assert found == ["day=1970-01-01/host=n", "day=1970-01-02/host=n"]
    glob = f"{tmp_path}/compacted/ticks/*/*/*.parquet"
    days = duckdb.sql(
        f"SELECT day, sum(energy_uj) FROM read_parquet('{glob}') GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [int(uj) for _, uj in days] == [1_000_000, 2_000_000]
    stats = duckdb.sql(f"SELECT stats_min FROM parquet_metadata('{glob}')").fetchall()
    assert all(low is not None for (low,) in stats)


@pytest.mark.parametrize(
    "sql", ["", ";", " -- hi", "drop table ticks", "select 1; select 2"]
)
def test_a_question_is_one_that_is_answered(sql):
    """Bad input: nothing is asked, something is done, or two things are asked."""
    from wattlas.metering.ledger.query import query

    with pytest.raises(InputError, match=r"asked one question"):
        query([], sql)


def test_lines_that_are_put_back_are_not_rolled_up_twice(tmp_path):
    """Law: a backup's lines beside their Parquet leave every sum as it was."""
    from wattlas.metering.ledger.query import query

    write_run(tmp_path, long_run(count=50))
    (path,) = tmp_path.iterdir()
    lines = path.read_bytes()
    compact(tmp_path)
    path.with_name("back.jsonl").write_bytes(lines)
    done = compact(tmp_path)
    assert (done.runs, done.left) == (0, 1)
    runs = Ledger(tmp_path).runs()
    assert merge(runs).counted[0].part.energy_j.mid == pytest.approx(50 * 300.0)
    assert query(runs, "select count(*) from runs")[1] == [(2,)]


def rack(name, count, devices):
    """Return a run of many devices, some with a range and some with scatter."""
    told = [
        exact(300.0, 20.0),
        Total(300.0, 200.0, 400.0, 20.0, 1.0),
        Total(300.0, -1.0, 400.0, 0.0, 0.0, frozenset(), 2.5),
    ]
    keys = [f"{name}-{n}" for n in range(devices)]
    ticks = [
        (i, i + 1, [told[(i + n) % len(told)] for n in range(devices)])
        for i in range(count)
    ]
    return run_of(name, ticks, keys, ["gpu"] * devices)


@pytest.mark.parametrize("devices", [1, 64, 65, 130])
def test_racks_of_any_width_are_summed_as_in_memory(tmp_path, devices, monkeypatch):
    """Law: however many devices a line has, beside files that have others."""
    for name, its in (("a", devices), ("b", devices + 1), ("c", devices)):
        write_run(tmp_path, rack(name, 4, its))
    by_memory = in_memory(tmp_path, monkeypatch)
    runs = in_sql(tmp_path, monkeypatch)
    assert all(run.stored and not run.ticks for run in runs)
    for cells in (None, lambda seen: cells_of("hour", zone_of("UTC"), seen)):
        assert merge(runs, cells=cells) == merge(by_memory, cells=cells)


@pytest.mark.parametrize("more", [AFTER, b'{"line":"ti', AFTER + AFTER[:20]])
def test_what_is_written_between_two_looks_does_not_count_yet(
    tmp_path, more, monkeypatch
):
    """Law: a sum is that of the lines that were vouched for, whatever came after."""
    for name in "ab":
        write_run(tmp_path, long_run(name, count=7, key=f"GPU-{name}"))
    looked = screen.shapes_of

    def written(path):
        found = looked(path)
        with path.open("ab") as file:
            file.write(more)
        return found

    monkeypatch.setattr(screen, "shapes_of", written)
    runs = in_sql(tmp_path, monkeypatch)
    assert all(run.stored and not run.problems for run in runs)
    found = merge(runs).counted
    assert [d.part.energy_j.mid for d in found] == [2100.0, 2100.0]


def test_what_the_memory_does_not_hold_says_so(tmp_path, monkeypatch):
    """Bad input: nobody is told to delete a file that is whole."""
    write_run(tmp_path, long_run(count=20))
    runs = in_sql(tmp_path, monkeypatch)
    monkeypatch.setattr(database, "MEMORY_MB", 1)
    with pytest.raises(InputError, match=r"does not fit in 1MB\. Ask for less"):
        merge(runs, cells=lambda seen: one_cell((0, 10 * US_PER_S)))


def test_memory_does_not_grow_with_the_cores():
    """By hand: a reader of lines takes 32 MB in each thread, of 128 in all."""
    with database.connected("A test") as connection:
        ((threads,),) = connection.sql("SELECT current_setting('threads')").fetchall()
    assert threads * 32 <= 128 / 2


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_a_sum_from_any_moment_is_that_of_the_ticks(data, tmp_path_factory):
    """Law: whole rows within, ticks at both ends: to the microjoule as from ticks."""
    folder = tmp_path_factory.mktemp("ledger")
    patch = pytest.MonkeyPatch()
    lengths = st.sampled_from([1, 7_000_001, 59_999_999, 61_000_000, 3_599_000_000])
    ticks, at = [], data.draw(st.integers(0, HOUR_US))
    for length in data.draw(st.lists(lengths, min_size=5, max_size=40)):
        ends = at / 1e6, (at + length) / 1e6
        low, joules = data.draw(st.tuples(st.integers(-5, 5), st.integers(5, 10**4)))
        total = Total(joules, low, joules + 0.5, 1.5, 0.25, frozenset(), 0.75)
        ticks.append((*ends, [total]))
        at += length
    write_run(folder, run_of("a", ticks))
    edges = st.integers(0, at // MINUTE_US + 1).map(lambda n: n * MINUTE_US)
    moments = st.one_of(st.integers(0, at), edges)
    cuts = [sorted(data.draw(st.tuples(moments, moments))) for _ in range(3)]
    zone = zone_of(data.draw(st.sampled_from(["UTC", "Asia/Kolkata"])))
    ways = [
        (lambda seen, cut=(a, b + 1), step=step: cells_of(step, zone, seen, cut))
        if step
        else (lambda seen, cut=(a, b + 1): one_cell(cut))
        for a, b in cuts
        for step in ("", "hour", "day")
    ]
    by_memory = in_memory(folder, patch)
    expected = [merge(by_memory, cells=cells) for cells in ways]
    lines = in_sql(folder, patch)
    assert [merge(lines, cells=cells) for cells in ways] == expected
    compact(folder)
    packed = Ledger(folder).runs()
    assert [merge(packed, cells=cells) for cells in ways] == expected
