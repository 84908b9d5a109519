"""One prediction for each row of serving or generation, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from wattlas import facts
from wattlas.accuracy import families, inference, items
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import Configuration
from wattlas.accuracy.inference import Array, Constants, Replica
from wattlas.accuracy.intervals import union_range
from wattlas.accuracy.items import ItemConfiguration
from wattlas.accuracy.measured import unit_of
from wattlas.accuracy.printed import Ranges, item_ranges, text_ranges
from wattlas.accuracy.rows import Row, RowFile
from wattlas.accuracy.unknown import configurations
from wattlas.errors import WattlasError
from wattlas.estimation.uncertainty import (
    QUANTITIES,
    Distance,
    architecture_class,
    batch_class,
)
from wattlas.records import Range


@dataclass(frozen=True)
class Prediction:
    """What a meter would have shown for a row, with its 5-95 % range.

    `kind` is dense, moe, hybrid, image or video; `known` says whether the row tells
    the whole configuration, but for the pictures in a prompt.
    """

    row: Row
    family: str
    kind: str
    batch: str
    vintage: str
    hardware: str
    precision: str
    distance: Distance
    known: bool
    ranges: Mapping[str, Range]


@dataclass(frozen=True)
class Predictions:
    """The predictions of a file, and by row_id why a row has none."""

    predictions: tuple[Prediction, ...]
    skipped: Mapping[str, str]


Found = list[Configuration]
FoundItems = list[ItemConfiguration]


def predict_inference(
    file: RowFile,
    known: Architectures,
    hidden: Sequence[str] = (),
    constants: Constants | None = None,
) -> Predictions:
    """Return a prediction or a reason for every row of a file.

    `hidden` are columns that a prediction may not use; `constants` stand in the place
    of shipped ones.
    """
    text: list[tuple[Row, Found]] = []
    made: list[tuple[Row, FoundItems]] = []
    skipped = dict(file.bad)
    kept: dict[tuple[object, ...], Found] = {}
    for row in file.rows:
        if row.row_id in skipped:
            continue
        seen = row.without(hidden)
        try:
            if unit_of(row) in ("image", "video"):
                made.append((seen, items.item_configurations(seen, known)))
            else:
                text.append((seen, _configurations(seen, known, kept)))
        except WattlasError as error:
            skipped[row.row_id] = str(error)
    found = [*_of_text(text, constants), *_of_items(made, constants)]
    by_id = {p.row.row_id: p for p in found}
    # Predictions saw rows without their hidden cells; scores need the whole rows.
    whole = (
        replace(by_id[row.row_id], row=row) for row in file.rows if row.row_id in by_id
    )
    reasons = {r.row_id: skipped[r.row_id] for r in file.rows if r.row_id in skipped}
    return Predictions(tuple(whole), reasons)


_NO_INPUTS = frozenset({"row_id", "source", "note", "licence", "evidence", "quality"})
_MEASURED = ("energy_", "throughput_", "avg_power")


def _configurations(
    row: Row, known: Architectures, kept: dict[tuple[object, ...], Found]
) -> Found:
    """Return the configurations of a row: those of an equal row, where there is one."""
    numbers = ((k, v) for k, v in row.numbers.items() if not k.startswith(_MEASURED))
    texts = ((k, v) for k, v in row.texts.items() if k not in _NO_INPUTS)
    key = (*sorted(numbers), *sorted(texts))
    if key not in kept:
        kept[key] = configurations(row, known)
    return kept[key]


def _of_text(
    rows: Sequence[tuple[Row, Found]], constants: Constants | None
) -> list[Prediction]:
    starts: dict[int, int] = {}
    flat: list[Configuration] = []
    for _, found in rows:
        if id(found) not in starts:
            starts[id(found)] = len(flat)
            flat += found
    replica = inference.replicas(inference.groups(flat), constants)
    return [
        _text(row, found, _part(replica, starts[id(found)], len(found)))
        for row, found in rows
    ]


def _part(replica: Replica, start: int, count: int) -> Replica:
    part = slice(start, start + count)
    return Replica(
        replica.energy_j_per_token[part],
        replica.power_w[part],
        replica.time_s_per_token[part],
    )


def _text(row: Row, found: Found, replica: Replica) -> Prediction:
    first = found[0]
    a = first.model.architecture
    meter_w = inference.metered(row, first).power_w(replica.power_w)
    energy = replica.energy_j_per_token * meter_w / replica.power_w
    time = replica.time_s_per_token
    if unit_of(row) == "request":
        tokens = np.array([c.values["output_tokens"] for c in found])
        energy, time = energy * tokens, time * tokens
    distances = [inference.distance(c) for c in found]
    return Prediction(
        row=row,
        family=families.family(a),
        kind=architecture_class(a),
        batch=batch_class(first.values["batch"]),
        vintage=first.engine,
        hardware=first.chip.key,
        precision=first.precision,
        distance=distances[0],
        known=len({c.values["batch"] for c in found}) == 1,
        ranges=_ranges((energy, meter_w, time), distances, partial(text_ranges, first)),
    )


def _of_items(
    rows: Sequence[tuple[Row, FoundItems]], constants: Constants | None
) -> list[Prediction]:
    grouped = items.item_groups([c for _, found in rows for c in found])
    replica = items.item_replicas(grouped, constants)
    out, start = [], 0
    for row, found in rows:
        out.append(_item(row, found, _part(replica, start, len(found))))
        start += len(found)
    return out


def _item(row: Row, found: FoundItems, replica: Replica) -> Prediction:
    first = found[0]
    idle_w = facts.number("hardware", first.chip.key, "idle_power_w").value
    seen = row.number("num_gpus_metered") or first.chips
    meter_w = replica.power_w + max(seen - first.chips, 0.0) * idle_w
    energy = replica.energy_j_per_token * meter_w / replica.power_w
    distances = [items.item_distance(c) for c in found]
    return Prediction(
        row=row,
        family=items.item_family(first),
        kind=first.generator.makes,
        batch=batch_class(first.batch),
        vintage=str(first.year),
        hardware=first.chip.key,
        precision=first.precision,
        distance=distances[0],
        known=len(found) == 1,
        ranges=_ranges(
            (energy, meter_w, replica.time_s_per_token),
            distances,
            partial(item_ranges, first),
        ),
    )


def _ranges(
    values: tuple[Array, Array, Array],
    distances: list[Distance],
    printed: Callable[[], Ranges],
) -> dict[str, Range]:
    """Return the printed ranges about what the meter of a row would have shown."""
    pairs = zip(QUANTITIES, values, strict=True)
    if len(distances) > 1:
        return {name: union_range(value, distances, name) for name, value in pairs}
    found = printed()
    return {name: _about(float(value[0]), found[name]) for name, value in pairs}


def _about(mid: float, found: Range) -> Range:
    return Range(mid * found.low / found.mid, mid, mid * found.high / found.mid)
