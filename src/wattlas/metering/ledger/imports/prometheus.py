"""A Prometheus server's samples: range vectors, in pieces, as they were scraped.

``query_range`` is never asked: its grid repeats a value up to five minutes into a gap.
"""

from __future__ import annotations

import json
import math
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import Asked, LeftOut, shown
from wattlas.metering.ledger.imports.content import AnswerError, fetched
from wattlas.metering.ledger.imports.exposition import number_in
from wattlas.metering.ledger.imports.metrics import is_known
from wattlas.metering.ledger.imports.selector import Selector
from wattlas.metering.ledger.imports.series import Series, check_count

PIECE_S = 3 * 3600.0
SHORTEST_PIECE_S = 60.0
API = "/api/v1"
TOO_MANY = "too many samples"
Key = tuple[tuple[str, str], ...]


def series_of_server(
    url: str, asked: Asked, chosen: Selector | None, left: LeftOut
) -> list[Series]:
    """Return the series of a server between two times.

    Without a selector those of every metric of energy that is known by its name.

    Raises
    ------
    InputError
        If no begin is given, or the server does not answer as one does.
    """
    if asked.since_s is None:
        raise InputError(
            "A server is asked for a stretch of time: say from when with --since, such "
            "as --since 7d."
        )
    until_s = time.time() if asked.until_s is None else asked.until_s
    server = _Server(url, left)
    texts = [chosen.text] if chosen else server.names(asked.since_s, until_s)
    if not texts:
        raise InputError(
            "The server has no metric of energy that is known by its name: say which "
            "with --query, --unit and --scope."
        )
    found: dict[Key, Series] = {}
    for text in texts:
        for answer in server.pieces(text, asked.since_s, until_s):
            _gather(answer, found)
    if chosen is not None:
        for series in found.values():
            server.describe(series)
    return list(found.values())


def series_of_answer(text: str, name: str) -> list[Series]:
    """Return the series of an answer that was saved to a file.

    Raises
    ------
    InputError
        If it is no answer of a server.
    """
    found: dict[Key, Series] = {}
    _gather(_result(text, name), found)
    return list(found.values())


class _Server:
    """What a server is asked."""

    def __init__(self, url: str, left: LeftOut) -> None:
        base = url.partition("?")[0].rstrip("/")
        self._base = base.partition(API)[0].rstrip("/")
        self._left = left

    def names(self, since_s: float, until_s: float) -> list[str]:
        """Return the metrics of energy that it has."""
        answer = self._asked(
            "label/__name__/values", start=f"{since_s:.3f}", end=f"{until_s:.3f}"
        )
        return sorted(n for n in answer if isinstance(n, str) and is_known(n))

    def pieces(
        self, selector: str, since_s: float, until_s: float
    ) -> Iterator[list[Any]]:
        """Yield what a selector gives, a piece of time after the other.

        Pieces share their ends: newer servers leave the beginning of one out.
        """
        piece_s, begin = PIECE_S, since_s
        while begin < until_s:
            end = min(begin + piece_s, until_s)
            range_ms = math.ceil((end - begin) * 1e3) + 1
            query = f"{selector}[{range_ms}ms]"
            try:
                found = self._asked("query", query=query, time=f"{end:.3f}")
            except AnswerError as error:
                if TOO_MANY in error.body and piece_s > SHORTEST_PIECE_S:
                    piece_s /= 2
                    continue
                raise
            yield _matrix(found, selector)
            begin = end

    def describe(self, series: Series) -> None:
        """Put the type, help and unit of a metric into a series."""
        answer = self._asked("metadata", metric=series.metric)
        told = answer.get(series.metric) if isinstance(answer, dict) else None
        if isinstance(told, list) and told and isinstance(told[0], dict):
            series.kind = str(told[0].get("type", ""))
            series.about = str(told[0].get("help", ""))
            series.unit = str(told[0].get("unit", ""))

    def _asked(self, path: str, **words: str) -> Any:
        url = f"{self._base}{API}/{path}?{urllib.parse.urlencode(words)}"
        text = fetched(url).decode("utf-8", "replace")
        answer = _answer(text, self._base)
        for warning in answer.get("warnings") or ():
            said = "{what} warns: {warning}"
            self._left.add(Message(said, what=self._base, warning=warning))
        data = answer["data"]
        return data.get("result") if path == "query" else data


def _answer(text: str, name: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or "data" not in answer:
        raise InputError(
            "{name} is no answer of a Prometheus server, but {text!r}.",
            name=name,
            text=shown(text),
        )
    return answer


def _result(text: str, name: str) -> list[Any]:
    data = _answer(text, name)["data"]
    return _matrix(data.get("result") if isinstance(data, dict) else None, name)


def _matrix(result: Any, name: str) -> list[Any]:
    """Return the series of a range vector; another result has no readings."""
    is_list = isinstance(result, list)
    if not is_list or not all(
        isinstance(r, dict)
        and isinstance(r.get("metric"), dict)
        and isinstance(r.get("values"), list)
        for r in result
    ):
        raise InputError(
            "{name} is no range vector, such as name[3h]: it has no readings one "
            "after the other.",
            name=name,
        )
    return list(result)


def _gather(result: list[Any], found: dict[Key, Series]) -> None:
    """Add samples to their series; pieces that share an end give it once."""
    for answer in result:
        labels = {str(k): str(v) for k, v in answer["metric"].items()}
        metric = labels.pop("__name__", "")
        key = (("", metric), *sorted(labels.items()))
        series = found.setdefault(key, Series(metric, labels))
        for pair in answer["values"]:
            at_s, value = pair
            if series.times and at_s <= series.times[-1]:
                continue
            number = number_in(str(value))
            series.add(float(at_s), math.nan if number is None else number)
    check_count(sum(len(series.times) for series in found.values()))
