"""Watts in what a meter's command prints: by their unit, their label, or a JSON path.

A figure is believed where the text says that it is one: a number with a unit of power,
a number that stands alone, or one behind its label. Dates, codes of errors and figures
that cannot be told apart are refused, with what was read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from wattlas.metering.channel import LostReadingError

SPACES = "\u00a0\u202f\u2009'\u2019"
"""What groups digits beside a comma: spaces that do not break, and apostrophes."""
MINUS = "\u2212"
NUMBER = (
    rf"[-+{MINUS}]?(?:\d{{1,3}}(?:[,{SPACES}]\d{{3}})+|\d+)"
    r"(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
)
WITH_UNIT = re.compile(
    rf"(?<![\w.,/{MINUS}{SPACES}-])({NUMBER})\s*(mW|[kKM]?W|(?:kilo|mega|milli)?watts?)"
    r"(?![\w/]|\s*[\u00b7*.-]?\s*h(?:(?:ou)?rs?)?\b)",
    re.IGNORECASE,
)
"""A number with a unit of power, and not of energy."""
RANGE = re.compile(r"\d\s*(?:to|bis|\u2013|\u2014|/|\.{2,}|\u2026|\u00b1|\+/-)\s*$")
"""What makes the number behind it the end of a range, or what one may err by."""
FIRST_HALF, SECOND_HALF = (
    re.compile(r"(?<![\w.:,-])\d{1,3} $"),
    re.compile(r"\d{3}(?!\d)"),
)
"""Of what may be one number with a space in it, or two."""
ALONE = re.compile(rf"\s*({NUMBER})\s*")
LABELLED = re.compile(
    rf"(?:^|.*?\s)([A-Za-z_][\w .()/-]*?)\s*[:=|]\s*({NUMBER})\s*[|]?"
)
OF_POWER = re.compile(
    r"power|watt|\bw\b|_w\b|\bp(?:in|out|ac|dc)?\b|consum|draw|"
    r"^(?:INTEGER|Gauge32|Unsigned32)$",
    re.IGNORECASE,
)
"""Labels of a power, and those that SNMP prints before any number that it is asked."""
FACTORS = {"mw": 1e-3, "milliwatt": 1e-3, "w": 1.0, "watt": 1.0, "kw": 1e3}
FACTORS |= {"kilowatt": 1e3, "MW": 1e6, "megawatt": 1e6}
UNIT_OF_KEY = re.compile(
    r"(?:^|[_\W]|(?<=[a-z]))((?:kilo|mega|milli)watts?|[kKmM]?[wW](?:atts?)?)"
    r"(_?h(?:ours?)?)?$",
    re.IGNORECASE,
)
"""The unit that ends a key of JSON, and whether it is one of energy."""
NOW = re.compile(r"instant|current|present|now", re.IGNORECASE)
POWER_KEY = re.compile(
    r"watts?$|_[km]?w$|^power(?:_w)?$|(?:power|watt).*reading$", re.IGNORECASE
)
"""The end of a path that tells a power, or a path of one that ends in a reading."""
SHOWN = 60

Figures = list[tuple[str, float]]
"""Labels and watts."""


def watts_in(text: str, what: str, key: str = "") -> float:
    """Return the power in a text; raise LostReadingError where it has none. [W]

    `key` is a JSON path such as ``PowerControl.0.PowerConsumedWatts``, or a part of the
    line that is meant, where several could be.

    >>> watts_in("PSU1 Input Power | 210 Watts | ok", "ipmitool")
    210.0
    >>> watts_in("Power: 1,234 W", "meter"), watts_in("1.8 kW", "meter")
    (1234.0, 1800.0)
    >>> watts_in('{"a": {"b": [412]}}', "curl", "a.b.0")
    412.0
    """
    figures = list(_figures(text, key))
    if key and text.lstrip()[:1] not in ("{", "["):
        figures = [f for f in figures if key.lower() in f[0].lower()]
    if len(figures) > 1:
        figures = [f for f in figures if NOW.search(f[0])] or figures
    if len({watts for _, watts in figures}) > 1:
        shown = ", ".join(f"{label.strip() or '?'} {w:g} W" for label, w in figures[:6])
        raise LostReadingError(
            "{what} prints several figures: {shown}. Say which with --meter-key.",
            what=what,
            shown=shown,
        )
    if not figures:
        raise LostReadingError(
            "{what} prints no number of watts, but {short}: name the label of the "
            "number that is watts with --meter-key, if there is one.",
            what=what,
            short=_short(text),
        )
    watts = figures[0][1]
    if watts < 0:
        raise LostReadingError(
            "{what} prints {watts:g} W; power is not negative.",
            what=what,
            watts=watts,
        )
    if not math.isfinite(watts):
        raise LostReadingError(
            "{what} prints {watts} W, which is no power.",
            what=what,
            watts=watts,
        )
    return watts


def _figures(text: str, key: str) -> Iterator[tuple[str, float]]:
    try:
        data = json.loads(text)
    except ValueError:
        yield from _of_lines(text, key)
        return
    if isinstance(data, dict | list):
        yield from _of_json(data, key)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield "", float(data)


def _of_lines(text: str, key: str = "") -> Iterator[tuple[str, float]]:
    """Yield what has a unit; where nothing has, what stands alone or behind a label.

    A label tells a power, or is the one that is meant.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = [figure for line in lines for figure in _with_units(line)]
    if found:
        yield from found
        return
    alone = [ALONE.fullmatch(line) for line in lines]
    for line, number in zip(lines, alone, strict=True):
        labelled = LABELLED.fullmatch(line)
        if number is not None and all(alone):
            yield "", _number(number[1])
        elif labelled is not None:
            label = labelled[1]
            if OF_POWER.search(label) or (key and key.lower() in label.lower()):
                yield label, _number(labelled[2])


def _with_units(line: str) -> Iterator[tuple[str, float]]:
    for match in WITH_UNIT.finditer(line):
        before = line[: match.start()]
        is_half = FIRST_HALF.search(before) and SECOND_HALF.match(match[1])
        if not is_half and not RANGE.search(before):
            yield before, _number(match[1]) * _factor(match[2])


def _factor(unit: str) -> float:
    """Return how many watts a unit of power is."""
    return FACTORS.get(unit) or FACTORS[unit.lower().removesuffix("s")]


def _of_json(data: Any, key: str) -> Iterator[tuple[str, float]]:
    if key:
        value = _at(data, key)
        if isinstance(value, str) and ALONE.fullmatch(value):
            value = _number(value.strip())
        if isinstance(value, str):
            yield from _of_lines(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from _in_watts(data, key, float(value))
        return
    for path, value in _leaves(data, ""):
        last = path.rpartition(".")[2]
        if POWER_KEY.search(path if last.lower() == "reading" else last):
            yield from _in_watts(data, path, value)


def _in_watts(data: Any, path: str, value: float) -> Iterator[tuple[str, float]]:
    """Yield a figure by the unit beside it, else that of its key, if it is of power."""
    above = path.rpartition(".")[0]
    parent = _at(data, above) if above else data
    beside = parent if isinstance(parent, dict) else {}
    told = [beside, *(its for its in beside.values() if isinstance(its, dict))]
    units = [
        unit
        for its in told
        for name, unit in its.items()
        if "unit" in name.lower() and isinstance(unit, str)
    ]
    ends = UNIT_OF_KEY.search(path)
    unit = units[0] if units else ends[1] if ends else "W"
    is_power = unit in FACTORS or unit.lower().removesuffix("s") in FACTORS
    if is_power and (units or not ends or not ends[2]):
        yield path, value * _factor(unit)


def _at(data: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def _leaves(data: Any, path: str) -> Iterator[tuple[str, float]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in pairs:
        here = f"{path}.{name}".lstrip(".")
        if isinstance(value, dict | list):
            yield from _leaves(value, here)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield here, float(value)


def _number(text: str) -> float:
    """Return a number: a comma before three digits groups, any other is a point.

    >>> _number("1,234"), _number("1,8"), _number("1,234.5")
    (1234.0, 1.8, 1234.5)
    """
    text = text.replace(MINUS, "-").translate(dict.fromkeys(map(ord, SPACES)))
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat[:SHOWN] + "..." * (len(flat) > SHOWN)) if flat else "nothing"
