"""`wattlas measure serve`: joules of a request and of a token of an engine."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.errors import Message
from wattlas.parameters.metering import ServingMeterOptions
from wattlas.parameters.output import RecordOutput

if TYPE_CHECKING:
    from wattlas.metering.serving.board import Board
    from wattlas.metering.serving.record import ServedModel, ServingMeasurement
    from wattlas.records import Range


@verb(ServingMeterOptions, RecordOutput)
def serve(options: ServingMeterOptions, form: RecordOutput) -> None:
    """Measure an engine that serves: joules of a request and of a token, by model.

    wattlas measure serve --vllm http://127.0.0.1:8000/metrics --for 10min

    The engine's own counters stand beside those of its board: this machine's, or with
    --dcgm those of an exporter's page. It ends after --for, or with Ctrl-C.
    """
    from wattlas.cli import output as out
    from wattlas.cli.measure_values import seconds_of
    from wattlas.cli.showing import record_files, show
    from wattlas.metering.clock import RealClock
    from wattlas.metering.serving.meter import ServingMeter
    from wattlas.report.serving_meter import serving_document

    files = record_files(form)
    tick_s = seconds_of("tick", options.tick)
    length_s = seconds_of("for", options.length) if options.length else None
    board = _board(options, tick_s)
    meter = ServingMeter(options.vllm, board, RealClock())
    with closing(board), _interrupted() as stop:
        meter.run(stop, tick_s, length_s)
    if meter.why is not None:
        text = "{count} readings gave nothing: {error}"
        out.say(Message(text, count=meter.lost, error=meter.why))
    found = _with_predictions(meter.measurement())
    show(form, files, found.to_dict(), lambda: [serving_document(found)])


def _board(options: ServingMeterOptions, tick_s: float) -> Board:
    from wattlas.metering import api
    from wattlas.metering.serving.board import MachineBoard, PageBoard

    if options.dcgm is not None:
        return PageBoard(options.dcgm, options.cards or ())
    settings = api.RunSettings(name="serve", program="serve", tick_s=tick_s)
    return MachineBoard(api.new_session(settings))


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets, so that what was read is summed up."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _with_predictions(found: ServingMeasurement) -> ServingMeasurement:
    """Return a measurement with what the tables say of each model on its chips."""
    models = tuple(
        replace(m, predicted_joules_per_request=_predicted(m, found))
        for m in found.models
    )
    return replace(found, models=models)


def _predicted(model: ServedModel, found: ServingMeasurement) -> Range | None:
    """Return the chips' energy of a request by the tables, None where they lack it."""
    from wattlas import facts
    from wattlas.errors import InputError, MissingFactError
    from wattlas.estimation.serve import estimate_serving
    from wattlas.metering.channel import CHIP_SCOPES
    from wattlas.parameters.serving import ServeOptions
    from wattlas.units import J_PER_KWH

    cards = [p.device for p in found.parts if p.device.scope in CHIP_SCOPES]
    if not cards or model.requests.mid <= 0 or len(cards) < len(found.parts):
        return None
    try:
        options = ServeOptions(
            model=facts.resolve("models", model.model),
            hardware=facts.resolve("hardware", cards[0].name.rpartition(" ")[0]),
            prompt_tokens=max(model.prompt_tokens / model.requests.mid, 1.0),
            output_tokens=max(model.output_tokens / model.requests.mid, 1.0),
        )
        estimate = estimate_serving(options)
    except (InputError, MissingFactError):
        return None
    chips = estimate.results.get("chip_energy_kwh")
    return chips.scaled(J_PER_KWH / 1000) if chips is not None else None
