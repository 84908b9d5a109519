"""An article: its sentences with quantities, each checked once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wattlas.claims.record import Checked
from wattlas.claims.sentence import LONGEST, check_sentence

LIMIT = 300
"""Sentences of an article that are checked; more are counted and said."""
_END = re.compile(
    r"[。！？!?]+[”’\"')]*|(?<=[a-z0-9)%\"”])[.](?=\s+[\"“A-Z0-9])|[.]$|\n{1,}|[；;](?=\s)"
)
_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|twice|double|triple|two|three|four|five|six|seven|eight|"
    r"nine|ten|hundred|thousand|million|billion)\b|[一二两三四五六七八九十百千万亿半]",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b[kMGT]?Wh?\b|\bwatt|electric|power|energy|\bwater\b|gallon|lit(?:er|re)|carbon|\bCO2|"
    r"emission|token|reactor|data ?cent|\bAI\b|\bGPT|train|chip|server|电|瓦|度|水|碳|能耗|"
    r"功率|训练|推理|反应堆|核|数据中心|服务器|芯片|加仑|投资|用户",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that have a number and speak of energy or AI.

    >>> list(sentences("BLOOM took 433 MWh. It was fun! 训练 GPT-3 用了 128.7 万度电。"))
    ['BLOOM took 433 MWh.', '训练 GPT-3 用了 128.7 万度电。']
    """
    at = 0
    for match in _END.finditer(text):
        sentence, at = text[at : match.end()].strip(), match.end()
        if _is_claim(sentence):
            yield sentence
    if _is_claim(rest := text[at:].strip()):
        yield rest


def _is_claim(sentence: str) -> bool:
    short = 3 < len(sentence) <= LONGEST
    return bool(short and _NUMBER.search(sentence) and _SUBJECT.search(sentence))


def check_text(text: str, limit: int = LIMIT) -> tuple[list[Checked], int, int]:
    """Return the verdicts, how many sentences qualify, and how many were left."""
    found: dict[str, None] = dict.fromkeys(sentences(text))
    kept = list(found)[:limit]
    checked = [check_sentence(s) for s in kept]
    return checked, len(found), len(found) - len(kept)
