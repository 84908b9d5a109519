"""Text of charts in lines: where it may break, and how wide it is."""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef][\u3000-\u303f\uff00-\uffef]*\s*"
    r"|[^\s\u2e80-\u9fff\uff00-\uffef]+[\u3000-\u303f\uff00-\uffef]*\s*"
)
"""Where a line may break: after a word, or after a Chinese letter and its stop."""


def sentences(*said: str) -> str:
    """Return sentences as one text; after a Chinese full stop there is no space.

    >>> sentences("One.", "", "Two."), sentences("一。", "二。")
    ('One. Two.', '一。二。')
    """
    return " ".join(s for s in said if s).replace("。 ", "。")


def wrapped(text: str, width: int) -> list[str]:
    """Return lines of at most a width in Latin letters; Chinese ones count twice.

    >>> wrapped("one two three", 7)
    ['one two', 'three']
    >>> wrapped("一周的供电", 6)
    ['一周的', '供电']
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def columns(text: str) -> int:
    """Return the width of a text in Latin letters; Chinese ones are twice as wide.

    >>> columns("GWh"), columns("供电")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
