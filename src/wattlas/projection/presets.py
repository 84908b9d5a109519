"""Assumptions of published studies, run in our model: which makes the difference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from wattlas import facts
from wattlas.draws import finite_arithmetic
from wattlas.errors import InputError, Message, UnknownNameError, unknown_name
from wattlas.estimation.input_values import input_from_fact
from wattlas.parameters import keywords
from wattlas.parameters.outlook_questions import PresetsOptions
from wattlas.parameters.several import each_once
from wattlas.plain import Plain, coded
from wattlas.projection.assumptions import assumptions
from wattlas.projection.changes import SERVED, Change, alone_and_together, of_served
from wattlas.projection.forecasts import forecast
from wattlas.projection.question import frame_of, sources_of
from wattlas.projection.settings import enough_draws
from wattlas.records import Input, Range, Source

TABLE = "outlook_presets"
INPUTS = "outlook_preset_inputs"
METHOD = ("stock",)
"""Presets are of studies that count servers: they are run in our stock of chips."""


@dataclass(frozen=True)
class Preset(Plain):
    """One study: what it says, and what its assumptions make of our model. [TWh]

    All data centres of a region in the study's year; `changes` are its assumptions by
    what they are of, each alone, and together.
    """

    key: str
    name: str
    region: str = field(metadata=coded("regions"))
    year: int
    stated_twh: Range
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Presets(Plain):
    """Studies whose assumptions are run in our model."""

    KINDS: ClassVar[tuple[str, ...]] = ("outlook-presets",)
    ROWS: ClassVar[str] = "presets"

    presets: tuple[Preset, ...]
    sources: tuple[Source, ...]


@keywords(PresetsOptions)
@finite_arithmetic()
def presets(options: PresetsOptions) -> Presets:
    """What assumptions of published studies make of our model: served energy. [TWh]

    Each kind of assumption alone, and all that is known of a study together, beside
    what the study says. All are taken from forecasts; none is in the default.

    Raises
    ------
    UnknownNameError
        If no study has the name.

    Examples
    --------
    >>> found = presets(of="iea", draws=64).presets[0]
    >>> found.year, round(found.stated_twh.mid), found.changes[-1].name
    (2030, 946, 'together')
    """
    names = (options.of,) if isinstance(options.of, str) else tuple(options.of)
    known = facts.keys(TABLE)
    keys = [facts.find(TABLE, name) for name in names]
    if None in keys:
        unknown = names[keys.index(None)]
        listing = Message("the studies are {names}", names=", ".join(known))
        raise UnknownNameError(unknown_name("study", unknown, known, listing))
    if not names:
        raise InputError("Give at least one study of {names}.", names=", ".join(known))
    draws = enough_draws(options.draws)
    found = tuple(
        _preset(n, draws, options.seed) for n in each_once("of", [k for k in keys if k])
    )
    used = tuple(i for p in found for c in p.changes for i in c.inputs)
    return Presets(found, sources_of(used))


def _preset(key: str, draws: int, seed: int) -> Preset:
    row = facts.row(TABLE, key)
    year = int(row["year"])
    low, high = (forecast(row[end]).at(year) for end in ("lowest", "highest"))
    if low is None or high is None:
        raise InputError("{key} says nothing of {year}.", key=key, year=year)
    frame = frame_of(row["region"], year, draws, seed, METHOD)
    asked = (SERVED["data-centres"], of_served(year))
    changes = alone_and_together(preset_inputs(key), assumptions(), frame, asked)
    mid = (low.mid * high.mid) ** 0.5
    stated = Range(low.low, mid, high.high)
    return Preset(key, row["name"], row["region"], year, stated, tuple(changes))


def preset_inputs(key: str) -> dict[str, list[Input]]:
    """Return the inputs of a study by what they are of (load, connections, ...)."""
    sets: dict[str, list[Input]] = {}
    for row in facts.rows(INPUTS, key):
        (fact,) = facts.numbers(INPUTS, row["key"]).values()
        item = input_from_fact(row["input"], fact)
        sets.setdefault(row["assumption"], []).append(item)
    return sets
