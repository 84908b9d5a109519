"""Importing what others measured: files, servers and logs become runs of a ledger.

Their figures say where they come from and by which method. `SOURCES` declares each
kind of source once.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wattlas.errors import InputError, Message, Several, reason_of
from wattlas.metering.ledger.folder import Ledger
from wattlas.metering.ledger.imports.asked import Asked, Found, Imported, nothing_of
from wattlas.metering.ledger.imports.cloud import read_cloud
from wattlas.metering.ledger.imports.codecarbon import read_codecarbon
from wattlas.metering.ledger.imports.ipmi import read_ipmi
from wattlas.metering.ledger.imports.redfish import read_redfish
from wattlas.metering.ledger.imports.slurm import read_slurm
from wattlas.metering.ledger.imports.telemetry import read_openmetrics, read_prometheus
from wattlas.metering.ledger.imports.zeus import read_zeus
from wattlas.metering.ledger.writer import LedgerWriter
from wattlas.metering.parts import Measurement

__all__ = ["SOURCES", "Asked", "Import", "import_file"]

SOURCES: Mapping[str, Callable[[str, Asked], Found]] = {
    "codecarbon": read_codecarbon,
    "zeus": read_zeus,
    "prometheus": read_prometheus,
    "openmetrics": read_openmetrics,
    "slurm": read_slurm,
    "ipmi": read_ipmi,
    "redfish": read_redfish,
    "cloud": read_cloud,
}
"""What reads each kind of source."""


@dataclass(frozen=True)
class Import:
    """The files that an import wrote, and what it left out, a sentence each."""

    written: tuple[Path, ...]
    refused: tuple[Message, ...]


def import_file(
    source: str | Path, kind: str, folder: Path, asked: Asked | None = None
) -> Import:
    """Write the runs of another tool into a ledger.

    A run that was imported before is left as it is. What cannot be used is left out
    by itself, and told.

    Parameters
    ----------
    source : str or Path
        A file, or the address of a server.
    kind : str
        What it is: one of `SOURCES`.
    folder : Path
        The ledger.
    asked : Asked, optional
        What its rows do not say.

    Raises
    ------
    InputError
        If the source, or everything in it, cannot be used.
    """
    if kind not in SOURCES:
        raise InputError(
            "Imported are {formats}, got {kind!r}.",
            formats=Several(SOURCES),
            kind=kind,
        )
    found = SOURCES[kind](str(source), asked or Asked())
    if not found.runs:
        nothing = Message("{source} holds no runs.", source=source)
        raise nothing_of(found.left, nothing)
    known = {r.header.run for r in Ledger(folder).runs() if r.ended is not None}
    new = (run for run in found.runs if run.header.run not in known)
    return Import(tuple(_write(run, folder) for run in new), tuple(found.left))


def _write(run: Imported, folder: Path) -> Path:
    """Write a run whole: one that is cut short is imported again."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=folder) as aside:
            written = _written(run, Path(aside))
            return written.replace(folder / written.name)
    except OSError as error:
        raise InputError(
            "The ledger {folder} cannot be written: {strerror}.",
            folder=folder,
            strerror=reason_of(error),
        ) from error


def _written(run: Imported, folder: Path) -> Path:
    writer = LedgerWriter(folder, run.header)
    for tick in run.ticks:
        writer.tick(tick.t0, tick.t1, tick.totals)
    for window in run.windows:
        writer.window(Measurement(window.name, window.t0, window.t1, ()))
    writer.close(run.t1)
    if writer.lost_lines:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return writer.path
