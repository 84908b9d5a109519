"""One amount said twice, in two units: *1,287 MWh, or 1.287 GWh*, 即, in brackets.

That both agree says nothing of the world; that they do not is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from wattlas.claims.choice import ACCUSED, Judged
from wattlas.claims.judges import judge
from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.reading import Reading
from wattlas.claims.schema import Product
from wattlas.quantity import Mention

DIMENSIONS = ("energy", "power", "volume", "carbon", "mass", "distance", "chip-time")
FAR = 1.5
"""Gallons and tons of several kinds, and rounding, lie within this factor."""
_AGAIN = re.compile(
    r"\s?(?:of (?:electricity|power|energy|water))?"
    r"(?:,\s(?:or|that is|i\.e\.),?|\s?[(（])"
    r"\s?(?:about |around |roughly |some |约|大约|即)?"
    r"|(?:的?[水电])?[，,]?\s?(?:即|也就是|合|约合|折合|换算下来(?:就是|是|为)?)(?:约|大约)?",
    re.IGNORECASE,
)
_COMES_TO = re.compile(
    r",?\s(?:(?:that|which)\s)?(?:is|equals|comes to|amounts to|works out (?:to|at))\s"
    r"(?:about |around |roughly |some |nearly |over )?",
    re.IGNORECASE,
)
"""What makes one amount of two, where they are of two periods: *a day is … a year*."""
_ENDS = re.compile(
    r"\s?(?:of (?:electricity|power|energy|water)|的?[水电])?"
    r"(?:\s?[.,;)。，；）]|$|\s(?:in|was|is|were)\s)"
)


def restated(reading: Reading) -> Iterator[Judged]:
    """Yield the pairs of amounts that are said to be one, and are not.

    >>> from wattlas.claims.reading import read
    >>> text = "It lost 0.000085 gallons of water, or 0.15 mL."
    >>> [j.part.verdict for j in restated(read(text))]
    ['inconsistent_with_itself']
    """
    for first, second in pairwise(reading.mentions):
        if not _are_one(reading.text, first, second):
            continue
        part = judge(Product(total=second, factors=(first,)))
        if part.verdict in ACCUSED and part.known is not None:
            ratio = second.middle / part.known.value
            if not 1 / FAR < ratio < FAR:
                yield Judged(replace(part, known=None), (first, second))


def _are_one(text: str, a: Mention, b: Mention) -> bool:
    same = a.dimension == b.dimension and a.dimension in DIMENSIONS
    rated = a.per == b.per or (a.per in PER_YEAR and b.per in PER_YEAR)
    plain = not (a.readings or b.readings or a.times or b.times)
    between = text[a.end : b.start]
    of_periods = a.per != b.per and _COMES_TO.fullmatch(between)
    said = (_AGAIN.fullmatch(between) or of_periods) and _ENDS.match(text, b.end)
    return same and rated and plain and bool(said)
