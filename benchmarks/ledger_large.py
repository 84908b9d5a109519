"""A ledger of 1e8 ticks in Parquet, and its sums beside DuckDB alone.

``python benchmarks/ledger_large.py write FOLDER [MILLIONS]`` writes it by SQL alone, as
`wattlas ledger compact` would leave it: 40 hosts of three devices, a tick a second, two
projects, a batch for each host. ``... query FOLDER`` and the other names of
MEASUREMENTS read it, each in a process of its own for its time and its peak memory.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

HOSTS, DEVICES = 40, ("package-0", "GPU-a", "GPU-b")
START_US, SECOND_US, DAY_US = 1_790_035_200_000_000, 1_000_000, 86_400_000_000
TICKS = """
    SELECT '{batch}' AS batch, {host} AS number, device,
        {start} + second * 1000000 AS t0, {start} + (second + 1) * 1000000 AS t1,
        {start} + second * 1000000 AS since, e AS energy_uj, e AS low_uj, e AS high_uj,
        e * 6 // 10 AS own_uj, e // 10 AS other_uj, 0::BIGINT AS scatter,
        0::BIGINT AS flags
    FROM (SELECT second, device,
            50000000 + hash(second * 120 + {host} * 3 + device)::UBIGINT % 300000000
                ::UBIGINT AS drawn, drawn::BIGINT AS e
        FROM range({begin}, {end}) AS s(second), range(3) AS d(device))
    ORDER BY t0
"""


def write(folder: Path, millions: float) -> None:
    """Write the ticks of each host and day, their device-hours, and the runs."""
    import duckdb

    from wattlas.metering.ledger import compacted, rows

    home = folder / "compacted"
    seconds = int(millions * 1e6 / HOSTS / len(DEVICES))
    connection = duckdb.connect(
        config={"memory_limit": "1GB", "threads": 1, "temp_directory": str(home)}
    )
    days = range(0, seconds, DAY_US // SECOND_US)
    for host in range(HOSTS):
        batch = f"{host:012x}"
        for day in days:
            end = min(day + DAY_US // SECOND_US, seconds)
            date = time.strftime("%Y-%m-%d", time.gmtime(START_US / 1e6 + day))
            to = home / "ticks" / f"day={date}" / f"host=m{host}"
            to.mkdir(parents=True, exist_ok=True)
            ticks = TICKS.format(
                batch=batch, host=host, start=START_US, begin=day, end=end
            )
            connection.execute(
                f"COPY ({ticks}) TO '{to}/{batch}-0.parquet' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
        for table in rows.ROLLED_UP.items():
            compacted._roll_up(connection, home, batch, table)
        _write_run(connection, home, (host, batch), seconds)


def _write_run(connection: Any, home: Path, its: tuple[int, str], seconds: int) -> None:
    """Write the file of a run: who, where its readings are, and their sums."""
    from wattlas.metering.ledger import compacted, lines
    from wattlas.metering.ledger.compacted import _files, _rolled_up
    from wattlas.metering.parts import Device

    host, batch = its
    found = connection.execute(
        "SELECT device, sum(energy_uj), sum(low_uj), sum(high_uj), sum(own_uj), "
        "sum(other_uj), sum(scatter), sum(t1 - t0), bit_or(flags) FROM "
        f"read_parquet('{home}/ticks/*/host=m{host}/*.parquet', hive_partitioning = "
        "false) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    devices = tuple(
        Device(f"m{host}/{n}", n, "gpu" if "GPU" in n else "package", "counter", "x")
        for n in DEVICES
    )
    header = lines.RunHeader(
        batch,
        "n",
        START_US / 1e6,
        f"m{host}",
        project=f"p{host % 2}",
        devices=devices,
    )
    files = [file[:5] for file in _files(connection, home, batch)]
    stored = {
        "batch": batch,
        "number": host,
        "origin": f"{host}.jsonl",
        "seen": [[[START_US, START_US + seconds * SECOND_US]]] * len(devices),
        "whole": [list(map(int, row[1:])) for row in found],
        "files": files,
        "rolled_up": _rolled_up(home, batch, files),
    }
    texts = (
        lines.text_of(lines.run_line(header)),
        lines.text_of({"line": lines.STORED, **stored}),
        lines.text_of(lines.end_line(START_US / 1e6 + seconds, 0)),
    )
    compacted._write_whole(home / f"{batch}.runs", texts)


def duckdb_alone(folder: Path) -> None:
    """Add the ticks up by project and day in DuckDB alone."""
    import duckdb

    duckdb.sql(
        "SELECT number % 2 AS project, t0 // 86400000000 AS day, sum(energy_uj), "
        "sum(own_uj) FROM "
        f"read_parquet('{folder}/compacted/ticks/*/*/*.parquet', hive_partitioning = "
        "false) GROUP BY ALL ORDER BY ALL"
    ).fetchall()


BY_PROJECT_AND_DAY = (
    "select project, floor(t0 / 86400) as day, sum(energy_j), sum(own_j) from ticks "
    "group by all order by all"
)


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


MEASUREMENTS: dict[str, Callable[[Path], Any]] = {
    "duckdb": duckdb_alone,
    "query": wattlas("query", BY_PROJECT_AND_DAY),
    "sum-project": wattlas("sum", "--by", "project"),
    "sum-days": wattlas("sum", "--by", "day"),
    "sum-days-of-a-project": wattlas("sum", "--by", "day", "--project", "p1"),
    "sum-from-a-moment": wattlas("sum", "--since", "2026-09-22T07:31:17"),
    "spark-days": wattlas("sum", "--by", "day", "--runner", "spark"),
    "list": wattlas("list", "--since", "1h"),
}

if __name__ == "__main__":
    name, folder, *more = sys.argv[1:]
    begin, cpu = time.perf_counter(), time.process_time()
    if name == "write":
        write(Path(folder), float(more[0]) if more else 100.0)
    else:
        MEASUREMENTS[name](Path(folder))
    spent = {"seconds": time.perf_counter() - begin, "cpu_s": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**spent, "peak_mb": peak / 1024}))
