"""Changes of an outlook: the same draws with other inputs, each alone and together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas.chain.types import Array
from wattlas.errors import Message
from wattlas.plain import Plain, written
from wattlas.projection.agreement import check_agreement, check_finite
from wattlas.projection.assumptions import Assumptions
from wattlas.projection.question import range_of
from wattlas.projection.record import ALL
from wattlas.projection.sample import Frame, blocks, by_method
from wattlas.records import NAMED_INPUTS, Input, Range

SERVED = {"ai": "ai_served_twh", "data-centres": "data_centre_served_twh"}
"""The quantity of an outlook that each scope is asked for."""
TOGETHER = "together"


@dataclass(frozen=True)
class Change(Plain):
    """What other inputs do to an energy of a year, by the same draws. [TWh]

    `name` says which of several it is; `difference_twh` is draw by draw.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("ratio",)

    name: str
    inputs: tuple[Input, ...] = field(metadata=written(codec=NAMED_INPUTS))
    before_twh: Range
    after_twh: Range
    difference_twh: Range

    @property
    def ratio(self) -> float:
        """The median after the change over the one before. [1]"""
        return self.after_twh.mid / self.before_twh.mid

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield an energy that is nought, over which none can stand."""
        if self.before_twh.mid <= 0:
            yield "before_twh.mid", f"must be > 0 TWh, got {self.before_twh.mid:g}"


def last_year_twh(
    inputs: Assumptions, frame: Frame, quantity: str, of: Message
) -> Array:
    """Return the draws of a quantity in the last year, all methods together. [TWh]

    Raises
    ------
    InputError
        If an input is given that changes nothing of what is asked (`of`).
    """
    check_agreement(inputs, frame.years[-1])
    found = []
    for number, part in enumerate(blocks(inputs, frame)):
        check_finite(part.samples)
        found.append(by_method(part, frame.region)[ALL][quantity][:, -1])
        if number == 0:
            inputs.refuse_unread(part.values, of)
    return np.concatenate(found)


def with_inputs(inputs: Assumptions, changed: Sequence[Input]) -> Assumptions:
    """Return inputs with some of them replaced, by name."""
    return Assumptions({**inputs.items, **{item.name: item for item in changed}})


def change(name: str, changed: Sequence[Input], before: Array, after: Array) -> Change:
    """Return a change from the draws before and after it. [TWh]"""
    return Change(
        name,
        tuple(changed),
        range_of(before),
        range_of(after),
        range_of(after - before),
    )


def alone_and_together(
    sets: Mapping[str, Sequence[Input]],
    inputs: Assumptions,
    frame: Frame,
    asked: tuple[str, Message],
) -> Iterator[Change]:
    """Yield each set of inputs alone, and all together where there are several."""
    before = last_year_twh(inputs, frame, *asked)
    named = dict(sets)
    if len(sets) > 1:
        named[TOGETHER] = [item for several in sets.values() for item in several]
    for name, changed in named.items():
        after = last_year_twh(with_inputs(inputs, changed), frame, *asked)
        yield change(name, changed, before, after)


def of_served(year: int) -> Message:
    """Return what a question on the energy of a year is of, for refusals."""
    return Message("what is served in {year}", year=year)
