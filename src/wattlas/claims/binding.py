"""What of a sentence is bound to nothing: numbers, places, qualifiers, conditions.

A figure of the tables is laid beside a stated one only where all that narrows the
statement is understood. What is not is returned here, and blocks the comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wattlas.claims.gazetteer import places_within
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.quantity import Mention

OWNERS = ("load", "company", "service", "model", "grid")
"""Kinds of things whose figures stand in the tables."""
# fmt: off
_ADJECTIVES = (
    "hyperscale|hyperscaler|large|larger|largest|big|bigger|biggest|small|smaller|"
    "smallest|new|newer|newest|old|older|existing|planned|future|upcoming|proposed|"
    "single|individual|colocation|co-located|enterprise|edge|private|public|commercial|"
    "cloud|crypto|bitcoin|mining|rural|urban|coastal|local|regional|leased|owned|"
    "some|many|several|few|certain|most|half|modern|traditional|conventional|efficient|"
    "underwater|university|government|military|northern|southern|eastern|western|"
    "central|average|typical|other|remaining|top|leading|major|[a-z]+-(?:powered|based|"
    "owned|operated|cooled|scale|hosted|run)|(?:one|two|three|four|five|six|ten|\\d+)"
)
_ZH_ADJECTIVES = (
    "超大规模|超大型|大型|小型|中型|新建|新|老旧|某些|某|部分|一些|许多|不少|多数|大多数|"
    "单个|每个|每座|一座|一个|这座|该|私有|公有|边缘|企业|第三方|自建|在建|拟建|头部|其他|"
    "液冷|传统|[省市州县区]|两座|三座|几座"
)
_FIRST = (
    "the|all|new|global|globally|worldwide|world|today|currently|together|in|by|if|as|when|"
    "while|and|but|or|for|with|at|on|from|that|this|these|those|its|their|our|his|her|"
    "meanwhile|now|however|yes|no|a|an|last|next|since|after|before|during|between|"
    "overall|collectively|combined|electricity|energy|power|total|how|would|could|can|"
    "do|does|did|are|is|will|training|running|generative|artificial|modern|because|"
    "each|every|per|one|even|only|just|what|why|where|also|so|then|under|over|about|"
    "unlike|like|using|asking|experts|researchers|analysts"
)
_KNOWN_CAPITALS = (
    "I|AI|IT|CO2|US|EU|UK|TWh|GWh|MWh|kWh|Wh|GW|MW|kW|PUE|LLM|LLMs|GPU|GPUs|TPU|TPUs|CPU|"
    "January|February|March|April|May|June|July|August|September|October|November|"
    "December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Earth|CEO|Mt|Gt"
)
# fmt: on
_OF_AI = re.compile(r"one|new|largest|新|一个", re.IGNORECASE)
"""What narrows nothing before AI: *training one AI model*, *new AI servers*."""
_BEFORE = re.compile(rf"(?:^|[\s(])(?P<word>{_ADJECTIVES})\s(?:ai\s)?$", re.IGNORECASE)
_ZH_BEFORE = re.compile(rf"(?P<word>{_ZH_ADJECTIVES})的?(?:AI|人工智能)?$")
_CAPITAL_BEFORE = re.compile(r"(?P<word>[A-Z][\w.&-]+)(?:['’]s?)?\s(?:[a-z-]+\s)?$")
_CAPITAL_AFTER = re.compile(
    r"\s?(?:(?:that are |which are )?"
    r"(?:owned|run|operated|built|used|leased|located)\s)?"
    r"(?:in|of|at|by|near|around|across|within|outside|for|from|on)\s(?:the\s)?"
    r"(?:[a-z]+ern\s)?(?P<word>[A-Z][\w.&-]+)"
)
_CLAUSE_AFTER = re.compile(
    r"\s(?P<word>(?:that|which|whose|running|using|under|with|without|built|opened|"
    r"located|powered|owned)\s[a-z]\w*)"
)
_SITE = re.compile(
    r"(?:['’]s?\s(?:[\w-]+\s){0,3}?|\s(?:[\w-]+\s){0,2}?)(?P<word>facility|facilities|"
    r"campus|campuses|site|sites|cluster|supercomputer|factory|offices?|headquarters|"
    r"data cent(?:er|re)|datacent(?:er|re)|cloud|region|subsidiary|division)\b(?!s)",
    re.IGNORECASE,
)
_ZH_SITE = re.compile(
    r"(?P<word>位于|在[^，。,的]{1,10}的|旗下|其中一|的一(?:个|座)|某|园区|超级集群|超算|云)"
)
_IF = re.compile(
    r"\b(?:if|assum(?:e|es|ed|ing)|suppos(?:e|ing)|were to|hypothetical\w*|imagine)\b"
    r"|如果|若(?!干)|假如|假设|假使|倘若|一旦|全面应用|都用上",
    re.IGNORECASE,
)
_ONE_PERIOD = re.compile(
    r"an? \w+|one (?:day|week|month|year)|一个?(?:天|年|月|周|日|星期|小时)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
_IN_A_NAME = re.compile(r"[A-Za-z_]-?$|[A-Za-z]\d+$|\d[:/.-]$|#$")


@dataclass(frozen=True, slots=True)
class Unbound:
    """A piece of a text that no relation has used: a number, a place, a qualifier."""

    start: int
    end: int
    text: str
    kind: str


def unread_numbers(reading: Reading) -> list[Unbound]:
    """Return the digits of a text that are in no quantity and in no name.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in unread_numbers(read("GPT-3 took -1,287 MWh"))]
    ['1,287']
    """
    spans = [(m.start, m.end) for m in reading.mentions]
    spans += [(t.start, t.end) for t in reading.things]
    found = []
    for match in _DIGITS.finditer(reading.text):
        inside = any(a <= match.start() < b for a, b in spans)
        if not inside and not _IN_A_NAME.search(reading.text[: match.start()][-8:]):
            found.append(Unbound(*match.span(), match[0], "number"))
    return found


def is_number(m: Mention) -> bool:
    """Say whether a quantity states a number: no date, and not just *a year*, 一天."""
    if m.dimension == "date":
        return False
    return m.dimension != "time" or not _ONE_PERIOD.fullmatch(m.text)


def qualifiers(reading: Reading, bound: frozenset[str]) -> list[Unbound]:
    """Return what narrows the things of a text and is not understood.

    `bound` are the keys of the places that some relation speaks of.
    """
    found = [Unbound(p.start, p.end, p.text, "place") for p in _within(reading)]
    found += [
        Unbound(t.start, t.end, t.text, "place")
        for t in reading.kinds("country")
        if t.key not in bound and t.key != "world"
    ]
    for thing in reading.kinds("load", "company"):
        found += _narrowed(reading, thing)
    spans = [(m.start, m.end) for m in reading.mentions]
    free = {u for u in found if not any(a <= u.start < b for a, b in spans)}
    return sorted(free, key=lambda u: u.start)


def _within(reading: Reading) -> list[Unbound]:
    """Return the places within countries that are in no known name."""
    spans = [(t.start, t.end) for t in reading.things if t.kind != "country"]
    return [
        Unbound(p.start, p.end, p.text, "place")
        for p in places_within(reading.text)
        if not any(a <= p.start < b for a, b in spans)
    ]


def conditions(reading: Reading) -> list[Unbound]:
    """Return what makes a statement a supposition: *if*, 假如."""
    return [Unbound(*m.span(), m[0], "condition") for m in _IF.finditer(reading.text)]


def _narrowed(reading: Reading, thing: Named) -> list[Unbound]:
    """Return the qualifiers that stand at a load or a company."""
    text = reading.text
    before, after = text[max(0, thing.start - 40) : thing.start], text[thing.end :][:60]
    found = []
    for pattern in (_BEFORE, _ZH_BEFORE) if thing.kind == "load" else ():
        match = pattern.search(before)
        if match and not (thing.key == "ai" and _OF_AI.fullmatch(match["word"])):
            found.append(_at(match, thing.start - len(before), "qualifier"))
    patterns = [_CAPITAL_AFTER, _CLAUSE_AFTER]
    patterns += [_SITE, _ZH_SITE] if thing.kind == "company" else []
    for pattern in patterns:
        if match := pattern.match(after):
            found.append(_at(match, thing.end, "qualifier"))
    if thing.kind == "load" and (match := _CAPITAL_BEFORE.search(before)):
        found.append(_at(match, thing.start - len(before), "qualifier"))
    return [u for u in found if not _is_known(reading, u)]


def _at(match: re.Match[str], offset: int, kind: str) -> Unbound:
    start, end = match.span("word")
    return Unbound(start + offset, end + offset, match["word"], kind)


def _is_known(reading: Reading, piece: Unbound) -> bool:
    """Say whether a word belongs to a thing, a quantity, or to no one in particular."""
    spans = [(t.start, t.end) for t in reading.things]
    spans += [(m.start, m.end) for m in reading.mentions]
    if any(a <= piece.start < b for a, b in spans):
        return True
    low = piece.text.lower()
    capital = piece.text[:1].isupper()
    if capital and re.fullmatch(_KNOWN_CAPITALS, piece.text):
        return True
    return piece.start == 0 and re.fullmatch(_FIRST, low) is not None
