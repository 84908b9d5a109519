"""What the rules see of a sentence: quantities, known things, years, cue words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property

from wattlas import quantity
from wattlas.claims.cues import pattern, patterns
from wattlas.claims.names import Named, named
from wattlas.claims.text import simplified
from wattlas.claims.vocabulary import Word, roles_of, said, words
from wattlas.quantity import Mention
from wattlas.quantity.per import per_at

OWNERS = ("load", "company", "service", "model", "grid")
"""Kinds of things whose figures stand in the tables."""
_BORDER = re.compile(r"(?<!\d)[,;，；。]|[,;，；。](?!\d)|\b(?:while|whereas|but)\b")
"""What stands between two clauses, but no mark of thousands."""


@dataclass(frozen=True)
class Reading:
    """A sentence with what was recognised in it."""

    text: str
    mentions: tuple[Mention, ...]
    things: tuple[Named, ...]
    cues: frozenset[str] = field(default_factory=frozenset)

    def has(self, *cues: str) -> bool:
        """Say whether every one of some cues is there."""
        return all(cue in self.cues for cue in cues)

    def of(self, *dimensions: str) -> list[Mention]:
        """Return the quantities of some dimensions, in order."""
        return [m for m in self.mentions if m.dimension in dimensions]

    def kinds(self, *kinds: str) -> list[Named]:
        """Return the things of some kinds, in order."""
        return [t for t in self.things if t.kind in kinds]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word beside the quantities, the things and who says it, in order."""
        taken = [(m.start, m.end) for m in self.mentions]
        taken += [(t.start, t.end) for t in self.things]
        taken += [m.span() for m in said("year-before", self.text)]
        owners = [(t.start, t.end) for t in self.kinds("load", "service", "model")]
        return tuple(words(self.text, taken, owners))

    @cached_property
    def _borders(self) -> list[int]:
        return [m.start() for m in _BORDER.finditer(self.text)]

    def in_clause(self, a: Mention, b: Mention) -> bool:
        """Say whether no comma stands between two quantities."""
        start, end = min(a.end, b.end), max(a.start, b.start)
        return bisect_left(self._borders, start) == bisect_left(self._borders, end)

    @cached_property
    def lone_dates(self) -> frozenset[Mention]:
        """The dates whose clause has no number of its own."""
        numbers = [m for m in self.mentions if m.dimension not in ("date", "time")]
        return frozenset(
            d for d in self.of("date") if not any(self.in_clause(d, m) for m in numbers)
        )

    @property
    def years(self) -> list[int]:
        """Every year that is named, in order; a span gives both ends."""
        ends = [y for m in self.of("date") for y in dict.fromkeys((m.low, m.high))]
        return [int(y) for y in ends]

    @property
    def year(self) -> int | None:
        """The last year that is named, or None."""
        return self.years[-1] if self.years else None


def read(text: str) -> Reading:
    """Return what is recognised in a sentence.

    >>> found = read("BLOOM took 433,000 kWh to train")
    >>> found.things[0].key, found.mentions[0].middle, found.has("training")
    ('bloom-176b', 433000.0, True)
    """
    plain = simplified(text)
    things = [t for t in named(plain) if not _is_one_of_many(plain, t)]
    mentions = quantity.find(plain, [(t.start, t.end) for t in things])
    mentions = [m for m in mentions if not _is_per(plain, m, mentions)]
    things, mentions = _bottles(plain, things, mentions)
    mentions = [_counted(plain, m, things) for m in mentions]
    cues = frozenset(name for name, cue in patterns().items() if cue.search(plain))
    if plain != text:
        things = [replace(t, text=text[t.start : t.end]) for t in things]
        mentions = [replace(m, text=text[m.start : m.end]) for m in mentions]
    return Reading(plain, tuple(mentions), tuple(things), cues)


def _is_per(text: str, m: Mention, mentions: list[Mention]) -> bool:
    """Say whether an energy is what a price is for: 每 1000 度电 100 美元."""
    behind = next((x for x in mentions if x.start >= m.end), None)
    priced = behind is not None and behind.per == "kWh" and behind.dimension == "money"
    return priced and m.dimension == "energy" and text[: m.start].rstrip()[-1:] == "每"


def _counted(text: str, m: Mention, things: list[Named]) -> Mention:
    """Return 5万块 of chips as a count, which is money where no chip is named."""
    chips = any(t.kind == "machine" for t in things)
    pieces = m.dimension == "money" and text[m.end - 1] == "块"
    if not (chips and pieces) or text.startswith("钱", m.end):
        return m
    return replace(m, dimension="count", currency="", text=m.text[:-1], end=m.end - 1)


_BOTTLE = re.compile(
    r"\b(?:an?|one) (?:\w+[ -]){0,2}?bottles?(?: of (?:\w+ )?water)?\b"
    r"|一整?瓶(?:矿泉)?水?",
    re.IGNORECASE,
)
BOTTLE = "bottle-half-litre"


def _bottles(
    text: str, things: list[Named], mentions: list[Mention]
) -> tuple[list[Named], list[Mention]]:
    """Return *a bottle of water* as the volume that it is, where none is stated."""
    bottle = _BOTTLE.search(text)
    if bottle is None or any(m.dimension == "volume" for m in mentions):
        return things, mentions
    one = quantity.read("0.5 L")
    start, end = bottle.span()
    volume = replace(one, text=bottle[0], start=start, end=end)
    inside = [m for m in mentions if start <= m.start < end]
    kept = [m for m in mentions if m not in inside]
    per = per_at(text, end)
    if per is not None:
        volume = replace(
            volume, per=per.unit, low=one.low / per.factor, high=one.high / per.factor,
            mid=one.low / per.factor, end=max(end, per.end),
        )  # fmt: skip
        kept = [m for m in kept if not end <= m.start < per.end]
    return [t for t in things if t.key != BOTTLE], sorted(
        [*kept, volume], key=lambda m: m.start
    )


_ANY = (
    r"\b(?:a|an|one|each|every|single|typical|average|largest|new)\s"
    r"(?!(?:half|third|quarter|fourth|fifth|sixth|eighth|tenth|year|month|day)\b)"
)
_ONE = re.compile(
    rf"(?:{_ANY}(?:[\w.,-]+\s){{0,4}}(?=data ?cent(?:er|re)\b)"
    rf"|{_ANY}(?:[\w-]+\s){{0,4}}"
    r"|(?:一座|一个|单个|每座|每个|某)[^，。,]{0,10})data ?cent(?:er|re)s?\b"
    r"|(?:一座|一个|单个|每座|每个|某)[^，。,]{0,10}数据中心",
    re.IGNORECASE,
)


def _is_one_of_many(text: str, thing: Named) -> bool:
    """Say whether a load is one data centre, or picture: *a typical AI data centre*."""
    if thing.kind != "load":
        return False
    behind = re.match(r"[ -]?([A-Za-z]+|[\u4e00-\u9fff]{2})", text[thing.end :])
    if behind and "made" in roles_of(behind[1]):
        return True
    spans = one_of_many(text)
    return any(start <= thing.start and thing.end <= end for start, end in spans)


def one_of_many(text: str) -> list[tuple[int, int]]:
    """Return where one data centre of several is spoken of.

    >>> one_of_many("a large data center used")
    [(0, 19)]
    """
    return [m.span() for m in _ONE.finditer(text)]


def after(reading: Reading, mention: Mention, reach: int = 24) -> str:
    """Return the text just behind a quantity, up to the next quantity."""
    ends = [m.start for m in reading.mentions if m.start >= mention.end]
    stop = min([mention.end + reach, len(reading.text), *ends])
    return reading.text[mention.end : stop]


def before(reading: Reading, mention: Mention, reach: int = 24) -> str:
    """Return the text just before a quantity, from the last quantity on."""
    starts = [m.end for m in reading.mentions if m.end <= mention.start]
    return reading.text[max([0, mention.start - reach, *starts]) : mention.start]


def matches(cue: str, text: str) -> bool:
    """Say whether a cue stands in a piece of text."""
    return pattern(cue).search(text) is not None


def places_of(cue: str, text: str) -> list[tuple[int, int]]:
    """Return where a cue stands in a piece of text, in order."""
    return [match.span() for match in pattern(cue).finditer(text)]
