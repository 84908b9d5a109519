"""An article: its sentences with quantities, each checked once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wattlas.claims.record import Verdict
from wattlas.claims.sentence import check_sentence
from wattlas.claims.text import is_spam, simplified, without_pinyin

PIECE = 1000
"""Characters after which a text without full stops is cut."""
_CUTS = (" ", ",", "，", "、", "\t")
LIMIT = 300
"""Sentences of an article that are checked; more are counted and said."""
_END = re.compile(
    r"[。！？!?\n]|\.(?<=[a-z0-9)%\"”]\.)(?=\s{1,8}[\"“A-Z0-9]|\s{0,8}\Z)|[；;](?=\s)"
)
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千万亿半]")
_NUMBERS = (
    "half", "third", "quarter", "twice", "double", "triple", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand", "million",
    "billion",
)  # fmt: skip
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})s?\b")
# fmt: off
_SUBJECTS = (
    "electri", "wh", "watt", "mw", "gw", "kw", "power", "energy", "water", "gallon",
    "litre", "liter", "carbon", "co2", "emission", "token", "reactor", "data cent",
    "datacent", " ai", "ai ", "gpt", "train", "chip", "server", "invest", "quer",
    "电", "瓦", "度", "水", "碳", "能耗", "功率", "训练", "推理", "反应堆", "核",
    "数据中心",
    "服务器", "芯片", "加仑", "投资", "用户",
)
# fmt: on
"""Words of which a sentence has one if it may be about the electricity of AI."""


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that have a number and speak of energy or AI.

    >>> list(sentences("BLOOM took 433 MWh. It was fun! 训练用了 43.3 万度电。"))
    ['BLOOM took 433 MWh.', '训练用了 43.3 万度电。']
    """
    text = without_pinyin(text)
    plain = simplified(text)
    at = 0
    for match in _END.finditer(plain):
        yield from _claims(text, plain, at, match.end())
        at = match.end()
    yield from _claims(text, plain, at, len(text))


def _claims(text: str, plain: str, at: int, end: int) -> Iterator[str]:
    """Yield a sentence that may be a claim; an endless one in pieces."""
    while at < end:
        stop = min(at + PIECE, end)
        if stop < end:
            stop = max(text.rfind(mark, at + 1, stop) for mark in _CUTS)
            stop = stop if stop > at else at + PIECE
        if _is_claim(plain[at:stop].strip()):
            yield text[at:stop].strip()
        at = stop


def _is_claim(sentence: str) -> bool:
    low = sentence.lower()
    if is_spam(low):
        return False
    if not _DIGIT.search(low):
        # Looking for the words themselves is quicker than for word boundaries.
        named = any(word in low for word in _NUMBERS)
        if not named or _NUMBER.search(low) is None:
            return False
    return len(low) > 3 and any(word in low for word in _SUBJECTS)


def check_text(text: str, limit: int = LIMIT) -> tuple[list[Verdict], int, int]:
    """Return the verdicts, how many sentences qualify, and how many were left."""
    found: dict[str, None] = dict.fromkeys(sentences(text))
    kept = list(found)[:limit]
    checked = [check_sentence(s) for s in kept]
    return checked, len(found), len(found) - len(kept)
