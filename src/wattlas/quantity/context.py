"""What the words around a quantity say: its dimension, rival readings, a bound."""

from __future__ import annotations

import re

from wattlas.quantity.mention import Reading
from wattlas.quantity.spellings import Unit, near_unit
from wattlas.quantity.values import Value

LOOK_BACK = 16
"""Characters before a quantity in which a bound or a rate is looked for."""
BEFORE = {
    "at-least": (
        "more than", "over", "at least", "above", "exceed", "exceeds", "exceeded",
        "exceeding", "no less than", "north of", "upwards of", "in excess of", "超过",
        "至少", "逾", "高达", "不少于", "破",
    ),
    "at-most": (
        "less than", "under", "below", "at most", "up to", "no more than", "shy of",
        "just short of", "不到", "最多", "低于", "不超过",
    ),
    "about": (
        "about", "around", "some", "nearly", "almost", "roughly", "approximately", "~",
        "约", "大约", "约为", "近", "将近", "差不多", "接近",
    ),
}  # fmt: skip
"""Per bound: the words that give it just before a quantity."""
_ENDS = tuple(word for words in BEFORE.values() for word in words)
_NO_SUM = r"(?<!add )(?<!adds )(?<!added )"
"""What *up to* does not stand behind where it is a bound."""


def _said(words: tuple[str, ...]) -> str:
    return "|".join(f"{_NO_SUM}{w}" if w == "up to" else w for w in words)


_BOUNDS = re.compile(
    "|".join(
        rf"(?P<{bound.replace('-', '_')}>(?:{_said(words)})\s*$)"
        for bound, words in BEFORE.items()
    ),
    re.IGNORECASE,
)
"""Words of a bound just before a quantity; the longest, which begins first, counts."""
_AFTER = {
    "at-least": re.compile(
        r"\s?(?:以上|or more|and more|\+(?!\d)|多(?=[度万亿个辆户年次]))"
    ),
    "about": re.compile(r"\s?(?:左右|上下|or so)"),
}
_CARBON = re.compile(
    r"\s?(?:of )?(?:CO[2₂](?:-?eq?\b)?|carbon|二氧化碳|碳|greenhouse)", re.IGNORECASE
)
_WATER = re.compile(r"\s?(?:of (?:\w+ )?water|的?水|water)", re.IGNORECASE)
_SHORT_WORD = re.compile(r"\s?([A-Za-z]{2,6})\b")
_MEGA = re.compile(r"\s?兆")


def dimension_of(
    text: str, value: Value, three: tuple[float, float | None, float]
) -> tuple[str, str, tuple[Reading, ...], int]:
    """Return dimension, own unit, rival readings and end of a value."""
    unit, end, low = value.unit, value.end, three[0]
    if value.currency:
        return "money", "", (), end
    if unit is None:
        return _unitless(text, value, low)
    if unit.dimension == "mass":
        if carbon := _CARBON.match(text, end):
            return "carbon", "kgCO2e", _rivals(unit, low), carbon.end()
        if _WATER.match(text, end):
            return "volume", "L", (), end
        return "mass", "kg", _rivals(unit, low), end
    return unit.dimension, unit.unit, _rivals(unit, low), end


def _rivals(unit: Unit, value: float) -> tuple[Reading, ...]:
    if not unit.other:
        return ()
    others = [Reading(m, value / unit.factor * f) for m, f in unit.other]
    return (Reading(unit.meaning, value), *others)


def _unitless(
    text: str, value: Value, low: float
) -> tuple[str, str, tuple[Reading, ...], int]:
    end = value.end
    if mega := _MEGA.match(text, end):
        readings = (Reading("mega", low * 1e6), Reading("trillion", low * 1e12))
        return "count", "1", readings, mega.end()
    word = _SHORT_WORD.match(text, end)
    if word and not value.magnitude and (near := near_unit(word[1])):
        return "unknown", near, (), word.end()
    kind = "share" if value.number.kind == "share" else "count"
    return kind, "1", (), end


def bound_of(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the bound that words before or behind a quantity give, and its end."""
    before = text[max(0, start - LOOK_BACK) : start]
    said = before.rstrip().lower().endswith(_ENDS)
    if said and (match := _BOUNDS.search(before)):
        return str(match.lastgroup).replace("_", "-"), end
    for bound, pattern in _AFTER.items():
        if behind := pattern.match(text, end):
            return bound, behind.end()
    return "", end
