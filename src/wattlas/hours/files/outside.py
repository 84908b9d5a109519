"""Files that are no table with a header: JSON, ENTSO-E's XML, OMIE's daily files."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from wattlas.errors import InputError, Message
from wattlas.hours.files.sheet import Sheet

_STEPS = {"PT5M": 5, "PT15M": 15, "PT30M": 30, "PT60M": 60, "PT1H": 60}
_OMIE = re.compile(r"MARGINALP(?:DBC|IBC|DBCPT)?;?", re.IGNORECASE)
_OMIE_NAMES = ("OMIE year", "OMIE date", "OMIE period", "Portugal", "Spain")


def outside_sheet(text: str, where: str) -> Sheet | None:
    """Return the sheet of a file that is no table with a header, or None."""
    start = text.lstrip()[:200]
    if start.startswith(("{", "[")):
        return _of_json(text, where)
    if start.startswith("<"):
        return _of_xml(text, where)
    if _OMIE.match(start):
        return _of_omie(text, where)
    return None


def _of_json(text: str, where: str) -> Sheet:
    """Return lists of equal length as columns, or a list of objects as rows."""
    try:
        read = json.loads(text)
    except ValueError as error:
        raise InputError(
            "{where}: is no JSON: {error}.",
            where=where,
            error=error,
        ) from error
    found = read if isinstance(read, list) else _rows_in(read)
    if found is not None and all(isinstance(row, dict) for row in found):
        names = tuple(dict.fromkeys(name for row in found for name in row))
        rows = [[_cell(row.get(name)) for name in names] for row in found]
    elif isinstance(read, dict) and (columns := _columns_in(read)):
        names = tuple(columns)
        rows = [list(map(_cell, row)) for row in zip(*columns.values(), strict=True)]
    else:
        raise InputError(
            "{where}: has neither rows nor columns of hours.",
            where=where,
        )
    said = {"unit": _said_unit(read)} if isinstance(read, dict) else {}
    # What a row of JSON has is no line: its number stands for it.
    return Sheet(where, names, rows, list(range(1, len(rows) + 1)), ",", said)


def _rows_in(read: dict[str, Any]) -> list[Any] | None:
    lists = [v for v in read.values() if isinstance(v, list)]
    return lists[0] if len(lists) == 1 else None


def _columns_in(read: dict[str, Any]) -> dict[str, list[Any]]:
    lists = {k: v for k, v in read.items() if isinstance(v, list) and len(v) > 1}
    longest = max(map(len, lists.values()), default=0)
    return {k: v for k, v in lists.items() if len(v) == longest}


def _said_unit(read: dict[str, Any]) -> str:
    meta = read.get("meta")
    unit = read.get("unit") or (meta.get("units") if isinstance(meta, dict) else "")
    written = str(unit or "").replace(" ", "")
    weight = re.fullmatch(r"lbs?_?co2_per_mwh", written, re.IGNORECASE)
    return "lb/MWh" if weight else written


def _cell(value: Any) -> str:
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _of_xml(text: str, where: str) -> Sheet:
    """Return the points of an ENTSO-E document, one a row, in UTC.

    A position that curve type A03 leaves out has the value of the one before: that is
    how the document says it, and no gap.
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise InputError(
            "{where}: is no XML: {error}.",
            where=where,
            error=error,
        ) from error
    series = [s for s in root.iter() if _tag(s) == "TimeSeries"]
    if not series:
        raise InputError(
            "{where}: is no XML of ENTSO-E: it has no TimeSeries.",
            where=where,
        )
    rows = [row for s in series for row in _series_rows(s, where)]
    unit = {f"{r[-2]}/{r[-1]}" for r in rows}
    if len(unit) != 1:
        raise InputError(
            "{where}: has prices in {value}; give one with one unit.",
            where=where,
            value=", ".join(sorted(unit)) or Message("no unit"),
        )
    names = ("MTU (UTC)", "Area", "Sequence", f"Price ({unit.pop()})")
    body = [[r[0], r[1], r[2], r[3]] for r in rows]
    return Sheet(where, names, body, list(range(1, len(body) + 1)), ",")


def _series_rows(series: Any, where: str) -> list[tuple[str, ...]]:
    said = {_tag(e): (e.text or "").strip() for e in series.iter()}
    market = said.get("contract_MarketAgreement.type", "A01")
    if market != "A01":
        return []
    rows: list[tuple[str, ...]] = []
    for period in (e for e in series if _tag(e) == "Period"):
        for start, end, value in _points(period, said.get("curveType", ""), where):
            rows.append(
                (
                    f"{start} - {end}",
                    said.get("in_Domain.mRID", said.get("out_Domain.mRID", "")),
                    said.get(
                        "classificationSequence_AttributeInstanceComponent.position"
                    )
                    or "Without Sequence",
                    value,
                    said.get("currency_Unit.name", ""),
                    said.get("price_Measure_Unit.name", "MWH").replace("MWH", "MWh"),
                )
            )
    return rows


def _points(period: Any, curve: str, where: str) -> list[tuple[str, str, str]]:
    said = {_tag(e): (e.text or "").strip() for e in period.iter()}
    if said.get("resolution") not in _STEPS:
        raise InputError(
            "{where}: a resolution of {value!r} is none of {steps}.",
            where=where,
            value=said.get("resolution"),
            steps=", ".join(_STEPS),
        )
    step = timedelta(minutes=_STEPS[said["resolution"]])
    start = datetime.fromisoformat(said["start"])
    count = round((datetime.fromisoformat(said["end"]) - start) / step)
    prices: dict[int, str] = {}
    for point in (e for e in period if _tag(e) == "Point"):
        inner = {_tag(e): (e.text or "").strip() for e in point}
        prices[int(inner["position"])] = inner.get("price.amount", "")
    if curve == "A03":
        for position in range(2, count + 1):
            prices.setdefault(position, prices.get(position - 1, ""))
    return [
        (_utc(start + (p - 1) * step), _utc(start + p * step), price)
        for p, price in sorted(prices.items())
    ]


def _utc(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _of_omie(text: str, where: str) -> Sheet:
    """Return year, date, period and the prices of Portugal and Spain, day by day."""
    rows, lines = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [c.strip() for c in line.strip().rstrip(";").split(";")]
        if len(cells) < 6 or not cells[0].isdigit():
            continue
        year, month, day, period, portugal, spain = cells[:6]
        date = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
        rows.append([year, date, period, portugal, spain])
        lines.append(number)
    return Sheet(where, _OMIE_NAMES, rows, lines, ";")
