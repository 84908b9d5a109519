"""Measured rows that constants are fitted to, with the chain as their model.

Text is one calibration for each vintage of the engine, images and videos together
are one more. Which constants: every row of the table of constants that a fit made and
that has an interval. So the list follows the physics without being written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.accuracy import families, inference, items
from wattlas.accuracy.architectures import Architectures
from wattlas.accuracy.configurations import Configuration
from wattlas.accuracy.inference import Array, Constants, Replica
from wattlas.accuracy.items import ItemConfiguration
from wattlas.accuracy.measured import is_calibration, measured, unit_of
from wattlas.accuracy.rows import Row
from wattlas.accuracy.tasks import has_pictures
from wattlas.accuracy.unknown import configurations
from wattlas.errors import WattlasError
from wattlas.estimation.generate import generation_chain
from wattlas.estimation.recorder import StepCaller
from wattlas.estimation.request_work import request_work
from wattlas.estimation.uncertainty import architecture_class, batch_class
from wattlas.records import Fact

TEXT_FIT, ITEM_FIT = "serving-fit", "generation-fit"
FEWEST_ROWS = 30
Names = NDArray[np.str_]
TextPair = tuple[Row, Configuration]
_C = TypeVar("_C", Configuration, ItemConfiguration)


@dataclass(frozen=True)
class Calibration:
    """Rows of one kind, the constants that are fitted to them, and their model.

    `energy` and `time` are logarithms of what was measured; `cuts` name the classes
    that errors are shown by; `classes` those of the residuals, the narrowest first.
    """

    name: str
    rows: tuple[Row, ...]
    families: Names
    cuts: Mapping[str, Names]
    classes: tuple[tuple[str, ...], ...]
    energy: Array
    time: Array
    constants: tuple[Fact, ...]
    replicas: Callable[[Constants], Replica]
    links: Callable[[StepCaller], object]
    """Calls every link of the rows, as shipped, by the caller that is given."""

    @property
    def chips(self) -> Names:
        """The chip of each row."""
        return self.cuts["hardware"]

    def predicted(self, constants: Constants) -> tuple[Array, Array]:
        """Return the logarithms of energy and time of each row."""
        found = self.replicas(constants)
        return np.log(found.energy_j_per_token), np.log(found.time_s_per_token)


def calibrations(rows: Iterable[Row], known: Architectures) -> list[Calibration]:
    """Return the calibrations of text, the newest vintage first, then of items.

    Metered over a steady state, configuration known; text without pictures. A kind
    with too few rows has none.
    """
    good = [row for row in rows if _is_metered(row)]
    text = _text(good, known)
    found = [text_calibration(vintage, text[vintage]) for vintage in text]
    made = _pairs(good, _is_item, lambda row: items.item_configurations(row, known))
    if made:
        found.append(_item_calibration(made))
    return [c for c in found if len(c.rows) >= FEWEST_ROWS]


def as_of_newest(rows: Iterable[Row], known: Architectures) -> list[Calibration]:
    """Return text of older engines, to be predicted as if they were of the newest."""
    newest = str(families.VINTAGES[-1])
    found = []
    text = _text([row for row in rows if _is_metered(row)], known)
    for vintage, members in text.items():
        if vintage != newest and len(members) >= FEWEST_ROWS:
            moved = [(row, replace(own, engine=newest)) for row, own in members]
            calibration = text_calibration(newest, moved)
            name = f"text {vintage}, as if of {newest}"
            found.append(replace(calibration, name=name))
    return found


def _text(rows: Iterable[Row], known: Architectures) -> dict[str, list[TextPair]]:
    """Return rows of text with their configurations by vintage, the newest first."""
    found: dict[str, list[TextPair]] = {}
    pairs = _pairs(rows, _is_text, lambda row: configurations(row, known))
    for row, own in sorted(pairs, key=lambda pair: pair[1].engine, reverse=True):
        found.setdefault(own.engine, []).append((row, own))
    return found


def _is_metered(row: Row) -> bool:
    return (
        is_calibration(row)
        and not row.text("energy_scope").startswith("node")
        and bool(measured(row, "energy") and measured(row, "time"))
    )


def _is_text(row: Row) -> bool:
    return unit_of(row) == "output_token" and not has_pictures(row)


def _is_item(row: Row) -> bool:
    return unit_of(row) in ("image", "video")


def _pairs(
    rows: Iterable[Row],
    wanted: Callable[[Row], bool],
    configured: Callable[[Row], list[_C]],
) -> list[tuple[Row, _C]]:
    found = []
    for row in rows:
        try:
            own = configured(row) if wanted(row) else []
        except WattlasError:
            # The row is listed with its reason among those without a prediction.
            continue
        if len(own) == 1:
            found.append((row, own[0]))
    return found


def text_calibration(vintage: str, members: Sequence[TextPair]) -> Calibration:
    """Return the calibration of text of one vintage of engines."""
    rows, own = zip(*members, strict=True)
    grouped = inference.groups(own)
    shapes = [c.model.architecture for c in own]
    cuts = {
        "hardware": [c.chip.key for c in own],
        "architecture": [architecture_class(a) for a in shapes],
        "precision": [c.precision for c in own],
        "batch": [batch_class(c.values["batch"]) for c in own],
    }
    return Calibration(
        name=f"text {vintage}",
        rows=rows,
        families=np.array([families.family(a) for a in shapes]),
        cuts={name: np.array(values) for name, values in cuts.items()},
        classes=tuple(inference.distance(c).classes for c in own),
        energy=_log_measured(rows, "energy"),
        time=_log_measured(rows, "time"),
        constants=tuple(text_constants(vintage)),
        replicas=lambda constants: inference.replicas(grouped, constants),
        links=lambda step: [
            request_work(step, g.inputs, g.architecture) for g in grouped
        ],
    )


def _item_calibration(
    members: Sequence[tuple[Row, ItemConfiguration]],
) -> Calibration:
    rows, own = zip(*members, strict=True)
    grouped = items.item_groups(own)
    cuts = {
        "hardware": [c.chip.key for c in own],
        "makes": [c.generator.makes for c in own],
        "vintage": [str(c.year) for c in own],
        "batch": [batch_class(c.batch) for c in own],
    }
    return Calibration(
        name="images and video",
        rows=rows,
        families=np.array([items.item_family(c) for c in own]),
        cuts={name: np.array(values) for name, values in cuts.items()},
        classes=tuple(items.item_distance(c).classes for c in own),
        energy=_log_measured(rows, "energy"),
        time=_log_measured(rows, "time"),
        constants=tuple(item_constants()),
        replicas=lambda constants: items.item_replicas(grouped, constants),
        links=lambda step: [generation_chain(step, g.inputs) for g in grouped],
    )


def _log_measured(rows: Iterable[Row], quantity: str) -> Array:
    return np.log([measured(r, quantity) or 1.0 for r in rows])


def text_constants(vintage: str) -> list[Fact]:
    """Return the constants that are fitted to text of a vintage.

    Those of a group that ends in a year belong to it, the others to the newest.
    """
    newest = vintage == str(families.VINTAGES[-1])
    found: list[Fact] = []
    for key in facts.keys("constants"):
        ending = key.rpartition("-")[2]
        of_a_year = ending.isdigit() and len(ending) == 4
        if key.startswith("serving") and (ending == vintage if of_a_year else newest):
            found += _fitted(key, TEXT_FIT)
    return found


def item_constants() -> list[Fact]:
    """Return the constants that are fitted to images and videos."""
    keys = (key for key in facts.keys("constants") if key.startswith("generation"))
    return [fact for key in keys for fact in _fitted(key, ITEM_FIT)]


def _fitted(key: str, source: str) -> list[Fact]:
    return [
        fact
        for fact in facts.numbers("constants", key).values()
        if fact.source.startswith(source)
        and fact.low < fact.value < fact.high
        and not fact.quantity.endswith("_error")
    ]
