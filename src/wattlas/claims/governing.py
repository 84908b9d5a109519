"""Which word an amount hangs on: what is taken, what is given away, what is added.

The tables hold what a thing takes. An amount that it generates, sells or buys, and one
by which it grows, is another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wattlas.claims.binding import Unbound
from wattlas.claims.reading import Reading
from wattlas.claims.scope import clauses, owner_of, within
from wattlas.claims.vocabulary import Word, pattern
from wattlas.quantity import Mention

GOVERNS = frozenset(("takes", "gives", "adds"))
"""Roles of words that say what is done with an amount."""
GIVEN = ("energy", "power", "volume")
"""Dimensions of what a thing may take, and may also give."""
_PART_OF_GROWTH = re.compile(r"\s(?:in|of|for)\s(?:[\w'’-]+\s){0,4}$", re.IGNORECASE)
"""What stands between *growth* and the *consumption* that grows."""
_BEHIND = re.compile(r"\s(?:of|in|to)\s(?:[\w'’-]+\s){0,2}$", re.IGNORECASE)
"""What stands between an amount and the *growth* that it is."""


def given_or_added(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the words that make amounts no use of their thing: *generated*, *added*.

    >>> from wattlas.claims.reading import read
    >>> found = read("Google generated 24 TWh")
    >>> [u.text for u in given_or_added(found, found.mentions)]
    ['generated']
    """
    words = (_governor(reading, m, used) for m in used)
    return [_piece(w) for w in words if w is not None]


_OF = re.compile(r"\sof\s(?:(?!\b(?:and|as|or|while)\b)[^,.;\d])*", re.IGNORECASE)
_WHOLE = re.compile(r"[^，。；,\d]*[的中]约?")
"""What a share is of, behind it, and before it in Chinese."""


def of_growth(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the words that make a share one of a growth: *of the increase in*, 增量的.

    >>> from wattlas.claims.reading import read
    >>> found = read("Data centers took 4.4% of US electricity growth")
    >>> [u.text for u in of_growth(found, found.mentions)]
    ['growth']
    """
    shares = [m for m in used if m.dimension == "share"]
    adds = [w for w in reading.words if "adds" in w.roles]
    found = []
    for m in shares:
        behind = _OF.match(reading.text, m.end)
        found += [
            w for w in adds if behind and w.start < behind.end() and w.start > m.end
        ]
        found += [w for w in adds if not w.text.isascii() and w.end < m.start
                  and _WHOLE.fullmatch(reading.text, w.end, m.start)]  # fmt: skip
    return [_piece(w) for w in found]


def given_instead(reading: Reading, used: Sequence[Mention]) -> list[Unbound]:
    """Return the first word behind a thing where it gives: *Google produces as much*.

    Nothing if it takes, or if no word says so.
    """
    owner = owner_of(reading, used)
    if owner is None:
        return []
    behind = [w for w in reading.words if w.start >= owner.end and w.roles & GOVERNS]
    if not behind or "gives" not in behind[0].roles or "takes" in behind[0].roles:
        return []
    first = behind[0]
    # What another thing gives is what the first is compared with.
    others = any(owner.end <= t.start < first.start for t in reading.things)
    return [] if others else [_piece(first)]


def _piece(word: Word) -> Unbound:
    kind = "added" if "adds" in word.roles else "given"
    return Unbound(word.start, word.end, word.text, kind)


def _governor(reading: Reading, m: Mention, used: Sequence[Mention]) -> Word | None:
    """Return the word that an amount hangs on, where it is no use."""
    clause = next((c for c in clauses(reading.text) if within([c], m.start)), None)
    words = [w for w in reading.words if clause and within([clause], w.start)]
    before = [w for w in words if w.roles & GOVERNS and w.end <= m.start]
    behind = [w for w in words if w.roles & GOVERNS and w.start >= m.end]
    word = _last(reading, before)
    if word is None:
        return _growth_behind(reading, m, behind) or _given_behind(reading, m, behind)
    if "takes" in word.roles:
        return _growth_behind(reading, m, behind)
    if "adds" in word.roles:
        return None if _is_level(reading.text[word.end : m.start]) else word
    owner = owner_of(reading, used)
    follows = owner is None or word.start >= owner.start
    return word if follows and m.dimension in GIVEN else None


def _last(reading: Reading, words: Sequence[Word]) -> Word | None:
    """Return the last of some words; what grows belongs to its growth."""
    last: Word | None = None
    for word in words:
        between = reading.text[last.end : word.start] if last else ""
        grows = last is not None and "adds" in last.roles and "adds" not in word.roles
        chinese = not between and not word.text.isascii()
        if not (grows and (chinese or _PART_OF_GROWTH.fullmatch(between))):
            last = word
    return last


def _growth_behind(reading: Reading, m: Mention, behind: Sequence[Word]) -> Word | None:
    for word in behind:
        gap = reading.text[m.end : word.start]
        if "adds" in word.roles and _BEHIND.fullmatch(gap):
            return word
    return None


def _given_behind(reading: Reading, m: Mention, behind: Sequence[Word]) -> Word | None:
    """Return what is done with an amount behind it, where no other thing does it."""
    first = behind[0] if behind else None
    if first is None or "gives" not in first.roles or "takes" in first.roles:
        return None
    others = any(m.end <= t.start < first.start for t in reading.things)
    return first if m.dimension in GIVEN and not others else None


def _is_level(between: str) -> bool:
    """Say whether a growth leads to an amount: *rose to*, 增至; not *came to*."""
    return bool(pattern("leads").search(between)) and not pattern("comes").search(
        between
    )
