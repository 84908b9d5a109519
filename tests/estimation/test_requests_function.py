"""Requests as a function of Arrow batches: laws, and two engines that map them."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from wattlas import requests_function
from wattlas.errors import InputError

pyarrow = pytest.importorskip("pyarrow")
MODELS = ["llama-3.1-8b", "gpt-4o-mini", "no-such-model"]


@pytest.fixture(scope="module")
def add():
    return requests_function(country="fr", draws=32)


@pytest.fixture(scope="module")
def log():
    rng = np.random.default_rng(7)
    return pyarrow.table(
        {
            "model": rng.choice(MODELS, 400),
            "prompt_tokens": rng.integers(1, 4000, 400),
            "output_tokens": rng.integers(1, 900, 400),
            "user": rng.choice(["ann", "bob"], 400),
        }
    )


def test_rows_and_columns_stay_and_results_are_added(add, log):
    """Law: what goes in comes back, in order; a problem has no figure."""
    found = add(log)
    assert found.select(log.column_names).equals(log)
    assert tuple(found.column_names[4:]) == add.added(log.column_names)
    known = found["problem"].is_null().to_pylist()
    assert known == [model != "no-such-model" for model in log["model"].to_pylist()]
    energy = found["facility_energy_kwh"].to_pylist()
    assert [value is not None for value in energy] == known
    assert len(set(found["currency"].to_pylist())) == 1


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_row_does_not_depend_on_its_batch(add, log, size):
    """Law: any split gives the same rows, within rounding."""
    check_any_split(add, log.slice(0, 3 * size), size)


@pytest.mark.parametrize("size", [1, 3, 5])
def test_nor_does_a_long_one_a_given_batch_or_a_place(size):
    """Law: so where rows are too long for the usual replica, or name a place."""
    rng = np.random.default_rng(2)
    long = pyarrow.table(
        {
            "model": rng.choice(["llama-3.1-8b", "llama-3.1-70b"], 15),
            "prompt_tokens": rng.choice([100, 90_000, 120_000, 10**9], 15),
            "output_tokens": rng.integers(1, 9000, 15),
            "batch": rng.choice([1.0, 7.0, 300.0, np.nan], 15),
            "country": rng.choice(["fr", "pl", "us", "de"], 15),
        }
    )
    add = requests_function(hardware="h100-sxm", draws=16)
    check_any_split(add, long, size)
    assert set(add(long)["currency"].to_pylist()) == {"USD"}


def test_the_last_row_of_a_batch_is_no_sum_of_the_others():
    """Law: three requests of a batch, the last as long as the others together."""
    add = requests_function(model="llama-3.1-8b", hardware="h100-sxm", draws=16)
    log = pyarrow.table({"prompt_tokens": [1, 2, 3], "output_tokens": [4, 5, 9]})
    assert add(log)["problem"].null_count == 3


def check_any_split(add, log, size):
    whole = add(log)
    parts = [add(batch) for batch in log.to_batches(max_chunksize=size)]
    joined = pyarrow.Table.from_batches(parts)
    assert joined["problem"].equals(whole["problem"])
    for name in whole.column_names:
        if name.endswith(("_kwh", "_low", "_high")):
            np.testing.assert_allclose(
                joined[name].to_numpy(), whole[name].to_numpy(), rtol=1e-12
            )


def test_nothing_in_gives_nothing_with_the_same_columns(add, log):
    """Law: an empty batch has the schema of a full one."""
    empty = add(log.slice(0, 0))
    assert empty.num_rows == 0
    assert empty.schema == add(log).schema == add.schema(log.schema)


def test_it_can_be_sent_to_another_process(add, log):
    """Law: pickled, it gives the same."""
    again = pickle.loads(pickle.dumps(add))
    assert again(log.slice(0, 5)).equals(add(log.slice(0, 5)))


def test_what_it_made_is_not_taken_again(add, log):
    """Bad input: a column that it adds is there."""
    with pytest.raises(InputError, match="is a column already"):
        add(add(log))
    with pytest.raises(InputError, match="takes no log"):
        requests_function(log)


def test_duckdb_hands_batches_over(add, log, tmp_path):
    """Reference: the sum by user of DuckDB over batches is that of one table."""
    duckdb = pytest.importorskip("duckdb")
    from pyarrow import parquet

    parquet.write_table(log, tmp_path / "log.parquet")
    with duckdb.connect() as database:
        batches = database.read_parquet(str(tmp_path / "log.parquet"))
        found = add.over(batches.to_arrow_reader(128))
        database.register("results", pyarrow.Table.from_batches(list(found)))
        sums = database.execute(
            "SELECT user, sum(facility_energy_kwh) FROM results GROUP BY user"
        ).fetchall()
    whole = add(log).to_pandas().groupby("user")["facility_energy_kwh"].sum()
    assert dict(sums) == pytest.approx(whole.to_dict(), rel=1e-12)


def test_polars_maps_it(add, log):
    """Reference: `map_batches` of a lazy frame gives what the function gives."""
    polars = pytest.importorskip("polars")

    def of_frame(frame):
        return polars.from_arrow(add(frame.to_arrow()))

    frame = (
        polars.from_arrow(log)
        .lazy()
        .map_batches(of_frame, validate_output_schema=False)
        .collect()
    )
    expected = add(log)["facility_energy_kwh"].to_numpy()
    np.testing.assert_allclose(
        frame["facility_energy_kwh"].to_numpy(), expected, rtol=1e-12
    )


@pytest.mark.parametrize("table", [[1], None, {"model": ["bloom"]}, "log.csv", 5])
def test_what_is_no_table_of_arrow_is_refused(table):
    """Bad input: what came, and what makes a table."""
    with pytest.raises(InputError, match=r"record batches of Arrow, got .* makes one"):
        requests_function(draws=16)(table)
