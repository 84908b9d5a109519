"""What a count counts: uses, homes, chips, servers, tokens, people, cars."""

from __future__ import annotations

import re

from wattlas.claims.cues import pattern
from wattlas.claims.reading import Reading
from wattlas.quantity import Mention

_COUNTED = {
    "household": ("household", ""),
    "chip": ("", "chip"),
    "server": ("", "server"),
    "token": ("", "token"),
    "person": ("", "person"),
    "use": ("use", "use"),
    "car": ("", "car"),
}
"""Per noun: the cue, and what is counted, that give it away."""
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
    hits = {
        k: hit.start()
        for k, p in _COUNTED.items()
        if (hit := pattern(*p).search(behind))
    }
    first = min(hits, key=lambda k: hits[k], default="")
    near = first == "chip" and hits.get("server", _REACH) - hits["chip"] < _CLOSE
    return "server" if near else first
