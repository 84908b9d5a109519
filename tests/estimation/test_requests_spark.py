"""The same function on Apache Spark: rows within 1e-12, totals equal as integers."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from wattlas import requests_function

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


def test_spark_maps_what_one_process_maps(tmp_path):
    """Reference: the function itself on the whole log."""
    from pyarrow import parquet
    from pyspark.sql import SparkSession

    rng = np.random.default_rng(3)
    log = pyarrow.table(
        {
            "row": np.arange(ROWS),
            "model": rng.choice(["llama-3.1-8b", "gpt-4o-mini", "no-such"], ROWS),
            "prompt_tokens": rng.integers(1, 4000, ROWS),
            "output_tokens": rng.integers(1, 900, ROWS),
        }
    )
    parquet.write_table(log, tmp_path / "log.parquet")
    add = requests_function(hardware="h100-sxm", draws=32)
    expected = add(log)
    builder = SparkSession.builder.master("local[2]").appName("wattlas")
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, "false")
    session = builder.config("spark.log.level", "ERROR").getOrCreate()
    try:
        frame = session.read.parquet(str(tmp_path / "log.parquet")).repartition(3)
        mapped = frame.mapInArrow(add.over, add.spark_schema(frame.schema))
        mapped.createOrReplaceTempView("found")
        total = (
            "SELECT sum(CAST(round(facility_energy_kwh * 1e9) AS BIGINT)) FROM found"
        )
        micro_wh = session.sql(total).collect()[0][0]
        rows = mapped.orderBy("row").toArrow()
    finally:
        session.stop()
    energy = expected["facility_energy_kwh"].to_numpy()
    np.testing.assert_allclose(
        rows["facility_energy_kwh"].to_numpy(), energy, rtol=1e-12
    )
    assert rows["problem"].to_pylist() == expected["problem"].to_pylist()
    assert micro_wh == int(np.round(energy[~np.isnan(energy)] * 1e9).sum())
