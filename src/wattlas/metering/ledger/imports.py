"""Importing what other tools measured: codecarbon's emissions.csv, zeus' logs.

Their figures become runs of the ledger that say where they come from and by which
method; a PUE that a tool multiplied into every energy is divided out.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wattlas import facts
from wattlas.errors import InputError, Several, reason_of
from wattlas.metering import channel as ch
from wattlas.metering.ledger.lines import RunHeader
from wattlas.metering.ledger.writer import LedgerWriter, file_name
from wattlas.metering.parts import Device, Measurement, Total
from wattlas.units import J_PER_KWH

CODECARBON, ZEUS = "codecarbon", "zeus"
FORMATS = (CODECARBON, ZEUS)
DECIMAL = re.compile(r"-?\d+,\d+(e-?\d+)?", re.IGNORECASE)
SUM_SHARE = 0.01
"""The parts of a row make up its energy but for the rounding."""
CPU_METHODS = (ch.MODEL, ch.COUNTER)
ZEUS_UNITS = {
    "gpu": ("gpu", "imported-counter"),
    "cpu": ("package", "imported-counter"),
}


@dataclass(frozen=True)
class Imported:
    """One run of another tool: its header, and what each device drew from t0 to t1."""

    header: RunHeader
    t0: float
    t1: float
    totals: tuple[Total, ...]
    name: str = ""


@dataclass(frozen=True)
class Import:
    """The files that an import wrote, and a sentence for each row that it refused."""

    written: tuple[Path, ...]
    refused: tuple[str, ...]


def import_file(
    path: Path, kind: str, folder: Path, cpu_method: str = ch.MODEL, host: str = ""
) -> Import:
    """Write the runs of another tool's file into a ledger.

    A run that was imported before is left as it is. A row that cannot be is refused
    by itself.

    Raises
    ------
    InputError
        If the file, or every row of it, cannot be read.

    Parameters
    ----------
    path : Path
        codecarbon's ``emissions.csv``, or the log of a ``zeus.monitor.ZeusMonitor``.
    kind : {'codecarbon', 'zeus'}
        Which of the two it is.
    folder : Path
        The ledger.
    cpu_method : {'model', 'counter'}
        codecarbon does not say whether its CPU figure is RAPL's: model, unless said.
    host : str
        The machine; codecarbon does not name it.
    """
    if kind not in FORMATS:
        raise InputError(
            "Imported are {formats} files, got {kind!r}.",
            formats=Several(FORMATS, " and "),
            kind=kind,
        )
    if cpu_method not in CPU_METHODS:
        raise InputError(
            "cpu_method is model or counter, got {cpu_method!r}.",
            cpu_method=cpu_method,
        )
    found, refused = [], []
    for number, row in read_rows(path):
        try:
            _check_columns(row, number, path)
            if kind == CODECARBON:
                found.append(_of_codecarbon(row, path, cpu_method, host))
            else:
                found.append(_of_zeus(row, number, path, host))
        except InputError as error:
            refused.append(str(error))
    if not found:
        raise InputError(refused[0])
    written = (_write(run, folder) for run in found)
    return Import(tuple(path for path in written if path is not None), tuple(refused))


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file by column, with their numbers.

    Where semicolons part the columns, commas are those of decimals.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head = file.readline()
            file.seek(0)
            between = ";" if head.count(";") > head.count(",") else ","
            rows = list(csv.DictReader(file, delimiter=between))
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "{path} is no CSV file.",
            path=path,
        ) from error
    if not rows:
        raise InputError(
            "{path} holds no rows.",
            path=path,
        )
    if between == ";":
        rows = [{k: _with_point(v) for k, v in row.items()} for row in rows]
    return list(enumerate(rows, start=1))


def _with_point(text: str) -> str:
    return text.replace(",", ".") if DECIMAL.fullmatch(text or "") else text


def _check_columns(row: Mapping[str, str], number: int, path: Path) -> None:
    """Raise InputError where a row has not the columns of the first line.

    Its values would stand under the names of others.
    """
    if None in row or None in row.values():
        raise InputError(
            "{path}: row {number} has more or fewer values than the first line has "
            "names: it was written by another version. Give it a file of its own.",
            path=path,
            number=number,
        )


def _of_codecarbon(
    row: Mapping[str, str], path: Path, cpu_method: str, host: str
) -> Imported:
    # Old versions have no such column and no PUE.
    pue = _number(row, "pue", path) if "pue" in row else 1.0
    if pue < 1:
        raise InputError(
            "{path}: pue must be >= 1 (facility / IT energy), got {pue:g}.",
            path=path,
            pue=pue,
        )
    t1 = _stamp(row, path)
    t0 = t1 - _number(row, "duration", path)
    parts = list(_parts_of_codecarbon(row, path, cpu_method, host))
    _check_sum(row, sum(joules for _, joules in parts), path)
    header = RunHeader(
        run=_name(row.get("run_id", ""), t0),
        host=host or "unknown",
        t=t0,
        project=row.get("project_name", ""),
        tags={"pue_divided_out": f"{pue:g}"},
        origin=CODECARBON,
        devices=tuple(device for device, _ in parts),
    )
    totals = (joules / pue for _, joules in parts)
    return Imported(header, t0, t1, tuple(Total(j, j, j, j, 0.0) for j in totals))


def _check_sum(row: Mapping[str, str], joules: float, path: Path) -> None:
    """Raise InputError where a row's parts are not the sum that it states."""
    parts_kwh = joules / J_PER_KWH
    stated_kwh = _number(row, "energy_consumed", path, parts_kwh)
    if abs(stated_kwh - parts_kwh) > SUM_SHARE * max(stated_kwh, parts_kwh):
        raise InputError(
            "{path}: energy_consumed is {stated_kwh:g} kWh and its parts are "
            "{parts_kwh:g} kWh: the values stand under wrong names.",
            path=path,
            stated_kwh=stated_kwh,
            parts_kwh=parts_kwh,
        )


def _parts_of_codecarbon(
    row: Mapping[str, str], path: Path, cpu_method: str, host: str
) -> Iterator[tuple[Device, float]]:
    """Yield each device and its joules as the file has them, PUE included."""
    columns = (
        ("gpu_energy", "cards", "gpu", ch.COUNTER, "imported-counter"),
        ("cpu_energy", "processor", "package", cpu_method, f"imported-{cpu_method}"),
        ("ram_energy", "memory", "memory", ch.MODEL, "imported-memory"),
    )
    source = f"{CODECARBON} {row.get('codecarbon_version', '')}".strip()
    for column, name, scope, method, error in columns:
        joules = _number(row, column, path, 0.0) * J_PER_KWH
        if joules <= 0 and scope == "gpu":
            continue  # no card: absent, not zero
        key = f"{host or row.get('run_id', '')}/{CODECARBON}/{name}"
        yield _device(key, name, scope, method, source, error), joules


def _of_zeus(row: Mapping[str, str], number: int, path: Path, host: str) -> Imported:
    t0 = _number(row, "start_time", path)
    t1 = t0 + _number(row, "elapsed_time", path)
    parts = list(_parts_of_zeus(row, path, host))
    if not parts:
        raise InputError(
            "{path} has no column such as gpu0_energy: no zeus log.",
            path=path,
        )
    name = row.get("window_name", "")
    header = RunHeader(
        run=_name(f"{path.stem}{number - 1}{name}", t0),
        host=host or "unknown",
        t=t0,
        name=name,
        origin=ZEUS,
        devices=tuple(device for device, _ in parts),
    )
    totals = tuple(Total(j, j, j, j, 0.0) for _, j in parts)
    return Imported(header, t0, t1, totals, name)


def _parts_of_zeus(
    row: Mapping[str, str], path: Path, host: str
) -> Iterator[tuple[Device, float]]:
    """Yield each device of a zeus log and its joules."""
    for column in row:
        part, _, unit = column.partition("_")
        kind = part.rstrip("0123456789")
        if unit == "energy" and kind in ZEUS_UNITS:
            scope, error = ZEUS_UNITS[kind]
            key = f"{host or path.stem}/{ZEUS}/{part}"
            device = _device(key, part, scope, ch.COUNTER, ZEUS, error)
            yield device, _number(row, column, path)


def _device(
    key: str, name: str, scope: str, method: str, source: str, error: str
) -> Device:
    fact = facts.number("metering", error, "true_over_reading")
    return Device(key, name, scope, method, source, fact.low, fact.high)


def _write(found: Imported, folder: Path) -> Path | None:
    if (folder / file_name(found.header)).exists():
        return None
    writer = LedgerWriter(folder, found.header)
    writer.tick(found.t0, found.t1, found.totals)
    if found.name:
        writer.window(Measurement(found.name, found.t0, found.t1, ()))
    writer.close(found.t1)
    return writer.path


def _name(text: str, t0: float) -> str:
    return hashlib.sha256(f"{text} {t0:.6f}".encode()).hexdigest()[:12]


def _stamp(row: Mapping[str, str], path: Path) -> float:
    text = row.get("timestamp", "")
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


def _number(
    row: Mapping[str, str], column: str, path: Path, default: float | None = None
) -> float:
    text = row.get(column) or ""
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(
            "{path}: the column {column} must be a number, got {text!r}.",
            path=path,
            column=column,
            text=text,
        ) from error
    if not 0 <= value < float("inf"):
        raise InputError(
            "{path}: {column} must be >= 0 and finite, got {text}.",
            path=path,
            column=column,
            text=text,
        )
    return value
