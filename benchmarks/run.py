"""Print ratios side by side: start of the command, requests, draws, meters, a page.

uv run --group xcheck python benchmarks/run.py NAME, one of start, requests, draws,
texts, metering, ledger, outlook, page, all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from children import HEAVY

CHILDREN = Path(__file__).with_name("children.py")
METERING = Path(__file__).with_name("metering.py")
LEDGER = Path(__file__).with_name("ledger.py")
FACTS = ["facts", "hardware", "h100-sxm"]
ESTIMATE = ["estimate", "train", "--model", "bloom-176b"]
ESTIMATE += ["--hardware", "a100-sxm4-80gb"]
STUDIES = ["bloom", "fusion-and-smr", "east-data-west-compute"]
"""Studies of the examples whose page is timed: of a run, of a plan, and of both."""


def main() -> None:
    """Run the benchmarks that were asked for and print one table for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("which", nargs="?", default="all", choices=[*TABLES, "all"])
    parser.add_argument("--runs", type=int, default=7, help="runs of each; odd")
    options = parser.parse_args()
    for name, table in TABLES.items():
        if options.which in (name, "all"):
            print(f"\n### {name}\n")
            table(options.runs)


def start(runs: int) -> None:
    """Time fresh processes: nothing, numpy, and the command."""
    wattlas = shutil.which("wattlas", path=str(Path(sys.executable).parent))
    if wattlas is None:
        sys.exit("The command wattlas is not installed beside this Python.")
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`python -c 'import numpy'`": [sys.executable, "-c", "import numpy"],
        "`wattlas --help`": [wattlas, "--help"],
        "`wattlas estimate train --help`": [wattlas, "estimate", "train", "--help"],
        "`wattlas facts hardware h100-sxm`": [wattlas, *FACTS],
        "`wattlas estimate train` (BLOOM)": [wattlas, *ESTIMATE],
    }
    medians = interleaved(commands, runs)
    numpy_s = medians["`python -c 'import numpy'`"]
    rows = [[n, f"{s:.3f} s", f"{s / numpy_s:.2f}"] for n, s in medians.items()]
    print_table(["fresh process", "CPU time", "of numpy's import"], rows)
    loaded = child("modules-of-help")
    heavy = ", ".join(loaded["heavy"]) or "none"
    print(f"\n`wattlas --help` loads {loaded['count']} modules; of {', '.join(HEAVY)}:")
    print(f"{heavy}.")


def requests(runs: int) -> None:
    """Time a log of a million requests against EcoLogits, one request at a time."""
    names = {
        "Wattlas, first call, text as numpy strings": "requests-strings",
        "Wattlas, first call, text as Arrow dictionaries": "requests-arrow",
        "Wattlas, from a CSV file": "requests-csv",
        "EcoLogits, `compute_llm_impacts`": "requests-ecologits",
    }
    found = rounds(names, runs)
    rate = {label: best["count"] / best["seconds"] for label, best in found.items()}
    slowest = rate["EcoLogits, `compute_llm_impacts`"]
    rows = [
        [label, f"{r['count']:,}", f"{r['seconds']:.2f} s", f"{rate[label]:,.0f}",
         f"{rate[label] / slowest:,.0f}", f"{r['peak_mb']:.0f} MB"]
        for label, r in found.items()
    ]  # fmt: skip
    header = ["", "requests", "time", "requests/s", "ratio", "peak memory"]
    print_table(header, rows)


def draws(runs: int) -> None:
    """Time a million draws of the training chain against as many normal numbers."""
    names = {
        "numpy: normal numbers, one for each input and draw": "draws-normals",
        "Wattlas: draws of the inputs": "draws-inputs",
        "Wattlas: draws and the training chain": "draws-chain",
    }
    found = rounds(names, runs)
    base = next(iter(found.values()))["seconds"]
    rows = [
        [label, f"{r['count']:,} x {r['inputs']}", f"{r['seconds']:.2f} s",
         f"{r['seconds'] / base:.2f}", f"{r['peak_mb']:.0f} MB"]
        for label, r in found.items()
    ]  # fmt: skip
    print_table(["", "draws x inputs", "time", "ratio", "peak memory"], rows)


def metering(runs: int) -> None:
    """Weigh meters: import, one sample, and an idle program that is metered."""
    imports = {
        "Wattlas": "import-wattlas",
        "codecarbon": "import-codecarbon",
        "zeus": "import-zeus",
    }
    found = rounds(imports, runs, METERING)
    rows = [
        [
            label,
            f"{r['cpu_s']:.3f} s",
            f"{r['seconds']:.3f} s",
            f"{r['added_mb']:.0f} MB",
        ]
        for label, r in found.items()
    ]
    print_table(["import", "CPU time", "wall time", "adds"], rows)
    meters = {
        "codecarbon, this machine": ("codecarbon-sample", "codecarbon-idle"),
        "Wattlas, this machine": ("wattlas-sample", "wattlas-idle"),
        "Wattlas, 4 RAPL domains and 2 cards (fake)": (
            "wattlas-counters-sample",
            "wattlas-counters-idle",
        ),
        "zeus, this machine (reads nothing here)": ("", "zeus-idle"),
    }
    rows = [_weighed(label, *names, runs) for label, names in meters.items()]
    header = ["", "CPU for a sample", "share of a core at 1 s", "memory", "processes"]
    print()
    print_table(header, rows)


def ledger(runs: int) -> None:
    """Sum a million ticks, in lines and in Parquet, beside DuckDB alone."""
    with tempfile.TemporaryDirectory() as name:
        folder, empty = Path(name, "full"), Path(name, "empty")
        empty.mkdir()
        child(f"write {folder}", LEDGER)
        plain = rounds({"DuckDB, lines": f"duckdb-lines {folder}"}, runs, LEDGER)
        lines = {
            "`ledger sum`, lines": f"sum {folder}",
            "`ledger sum --by day`, lines": f"sum-days {folder}",
            "`ledger list --since 1h`, lines": f"list {folder}",
            "`ledger list --since 1h`, no runs": f"list {empty}",
        }
        found = plain | rounds(lines, runs, LEDGER)
        rolled = {"`ledger compact`": child(f"compact {folder}", LEDGER)}
        packed = {
            "DuckDB, Parquet by day": f"duckdb-parquet {folder}",
            "`ledger sum`, Parquet": f"sum {folder}",
            "`ledger sum --by day`, Parquet": f"sum-days {folder}",
        }
        found |= rolled | rounds(packed, runs, LEDGER)
    rows = [
        [n, f"{r['seconds']:.2f} s", f"{r['cpu_s']:.2f} s", f"{r['peak_mb']:.0f} MB"]
        for n, r in found.items()
    ]
    print_table(["a million ticks of three devices", "time", "CPU", "peak"], rows)


def _weighed(label: str, sample: str, idle: str, runs: int) -> list[str]:
    each = child(sample, METERING)["sample_ms"] if sample else None
    shares = sorted(
        (child(idle, METERING) for _ in range(min(runs, 3))), key=lambda r: r["share"]
    )
    middle = shares[len(shares) // 2]
    return [
        label,
        f"{each:.2f} ms" if each is not None else "",
        f"{100 * middle['share']:.3f} %",
        f"{middle['resident_mb']:.0f} MB",
        str(middle["processes"]),
    ]


def outlook(runs: int) -> None:
    """Time the outlook against numpy making as many numbers as it has results."""
    names = {
        "numpy: normal numbers, one for each result": "outlook-normals",
        "Wattlas: 4,096 draws x 26 years x 8 regions x 3 methods": "outlook-draws",
        "Wattlas: the default study, with what causes the width": "outlook-study",
    }
    found = rounds(names, runs)
    found["Wattlas: the default study, in blocks"] = child("outlook-million")
    base = next(iter(found.values()))["seconds"]
    rows = [
        [label, f"{r['count']:,}", f"{r['seconds']:.2f} s",
         f"{r['seconds'] / base:.2f}", f"{r['peak_mb']:.0f} MB"]
        for label, r in found.items()
    ]  # fmt: skip
    print_table(["", "draws", "time", "ratio", "peak memory"], rows)


def texts(runs: int) -> None:
    """Time 10 MB of text gone through, against a search for its numbers alone."""
    names = {
        "`re.findall` of every number": "text-numbers",
        "Wattlas: every quantity": "text-quantities",
        "Wattlas: check of the article": "text-article",
        "Wattlas: check of 10 MB of digits": "text-digits",
        "Wattlas: check of quantities without a full stop": "text-runs",
    }
    found = rounds(names, runs)
    base = next(iter(found.values()))["seconds"]
    rows = [
        [label, f"{r['seconds']:.2f} s", f"{r['seconds'] / base:.1f}",
         f"{r['peak_mb']:.0f} MB"]
        for label, r in found.items()
    ]  # fmt: skip
    print_table(["10 MB of text", "time", "ratio", "peak memory"], rows)


def page(runs: int) -> None:
    """Time studies without their page, and what the page adds to a cold process."""
    found = rounds({name: f"page {name}" for name in STUDIES}, runs)
    rows = [
        [f"`{name}`", f"{r['seconds']:.2f} s", f"{r['seconds'] + r['page_s']:.2f} s",
         f"{r['page_s']:.2f} s", f"{r['page_cpu_s']:.2f} s", f"{r['page_kb']:,.0f} kB"]
        for name, r in found.items()
    ]  # fmt: skip
    header = ["study", "without page", "with page", "page", "its CPU time", "its size"]
    print_table(header, rows)


def interleaved(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Return the median CPU time of each command, run in turns. [s]"""
    times: dict[str, list[float]] = {name: [] for name in commands}
    # Bytecode is kept, as where the program is installed.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for turn in range(runs + 1):
        for name, command in commands.items():
            begin = _cpu_s()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=kept)
            if turn:  # the first turn writes the bytecode and fills the file cache
                times[name].append(_cpu_s() - begin)
    return {name: statistics.median(values) for name, values in times.items()}


def _cpu_s() -> float:
    """Return the CPU time of all processes that were started and have ended. [s]"""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(
    names: dict[str, str], runs: int, script: Path = CHILDREN
) -> dict[str, dict[str, Any]]:
    """Return the run of median time of each child process, run in turns."""
    found: dict[str, list[dict[str, Any]]] = {label: [] for label in names}
    for _ in range(runs):
        for label, name in names.items():
            found[label].append(child(name, script))
    for results in found.values():
        results.sort(key=lambda result: result["seconds"])
    return {label: results[len(results) // 2] for label, results in found.items()}


def child(name: str, script: Path = CHILDREN) -> dict[str, Any]:
    """Run one measurement in a fresh process and return what it prints."""
    done = subprocess.run(
        [sys.executable, str(script), *name.split()],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def print_table(header: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table: words to the left, numbers to the right."""
    print("| " + " | ".join(header) + " |")
    print("|---|" + "---:|" * (len(header) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")


TABLES = {
    "start": start,
    "requests": requests,
    "draws": draws,
    "texts": texts,
    "metering": metering,
    "ledger": ledger,
    "outlook": outlook,
    "page": page,
}

if __name__ == "__main__":
    main()
