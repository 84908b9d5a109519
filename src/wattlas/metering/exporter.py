"""Metrics for Prometheus: what a session has seen, by the names of the convention.

::

    wattlas_energy_joules_total{device, name, scope, method, host}   counter
    wattlas_own_energy_joules_total{...}                             counter
    wattlas_power_watts{...}                                         gauge
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wattlas.errors import InputError, needs_extra, reason_of
from wattlas.metering.parts import Device
from wattlas.metering.session import Session

LABELS = ("device", "name", "scope", "method", "host")


class SessionCollector:
    """Gives the totals of a session to each scrape; keeps nothing of its own."""

    def __init__(self, session: Session, host: str) -> None:
        self._session, self._host = session, host
        self._begin = session.snapshot()

    def collect(self) -> Iterator[Any]:
        """Yield the metrics at this moment."""
        with needs_extra("Offering metrics", "measure"):
            from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        energy = CounterMetricFamily(
            "wattlas_energy_joules", "Energy of a device.", labels=LABELS
        )
        own = CounterMetricFamily(
            "wattlas_own_energy_joules", "The part of this run.", labels=LABELS
        )
        power = GaugeMetricFamily(
            "wattlas_power_watts", "Latest power of a device.", labels=LABELS
        )
        now = self._session.snapshot()
        watts = self._session.power_w()
        for device in self._session.devices:
            total = now.totals[device.key].since(self._begin.totals[device.key])
            labels = self._labels(device)
            energy.add_metric(labels, total.joules)
            own.add_metric(labels, total.own)
            if device.key in watts:
                power.add_metric(labels, watts[device.key])
        yield from (energy, own, power)

    def _labels(self, device: Device) -> list[str]:
        return [device.key, device.name, device.scope, device.method, self._host]


def serve_metrics(
    session: Session, port: int, host: str, address: str = "127.0.0.1"
) -> Callable[[], None]:
    """Offer a session's metrics on a port; return what stops it.

    Raises
    ------
    MissingExtraError
        If prometheus-client is not installed.
    InputError
        If the port is taken.
    """
    with needs_extra("Offering metrics", "measure"):
        from prometheus_client import CollectorRegistry, start_http_server
    registry = CollectorRegistry()
    registry.register(SessionCollector(session, host))
    try:
        server, thread = start_http_server(port, address, registry)
    except (OSError, OverflowError) as error:
        raise InputError(
            "Port {port} of {address} cannot be used: {strerror}. Choose another.",
            port=port,
            address=address,
            strerror=reason_of(error) if isinstance(error, OSError) else error,
        ) from error

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
