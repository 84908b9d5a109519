"""What questions about one place share: its draws by quantity, and its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array, Value
from wattlas.draws import interval
from wattlas.errors import InputError, Message
from wattlas.parameters.outlook import METHODS
from wattlas.projection.agreement import check_agreement, check_finite
from wattlas.projection.assumptions import Assumptions
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.record import ALL
from wattlas.projection.run import find_region
from wattlas.projection.sample import Frame, blocks, by_method
from wattlas.projection.settings import enough_draws
from wattlas.records import Input, Range, Source


@dataclass(frozen=True)
class PlaceDraws:
    """Draws of one place, all methods together: quantities (draws, years), and inputs.

    `inputs` are the draws of what the question asks beside, each (draws, 1).
    """

    years: Array
    quantities: Mapping[str, Array]
    inputs: Mapping[str, Array]


def one_place(region: str) -> str:
    """Return the key of a place; the world is none.

    >>> one_place("PJM")
    'pjm'
    """
    place = find_region(region)
    if place == "world":
        raise InputError(
            "The world has no one grid: give a place (wattlas facts outlook_places) "
            "or a region (wattlas facts outlook_regions)."
        )
    return place


def frame_of(
    place: str, to: int, draws: int, seed: int, methods: tuple[str, ...] = METHODS
) -> Frame:
    """Return the years until `to` for one place, by all methods or by some."""
    years = tuple(range(BASE_YEAR, to + 1))
    return Frame(methods, years, enough_draws(draws), seed, place)


def place_draws(
    inputs: Assumptions, frame: Frame, asked: Mapping[str, str], of: Message
) -> PlaceDraws:
    """Return the draws of a place; `asked` are names of inputs by what they are.

    Raises
    ------
    InputError
        If an input is given that changes nothing of the question (`of`), or draws
        are beyond what numbers hold.
    """
    check_agreement(inputs, frame.years[-1])
    found: list[Mapping[str, Array]] = []
    beside: list[dict[str, Array]] = []
    for number, part in enumerate(blocks(inputs, frame)):
        check_finite(part.samples)
        found.append(by_method(part, frame.region)[ALL])
        count = len(frame.methods) * part.size
        beside.append(
            {
                what: np.resize(np.ravel(part.values[name]), (count, 1))
                for what, name in asked.items()
            }
        )
        if number == 0:
            inputs.refuse_unread(part.values, of)
    years = np.array(frame.years, dtype=float).reshape(1, -1)
    return PlaceDraws(years, _joined(found), _joined(beside))


def own_name(inputs: Assumptions, quantity: str, place: str, question: str) -> str:
    """Return the place's own input of a quantity, else the one of the question."""
    own = f"{quantity}.{place}"
    return own if own in inputs.items else f"{quantity}.{question}"


def growth_share(part: Array, rest: Array) -> Array:
    """Return a part's share of what both grew since the first year. [1]"""
    more, besides = (np.maximum(x - x[:, :1], 0.0) for x in (part, rest))
    share: Array = more / np.maximum(more + besides, 1e-9)
    return share


def drawn(v: Mapping[str, Value], name: str) -> Array:
    """Return the draws of an input, one after the other."""
    found: Array = np.ravel(np.asarray(v[name], dtype=float))
    return found


def range_of(draws: Array) -> Range:
    """Return the median and the 5-95 % range of draws."""
    low, high = interval(np.ravel(draws))
    return Range(low, float(np.median(draws)), high)


def sources_of(inputs: tuple[Input, ...]) -> tuple[Source, ...]:
    """Return the sources of inputs that are not given, each once."""
    keys = dict.fromkeys(i.source for i in inputs if not i.given)
    return tuple(facts.source(k) for k in keys)


def _joined(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
