"""An article: its sentences with quantities, each checked once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wattlas.claims.context import in_context
from wattlas.claims.record import Verdict
from wattlas.claims.sentence import check_sentence
from wattlas.claims.text import is_spam, simplified, without_pinyin

PIECE = 1000
"""Characters after which a text without full stops is cut."""
_CUTS = (" ", ",", "，", "、", "\t")
BEFORE = 4
"""Sentences before one that it may refer to, or the head of its list among them."""
LONGEST_TITLE = 120
LIMIT = 300
"""Sentences of an article that are checked; more are counted and said."""
_END = re.compile(
    r"[。！？!?\n]|\.(?<=[a-z0-9)%\"”]\.)(?=\s{1,8}[\"“A-Z0-9]|\s{0,8}\Z)|[；;](?=\s)"
)
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千万亿半]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:年|(?!\d))")
_ARABIC = re.compile(r"\d")
_OWN_NUMBER = re.compile(r"\d[^\d]*[^\W\d]|[^\W\d][^\d]*\d|[%％$€£¥]")
"""A number with a word or a sign, no year, no number of a page."""
_NUMBERS = (
    "half", "third", "quarter", "twice", "double", "triple", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand", "million",
    "billion",
)  # fmt: skip
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})s?\b")
# fmt: off
_SUBJECTS = (
    "electri", "wh", "watt", "mw", "gw", "kw", "power", "energy", "water", "gallon",
    "litre", "liter", "carbon", "co2", "emission", "token", "gpu", "reactor",
    "data cent", "datacent", " ai", "ai ", "gpt", "train", "chip", "server", "invest",
    "quer",
    "电", "瓦", "度", "水", "碳", "能耗", "功率", "训练", "推理", "反应堆", "核",
    "数据中心",
    "服务器", "芯片", "加仑", "投资", "用户",
)
# fmt: on
"""Words of which a sentence has one if it may be about the electricity of AI."""


_REFERS = re.compile(r"前者|相当于|等于|够|household|\bhomes?\b|家庭|放射|the former\b")
"""What compares with something before it, or with homes."""
_TRENDS = re.compile(
    r"exponential|level(?:l)?ed off|plateau|趋于平缓|指数(?:级|增长)|大头|用电荒|"
    r"用电最多|(?:性能|效率).{0,12}(?:下去|下降|减少)|自动关闭|停堆",
    re.IGNORECASE,
)
"""What states a trend without a number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article that may be a claim, and what stands before it."""

    text: str
    before: tuple[str, ...] = ()
    goes_on: bool = False
    """Whether it names no subject, and only goes on with that of one before it."""


def passages(text: str) -> Iterator[Passage]:
    """Yield the sentences of a text that have a number and speak of energy or AI.

    What speaks of neither and stands just behind one that does goes on with it: *it
    emitted 552 tonnes*.

    >>> found = passages("BLOOM took 433 MWh. It was fun! 训练用了 43.3 万度电。")
    >>> [p.text for p in found]
    ['BLOOM took 433 MWh.', '训练用了 43.3 万度电。']
    """
    text = without_pinyin(text)
    plain = simplified(text)
    before: list[str] = []
    plain_before: list[str] = []
    for start, end in _pieces(text, plain):
        sentence = text[start:end].strip()
        low = plain[start:end].strip().lower()
        if not sentence or is_spam(low):
            continue
        if _is_claim(low):
            yield Passage(sentence, tuple(before[-BEFORE:]))
        elif _goes_on(low, plain_before):
            yield Passage(sentence, tuple(before[-BEFORE:]), goes_on=True)
        before = [*before[1 - BEFORE :], sentence]
        plain_before = [*plain_before[1 - BEFORE :], low]


def _pieces(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences stand; an endless one in pieces."""
    at = 0
    for end in (*(m.end() for m in _END.finditer(plain)), len(text)):
        while at < end:
            stop = min(at + PIECE, end)
            if stop < end:
                stop = max(text.rfind(mark, at + 1, stop) for mark in _CUTS)
                stop = stop if stop > at else at + PIECE
            yield at, stop
            at = stop


def _is_claim(low: str) -> bool:
    if not _DIGIT.search(low):
        # Looking for the words themselves is quicker than for word boundaries.
        named = any(word in low for word in _NUMBERS)
        if not named or _NUMBER.search(low) is None:
            return _TRENDS.search(low) is not None
    refers = _REFERS.search(low) is not None
    return len(low) > 3 and (refers or _has_subject(low))


def _goes_on(low: str, before: Sequence[str]) -> bool:
    """Say whether a sentence has a number and stands behind one with a subject."""
    if not _ARABIC.search(low) or not _OWN_NUMBER.search(_YEAR.sub("", low)):
        return False
    return any(map(_has_subject, before))


def _has_subject(low: str) -> bool:
    return any(word in low for word in _SUBJECTS)


def check_text(text: str, limit: int = LIMIT) -> tuple[list[Verdict], int, int]:
    """Return the verdicts, how many sentences qualify, and how many were left."""
    found = {p.text: p for p in passages(text)}
    kept = list(found.values())[:limit]
    title = _title(text)
    return [_checked(p, title) for p in kept], len(found), len(found) - len(kept)


def _title(text: str) -> str:
    """Return the first line of an article, where it is no sentence."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return "" if _END.search(first) or len(first) > LONGEST_TITLE else first


def _checked(passage: Passage, title: str) -> Verdict:
    """Check a sentence with what it refers back to.

    What names no subject of its own may go on with another thing than the title's.
    """
    named = "" if passage.goes_on else title
    whole = in_context(passage.text, passage.before, named)
    found = check_sentence(whole)
    if whole == passage.text:
        return found
    return replace(found, statement=passage.text, about={"read_with": whole})
