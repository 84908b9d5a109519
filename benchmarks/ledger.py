"""The measurements of the ledger that `run.py ledger` runs in fresh processes.

A million ticks of three devices, in ten runs, as lines and rolled up into Parquet;
beside each DuckDB alone, which adds the same column up and checks nothing.
"""

from __future__ import annotations

import io
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

RUNS, TICKS, START_S = 10, 100_000, 1_790_000_000.0
DEVICES = {"package-0": "package", "GPU-a": "gpu", "GPU-b": "gpu"}


def write(folder: Path) -> None:
    """Write the runs as the meter does, one after the other's host."""
    from wattlas.metering.ledger import LedgerWriter, RunHeader
    from wattlas.metering.parts import Device, Total

    dice = random.Random(1)
    for number in range(RUNS):
        devices = tuple(
            Device(f"m{number}/{name}", name, scope, "counter", "fake", 0.9, 1.1)
            for name, scope in DEVICES.items()
        )
        header = RunHeader(
            f"{number:012x}",
            "n",
            START_S,
            f"m{number}",
            devices=devices,
            project=f"p{number % 3}",
        )
        log = LedgerWriter(folder, header, fsync="never")
        at = START_S
        for _ in range(TICKS):
            end = at + 1 + dice.random() / 1000
            drawn = [300 * dice.random() for _ in devices]
            log.tick(at, end, [Total(j, j, j, j * 0.6, j * 0.1) for j in drawn])
            at = end
        log.close(at, 0)


def duckdb_lines(folder: Path) -> None:
    """Add a column of the lines up in DuckDB alone."""
    import duckdb

    duckdb.sql(
        "SELECT filename, sum(j) FROM (SELECT filename, unnest([e[1][1], e[2][1], "
        f"e[3][1]]) AS j FROM read_json('{folder}/*.jsonl', filename = true, "
        "format = 'newline_delimited', columns = {'line': 'VARCHAR', 't0': 'DOUBLE', "
        "'t1': 'DOUBLE', 'e': 'DOUBLE[][]'}) WHERE line = 'tick') GROUP BY 1"
    ).fetchall()


def duckdb_parquet(folder: Path) -> None:
    """Add the ticks in Parquet up by run and day in DuckDB alone."""
    import duckdb

    duckdb.sql(
        f"SELECT day, number, sum(energy_uj), sum(low_uj), sum(high_uj), sum(own_uj) "
        f"FROM read_parquet('{folder}/compacted/ticks/*/*/*.parquet') GROUP BY ALL"
    ).fetchall()


def wattlas(*words: str) -> Callable[[Path], None]:
    """Return what runs a verb of the ledger in this process."""

    def call(folder: Path) -> None:
        from wattlas.cli.main import main

        sys.argv = ["wattlas", "ledger", *words, "--ledger", str(folder), "--json"]
        with redirect_stdout(io.StringIO()):
            try:
                main()
            except SystemExit as end:
                if end.code:
                    raise

    return call


def measured(work: Callable[[Path], None], folder: Path) -> dict[str, float]:
    """Return the time of one call and the peak memory of the process."""
    begin, cpu = time.perf_counter(), time.process_time()
    work(folder)
    spent = {"seconds": time.perf_counter() - begin, "cpu_s": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**spent, "peak_mb": peak / 1024}


def compact(folder: Path) -> None:
    """Roll the runs up into Parquet."""
    from wattlas.metering.ledger import compacted

    compacted.compact(folder)


MEASUREMENTS: dict[str, Callable[[Path], Any]] = {
    "write": write,
    "compact": compact,
    "duckdb-lines": duckdb_lines,
    "duckdb-parquet": duckdb_parquet,
    "sum": wattlas("sum", "--by", "project"),
    "sum-days": wattlas("sum", "--by", "day"),
    "list": wattlas("list", "--since", "1h"),
    "sum-moment": wattlas("sum", "--since", "2026-09-21T15:31:17"),
}

if __name__ == "__main__":
    print(json.dumps(measured(MEASUREMENTS[sys.argv[1]], Path(sys.argv[2]))))
