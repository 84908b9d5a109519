"""Which quantities of a sentence give one another: a search over their dimensions.

A closure is a product of powers (1 or -1) of stated quantities and of known figures
that the sentence names, without a dimension, whose value is one within what the digits
and the hedges allow. It says that numbers fit together, not that they are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import exp, log, sqrt

from wattlas.claims.factors import Factor, known_factors, stated_factors
from wattlas.claims.reading import Reading
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.scope import are_apart
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_DAY, HOURS_PER_YEAR, MONTHS_PER_YEAR

MOST_FACTORS = 9
LARGEST = 5
MOST_KNOWN = 2
LOOSEST = 0.12
"""No closure is looser than this, as a logarithm."""
DECADES = 14.0
"""The span of values by chance, as a logarithm: six decades."""
MOST_BY_CHANCE = 0.2
"""Closures that chance would give among the candidates, above which none counts."""
_PERIODS = {
    HOURS_PER_DAY: r"\bdaily\b|\bdays?\b|天|日",
    HOURS_PER_YEAR: r"\bannual\w*|\byearly\b|\byears?\b|年",
    HOURS_PER_YEAR / MONTHS_PER_YEAR: r"\bmonth\w*|月",
}
"""Hours of a period that is left out where one word names it for several figures."""
_SAME = re.compile(
    r"^(?:\s?[(（,，]?\s?(?:or|about|around|roughly|some|that is|that's|which is|is|"
    r"i\.e\.|equal to|equals|comes to|amounts to|works out (?:to|at)|[=≈]|约|"
    r"大约|即|也就是|合|约合|折合|换算(?:下来|过来)?(?:就是|是|为)?|相当于|等于|每天约?|水|"
    r"电|of water|[(（,，\s])*)$",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closure:
    """Factors with their powers whose product is one; `off` is what is left, as log."""

    factors: tuple[Factor, ...]
    powers: tuple[int, ...]
    off: float
    hours: float = 1.0

    @property
    def used(self) -> tuple[Mention, ...]:
        """The stated quantities among the factors."""
        return tuple(f.mention for f in self.factors if f.mention is not None)


def closures(reading: Reading) -> list[Closure]:
    """Return the smallest closures of a sentence that use stated quantities.

    >>> from wattlas.claims.reading import read
    >>> text = "195 million requests a day at 2.9 Wh each: 564 MWh a day"
    >>> [len(c.used) for c in closures(read(text))]
    [3]
    """
    stated = stated_factors(reading)
    if len(stated) < 2 or len(stated) > MOST_FACTORS:
        return []
    found: list[Closure] = []
    for size in range(2, LARGEST + 1):
        closed = [c for c in _of_size(reading, stated, size) if not _covers(found, c)]
        found += closed
    return found


def _covers(found: Sequence[Closure], new: Closure) -> bool:
    """Say whether a closure holds a smaller one: it then proves nothing more."""
    ids = {id(f) for f in new.factors}
    return any({id(f) for f in c.factors} <= ids for c in found)


def _of_size(
    reading: Reading, stated: Sequence[Factor], size: int
) -> Iterator[Closure]:
    candidates = [
        c for s in _subsets(reading, stated, size) for c in _signed(reading, s)
    ]
    good = [c for c in candidates if _holds(c)]
    chance = sum(2 * _tolerance(c) for c in candidates) / DECADES
    if chance <= MOST_BY_CHANCE or size <= 2:
        yield from good


def _subsets(
    reading: Reading, stated: Sequence[Factor], size: int
) -> Iterator[tuple[Factor, ...]]:
    if size == 2:
        yield from (p for p in combinations(stated, 2) if _adjacent(reading, p))
    extra = list(known_factors(reading))
    for count in range(min(MOST_KNOWN, size - 2) + 1):
        for known in combinations(extra, count):
            if size - count >= (2 if count else 3):
                for some in combinations(stated, size - count):
                    yield (*some, *known)


def _adjacent(reading: Reading, pair: Sequence[Factor]) -> bool:
    """Say whether two quantities stand as one and its restatement."""
    a, b = (f.mention for f in pair)
    if a is None or b is None:
        return False
    return _SAME.match(reading.text[a.end : b.start]) is not None


def _signed(reading: Reading, factors: tuple[Factor, ...]) -> Iterator[Closure]:
    """Yield the powers with which the dimensions of factors cancel."""
    if all(not f.dimensions for f in factors):
        return
    for powers in product((1, -1), repeat=len(factors) - 1):
        signs = (1, *powers)
        left: dict[str, int] = {}
        for factor, power in zip(factors, signs, strict=True):
            for name, exponent in factor.dimensions.items():
                left[name] = left.get(name, 0) + power * exponent
        left = {k: v for k, v in left.items() if v}
        if not left:
            yield Closure(factors, signs, _off(factors, signs))
        elif left in ({"time": 1}, {"time": -1}):
            yield from _with_period(reading, factors, signs, left["time"])


def _with_period(
    reading: Reading, factors: tuple[Factor, ...], signs: tuple[int, ...], time: int
) -> Iterator[Closure]:
    for hours, word in _PERIODS.items():
        if re.search(word, reading.text, re.IGNORECASE):
            off = _off(factors, signs, -time * log(hours))
            yield Closure(factors, signs, off, hours)


def _off(factors: Sequence[Factor], powers: Sequence[int], more: float = 0.0) -> float:
    """Return how far from one a product is at least, as a signed logarithm."""
    low = high = more
    for f, power in zip(factors, powers, strict=True):
        ends = sorted((power * f.low, power * f.high))
        low, high = low + ends[0], high + ends[1]
    return low if low > 0 else min(high, 0.0)


def _tolerance(closure: Closure) -> float:
    return min(LOOSEST, sqrt(sum(f.exact**2 for f in closure.factors)) + 0.003)


def _holds(closure: Closure) -> bool:
    return abs(closure.off) <= _tolerance(closure) and _makes_sense(closure)


def _makes_sense(closure: Closure) -> bool:
    """Say whether shares and multiples are of a whole, and a grid is one of these.

    A part is a share *of* a grid, a load *times* a grid: both on the side of the grid.
    """
    signs = dict(zip(map(id, closure.factors), closure.powers, strict=True))
    grids = [f for f in closure.factors if f.is_grid]
    parts = [
        f
        for f in closure.factors
        if f.mention is not None and f.mention.dimension in ("share", "ratio")
    ]
    known = [tuple(sorted(f.dimensions)) for f in closure.factors if f.mention is None]
    if len(grids) > 1 or len(parts) > 1 or len(set(known)) < len(known):
        return False
    if not grids:
        return True
    return bool(parts) and signs[id(parts[0])] == signs[id(grids[0])]


def found(reading: Reading) -> list[Closure]:
    """Return the closures of a sentence that stand together.

    A share or a multiple is used once. Those without known figures come first, then
    those whose numbers stand close.
    """
    kept: list[Closure] = []
    once: set[int] = set()
    covered: set[int] = set()
    for closure in sorted(closures(reading), key=_rank):
        starts = {m.start for m in closure.used}
        parts = {m.start for m in closure.used if m.dimension in ("share", "ratio")}
        if parts & once or starts <= covered or are_apart(reading.text, closure.used):
            continue
        kept.append(closure)
        once |= parts
        covered |= starts
    return kept


def _rank(closure: Closure) -> tuple[int, float, int]:
    starts = sorted(m.start for m in closure.used)
    known = len(closure.factors) - len(starts)
    return known, abs(closure.off), starts[-1] - starts[0]


def part_of(closure: Closure) -> Part:
    """Return a closure as a part: its numbers give one another."""
    return Part(
        "arithmetic",
        "right",
        {"factors": [_text(f) for f in closure.factors]},
        (*(f.line for f in closure.factors if f.line), _line(closure)),
        None,
        (Note("arithmetic-alone"),),
        None,
        tuple(s for f in closure.factors if f.line for s in f.line.sources),
    )


def _text(factor: Factor) -> str:
    return factor.shown.text or f"{factor.shown.value:g} {factor.shown.unit}"


def _line(closure: Closure) -> Line:
    """Return the line of a closure: one side of it over the other."""
    order = [i for i, p in enumerate(closure.powers) if p > 0]
    under = [i for i, p in enumerate(closure.powers) if p < 0]
    top = " × ".join(f"{{{i}}}" for i in order)
    below = " × ".join(f"{{{i}}}" for i in under)
    formula = f"{top} = {below}" if below else top
    terms = tuple(f.shown for f in closure.factors)
    return Line("closure", Term(exp(closure.off), "times"), formula, terms)
