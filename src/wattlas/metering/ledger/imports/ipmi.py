"""Logs of ipmitool and freeipmi: a server's power, or that of its supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.asked import Asked, Found
from wattlas.metering.ledger.imports.blocks import Block
from wattlas.metering.ledger.imports.logs import Log, Logged, read_log
from wattlas.metering.readers.meter_text import watts_in

SENSOR = re.compile(
    r"(?P<name>[^|]+?)\s*\|(?:[^|]*\|)*?\s*(?P<watts>-?\d+(?:\.\d+)?)\s*(?:\||\s)\s*W"
    r"(?:atts?)?\b.*",
    re.IGNORECASE,
)
WHOLE = re.compile(r"consumption|system|total|chassis|node", re.IGNORECASE)
INPUT = re.compile(r"(?:ps|supply|psu).*\bin|\bin.*(?:ps|supply)|ps\w*\W*(?:pin|ac)",
                   re.IGNORECASE)  # fmt: skip
INACTIVE = re.compile(r"(?:state|status)[^:|]*[:|]\s*(?:deactivated|not|inactive)",
                      re.IGNORECASE)  # fmt: skip


def read_ipmi(source: str, asked: Asked) -> Found:
    """Return the run of a log of ``ipmitool`` (dcmi, sdr) or ``ipmi-dcmi``.

    Each reading needs its time: that which it prints, or a line before it.
    """
    told = "{what}: the reading at line {line} is none: {error}"
    return read_log(Log("ipmi", _readings, told), source, asked)


def _readings(block: Block, source: str, asked: Asked) -> Iterator[Logged]:
    if block.at_s is None:
        raise InputError(
            "it has no time: log one before each, such as date; ipmitool ..."
        )
    for metric, sensor, watts in _watts(block, source, asked):
        yield Logged(metric, {"sensor": sensor} if sensor else {}, block.at_s, watts)


def _watts(block: Block, source: str, asked: Asked) -> Iterator[tuple[str, str, float]]:
    """Yield metric, sensor and watts of a block. [W]"""
    text = "\n".join(block.lines)
    if INACTIVE.search(text):
        raise InputError("the controller does not measure power now.")
    sensors = dict(_sensors(block, asked.query))
    whole = [watts for name, watts in sensors.items() if WHOLE.search(name)]
    inputs = {n: w for n, w in sensors.items() if INPUT.search(n)}
    if whole and not asked.query:
        yield "ipmi_log_watts", "", whole[0]
    elif len(sensors) == 1:
        yield "ipmi_log_watts", "", next(iter(sensors.values()))
    elif inputs:
        yield from (("ipmi_log_input_watts", n, w) for n, w in inputs.items())
    else:
        yield "ipmi_log_watts", "", watts_in(text, source, asked.query)


def _sensors(block: Block, wanted: str) -> Iterator[tuple[str, float]]:
    """Yield the sensors of power of a table with bars, and their watts."""
    for line in block.lines:
        match = SENSOR.fullmatch(line.strip())
        if match is not None and wanted.lower() in match["name"].lower():
            yield match["name"].strip(), float(match["watts"])
