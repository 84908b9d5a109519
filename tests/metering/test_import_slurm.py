"""Importing what sacct -P prints: scope, shared nodes, blanks, suffixes, times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metric_pages import imported, sums
from wattlas.errors import InputError
from wattlas.metering.ledger.imports.nodes import nodes_in
from wattlas.metering.ledger.imports.slurm import Job, shares_of

HEAD = (
    "JobIDRaw|JobID|User|Account|Partition|Start|End|ElapsedRaw|NNodes|NodeList|"
    "AllocCPUS|AllocTRES|CPUTimeRAW|State|ConsumedEnergyRaw"
)


def row(job="71", nodes="n1", cpus="64", energy="3600000", start="10:00", end="11:00"):
    """A row of sacct of 2026-06-01."""
    times = [
        t if " " in t or len(t) != 5 else f"2026-06-01T{t}:00" for t in (start, end)
    ]
    cells = [job, job, "ann", "llama", "gpu", *times, "3600", "1", nodes, cpus]
    return "|".join([*cells, "cpu=64", "230400", "COMPLETED", energy])


def table(*rows):
    return "\n".join([HEAD, *rows]) + "\n"


def slurm(tmp_path, text, scope="node", **more):
    return imported(tmp_path, text, "slurm", scope=scope, **more)


def test_an_exclusive_job_has_its_nodes_energy(tmp_path):
    """By hand: 3.6 MJ of one job alone on its node, of user and account."""
    (run,), left = slurm(tmp_path, table(row()))
    assert sums([run]) == (3.6e6, 3.6e6, 3.6e6, set())
    header = run.header
    assert (header.user, header.project, header.job) == ("ann", "llama", "71")
    assert (header.host, header.devices[0].scope) == ("n1", "server")
    assert run.t1 - run.t0 == 3600
    assert left == []


@pytest.mark.parametrize(
    ("scope", "device"), [("node", "server"), ("gpu", "gpu"), ("package", "package")]
)
def test_the_scope_is_asked_for(tmp_path, scope, device):
    """Rows do not carry it: without it nothing is imported."""
    (run,), _ = slurm(tmp_path, table(row()), scope)
    assert run.header.devices[0].scope == device
    with pytest.raises(InputError, match="add --scope node"):
        slurm(tmp_path, table(row()), "")


def test_jobs_that_share_a_node_share_its_energy(tmp_path):
    """Each row has the whole node's 3.6 MJ: 48 and 16 of 64 processors of it."""
    text = table(row("1", cpus="48"), row("2", cpus="16"))
    runs, left = slurm(tmp_path, text)
    low, mid, high, _ = sums(runs)
    assert (low, mid, high) == (0.0, pytest.approx(3.6e6), 7.2e6)
    assert [sums([r])[1] for r in runs] == [2.7e6, 0.9e6]
    assert any("2 jobs shared nodes" in said for said in left)


def test_a_node_that_is_shared_for_a_while(tmp_path):
    """By hand: alone for the first half, then with as many processors of another."""
    text = table(row("1", cpus="32"), row("2", cpus="32", start="10:30"))
    first, second = slurm(tmp_path, text)[0]
    assert sums([first])[1] == pytest.approx(0.75 * 3.6e6)
    assert sums([second])[1] == pytest.approx(0.5 * 3.6e6)


jobs = st.lists(
    st.tuples(
        st.integers(0, 50), st.integers(1, 50), st.integers(1, 64),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@given(jobs)
def test_shares_of_a_node_are_never_more_than_the_node(drawn):
    """Law: what jobs hold of all nodes is at most the time that any of them ran there.

    It is all of it: a node with a job is somebody's at every moment.
    """
    found = [
        Job(str(n), t0, t0 + length, tuple(nodes), cpus, 1.0, {})
        for n, (t0, length, cpus, nodes) in enumerate(drawn)
    ]
    shares = shares_of(found)
    assert all(0 < share <= 1 for share in shares)
    held = sum(
        share * (job.t1 - job.t0) * len(job.nodes)
        for share, job in zip(shares, found, strict=True)
    )
    busy = len(
        {
            (node, s)
            for j in found
            for node in j.nodes
            for s in range(int(j.t0), int(j.t1))
        }
    )
    assert held == pytest.approx(busy)


@pytest.mark.parametrize(
    ("energy", "joules"),
    [("3600000", 3.6e6), ("3.60M", 3.6e6), ("101.63K", 101_630.0), ("0.004G", 4e6)],
)
def test_suffixes_go_by_thousands(tmp_path, energy, joules):
    """Slurm's are powers of 1,000, not of 1,024."""
    assert sums(slurm(tmp_path, table(row(energy=energy)))[0])[1] == joules


@pytest.mark.parametrize(
    "energy", ["", "0", "4294967294", "18446744073709551614", "0.00"]
)
def test_what_was_not_gathered_is_absent(tmp_path, energy):
    """Law: a blank is no energy, and is told; alone it is an error."""
    runs, left = slurm(tmp_path, table(row("1", energy=energy), row("2")))
    assert [r.header.job for r in runs] == ["2"]
    assert any("has no energy (such as job 1)" in said for said in left)
    with pytest.raises(InputError, match="no plug-in gathered it"):
        slurm(tmp_path, table(row("1", energy=energy)))


def test_steps_are_never_added_to_their_jobs(tmp_path):
    """Job, batch and extern show 4.58 MJ each, the step 4.57: it is one energy."""
    text = table(*(row(f"71{end}") for end in ("", ".batch", ".extern", ".0")))
    runs, left = slurm(tmp_path, text)
    assert sums(runs)[1] == 3.6e6
    assert any("lie inside their jobs" in s and "(3 times)" in s for s in left)


def test_a_requeued_job_has_both_its_rows_and_a_copy_none(tmp_path):
    """sacct -D lists each try; a row that is there twice is one."""
    again = row(start="12:00", end="13:00")
    assert sums(slurm(tmp_path, table(row(), row(), again))[0])[1] == 7.2e6


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row(start="yesterday"), "'yesterday' is no time"),
        (row(end="09:00"), "job 71 ends before it begins"),
        (row(energy="lots"), "must be joules such as 4580000 or 4.58M"),
        (row(energy="-5"), "must be joules"),
        (row(energy="nan"), "must be joules"),
        (row(cpus="0"), "AllocCPUS must be a whole number >= 1"),
        (row(nodes="n[1-"), "is no list of nodes"),
        (row(nodes="n[1-999999999]"), "is no list of nodes"),
        (row(nodes="None assigned"), "names no nodes"),
        (row(energy="9000000000000"), "no rack draws more"),
        (row(job="7|1"), "more or fewer values"),
    ],
)
def test_a_bad_row_is_left_out_by_itself(tmp_path, bad, said):
    """Law: it takes nothing else away, and is told with its number."""
    runs, left = slurm(tmp_path, table(row("1"), bad))
    assert [r.header.job for r in runs] == ["1"]
    assert any(said in text and text.startswith("row 2: ") for text in left)


def test_a_job_that_runs_still_is_left_out(tmp_path):
    """Its end is Unknown: its energy is not whole yet."""
    runs, left = slurm(tmp_path, table(row("1"), row("2", end="Unknown")))
    assert len(runs) == 1
    assert any("such as job 2): they run still" in said for said in left)


def test_a_file_without_the_columns_is_refused(tmp_path):
    """Bad input: which column is missing."""
    with pytest.raises(InputError, match="has no column NodeList"):
        slurm(tmp_path, "JobID|Start|End\n1|2026-06-01|2026-06-02\n")


def test_times_are_in_the_zone_that_is_said(tmp_path):
    """10:00 in Dublin in June is 09:00 UTC; seconds since 1970 need none."""
    from zoneinfo import ZoneInfo

    (run,), _ = slurm(tmp_path, table(row()), zone=ZoneInfo("Europe/Dublin"))
    assert run.t0 % 86_400 == 9 * 3600
    (run,), _ = slurm(tmp_path, table(row(start="1780304400", end="1780308000")))
    assert run.t0 == 1_780_304_400


def test_lists_of_nodes():
    """Brackets, leading zeros, several brackets, several names."""
    assert nodes_in("a[01-03],b") == ["a01", "a02", "a03", "b"]
    assert nodes_in("r[1-2]n[8,10]") == ["r1n8", "r1n10", "r2n8", "r2n10"]
