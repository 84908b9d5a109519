"""What a count counts: uses, homes, chips, servers, tokens, people, cars."""

from __future__ import annotations

import re

from wattlas.claims.cues import CUES
from wattlas.claims.reading import Reading
from wattlas.quantity import Mention

_COUNTED = {
    "household": CUES["household"],
    "chip": r"GPUs?\b|chips?\b|cards?\b|accelerators?\b|[AH]\d00s?\b|B200s?\b|芯片|"
    r"显卡|张卡|块卡|个?GPU",
    "server": r"servers?\b|服务器|台",
    "token": r"tokens?\b|词元",
    "person": r"users?\b|people\b|用户|使用者|人",
    "use": CUES["use"] + r"|次|interactions?\b",
    "car": r"cars?\b|vehicles?\b|辆",
}
_NOUNS = {k: re.compile(p, re.IGNORECASE) for k, p in _COUNTED.items()}
_REACH = 26
_CLOSE = 16
"""A server whose chips stand before it is a server: *A100 HGX servers*."""


def noun_of(reading: Reading, m: Mention) -> str:
    """Return what a count counts, by the word behind it, or nothing.

    >>> from wattlas.claims.reading import read
    >>> noun_of(r := read("3,617 A100 servers"), r.mentions[0])
    'server'
    """
    behind = reading.text[m.end : m.end + _REACH]
    stops = [x.start for x in reading.mentions if x.start >= m.end]
    behind = behind[: max(min(stops) - m.end, 0)] if stops else behind
    behind = re.split(r"[,.;，。；]\s?", behind)[0]
    hits = {k: hit.start() for k, p in _NOUNS.items() if (hit := p.search(behind))}
    first = min(hits, key=lambda k: hits[k], default="")
    near = first == "chip" and hits.get("server", _REACH) - hits["chip"] < _CLOSE
    return "server" if near else first
