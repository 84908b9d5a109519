"""Series of a server or of a page, imported as runs."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import Asked, Found, LeftOut, nothing_of
from wattlas.metering.ledger.imports.content import is_address, text_of
from wattlas.metering.ledger.imports.devices import Found as Device
from wattlas.metering.ledger.imports.devices import devices_of, shown_of
from wattlas.metering.ledger.imports.exposition import series_of_page
from wattlas.metering.ledger.imports.prometheus import (
    series_of_answer,
    series_of_server,
)
from wattlas.metering.ledger.imports.runs import runs_of
from wattlas.metering.ledger.imports.selector import Selector, selector_of
from wattlas.metering.ledger.imports.series import Series

PROMETHEUS, OPENMETRICS = "prometheus", "openmetrics"


def read_prometheus(source: str, asked: Asked) -> Found:
    """Return the runs of a Prometheus server, or of a saved answer of one."""
    found, chosen = Found(), _chosen(asked)
    if is_address(source):
        series = series_of_server(source, asked, chosen, found.left)
    else:
        series = series_of_answer(text_of(source), source)
    return with_runs(found, series, asked, chosen, PROMETHEUS)


def read_openmetrics(source: str, asked: Asked) -> Found:
    """Return the runs of pages of metrics with times, one after the other."""
    found, chosen = Found(), _chosen(asked)
    series = series_of_page(text_of(source), source, found.left)
    if all(math.isnan(at_s) for item in series for at_s in item.times):
        raise InputError(
            "{source} has no times: a page that was read once says nothing of the "
            "energy between two moments. Import pages whose samples carry their time "
            "(promtool tsdb dump-openmetrics), or ask the server with --from "
            "prometheus.",
            source=source,
        )
    return with_runs(found, series, asked, chosen, OPENMETRICS)


def _chosen(asked: Asked) -> Selector | None:
    return selector_of(asked.query) if asked.query else None


def with_runs(
    found: Found,
    series: Iterable[Series],
    asked: Asked,
    chosen: Selector | None,
    origin: str,
) -> Found:
    """Return what was found with the runs of series.

    Raises
    ------
    InputError
        If none of them is of energy.
    """
    meant = [s for s in series if chosen is None or chosen.holds(s.metric, s.labels)]
    devices = devices_in(meant, asked, chosen, found.left)
    _check_one_host({item.host for item in devices}, asked)
    found.runs = runs_of(devices, origin, found.left)
    if not found.runs:
        nothing = "No series of energy was found, of {count}: --query says which."
        raise nothing_of(found.left, Message(nothing, count=len(meant)))
    return found


def devices_in(
    series: Iterable[Series], asked: Asked, chosen: Selector | None, left: LeftOut
) -> list[Device]:
    """Return the devices that series show in the time that is asked for."""
    inside = [_inside(item, asked, left) for item in series]
    return list(devices_of(shown_of(inside, asked, chosen, left), left))


def _check_one_host(hosts: set[str], asked: Asked) -> None:
    """Raise InputError where a name is given for a machine and labels name another."""
    if asked.host and hosts - {asked.host}:
        raise InputError(
            "The labels name the machines {hosts}: --host {host} is for what names "
            "none.",
            hosts=", ".join(sorted(hosts)),
            host=asked.host,
        )


def _inside(series: Series, asked: Asked, left: LeftOut) -> Series:
    """Return a series within the time that is asked for; samples have their times."""
    timeless = sum(map(math.isnan, series.times))
    if timeless:
        text = "{what} has samples without a time."
        left.add(Message(text, what=series.metric), timeless)
    kept = [(t, v) for t, v in series.samples() if asked.covers(t)]
    if len(kept) == len(series.times):
        return series
    times, values = array("d"), array("d")
    for at_s, value in kept:
        times.append(at_s)
        values.append(value)
    return Series(
        *(series.metric, series.labels, series.kind, series.about, series.unit),
        times,
        values,
    )
