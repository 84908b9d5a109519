"""codecarbon's emissions.csv: energies that its PUE is divided out of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wattlas.errors import InputError
from wattlas.metering import channel as ch
from wattlas.metering.ledger.imports.asked import (
    Asked,
    Found,
    Imported,
    device_of,
    run_name,
)
from wattlas.metering.ledger.imports.table import Row, Table, number_of
from wattlas.metering.ledger.lines import RunHeader, Tick
from wattlas.metering.parts import Device, Total
from wattlas.units import J_PER_KWH

NAME = "codecarbon"
CPU_METHODS = (ch.MODEL, ch.COUNTER)
STAMP = "timestamp"
SUM_SHARE = 0.01
"""The parts of a row make up its energy but for the rounding."""


def read_codecarbon(source: str, asked: Asked) -> Found:
    """Return the runs of an ``emissions.csv``.

    Rows of one run are its states one after the other: the last one counts.
    """
    if asked.cpu_method not in CPU_METHODS:
        raise InputError(
            "cpu_method is model or counter, got {cpu_method!r}.",
            cpu_method=asked.cpu_method,
        )
    path, found = Path(source), Found()
    table = Table(path)
    if STAMP not in table.first:
        raise InputError(
            "{path} is no emissions.csv of codecarbon: it has no column {column}. "
            "Say what it is with --from.",
            path=path,
            column=STAMP,
        )

    def made(number: int, row: Row) -> tuple[str | int, Imported]:
        return row.get("run_id") or number, _run_of(row, path, asked)

    found.runs = list(dict(table.made(made, found.left)).values())
    return found


def _run_of(row: Row, path: Path, asked: Asked) -> Imported:
    # Old versions have no such column and no PUE.
    pue = number_of(row, "pue", path) if "pue" in row else 1.0
    if pue < 1:
        raise InputError(
            "{path}: pue must be >= 1 (facility / IT energy), got {pue:g}.",
            path=path,
            pue=pue,
        )
    t1 = _stamp(row, path)
    t0 = t1 - number_of(row, "duration", path)
    parts = list(_parts(row, path, asked))
    _check_sum(row, sum(joules for _, joules in parts), path)
    header = RunHeader(
        run=run_name(row.get("run_id", ""), t0),
        host=asked.host or "unknown",
        t=t0,
        project=row.get("project_name", ""),
        tags={"pue_divided_out": f"{pue:g}"},
        origin=NAME,
        devices=tuple(device for device, _ in parts),
    )
    totals = (joules / pue for _, joules in parts)
    tick = Tick(t0, t1, tuple(Total(j, j, j, j, 0.0) for j in totals))
    return Imported(header, [tick])


def _check_sum(row: Row, joules: float, path: Path) -> None:
    """Raise InputError where a row's parts are not the sum that it states."""
    parts_kwh = joules / J_PER_KWH
    stated_kwh = number_of(row, "energy_consumed", path, parts_kwh)
    if abs(stated_kwh - parts_kwh) > SUM_SHARE * max(stated_kwh, parts_kwh):
        raise InputError(
            "{path}: energy_consumed is {stated_kwh:g} kWh and its parts are "
            "{parts_kwh:g} kWh: the values stand under wrong names.",
            path=path,
            stated_kwh=stated_kwh,
            parts_kwh=parts_kwh,
        )


def _parts(row: Row, path: Path, asked: Asked) -> Iterator[tuple[Device, float]]:
    """Yield each device and its joules as the file has them, PUE included."""
    method = asked.cpu_method
    columns = (
        ("gpu_energy", "cards", "gpu", ch.COUNTER, "imported-counter"),
        ("cpu_energy", "processor", "package", method, f"imported-{method}"),
        ("ram_energy", "memory", "memory", ch.MODEL, "imported-memory"),
    )
    source = f"{NAME} {row.get('codecarbon_version', '')}".strip()
    for column, name, scope, how, error in columns:
        joules = number_of(row, column, path, 0.0) * J_PER_KWH
        if joules <= 0 and scope == "gpu":
            continue  # no card: absent, not zero
        key = f"{asked.host or row.get('run_id', '')}/{NAME}/{name}"
        yield device_of(key, name, scope, how, source, error), joules


def _stamp(row: Row, path: Path) -> float:
    text = row.get(STAMP, "")
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "{path}: timestamp {text!r} is no time.",
            path=path,
            text=text,
        ) from error
    # codecarbon writes local time without a zone: that of this machine is taken.
    return found.timestamp()
