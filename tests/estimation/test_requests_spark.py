"""The same function on Apache Spark: rows within 1e-12, totals equal as integers."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from wattlas import estimate_request_files, requests_function
from wattlas.errors import InputError
from wattlas.estimation.request_files import spark

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),  # of another program
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
]
pytest.importorskip("pyspark")
pyarrow = pytest.importorskip("pyarrow")
ROWS = 5000


@pytest.fixture(autouse=True)
def asked(request):
    """Spark takes half a minute to start: only where it is asked for."""
    if "spark" not in request.config.getoption("markexpr"):
        pytest.skip("starts Spark: pytest -m spark")


@pytest.fixture(scope="module")
def log():
    rng = np.random.default_rng(3)
    return pyarrow.table(
        {
            "row": np.arange(ROWS),
            "model": rng.choice(["llama-3.1-8b", "gpt-4o-mini", "no-such"], ROWS),
            "prompt_tokens": rng.integers(1, 4000, ROWS),
            "output_tokens": rng.integers(1, 900, ROWS),
            "user": rng.choice(["ann", "bob"], ROWS),
            "created": 1_767_225_600 + np.arange(ROWS) * 60,
        }
    )


@pytest.fixture(scope="module")
def session():
    pytest.importorskip("pyspark")
    from wattlas.metering.ledger.spark_session import spark_session

    session = spark_session("local[2]")
    yield session
    session.stop()


def test_spark_maps_what_one_process_maps(log, session, tmp_path):
    """Reference: the function itself on the whole log."""
    from pyarrow import parquet

    parquet.write_table(log, tmp_path / "log.parquet")
    add = requests_function(hardware="h100-sxm", draws=32)
    expected = add(log)
    frame = session.read.parquet(str(tmp_path / "log.parquet")).repartition(3)
    mapped = frame.mapInArrow(add.over, add.spark_schema(frame.schema))
    mapped.createOrReplaceTempView("found")
    total = "SELECT sum(CAST(round(facility_energy_kwh * 1e9) AS BIGINT)) FROM found"
    micro_wh = session.sql(total).collect()[0][0]
    rows = mapped.orderBy("row").toArrow()
    energy = expected["facility_energy_kwh"].to_numpy()
    np.testing.assert_allclose(
        rows["facility_energy_kwh"].to_numpy(), energy, rtol=1e-12
    )
    assert rows["problem"].to_pylist() == expected["problem"].to_pylist()
    assert micro_wh == int(np.round(energy[~np.isnan(energy)] * 1e9).sum())


def test_a_run_on_spark_is_that_of_threads(log, session, tmp_path, monkeypatch):
    """Law: rows within 1e-12, sums as integers and the record equal, lot by lot."""
    from pyarrow import parquet

    monkeypatch.setattr(spark, "FILES_PER_JOB", 2)
    (tmp_path / "logs").mkdir()
    for number, end in enumerate((1000, 2500, ROWS)):
        start = (0, 1000, 2500)[number]
        path = tmp_path / "logs" / f"{number}.parquet"
        parquet.write_table(log.slice(start, end - start), path, row_group_size=700)
    given = {"hardware": "h100-sxm", "draws": 32, "country": "fr"}
    ran = {}
    for runner in ("threads", "spark"):
        out = tmp_path / runner
        more = {"master": "local[2]"} if runner == "spark" else {}
        ran[runner] = estimate_request_files(
            tmp_path / "logs", output=out, runner=runner, **given, **more
        )
    assert ran["spark"] == ran["threads"]
    tables = {r: rows_of(tmp_path / r).sort_by("row") for r in ran}
    assert tables["spark"].column_names == tables["threads"].column_names
    for name in ran["threads"].totals:
        np.testing.assert_allclose(
            tables["spark"][name].to_numpy(), tables["threads"][name].to_numpy(), 1e-12
        )
    for name in ("group", "problem", "day_utc", "user"):
        assert tables["spark"][name].equals(tables["threads"][name])
    for by in ("model", "user", "day"):
        totals = [
            parquet.read_table(tmp_path / r / "totals" / f"by_{by}.parquet")
            for r in ran
        ]
        assert totals[0].equals(totals[1])
    again = estimate_request_files(
        tmp_path / "logs", output=tmp_path / "spark", runner="spark", **given
    )
    assert again == ran["spark"]


def test_a_bad_row_on_spark_is_told_with_its_file(log, session, tmp_path):
    """Bad input: the file and the row in it, as threads say."""
    from pyarrow import parquet

    (tmp_path / "logs").mkdir()
    for number in range(2):
        tokens = np.where(np.arange(ROWS) == 1234, -number, 5)
        bad = log.set_column(2, "prompt_tokens", pyarrow.array(tokens))
        parquet.write_table(bad, tmp_path / "logs" / f"{number}.parquet")
    with pytest.raises(InputError, match=r"/logs/1\.parquet, row 1,235: prompt_tokens"):
        estimate_request_files(
            tmp_path / "logs",
            output=tmp_path / "out",
            runner="spark",
            hardware="h100-sxm",
            draws=16,
        )


def rows_of(folder):
    from pyarrow import dataset

    rows = dataset.dataset(folder / "rows", format="parquet", partitioning="hive")
    return rows.to_table().drop_columns([n for n in ("lot",) if n in rows.schema.names])
