"""Pictures and sound in a prompt: the tokens that they become, the encoder's work."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np

from wattlas.chain.types import Value


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


def audio_tokens(audio_s: float, tokens_per_s: float, window_s: float = 0.0) -> int:
    """Tokens of sound, filled up to whole windows where it is heard in such. [1]

    Source: the rules of the models' own processors, as Transformers has them.

    >>> audio_tokens(31.0, 12.5, 30.0), audio_tokens(31.0, 25.0)
    (750, 775)
    """
    heard_s = ceil(audio_s / window_s) * window_s if window_s else audio_s
    return ceil(heard_s * tokens_per_s)


def encoder_weights_flop(patches: float, encoder_parameters: float) -> float:
    """Arithmetic of patches that pass all weights of an encoder. [FLOP]

    Source: Kaplan et al. 2020, arXiv:2001.08361 (two operations a weight).

    >>> encoder_weights_flop(1000.0, 1e9)
    2000000000000.0
    """
    return 2.0 * patches * encoder_parameters


def encoder_attention_flop(
    weights_flop: float,
    patches_together: float,
    encoder_width: float,
    encoder_squares: float,
) -> float:
    """Arithmetic of patches that attend to all of the same picture or sound. [FLOP]

    Four times the width for each layer and position, where a layer has
    `encoder_squares` squares of the width in weights.

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.

    >>> encoder_attention_flop(1e12, 6000.0, 1000.0, 12.0)
    1000000000000.0
    """
    return weights_flop * 2.0 * patches_together / (encoder_squares * encoder_width)


def prompt_and_encoder_parameters(
    prompt_parameters: Value,
    encoder_weights_flop: Value,
    encoder_attention_flop: Value,
    encoder_attended_share: Value,
    encoder_effort: Value,
    uncached_prompt_tokens: Value,
) -> Value:
    """Weights that a computed token of a prompt passes, those of encoders included. [1]

    The encoders' arithmetic is shared by the tokens that no cache holds, at two
    operations a weight; `encoder_effort` is what one of its operations takes in those
    of the model.

    >>> float(prompt_and_encoder_parameters(7e9, 2e12, 1e12, 0.5, 1.0, 1000.0))
    8250000000.0
    """
    flop = encoder_weights_flop + encoder_attended_share * encoder_attention_flop
    tokens = np.maximum(uncached_prompt_tokens, 1.0)
    return prompt_parameters + encoder_effort * flop / (2.0 * tokens)


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
