"""A receiver from what was asked for: its sinks, and what spans do not say."""

from __future__ import annotations

from wattlas.estimation.request_log.otlp import request_class
from wattlas.parameters import RequestsOptions
from wattlas.parameters.telemetry import OtlpOptions
from wattlas.telemetry.receiver import Receiver, Sink
from wattlas.telemetry.sinks import Forward, SpanFile
from wattlas.telemetry.spans import SpanEnergy


def receiver_of(options: OtlpOptions, host: str, port: int) -> Receiver:
    """Return a receiver that listens; `serve_forever` of it receives.

    Raises
    ------
    InputError
        If a name is unknown, the address taken, or the file cannot be written.
    MissingExtraError
        If the extra `otel` is not installed.
    """
    request_class()  # what is not installed is said before anything is received
    given = RequestsOptions(
        hardware=options.hardware,
        site=options.site,
        country=options.country,
        currency=options.currency,
    )
    energy = SpanEnergy(given)
    energy.check()
    sinks: list[Sink] = []
    # What the next does not take comes again: the file would hold it twice.
    if options.forward is not None:
        sinks.append(Forward(options.forward))
    if options.store is not None:
        sinks.append(SpanFile(options.store))
    return Receiver(host, port, energy, sinks)
