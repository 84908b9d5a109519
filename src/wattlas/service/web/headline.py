"""What a result says first: numbers with their ranges, and what causes the width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from typing import Any

from wattlas.records import Estimate, Input, Range
from wattlas.report.answer import result_cards
from wattlas.report.blocks import Card
from wattlas.report.format import per_cent, significant
from wattlas.report.table import Piece
from wattlas.report.words.inputs import input_name

WIDTH, MARGIN = 320.0, 8.0
"""Size of the bar of a range. [px]"""
LEAST_CAUSE, MOST_CAUSES = 0.01, 6


@dataclass(frozen=True)
class Bar:
    """A range as a bar: name and figures, and where low, mid and high stand. [px]"""

    card: Card
    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Cause:
    """An input that causes a share of the width; `field` is that of the form, or ''."""

    name: Piece
    share: float
    field: str
    source: str

    @property
    def per_cent(self) -> str:
        """The share as a reader sees it."""
        return per_cent(self.share)


def bars_of(estimate: Estimate) -> list[Bar]:
    """Return the numbers that stand first, each as a bar of its range."""
    cards = result_cards(estimate.results)
    return [_bar(card, estimate.results[name]) for name, card in cards]


def _bar(card: Card, value: Range) -> Bar:
    ends = (value.low, value.mid, value.high)
    return Bar(card, *(_place(end, value.mid) for end in ends))


def _place(end: float, mid: float) -> float:
    """Return where a value stands, on a scale of factors round the middle. [px]"""
    if end <= 0 or mid <= 0:
        return MARGIN
    at = WIDTH / 2 * (1 + log10(end / mid))
    return min(max(at, MARGIN), WIDTH - MARGIN)


def causes_of(estimate: Estimate, fields: dict[str, str]) -> Iterator[Cause]:
    """Yield the inputs that cause most of the width; `fields` are those by quantity."""
    known = {item.label: item for item in estimate.inputs}
    for label, share in list(estimate.width.items())[:MOST_CAUSES]:
        item = known.get(label)
        if share >= LEAST_CAUSE and item is not None:
            yield Cause(_name(item), share, fields.get(item.name, ""), item.source)


def _name(item: Input) -> Piece:
    return input_name(item.name, item.place)


def defaults_of(estimate: Estimate, fields: dict[str, str]) -> dict[str, list[Any]]:
    """Return what stands for each field that is empty: its range, middle and source."""
    found: dict[str, list[Any]] = {}
    for item in estimate.inputs:
        field = fields.get(item.name)
        if field is not None and not item.given:
            low, mid, high = map(significant, (item.low, item.mid, item.high))
            shown = mid if item.exact else f"{low}..{high}"
            found.setdefault(field, [shown, item.mid, item.source])
    return found
