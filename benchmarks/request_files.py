"""A log of many rows: Wattlas, by threads or Spark, beside DuckDB and EcoLogits.

uv run --group bench python benchmarks/request_files.py 1e7 [--folder DIR] [--spark]

DuckDB makes the log (time, user, model, tokens) in files of 1e7 rows and adds it up:
what it does is a sum, not an estimate. EcoLogits is called once a request, for 5,000.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILE_ROWS = 10_000_000
CALLS = 5_000
LOG = """
COPY (SELECT TIMESTAMP '2025-01-01' + INTERVAL (i * {step}) MICROSECOND AS created,
  'u' || (hash(i) % 10000)::VARCHAR AS "user",
  ['llama-3.1-8b', 'llama-3.1-70b', 'gpt-4o-mini'][1 + (hash(i + 7) % 3)::INT] AS model,
  (1 + hash(i + 1) % 4000)::INTEGER AS prompt_tokens,
  (1 + hash(i + 2) % 900)::INTEGER AS output_tokens
  FROM range({start}, {end}) t(i)) TO '{path}' (FORMAT parquet)"""
SUM = """
SELECT model, "user", created::DATE AS day, count(*) AS rows,
  sum(prompt_tokens + 3 * output_tokens) AS tokens
FROM '{logs}/*.parquet' GROUP BY ALL"""
HEAD = "              rows   wall s    CPU s  CPU us/row  peak MB"
YEAR_US = 365 * 86_400 * 1_000_000


def main() -> None:
    """Print rows, wall and CPU time, time of a row and peak memory of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=float)
    parser.add_argument("--folder", type=Path, help="where the log and results go")
    parser.add_argument("--spark", action="store_true", help="Spark too")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        WORK[given.only](given.folder, int(given.rows))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder, rows = Path(name), int(given.rows)
        make_log(folder, rows)
        print(HEAD)
        for what in (
            "wattlas",
            *(["spark"] if given.spark else []),
            "duckdb",
            "ecologits",
        ):
            show(what, folder, CALLS if what == "ecologits" else rows)


def make_log(folder: Path, rows: int) -> None:
    """Write the log in files of FILE_ROWS rows."""
    import duckdb

    logs = folder / "logs"
    logs.mkdir()
    step = max(YEAR_US // rows, 1)
    for start in range(0, rows, FILE_ROWS):
        end = min(start + FILE_ROWS, rows)
        path = logs / f"{start // FILE_ROWS:04d}.parquet"
        duckdb.execute(LOG.format(step=step, start=start, end=end, path=path))


def show(what: str, folder: Path, rows: int) -> None:
    """Run one of them in a process of its own and print what it took."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    command = [sys.executable, __file__, str(rows), "--folder", str(folder)]
    start = time.perf_counter()
    subprocess.run([*command, "--only", what], check=True)
    wall = time.perf_counter() - start
    user, system, peak = (float(t) for t in (folder / "took").read_text().split())
    cpu = user + system
    each = cpu / rows * 1e6
    print(f"{what:<10}{rows:>8.0e}{wall:>9.1f}{cpu:>9.1f}{each:>12.3f}{peak:>9.0f}")


def note(folder: Path) -> None:
    """Write down the CPU time and the peak memory of this process and its children."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    user, system = (sum(getattr(u, n) for u in used) for n in ("ru_utime", "ru_stime"))
    peak = max(u.ru_maxrss for u in used) / 1e3
    (folder / "took").write_text(f"{user} {system} {peak}")


def run_wattlas(folder: Path, rows: int, **given: str) -> None:
    """Estimate the log to a folder."""
    from wattlas import estimate_request_files

    found = estimate_request_files(
        folder / "logs", output=folder / "out", hardware="h100-sxm", **given
    )
    if found.rows != rows:
        raise SystemExit(f"{found.rows} rows of {rows}")
    note(folder)


def run_spark(folder: Path, rows: int) -> None:
    """Estimate it on Spark, on this machine."""
    cores = len(os.sched_getaffinity(0))
    run_wattlas(folder, rows, runner="spark", master=f"local[{cores}]")


def run_duckdb(folder: Path, rows: int) -> None:
    """Add tokens up by model, user and day."""
    import duckdb

    duckdb.execute(f"SET threads = {len(os.sched_getaffinity(0))}")
    question = SUM.format(logs=folder / "logs")
    duckdb.execute(f"COPY ({question}) TO '{folder}/sums.parquet' (FORMAT parquet)")
    note(folder)


def run_ecologits(folder: Path, rows: int) -> None:
    """Compute the impacts of as many calls, one by one."""
    from ecologits.tracers.utils import llm_impacts

    for number in range(rows):
        llm_impacts("openai", "gpt-4o-mini", 1 + number % 900, 5.0, "WOR")
    note(folder)


WORK = {
    "wattlas": run_wattlas,
    "spark": run_spark,
    "duckdb": run_duckdb,
    "ecologits": run_ecologits,
}

if __name__ == "__main__":
    main()
