"""Shares of a whole: of a grid, of data centres, of training and inference."""

from __future__ import annotations

import re

from wattlas.claims.reading import Reading, after, before, matches
from wattlas.claims.rules.found import Found, year_of
from wattlas.claims.rules.placing import PLACED, clause_of, load_key
from wattlas.claims.schema import Share
from wattlas.claims.scope import clauses, within
from wattlas.claims.vocabulary import pattern
from wattlas.quantity import Mention
from wattlas.units import HOURS_PER_YEAR

REACH = 40
_LEVEL = r"{}\s?(?:about\s|around\s|some\s|nearly\s|约|大约)?$"
_MADE_UP = r"(?<!made )(?<!make )(?<!makes )(?<!making )"
_RISES = _MADE_UP + r"{}(?:\s(?:\w+\s){{0,2}}|[^\d，。]{{0,4}})$"
_RISE = r"(?:\s(?:\w+\s){{0,2}}?|的?){}"
"""Where the words stand that make a share a rate of growth: *rose by*, *growth*."""
_OF = re.compile(
    r"\s(?:of|from)\s(?!it\b|that\b|this\b|them\b)[^,.;]*|的[^，。；]*", re.IGNORECASE
)
_LINKS = re.compile(r"(?:\s?(?:of|all|the|these|those|its|的|world's|全球))*\s?", re.I)
_ELECTRIC = re.compile(
    r"electric|power|energy|consum|demand|generat|grid|total|load|global|world|use\b|"
    r"data ?cent|output|supply|电|能|用量|总量|全球|世界|全国|消耗|数据中心",
    re.IGNORECASE,
)
TWO = 2
"""Shares that have a year each: *from 5 percent in 2015 to 22 percent in 2024*."""
LONG_H = 20 * HOURS_PER_YEAR
"""A share that is said to have held for longer needs a series."""


def shares(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return each share that a sentence states, or that a part takes the most."""
    shares = [m for m in free if m.dimension == "share"]
    values = [m for m in shares if not is_growth(reading, m)]
    values = [m for m in values if not _of_no_load(reading, m)]
    splits = reading.kinds("split")
    if (
        values
        and (reading.has("inference") or reading.has("training"))
        and not (reading.kinds("model"))
    ):
        subject = splits[0].key if splits else "ai-split"
        return [_split(reading, subject, m) for m in values]
    loads = reading.kinds("load")
    if not loads:
        return []
    if not shares:
        return _most(reading)
    several = len(values) == len(reading.of("date")) == TWO
    return [
        _load(reading, m)
        for m in (values if several else values[:1])
        if not (_of_another(reading, m) or _of_loads(reading, m))
        and not _of_what_is_compared(reading, m)
    ]


def _of_loads(reading: Reading, m: Mention) -> bool:
    """Say whether a share is of the loads themselves: half of all data centres."""
    for load in reading.kinds("load"):
        between = reading.text[m.end : load.start]
        rest = reading.text[load.end :]
        if m.end <= load.start and _LINKS.fullmatch(between):
            return _ELECTRIC.match(rest.lstrip("'’s ")) is None
    return False


def _of_no_load(reading: Reading, m: Mention) -> bool:
    """Say whether a share went from, or to, where before any load is spoken of."""
    level = pattern("leads", _LEVEL).search(before(reading, m, 14))
    starts = [t.start for t in (*reading.kinds("load"), *reading.kinds("split"))]
    return bool(level) and not any(start < m.start for start in starts)


def is_growth(reading: Reading, m: Mention) -> bool:
    """Say whether a share is a rate of growth: rose by 66 %, 增长66%."""
    front, back = before(reading, m, 14), after(reading, m, 14)
    if pattern("leads", _LEVEL).search(front):
        return False
    rises = pattern("moves", _RISES).search(front)
    return bool(rises or pattern("movement", _RISE).match(back))


def _of_another(reading: Reading, m: Mention) -> bool:
    """Say whether a share is of something else than electricity: 22 % of the homes."""
    of = _OF.match(after(reading, m, 40))
    if of is None:
        return False
    of_matter = matches("emits", of[0]) or matches("water", of[0])
    return of_matter or _ELECTRIC.search(of[0]) is None


def _of_what_is_compared(reading: Reading, m: Mention) -> bool:
    """Say whether a share is one that a thing to compare with has of a load."""
    start, _ = next(c for c in clauses(reading.text) if within([c], m.start))
    return any(start <= t.start < m.start for t in reading.kinds("equivalent"))


def _split(reading: Reading, subject: str, m: Mention) -> Found:
    front, back = before(reading, m, REACH), after(reading, m, REACH)
    if matches("inference", front):
        split = "inference"
    elif matches("training", front) or not matches("inference", back):
        split = "training"
    else:
        split = "inference"
    return Found(Share(value=m, subject=subject, split=split, year=reading.year), (m,))


def _load(reading: Reading, m: Mention) -> Found:
    loads = reading.kinds("load")
    keys = [load_key(reading, t, m=m) for t in loads]
    part, whole = keys[0], _of_what_is_said(reading, m)
    if "ai" in keys and any(k.startswith("data-centres") for k in keys):
        part, whole = "ai", "data-centres-world"
    elif part.startswith("data-centres") and part != PLACED and not whole:
        whole = _of_the_world(reading, m)
    spans = [t for t in reading.of("time") if t.middle > LONG_H]
    over = spans[0] if spans else None
    year = year_of(reading, m) or _only_year(reading, m)
    relation = Share(value=m, subject=part, of=whole, over=over, year=year)
    return Found(relation, (m, *spans[:1]))


_PART = re.compile(
    r"\s*(?:[,;:(（，；：]|\band\b)?\s*(?:of which|of that|其中)|"
    r".*\b(?:took|takes?|taking|(?:will|would|to) take|account\w* for|"
    r"responsible for|use[ds]?|using)\s(?:(?:about|around|some|nearly|roughly)\s)?$",
    re.IGNORECASE | re.DOTALL,
)
_OF_IT = re.compile(r"\s(?:of|from)\s(?:it|that|this|them|which|the total)\b|其", re.I)
_SOLELY = re.compile(r".*占(?:了|约|其|近)*$", re.DOTALL)


def _of_what_is_said(reading: Reading, m: Mention) -> str:
    """Return the world's data centres where a share is of what they are said to use.

    *415 TWh, of which the United States took 45%*: in a clause without a load.
    """
    start, _ = clause_of(reading, m.start)
    loads = [t for t in reading.kinds("load") if t.key == PLACED]
    if not loads or any(t.start >= start for t in loads):
        return ""
    clause = clause_of(reading, loads[0].start)
    amounts = [x for x in reading.of("energy") if within([clause], x.start)]
    front, back = reading.text[start : m.start], reading.text[m.end :]
    part = _PART.match(front) or _OF_IT.match(back) or _SOLELY.match(front)
    own = load_key(reading, loads[0]) == PLACED != load_key(reading, loads[0], m=m)
    return PLACED if amounts and part and own and not _OF.match(back) else ""


def _only_year(reading: Reading, m: Mention) -> int | None:
    """Return the year of a sentence with one year and one share, *2024: 2 %*."""
    years, shares = set(reading.years), reading.of("share")
    return years.pop() if len(years) == 1 and shares == [m] else None


def _of_the_world(reading: Reading, m: Mention) -> str:
    """Return the whole of the world that the load of a place has a share of.

    Without a word for electricity it is that of all data centres: 占全球的四分之一.
    """
    front, back = before(reading, m, 10), after(reading, m, REACH)
    place = _WORLD.search(front)
    of = front[place.end() :] if place else back
    if not (place or _WORLD.search(back)):
        return ""
    named = _ALL_ELECTRICITY.search(of) and not _CENTRES.search(of)
    return "world" if named else PLACED


_WORLD = re.compile(r"\bworld(?:['’]s|wide)?\b|\bglobal\b|全球|世界", re.IGNORECASE)
_ALL_ELECTRICITY = re.compile(r"electricity|power|energy|用电|电力|发电|耗电", re.I)
_CENTRES = re.compile(r"data[ -]?cent|数据中心", re.IGNORECASE)


def _most(reading: Reading) -> list[Found]:
    """Return that AI takes most of what data centres take."""
    keys = {t.key for t in reading.kinds("load")}
    centres = any(k.startswith("data-centres") for k in keys)
    if not (reading.has("most") and "ai" in keys and centres):
        return []
    return [Found(Share(subject="ai", of="data-centres-world", split="most"))]
