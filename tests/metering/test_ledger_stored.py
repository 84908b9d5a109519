"""What a file of rolled-up runs says is checked as strictly as a line of a run."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_runs import exact, run_of, write_run
from wattlas.metering import Ledger
from wattlas.metering.ledger.compacted import compact
from wattlas.metering.ledger.merge import merge

pytest.importorskip("duckdb")

TRUTH_J = 15_000.0
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**30), 10**30),
        st.floats(),
        st.sampled_from(["", "x", "../../x.jsonl", "/tmp/x.jsonl", "a.jsonl", "."]),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Return a ledger of one rolled-up run, and its file of runs."""
    folder = tmp_path_factory.mktemp("ledger")
    write_run(folder, run_of("a", [(i, i + 1, [exact(300.0)]) for i in range(50)]))
    compact(folder)
    (path,) = (folder / "compacted").glob("*.runs")
    return folder, path, path.read_text(encoding="utf-8")


def places(value, above=()):
    """Yield the way to each value within a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in pairs:
        yield (*above, name)
        if isinstance(inner, dict | list):
            yield from places(inner, (*above, name))


def rewritten(text, place, value):
    """Return a file of runs with one value changed in where its readings are."""
    lines = [json.loads(line) for line in text.splitlines()]
    stored = next(line for line in lines if line["line"] == "stored")
    at = stored
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = copy.deepcopy(value)
    return "".join(json.dumps(line) + "\n" for line in lines)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_said_of_rolled_up_readings_is_checked(packed, data):
    """Law: whatever stands there, nothing breaks: the sum stays, or what is wrong is
    told, and none is more than the devices could draw."""
    folder, path, text = packed
    lines = [json.loads(line) for line in text.splitlines()]
    stored = next(line for line in lines if line["line"] == "stored")
    place = data.draw(st.sampled_from([p for p in places(stored) if p != ("line",)]))
    path.write_text(rewritten(text, place, data.draw(VALUES)), encoding="utf-8")
    found = Ledger(folder).read()
    told = [*found.problems, *(p for run in found.runs for p in run.problems)]
    joules = sum(d.part.energy_j.mid for d in merge(found.runs).counted)
    path.write_text(text, encoding="utf-8")
    assert 0 <= joules < 1e9
    assert told or place[0] in ("whole", "number", "batch") or joules == TRUTH_J


@pytest.mark.parametrize(
    "origin", ["../mine.jsonl", "mine.txt", "theirs.jsonl", "/tmp/wattlas-none.jsonl"]
)
def test_rolling_up_deletes_no_file_but_its_own(packed, tmp_path, origin):
    """Law: a file of runs that names another file takes nothing away, nor hides it."""
    _, _, text = packed
    folder = tmp_path / "ledger"
    (folder / "compacted").mkdir(parents=True)
    kept = [tmp_path / "mine.jsonl", folder / "mine.txt", folder / "theirs.jsonl"]
    write_run(folder, run_of("b", [(0, 1, [exact(7.0)])]))
    (line,) = folder.glob("*.jsonl")
    line.rename(kept[2])
    for path in kept[:2]:
        path.write_text("mine", encoding="utf-8")
    changed = rewritten(text, ("origin",), origin)
    (folder / "compacted" / "evil.runs").write_text(changed, encoding="utf-8")
    theirs = [run for run in Ledger(folder).runs() if run.header.run == "b"]
    assert sum(d.part.energy_j.mid for d in merge(theirs).counted) == 7.0
    compact(folder)
    assert all(path.exists() for path in kept[:2])
    again = [run for run in Ledger(folder).runs() if run.header.run == "b"]
    assert sum(d.part.energy_j.mid for d in merge(again).counted) == 7.0
