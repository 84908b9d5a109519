"""Sums by user on disk: in order and whole, whatever the runs, blocks and ranges."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pyarrow = pytest.importorskip("pyarrow")

from wattlas.estimation.request_files import user_sums  # noqa: E402
from wattlas.estimation.request_files.sums import sums_schema  # noqa: E402

SCHEMA = sums_schema(["facility_energy_kwh"])
USERS = st.one_of(
    st.none(), st.sampled_from(["", "a", "ann", "é", "用户"]), st.text(max_size=3)
)
RUNS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), USERS, st.integers(0, 9)), max_size=12),
    min_size=1,
    max_size=12,
)


def written(path, runs):
    """Write runs of (group, user, energy), in two files where they are several."""
    halves = (runs[::2], runs[1::2])
    paths = [path / f"{number}.parquet" for number in range(2)]
    for its, half in zip(paths, halves, strict=True):
        with user_sums.UserRuns(its, ["facility_energy_kwh"]) as file:
            for run in half:
                rows = [(group, user, 1, energy) for group, user, energy in run]
                columns = list(zip(*rows, strict=True)) or [()] * 4
                file.write(pyarrow.table(columns, schema=SCHEMA))
    return user_sums.UserSums(paths, ["facility_energy_kwh"])


@settings(max_examples=40)
@given(RUNS, st.integers(1, 5), st.integers(1, 9))
def test_ranges_hold_every_sum_once_and_few_at_once(
    tmp_path_factory, runs, block, bound
):
    """Law: each user is in one range, in order; no range has more than was bounded.

    What one user has in its groups, at most three, is never parted, nor are sums
    without a user and of an empty name, which are one user's in totals.
    """
    with (
        patch.object(user_sums, "BLOCK_ROWS", block),
        patch.object(user_sums, "RANGE_ROWS", bound),
    ):
        ranges = list(written(tmp_path_factory.mktemp("runs"), runs).ranges())
    expected = Counter()
    for group, user, energy in (row for run in runs for row in run):
        expected[group, user, "rows"] += 1
        expected[group, user, "energy"] += energy
    found, seen = {}, list[set[str]]()
    for table in ranges:
        rows = table.to_pylist()
        assert len(rows) <= max(2 * bound, 6) + block
        for row in rows:
            place = row["group"], row["key"]
            assert (*place, "rows") not in found
            found[*place, "rows"] = row["rows"]
            found[*place, "energy"] = row["facility_energy_kwh"]
        seen.append({row["key"] or "" for row in rows})
    assert found == dict(expected)
    for before, after in pairwise(seen):
        assert max(map(str.encode, before)) < min(map(str.encode, after))
