"""Hourly series from CSV files: prices, carbon, output of plants, request shapes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wattlas import quantity
from wattlas.errors import InputError, UnitError, nearest_names
from wattlas.hours.clock import Clock
from wattlas.hours.times import lay_on, starts_utc
from wattlas.parameters import Quantity
from wattlas.parameters import quantity as quantity_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_TIME = re.compile(r"(?i)^(time|date|timestamp|datetime|hour|start|utc)\b|_utc$|time_")
_BRACKETS = re.compile(r"[\[(]([^\])]+)[\])]")
_INLINE = re.compile(r"\b(k?g|t|lb)\s?CO[2₂](?:e|eq)?/(k|M)Wh", re.IGNORECASE)
_OUR_NAME = re.compile(r"^(?:price|cost)_([a-z]{3})_per_([km]wh)$")


@dataclass(frozen=True)
class SeriesFile:
    """Hourly values in our unit, the currency of money, and what was done."""

    values: Array
    currency: str = ""
    note: str = ""


def read_series(path: str, name: str, clock: Clock) -> SeriesFile:
    """Read a series of one value an hour from a CSV file.

    One column has the time (its zone in each stamp, or in the column's name), one the
    values, with the unit in its name: ``price [EUR/MWh]``. Of several columns the
    wanted one stands behind the path: ``prices.csv#price [EUR/MWh]``.

    Parameters
    ----------
    path : str
        Path of the file, with ``#column`` where it has several.
    name : str
        The quantity, which has our unit and what each hour may be: price_per_kwh,
        intensity_kgco2e_per_kwh, output_share, requests_of_hour ...
    clock : Clock
        The hours of the year on which the values are laid.

    Raises
    ------
    InputError, UnitError
        If the file, a column, a time or a value cannot be used; with its line, or
        its hour.
    """
    file, _, column = path.partition("#")
    limits = quantity_of(name)
    rows, names = _rows(Path(file))
    time_name = _time_column(names, file)
    head = _value_column(names, time_name, column, file)
    scale, currency = _scale(head, limits.unit, file)
    numbers = np.array(
        [_number(r.get(head), line, head, file) for line, r in enumerate(rows, start=2)]
    )
    _refuse_gaps(numbers, head, file)
    times = starts_utc([r[time_name] or "" for r in rows], time_name, file)
    _refuse_impossible(numbers * scale, times, limits, (f"{file}: {head}", currency))
    values, note = lay_on(numbers * scale, times, clock, file)
    return SeriesFile(values, currency, note)


def _refuse_impossible(
    values: Array,
    times: Sequence[datetime],
    limits: Quantity,
    named: tuple[str, str],
) -> None:
    """Refuse the first hour whose value its quantity does not allow."""
    wrong = np.flatnonzero(~((values >= limits.low) & (values <= limits.high)))
    if len(wrong):
        first = int(wrong[0])
        (what, currency), time = named, times[first].isoformat(timespec="minutes")
        unit = limits.unit.replace("money", currency)
        raise InputError(limits.refusal(f"{what} at {time}", values[first], unit))


def _rows(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is no UTF-8 text.") from error
    names = [name for name in reader.fieldnames or [] if name]
    if not rows or len(names) < 2:
        raise InputError(
            f"{path}: is no table of hours; the first line names the columns, such as "
            f"time,price [EUR/MWh]."
        )
    return rows, names


def _time_column(names: list[str], file: str) -> str:
    found = [name for name in names if _TIME.search(name.strip())]
    if not found:
        raise InputError(
            f"{file}: no column of times among {', '.join(names)}. Name it 'time', "
            f"with stamps such as 2027-01-01T00:00+08:00."
        )
    return found[0]


def _value_column(names: list[str], time_name: str, wanted: str, file: str) -> str:
    others = [name for name in names if name != time_name]
    if wanted:
        if wanted in others:
            return wanted
        near = nearest_names(wanted, others)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise InputError(
            f"{file}: has no column {wanted!r}.{hint} It has: {', '.join(others)}."
        )
    if len(others) > 1:
        raise InputError(
            f"{file}: has several columns: {', '.join(others)}. Name one behind the "
            f"path: {file}#{others[0]}."
        )
    return others[0]


def _scale(name: str, unit: str, file: str) -> tuple[float, str]:
    """Return the factor from a column's unit to ours, and the currency of money."""
    if unit == "1":
        return 1.0, ""
    written = _unit_in(name)
    if not written:
        example = "price [EUR/MWh]" if unit.startswith("money") else "carbon [g/kWh]"
        raise UnitError(
            f"{file}: column {name!r} has no unit. Write it behind the name: {example}."
        )
    try:
        parsed = quantity.parse(f"1 {written}", unit)
    except InputError as error:
        raise type(error)(f"{file}: column {name!r}: {error}") from error
    if unit.startswith("money") and not parsed.currency:
        raise UnitError(f"{file}: column {name!r} names no currency, such as EUR/MWh.")
    return parsed.low, parsed.currency


def _unit_in(name: str) -> str:
    ours = _OUR_NAME.match(name.strip())
    if ours:
        return f"{ours.group(1).upper()}/{ours.group(2)[0].upper().replace('K', 'k')}Wh"
    inline = _INLINE.search(name)
    if inline:
        return f"{inline.group(1)}/{inline.group(2)}Wh"
    brackets = [b for b in _BRACKETS.findall(name) if "/" in b]
    return str(brackets[-1]).strip() if brackets else ""


def _number(text: str | None, line: int, name: str, file: str) -> float:
    if text is None or text.strip().lower() in ("", "nan", "null", "na", "n/a"):
        return float("nan")
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(
            f"{file}, line {line}: {text!r} in column {name!r} is no number."
        ) from error
    if value in (float("inf"), float("-inf")):
        raise InputError(f"{file}, line {line}: {text!r} is not finite.")
    return value


def _refuse_gaps(numbers: Array, name: str, file: str) -> None:
    gaps = np.flatnonzero(np.isnan(numbers))
    if len(gaps):
        raise InputError(
            f"{file}, line {gaps[0] + 2}: {name!r} is empty there and in "
            f"{len(gaps) - 1} other rows. Fill the gaps before you give the file: "
            f"Wattlas guesses none."
        )
