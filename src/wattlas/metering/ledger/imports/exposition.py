"""Pages of metrics: Prometheus' text format and OpenMetrics, with times.

A line that is none is left out and told; a page that has none is refused with what
stands there.
"""

from __future__ import annotations

import math
import re

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import LeftOut, shown
from wattlas.metering.ledger.imports.series import Series, check_count

NAME = r"[a-zA-Z_:][\w:.]*"
QUOTED = r'"(?:[^"\\]|\\.)*"'
LABEL = re.compile(rf"\s*(?:({NAME}|{QUOTED})\s*=\s*)?({QUOTED})\s*(?:,|$)")
SAMPLE = re.compile(
    rf"(?P<name>{NAME})?\s*(?:\{{(?P<labels>(?:[^\"}}]|{QUOTED})*)\}})?\s*"
    r"(?P<value>\S+)(?:\s+(?P<time>[^\s#]\S*))?\s*(?:#.*)?"
)
FIGURE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
NOT_FINITE = {"nan": math.nan, "+inf": math.inf, "inf": math.inf, "-inf": -math.inf}
ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}
ESCAPED = re.compile(r"\\.")
OF_SECONDS, OF_MS, OF_US = 1e11, 1e14, 1e17
"""A time since 1970 below the first is in seconds, below the others in ms, µs, ns."""

Told = dict[str, dict[str, str]]
"""What comments say of metrics: TYPE, HELP and UNIT by name."""
SUFFIXES = ("", "_total")


def series_of_page(text: str, name: str, left: LeftOut) -> list[Series]:
    """Return the series of a page, or of several one after the other.

    A sample without a time is a page that was read once.

    Raises
    ------
    InputError
        If the text has no sample.
    """
    told: Told = {"TYPE": {}, "HELP": {}, "UNIT": {}}
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Series] = {}
    count = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            _note(line, told)
            continue
        sample = sample_of(line)
        if sample is None:
            said = "{what}: line {line} is no sample: {text!r}."
            left.add(Message(said, what=name, line=number, text=shown(line)))
            continue
        metric, labels, value, at_s = sample
        key = metric, tuple(sorted(labels.items()))
        series = found.get(key) or Series(metric, labels)
        found[key] = series
        series.add(math.nan if at_s is None else at_s, value)
        count += 1
        check_count(count)
    if not found:
        raise InputError(
            "{name} is no page of metrics: it begins with {text!r}.",
            name=name,
            text=shown(text),
        )
    return [_with_words(series, told) for series in found.values()]


def sample_of(
    line: str,
) -> tuple[str, dict[str, str], float, float | None] | None:
    r"""Return name, labels, value and time of a line; None where it is no sample.

    >>> sample_of('up{job="a",path="C:\\\\x"} 1 1767225600000 # {trace="1"} 1')
    ('up', {'job': 'a', 'path': 'C:\\x'}, 1.0, 1767225600.0)
    """
    match = SAMPLE.fullmatch(line.strip())
    if match is None:
        return None
    labels = labels_of(match["labels"] or "")
    value, at_s = number_in(match["value"]), None
    if labels is None or value is None:
        return None
    metric = match["name"] or labels.pop("", "")
    if match["time"] is not None:
        at_s = moment_in(match["time"])
        if at_s is None:
            return None
    return (metric, labels, value, at_s) if metric else None


def labels_of(text: str) -> dict[str, str] | None:
    """Return the labels between braces; a name in quotes alone is the metric's, ''.

    >>> labels_of('gpu="0", UUID="GPU-1",')
    {'gpu': '0', 'UUID': 'GPU-1'}
    """
    found: dict[str, str] = {}
    at, text = 0, text.strip()
    while at < len(text):
        match = LABEL.match(text, at)
        if match is None:
            return None
        name = _plain(match[1]) if match[1] else ""
        if name in found:
            return None
        found[name] = _plain(match[2])
        at = match.end()
    return found


def number_in(text: str) -> float | None:
    """Return the number of a text, as Go writes it; None where it is none.

    >>> number_in("1.5e3"), number_in("+Inf"), number_in("1_000")
    (1500.0, inf, None)
    """
    if FIGURE.fullmatch(text):
        return float(text)
    return NOT_FINITE.get(text.lower())


def moment_in(text: str) -> float | None:
    """Return a time in s, ms, µs or ns since 1970 as seconds; None if it is none.

    Which of them it is its size tells, from 1973 to the year 5138. [s since 1970]

    >>> moment_in("1767225600"), moment_in("1767225600500")
    (1767225600.0, 1767225600.5)
    """
    if not FIGURE.fullmatch(text):
        return None
    value = float(text)
    for most, factor in ((OF_SECONDS, 1.0), (OF_MS, 1e3), (OF_US, 1e6)):
        if value < most:
            return value / factor if value >= 0 else None
    return value / 1e9 if value < OF_US * 1e3 else None


def _note(line: str, told: Told) -> None:
    words = line.split(None, 3)
    if len(words) > 3 and words[0] == "#" and words[1] in told:
        told[words[1]][words[2]] = words[3]


def _with_words(series: Series, told: Told) -> Series:
    """Return a series with what the page says of its metric, or of its family."""
    names = [series.metric.removesuffix(end) for end in SUFFIXES]
    names.insert(0, series.metric)

    def said(what: str) -> str:
        return next((told[what][n] for n in names if n in told[what]), "")

    series.kind, series.about, series.unit = said("TYPE"), said("HELP"), said("UNIT")
    return series


def _plain(text: str) -> str:
    inner = text[1:-1] if text.startswith('"') else text
    return ESCAPED.sub(lambda m: ESCAPES.get(m[0], m[0]), inner)
