"""What was served as a document: joules of a request and of a token, by model."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.metering.serving.record import ServedModel, ServingMeasurement
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.metering import flag_sentence, origin
from wattlas.report.table import (
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    handy,
    ranged,
    word,
)
from wattlas.report.words import serving_meter as words
from wattlas.report.words.metering import DEVICE_HEAD
from wattlas.report.words.parts_page import SECTIONS


def serving_document(found: ServingMeasurement) -> Document:
    """Return a measurement of an engine as a document."""
    said = tuple(_notes(found))
    blocks: list[Block] = [
        _devices(found),
        *(_model(model) for model in found.models),
        *([Prose(said)] if said else []),
    ]
    return Document(_title(found), sections_of(SECTIONS, {"results": blocks}))


def _title(found: ServingMeasurement) -> Word:
    energy = found.energy_j
    values: dict[str, Piece] = {"time": Number(found.duration_s, "s", digits=4)}
    if energy is None or found.duration_s <= 0:
        return Word(words.TITLE, values)
    values["power"] = handy(energy.mid / found.duration_s, "W")
    return Word(words.TITLE_WITH_POWER, values)


def _devices(found: ServingMeasurement) -> Table:
    columns = (
        Column("device", Word(DEVICE_HEAD), kind="word"),
        Column("energy", spread=True),
        Column("source", Word("source"), kind="word"),
    )
    rows = [
        Row((part.device.name, ranged(part.energy_j, "J"), origin(part.device)))
        for part in found.parts
    ]
    return Table("devices", "", columns, tuple(rows))


def _model(model: ServedModel) -> Table:
    """Return a model's joules for each unit of its work."""
    columns = (
        Column("model", model.model or Word(words.UNNAMED), kind="word"),
        Column("energy", spread=True),
        Column("count", Word(words.COUNT_HEAD)),
    )
    computed = model.prompt_tokens - model.cached_prompt_tokens
    lines = (
        (words.PER_REQUEST, model.joules_per_request, model.requests.mid),
        (words.PREDICTED, model.predicted_joules_per_request, None),
        (words.PER_PROMPT_TOKEN, model.joules_per_prompt_token, computed),
        (words.PER_OUTPUT_TOKEN, model.joules_per_output_token, model.output_tokens),
    )
    rows = [
        Row((Word(name), ranged(per, "J"), None if count is None else Number(count)))
        for name, per, count in lines
        if isinstance(per, Range)
    ]
    return Table("served", "", columns, tuple(rows))


def _notes(found: ServingMeasurement) -> Iterator[Piece]:
    for part in found.parts:
        for flag in sorted(part.flags):
            yield flag_sentence(part.device.name, flag)
    for model in found.models:
        yield from _of_model(model)
    if len(found.models) > 1:
        yield Word(words.SEVERAL)
    if len(found.parts) > 1:
        yield word(words.ALL_CARDS, count=Number(len(found.parts)))


def _of_model(model: ServedModel) -> Iterator[Piece]:
    """Yield what is not known of a model, and why."""
    is_untold = not model.is_regressed and model.joules_per_prompt_token is not None
    holds = {
        words.TOO_SHORT: model.joules_per_request is None,
        words.NOT_TOLD_APART: is_untold,
        words.RESTARTED: model.restarted,
        words.NOT_PREDICTED: model.predicted_joules_per_request is None,
    }
    named = model.model or Word(words.UNNAMED)
    yield from (word(text, model=named) for text, is_so in holds.items() if is_so)
    if model.cached_prompt_tokens > 0:
        count = Number(model.cached_prompt_tokens)
        yield word(words.CACHED, model=named, count=count)
