"""A selector of series, as Prometheus has them: ``name{label="value"}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.errors import InputError

NAME = re.compile(r"[a-zA-Z_:][\w:]*")
WHOLE = re.compile(r"(?P<name>[a-zA-Z_:][\w:]*)?\s*(?:\{(?P<labels>.*)\})?", re.DOTALL)
MATCHER = re.compile(
    r"\s*(?P<label>[a-zA-Z_]\w*)\s*(?P<sign>=~|!~|!=|=)\s*"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*(?:,|$)"
)


@dataclass(frozen=True)
class Matcher:
    """What a label must be: equal, other, like a pattern, or unlike it."""

    label: str
    sign: str
    value: str

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Say whether labels are so; one that is absent is empty."""
        value = labels.get(self.label, "")
        if self.sign in ("=", "!="):
            return (value == self.value) == (self.sign == "=")
        return (re.fullmatch(self.value, value) is not None) == (self.sign == "=~")


@dataclass(frozen=True)
class Selector:
    """Which series are meant: a metric, and what its labels must be."""

    text: str
    metric: str
    matchers: tuple[Matcher, ...]

    def holds(self, metric: str, labels: Mapping[str, str]) -> bool:
        """Say whether a series is meant."""
        named = not self.metric or metric == self.metric
        return named and all(m.holds(labels) for m in self.matchers)


def selector_of(text: str) -> Selector:
    """Return the selector of a text.

    Raises
    ------
    InputError
        If it is none: a function, a sum or a range has no readings to import.

    >>> selector_of('watts{outlet="7"}').holds("watts", {"outlet": "7"})
    True
    """
    match = WHOLE.fullmatch(text.strip())
    found = _matchers(match["labels"] or "") if match else None
    if match is None or found is None or not (match["name"] or found):
        raise InputError(
            '--query is a metric with labels, such as name{{pod="a"}}, whose readings '
            "are imported as they are; no function, sum or range: {text!r}.",
            text=text,
        )
    return Selector(text.strip(), match["name"] or "", found)


def _matchers(text: str) -> tuple[Matcher, ...] | None:
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = MATCHER.match(text, at)
        if match is None:
            return None
        value = re.sub(r"\\(.)", r"\1", match["value"][1:-1])
        if "~" in match["sign"] and not _is_pattern(value):
            return None
        found.append(Matcher(match["label"], match["sign"], value))
        at = match.end()
    return tuple(found)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
