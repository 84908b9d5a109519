"""The same SQL on Apache Spark: equal to DuckDB to the microjoule."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

from ledger_runs import exact, run_of, write_run
from wattlas.metering import Ledger
from wattlas.metering.ledger.cells import US_PER_S, cells_of, one_cell, zone_of
from wattlas.metering.ledger.compacted import compact
from wattlas.metering.ledger.merge import merge
from wattlas.metering.ledger.source import AnySource
from wattlas.metering.parts import Total

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),  # of another program
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
]
pytest.importorskip("pyspark")
pytest.importorskip("duckdb")


@pytest.fixture(autouse=True)
def asked(request):
    """Spark takes half a minute to start: only where it is asked for."""
    if "spark" not in request.config.getoption("markexpr"):
        pytest.skip("starts Spark: pytest -m spark")


def test_spark_sums_what_duckdb_sums(tmp_path):
    """Whole, in a window, by hours of a zone of half hours; with gaps and overlaps."""
    from wattlas.metering.ledger.spark import SparkSource

    gap = Total(
        9000.0, -1.5, 9999.0, 5.0, 2.0, frozenset({"lost"}), 9.5, (100.0, 7100.0)
    )
    ticks = [(i, i + 1, [exact(i / 7, i / 9)]) for i in range(100)]
    write_run(tmp_path, run_of("a", [*ticks, (7099, 7100, [gap])]))
    write_run(
        tmp_path, run_of("b", [(i + 50, i + 51, [exact(3.3)]) for i in range(99)])
    )
    compact(tmp_path)
    runs = Ledger(tmp_path).runs()
    assert all(run.stored.batch for run in runs)
    spark = AnySource(runs, partial(SparkSource, master="local[2]"))
    cut = (33 * US_PER_S, 6000 * US_PER_S + 7)
    zone = zone_of("Asia/Kolkata")
    for cells in (
        lambda seen: one_cell(),
        lambda seen: one_cell(cut),
        lambda seen: cells_of("hour", zone, seen, cut),
    ):
        assert merge(runs, spark, cells) == merge(runs, cells=cells)
