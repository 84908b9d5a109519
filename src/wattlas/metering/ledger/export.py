"""Rows of a ledger for other programs: one for each run, or each tick and device."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wattlas.errors import InputError, Several, needs_extra
from wattlas.metering import channel as ch
from wattlas.metering.ledger import database, readable
from wattlas.metering.ledger.cells import EVER
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.merge import merge
from wattlas.metering.ledger.run import Run
from wattlas.units import J_PER_KWH

ENDINGS = (".csv", ".parquet")
HEADED = "FORMAT csv, HEADER true"
ROWS_AT_ONCE = 10_000
NOTHING = "Nothing to export: the runs hold no readings."
CODECARBON_COLUMNS = (
    "timestamp",
    "project_name",
    "run_id",
    "experiment_id",
    "duration",
    "emissions",
    "emissions_rate",
    "cpu_power",
    "gpu_power",
    "ram_power",
    "cpu_energy",
    "gpu_energy",
    "ram_energy",
    "energy_consumed",
    "water_consumed",
    "country_name",
    "country_iso_code",
    "region",
    "cloud_provider",
    "cloud_region",
    "os",
    "python_version",
    "codecarbon_version",
    "cpu_count",
    "cpu_model",
    "gpu_count",
    "gpu_model",
    "longitude",
    "latitude",
    "ram_total_size",
    "tracking_mode",
    "cpu_utilization_percent",
    "gpu_utilization_percent",
    "ram_utilization_percent",
    "ram_used_gb",
    "on_cloud",
    "pue",
    "wue",
)
"""The columns of codecarbon's emissions.csv (3.3)."""
PARTS = {
    "cpu": ("package", "soc"),
    "gpu": ch.CHIP_SCOPES,
    "ram": ("dram", "memory"),
}
CONSUMED = "energy_consumed"


def rows_of(runs: Sequence[Run], window: Interval = EVER) -> Iterator[dict[str, Any]]:
    """Yield a row for each reading of a device within a window. [J, s since 1970]

    A reading that crosses an end of the window is cut there; what several processes saw
    of one device is there from each of them.
    """
    with readable.connected(runs, "Reading a ledger's rows", window) as connection:
        answer = connection.execute(readable.IN_ORDER)
        names = [column[0] for column in answer.description]
        while found := answer.fetchmany(ROWS_AT_ONCE):
            for row in found:
                yield dict(zip(names, row, strict=True))


def write_readings(runs: Sequence[Run], path: Path, window: Interval = EVER) -> int:
    """Write the readings of runs as CSV or Parquet; return their number.

    They go from file to file: memory does not grow with them.

    Raises
    ------
    InputError
        If there are none, or the ending of the path is another.
    MissingExtraError
        If DuckDB is not installed.
    """
    _check_ending(path)
    how = "FORMAT parquet, COMPRESSION zstd" if path.suffix == ".parquet" else HEADED
    name = database.written_out("$path", {"path": str(path)})
    with readable.connected(runs, "Exporting readings", window) as connection:
        if connection.execute("SELECT 1 FROM ticks LIMIT 1").fetchone() is None:
            raise InputError(NOTHING)
        done = connection.execute(f"COPY ({readable.IN_ORDER}) TO {name} ({how})")
        return int(done.fetchone()[0])


def codecarbon_rows(runs: Iterable[Run]) -> Iterator[dict[str, Any]]:
    """Yield a row for each run under codecarbon's names; what we lack stays empty.

    Energies are as measured (PUE 1). Emissions need a place and stay empty: they are
    put on a ledger when it is summed.
    """
    for run in runs:
        hours = (run.t1 - run.t0) / 3600.0
        energy = _energies_kwh(run)
        row: dict[str, Any] = dict.fromkeys(CODECARBON_COLUMNS, "")
        row |= {
            "timestamp": datetime.fromtimestamp(run.t1, UTC).strftime(
                "%Y-%m-%dT%H:%M:%S"
            ),
            "project_name": run.header.project,
            "run_id": run.header.run,
            "duration": run.t1 - run.t0,
            CONSUMED: energy.pop(CONSUMED),
            "tracking_mode": "machine",
            "pue": 1,
        }
        for part, kwh in energy.items():
            row[f"{part}_energy"] = kwh
            row[f"{part}_power"] = 1000 * kwh / hours if hours > 0 else ""
        yield row


def write_rows(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as CSV or Parquet, by the ending of the path.

    Raises
    ------
    InputError
        If there are no rows, or the ending is another.
    MissingExtraError
        If Parquet is wanted and pyarrow is not installed.
    """
    _check_ending(path)
    if not rows:
        raise InputError(NOTHING)
    if path.suffix == ".parquet":
        _write_parquet(rows, path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _check_ending(path: Path) -> None:
    if path.suffix not in ENDINGS:
        raise InputError(
            "Exported are {endings} files, got {path}.",
            endings=Several(ENDINGS, " and "),
            path=path,
        )


def _write_parquet(rows: Sequence[dict[str, Any]], path: Path) -> None:
    with needs_extra("Writing Parquet", "tables"):
        import pyarrow
        import pyarrow.parquet
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), path)


def _energies_kwh(run: Run) -> dict[str, float]:
    """Return the energy of each part that codecarbon knows, and of all there is. [kWh]

    What a meter of the whole saw beyond the parts has no column but that of the sum.
    """
    merged = merge([run])
    found = {CONSUMED: sum(d.part.energy_j.mid for d in merged.counted) / J_PER_KWH}
    for device in merged.devices:
        kwh = device.part.energy_j.mid / J_PER_KWH
        for part, scopes in PARTS.items():
            if device.part.device.scope in scopes:
                found[part] = found.get(part, 0.0) + kwh
    return found
