"""Answers of Redfish services, one after the other: power, and lifetime energy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.asked import Asked, Found, shown
from wattlas.metering.ledger.imports.blocks import Block, time_of
from wattlas.metering.ledger.imports.logs import Log, Logged, read_log
from wattlas.metering.ledger.imports.places import HOSTS

WHOLE = re.compile(r"system|server|chassis|total|node", re.IGNORECASE)
FIELDS = {
    "PowerWatts": "redfish_log_watts",
    "InputPowerWatts": "redfish_log_input_watts",
    "EnergykWh": "redfish_log_energy_kwh",
}
SUPPLY = {
    "PowerWatts": "redfish_log_input_watts",
    "InputPowerWatts": "redfish_log_input_watts",
    "EnergykWh": "redfish_log_input_energy_kwh",
}
"""Fields of power and energy, and the metric of each: of the whole, of one supply."""
REPORTED = ("SystemPowerConsumption", "PowerConsumedWatts", "PowerWatts")
"""What reports of telemetry call the power of the whole, unless a query says else."""
Reading = tuple[str, str, float, float | None]
"""Metric, sensor, value, and the time that the value has itself. [W or kWh, s]"""


def read_redfish(source: str, asked: Asked) -> Found:
    """Return the run of a log of Redfish answers, a JSON document each.

    Each has its time in itself (``time``, ``timestamp``, ``ReadingTime``), or a line
    before it.
    """
    told = "{what}: the answer at line {line} is none: {error}"
    return read_log(Log("redfish", _logged, told), source, asked)


def _logged(block: Block, _: str, asked: Asked) -> Iterator[Logged]:
    host = _host(block.document)
    for metric, sensor, value, own_s in _readings(block.document, asked):
        at_s = block.at_s if own_s is None else own_s
        if at_s is None:
            raise InputError("it has no time: log one before each answer.")
        labels = {"sensor": sensor, "host": host}
        labels = {name: text for name, text in labels.items() if text}
        yield Logged(metric, labels, at_s, value)


def _host(document: Any) -> str:
    """Return the machine that whoever logged an answer put beside it."""
    fields = document if isinstance(document, dict) else {}
    texts = {str(k).lower(): v for k, v in fields.items() if isinstance(v, str)}
    return next((texts[n.lower()] for n in HOSTS if texts.get(n.lower())), "")


def _readings(document: Any, asked: Asked) -> Iterator[Reading]:
    found = list(_found(document, "", asked))
    if not found:
        raise InputError(
            "{text!r} has no PowerControl, PowerWatts, EnergykWh or MetricValues.",
            text=shown(str(document)),
        )
    yield from found


def _found(value: Any, place: str, asked: Asked) -> Iterator[Reading]:
    """Yield what a document says of power and energy, wherever it stands."""
    if isinstance(value, dict):
        place = str(value.get("@odata.id") or place)
        yield from _stated(value, place, asked)
        inner = [v for k, v in value.items() if k not in (*FIELDS, "PowerControl")]
    else:
        inner = value if isinstance(value, list) else []
    for item in inner:
        yield from _found(item, place, asked)


def _stated(value: dict[str, Any], place: str, asked: Asked) -> Iterator[Reading]:
    """Yield what one resource says itself."""
    if "PowerControl" in value:
        yield from _of_control(value["PowerControl"], asked)
    for name, metric in FIELDS.items():
        if name in value:
            yield from _of_excerpt(value, name, metric, place, asked)
    if isinstance(value.get("MetricValues"), list):
        yield from _of_report(value["MetricValues"], asked)


def _of_control(controls: Any, asked: Asked) -> Iterator[Reading]:
    """Yield the power of the whole: the one that there is, or that is called so."""
    named = {
        str(c.get("Name") or c.get("MemberId") or n): c.get("PowerConsumedWatts")
        for n, c in enumerate(controls if isinstance(controls, list) else [])
        if isinstance(c, dict)
    }
    meant = [n for n in named if asked.query and asked.query.lower() in n.lower()]
    whole = meant or [n for n in named if len(named) == 1 or WHOLE.search(n)]
    if len(whole) != 1:
        raise InputError(
            "PowerControl has {names}: say with --query which is the whole.",
            names=", ".join(named) or "nothing",
        )
    yield "redfish_log_watts", "", _number(named[whole[0]]), None


def _of_excerpt(
    value: Mapping[str, Any], name: str, metric: str, place: str, asked: Asked
) -> Iterator[Reading]:
    """Yield a sensor's excerpt: its lifetime, for its reading may be reset."""
    excerpt = value[name] if isinstance(value[name], dict) else {"Reading": value[name]}
    figure = excerpt.get("Reading")
    if name == "EnergykWh":
        figure = excerpt.get("LifetimeReading", figure)
    is_supply = "InputPowerWatts" in value or "PowerSupplies" in place
    sensor = str(excerpt.get("DataSourceUri") or place) if is_supply else ""
    if is_supply and metric != "redfish_log_input_watts":
        metric = (
            f"redfish_log_input_{'watts' if name == 'PowerWatts' else 'energy_kwh'}"
        )
    yield metric, sensor, _number(figure), time_of(excerpt, asked.zone)


def _of_report(values: list[Any], asked: Asked) -> Iterator[Reading]:
    """Yield the figures of a report of telemetry, each with its own time."""
    for value in values:
        name = str(value.get("MetricId", "")) if isinstance(value, dict) else ""
        if name not in ((asked.query,) if asked.query else REPORTED):
            continue
        metric = "redfish_log_watts"
        yield metric, "", _number(value.get("MetricValue")), time_of(value, asked.zone)


def _number(value: Any) -> float:
    """Return a figure; NaN where a service has none."""
    if value is None or isinstance(value, bool):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError("{value!r} is no number.", value=shown(str(value))) from error
