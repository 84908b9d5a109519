"""A measurement as a row of codecarbon's emissions.csv, and the file of such rows."""

from __future__ import annotations

import csv
import os
import platform
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wattlas.compat.options import Options
from wattlas.metering.ledger.export import CODECARBON_COLUMNS, PARTS
from wattlas.metering.parts import Measurement
from wattlas.units import J_PER_KWH, SECONDS_PER_HOUR, W_PER_KW


class EmissionsData(SimpleNamespace):
    """What was tracked, under codecarbon's names; what is not known is ''."""


def row_of(found: Measurement, options: Options, run_id: str) -> EmissionsData:
    """Return a measurement under codecarbon's names: energies times the PUE. [kWh]"""
    joules = _joules(found, options.tracking_mode)
    energies = {name: j * options.pue / J_PER_KWH for name, j in joules.items()}
    hours = found.duration_s / SECONDS_PER_HOUR
    consumed = energies.pop("consumed", None)
    row: dict[str, Any] = dict.fromkeys(CODECARBON_COLUMNS, "")
    row |= {
        # codecarbon writes local time without a zone.
        "timestamp": datetime.fromtimestamp(found.t1).strftime("%Y-%m-%dT%H:%M:%S"),
        "project_name": options.project_name,
        "run_id": run_id,
        "experiment_id": options.experiment_id,
        "duration": found.duration_s,
        "energy_consumed": "" if consumed is None else consumed,
        "country_iso_code": options.country_iso_code or "",
        "os": platform.platform(),
        "python_version": platform.python_version(),
        "cpu_count": os.cpu_count() or "",
        "tracking_mode": options.tracking_mode,
        "pue": options.pue,
        "wue": options.wue,
    }
    for part, kwh in energies.items():
        row[f"{part}_energy"] = kwh
        row[f"{part}_power"] = W_PER_KW * kwh / hours if hours > 0 else ""
    return EmissionsData(**(row | _footprint(consumed, found.duration_s, options)))


def _joules(found: Measurement, mode: str) -> dict[str, float]:
    """Return the joules of the parts that codecarbon knows, and of all there is."""
    sums: dict[str, float] = {}
    for part in found.parts:
        own = part.own_j if mode == "process" else part.energy_j
        for name, scopes in PARTS.items():
            if part.device.scope in scopes:
                sums[name] = sums.get(name, 0.0) + own.mid
    whole = found.own_j if mode == "process" else found.energy_j
    return sums if whole is None else {**sums, "consumed": whole.mid}


def _footprint(kwh: float | None, seconds: float, options: Options) -> dict[str, Any]:
    """Return carbon and water of an energy; empty where their factors are not known."""
    intensity = options.intensity_kg_per_kwh
    if kwh is None or intensity is None:
        return {"emissions": "", "emissions_rate": "", "water_consumed": ""}
    kg = kwh * intensity
    return {
        "emissions": kg,
        "emissions_rate": kg / seconds if seconds > 0 else "",
        "water_consumed": kwh / options.pue * options.wue,
    }


def write_row(row: EmissionsData, path: Path, *, update: bool) -> Path:
    """Append a row to a file, or replace that of its run; return where it stands.

    A file with other columns is another version's: the row goes to one of its own.
    """
    rows, path = _rows_for(path)
    if update:
        rows = [r for r in rows if r["run_id"] != row.run_id]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CODECARBON_COLUMNS)
        writer.writeheader()
        writer.writerows([*rows, vars(row)])
    return aside.replace(path)


def _rows_for(path: Path) -> tuple[list[dict[str, str]], Path]:
    """Return the rows of a file, and the first file of its name that can be ours."""
    number = 1
    here = path
    while here.exists():
        with here.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) == CODECARBON_COLUMNS:
                return list(reader), here
        number += 1
        here = path.with_stem(f"{path.stem}_{number}")
    return [], here
