"""The log of a zeus.monitor.ZeusMonitor: windows with the joules of each card."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
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
from wattlas.metering.ledger.lines import RunHeader, Tick, WindowLine
from wattlas.metering.parts import Device, Total

NAME = "zeus"
SCOPES = {"gpu": "gpu", "cpu": "package"}


def read_zeus(source: str, asked: Asked) -> Found:
    """Return the windows of a zeus log, each a run."""
    path, found = Path(source), Found()
    make = partial(_run_of, path=path, host=asked.host)
    found.runs = list(Table(path).made(make, found.left))
    return found


def _run_of(number: int, row: Row, path: Path, host: str) -> Imported:
    t0 = number_of(row, "start_time", path)
    t1 = t0 + number_of(row, "elapsed_time", path)
    parts = list(_parts(row, path, host))
    if not parts:
        raise InputError(
            "{path} has no column such as gpu0_energy: no zeus log.",
            path=path,
        )
    name = row.get("window_name", "")
    header = RunHeader(
        run=run_name(f"{path.stem}{number - 1}{name}", t0),
        host=host or "unknown",
        t=t0,
        name=name,
        origin=NAME,
        devices=tuple(device for device, _ in parts),
    )
    tick = Tick(t0, t1, tuple(Total(j, j, j, j, 0.0) for _, j in parts))
    return Imported(header, [tick], [WindowLine(name, t0, t1)] if name else [])


def _parts(row: Row, path: Path, host: str) -> Iterator[tuple[Device, float]]:
    """Yield each device of a zeus log and its joules."""
    for column in row:
        part, _, unit = column.partition("_")
        kind = part.rstrip("0123456789")
        if unit == "energy" and kind in SCOPES:
            key = f"{host or path.stem}/{NAME}/{part}"
            device = device_of(
                key, part, SCOPES[kind], ch.COUNTER, NAME, "imported-counter"
            )
            yield device, number_of(row, column, path)
