"""The rules by which models cut a picture into tokens of a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt


@dataclass(frozen=True, kw_only=True)
class ImageRule:
    """How a model cuts a picture into tokens.

    `kind` is what it keeps: `area` (a grid of whole sides within limits of pixels),
    `side` (a grid whose longest side is limited), `canvas` and `aspect` (tiles that
    hold the picture, or that are as long as it is), or `fixed` (any picture the same).
    `side_px` is that of a token, or of a tile with so many `tokens`; `marks` are tokens
    around a picture, `part_marks` around each row or tile.
    """

    kind: str
    tokens: int = 1
    marks: int = 0
    part_marks: int = 0
    side_px: int = 1
    least_pixels: float = 0.0
    most_pixels: float = float("inf")
    longest_side_px: float = float("inf")
    most_tiles: int = 1

    @property
    def is_fixed(self) -> bool:
        """Whether every picture becomes the same number of tokens."""
        return self.kind == "fixed"


def image_tokens(rule: ImageRule, width_px: float, height_px: float) -> int:
    """Tokens of one picture, those around it included. [1]

    Source: the rules of the models' own processors, as Transformers has them.

    >>> image_tokens(ImageRule(kind="area", side_px=28, marks=2), 1024, 1024)
    1371
    >>> image_tokens(ImageRule(kind="fixed", tokens=256, marks=4), 640, 480)
    260
    """
    return _COUNTS[rule.kind](rule, width_px, height_px) + rule.marks


def _fixed(rule: ImageRule, width_px: float, height_px: float) -> int:
    return rule.tokens


def _area(rule: ImageRule, width_px: float, height_px: float) -> int:
    """Return the tokens of a grid within limits of pixels; sides keep their ratio."""
    side = rule.side_px
    columns, rows = round(width_px / side), round(height_px / side)
    pixels = width_px * height_px
    if columns * rows * side**2 > rule.most_pixels:
        shrink = sqrt(pixels / rule.most_pixels) * side
        columns, rows = floor(width_px / shrink), floor(height_px / shrink)
    elif columns * rows * side**2 < rule.least_pixels:
        grow = sqrt(rule.least_pixels / pixels) / side
        columns, rows = ceil(width_px * grow), ceil(height_px * grow)
    return max(columns, 1) * max(rows, 1) * rule.tokens


def _side(rule: ImageRule, width_px: float, height_px: float) -> int:
    """Return the tokens of a grid whose longest side is limited, a mark each row."""
    shrink = max(width_px / rule.longest_side_px, height_px / rule.longest_side_px, 1.0)
    columns = ceil(floor(width_px / shrink) / rule.side_px)
    rows = ceil(floor(height_px / shrink) / rule.side_px)
    return max(rows, 1) * (max(columns, 1) * rule.tokens + rule.part_marks)


def _canvas(rule: ImageRule, width_px: float, height_px: float) -> int:
    """Return the tokens of the tiles that enlarge least, or else reduce least."""

    def cost(grid: tuple[int, int]) -> tuple[bool, float, int]:
        columns, rows = grid
        scale = rule.side_px * min(columns / width_px, rows / height_px)
        return scale < 1.0, scale if scale >= 1.0 else -scale, columns * rows

    columns, rows = min(_grids(rule.most_tiles), key=cost)
    return _of_tiles(rule, columns * rows)


def _aspect(rule: ImageRule, width_px: float, height_px: float) -> int:
    """Return the tokens of the tiles that are nearest in the ratio of the sides.

    Of several such the most that cover less than twice the picture.
    """
    ratio, nearest, tiles = width_px / height_px, float("inf"), 1
    for columns, rows in _grids(rule.most_tiles):
        apart = abs(ratio - columns / rows)
        covered = rule.side_px**2 * columns * rows
        if apart < nearest:
            nearest, tiles = apart, columns * rows
        elif apart == nearest and width_px * height_px > 0.5 * covered:
            tiles = columns * rows
    return _of_tiles(rule, tiles)


def _of_tiles(rule: ImageRule, tiles: int) -> int:
    """Return the tokens of tiles, and of the whole picture where they are several."""
    whole = rule.tokens
    return whole if tiles == 1 else tiles * (rule.tokens + rule.part_marks) + whole


def _grids(most: int) -> list[tuple[int, int]]:
    """Return columns and rows of up to so many tiles, those of the fewest first."""
    sides = range(1, most + 1)
    grids = [(c, r) for c in sides for r in sides if c * r <= most]
    return sorted(grids, key=lambda grid: grid[0] * grid[1])


_COUNTS = {
    "fixed": _fixed,
    "area": _area,
    "side": _side,
    "canvas": _canvas,
    "aspect": _aspect,
}
KINDS = frozenset(_COUNTS)
"""Kinds of rules by which pictures are cut."""
