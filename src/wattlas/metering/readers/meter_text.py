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

NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
WITH_UNIT = re.compile(
    rf"(?<![\w.,-])({NUMBER})\s*(mW|[kKM]?W|(?:kilo|mega|milli)?watts?)(?![\w/])",
    re.IGNORECASE,
)
ALONE = re.compile(rf"\s*({NUMBER})\s*")
LABELLED = re.compile(
    rf"(?:^|.*?\s)([A-Za-z_][\w .()/-]*?)\s*[:=|]\s*({NUMBER})\s*[|]?"
)
FACTORS = {"mw": 1e-3, "milliwatt": 1e-3, "w": 1.0, "watt": 1.0, "kw": 1e3}
FACTORS |= {"kilowatt": 1e3, "MW": 1e6, "megawatt": 1e6}
NOW = re.compile(r"instant|current|present|now", re.IGNORECASE)
POWER_KEY = re.compile(r"watts?$|_w$|^power(?:_w)?$|reading$", re.IGNORECASE)
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
            "{what} prints no number of watts, but {short}.",
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
        yield from _of_lines(text)
        return
    if isinstance(data, dict | list):
        yield from _of_json(data, key)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield "", float(data)


def _of_lines(text: str) -> Iterator[tuple[str, float]]:
    """Yield what has a unit; where nothing has, what stands alone or behind a label."""
    found: Figures = []
    for line in text.splitlines():
        for match in WITH_UNIT.finditer(line):
            unit = match[2]
            factor = FACTORS.get(unit) or FACTORS[unit.lower().removesuffix("s")]
            found.append((line[: match.start()], _number(match[1]) * factor))
    if found:
        yield from found
        return
    for line in text.splitlines():
        alone, labelled = ALONE.fullmatch(line), LABELLED.fullmatch(line)
        if alone is not None:
            yield "", _number(alone[1])
        elif labelled is not None:
            yield labelled[1], _number(labelled[2])


def _of_json(data: Any, key: str) -> Iterator[tuple[str, float]]:
    if key:
        value = _at(data, key)
        if isinstance(value, str):
            yield from _of_lines(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield key, float(value)
        return
    for path, value in _leaves(data, ""):
        if POWER_KEY.search(path.rpartition(".")[2]):
            yield path, value


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
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat[:SHOWN] + "..." * (len(flat) > SHOWN)) if flat else "nothing"
