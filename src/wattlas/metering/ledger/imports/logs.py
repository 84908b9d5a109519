"""Logs whose readings stand in blocks, each with its time: of IPMI, of Redfish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wattlas.errors import InputError, Message
from wattlas.metering.channel import LostReadingError
from wattlas.metering.ledger.imports.asked import Asked, Found, nothing_of
from wattlas.metering.ledger.imports.blocks import Block, blocks_of
from wattlas.metering.ledger.imports.content import text_of
from wattlas.metering.ledger.imports.series import Series
from wattlas.metering.ledger.imports.telemetry import with_runs


class Logged(NamedTuple):
    """A reading of a log: its metric and labels, when it was, and its value."""

    metric: str
    labels: Mapping[str, str]
    at_s: float
    value: float


@dataclass(frozen=True)
class Log:
    """A kind of log: its name, the readings of a block, what is said of a bad block.

    `told` has places for the file, the line, and what is wrong.
    """

    name: str
    readings: Callable[[Block, str, Asked], Iterator[Logged]]
    told: str


def read_log(log: Log, source: str, asked: Asked) -> Found:
    """Return the run of a log; a block that cannot be used is left out, and told.

    Raises
    ------
    InputError
        If nothing in it is a reading of power or energy with a time.
    """
    found, series = Found(), dict[tuple[object, ...], Series]()
    for block in blocks_of(text_of(source), asked.zone):
        try:
            readings = list(log.readings(block, source, asked))
        except (InputError, LostReadingError) as error:
            place = {"what": source, "line": block.line, "error": error}
            found.left.add(Message(log.told, **place))
            continue
        for metric, labels, at_s, value in readings:
            key = metric, *sorted(labels.items())
            series.setdefault(key, Series(metric, dict(labels))).add(at_s, value)
    if not series:
        nothing = "{source} has no reading of power with a time."
        raise nothing_of(found.left, Message(nothing, source=source))
    return with_runs(found, series.values(), asked, None, log.name)
