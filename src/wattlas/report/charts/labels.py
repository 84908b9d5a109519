"""Labels beside points of a picture that cover neither each other nor the points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wattlas.report.charts.lines import columns

COLUMN_PX, LINE_PX = 6.6, 14.0
"""Width of a Latin letter and height of a line, in the fonts of the charts."""
NEAR_PX, STEP_PX, STEPS = 4.0, 12.0, 7
"""How far from its point a label may stand: first near, then further in steps."""
LED_PX = 20.0
"""From this distance on a label needs a line that leads to its point."""
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Where a label may stand, best first: right, left, above, below, the corners."""


@dataclass(frozen=True)
class Anchor:
    """A point with its radius and its label's lines. [pixels from the upper left]"""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A rectangle. [pixels from the upper left]"""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share a part."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Say whether the rectangle lies in another."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True)
class Label:
    """Where a label stands, and whether a line must lead to its point."""

    box: Box
    led: bool


def placed(
    anchors: Sequence[Anchor], frame: Box, avoid: Sequence[Box] = ()
) -> list[Label | None]:
    """Return a label for each point, in their order; None where there is no room.

    A label lies within the frame and meets no other label and no point. It keeps clear
    of `avoid` too, unless there is room nowhere else.
    """
    points = [_around(a) for a in anchors]
    taken: list[Box] = []
    found: list[Label | None] = []
    for anchor in anchors:
        label = _first(anchor, frame, [*points, *taken, *avoid])
        label = label or _first(anchor, frame, [*points, *taken])
        found.append(label)
        taken += [label.box] if label else []
    return found


def _first(anchor: Anchor, frame: Box, full: Sequence[Box]) -> Label | None:
    for label in _places(anchor):
        if label.box.within(frame) and not any(label.box.meets(b) for b in full):
            return label
    return None


def _places(anchor: Anchor) -> Iterator[Label]:
    wide = COLUMN_PX * max(columns(line) for line in anchor.lines)
    high = LINE_PX * len(anchor.lines)
    for step in range(STEPS):
        far = NEAR_PX + STEP_PX * step
        reach = anchor.radius + far
        for across, down in SIDES:
            left = anchor.x + (across - 1) * wide / 2 + across * reach
            top = anchor.y + (down - 1) * high / 2 + down * reach
            box = Box(left, top, left + wide, top + high)
            yield Label(box, led=far > LED_PX)


def _around(anchor: Anchor) -> Box:
    r = anchor.radius
    return Box(anchor.x - r, anchor.y - r, anchor.x + r, anchor.y + r)
