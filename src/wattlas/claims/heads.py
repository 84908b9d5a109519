"""Who or what of a thing is meant: *OpenAI's chief executive*, 训练出GPT-3的公司.

A word for an organisation, a person or a product beside the name of a thing takes the
place of the thing: what is said is said of it. Where its own name follows, that is
the one that is meant; where none does, it is not known, and nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wattlas.claims.binding import Unbound
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading
from wattlas.claims.scope import Span
from wattlas.claims.vocabulary import Word

NAMED = ("company", "person", "model", "service", "plant")
"""Kinds of things whose name may follow the word for them: *its rival Amazon*."""
HEADS = frozenset(("another", "sort"))
"""Roles of words that say who, or what, a thing is."""
_OWNED = re.compile(r"['’]s?\s(?:[\w-]+\s){0,3}|的[\u4e00-\u9fff]{0,4}")
_THAT = re.compile(r"\s(?:that|which|who|whose)\s")
_LINK = re.compile(
    r"\s(?:of|behind|at)\s(?:the\s)?|\s(?:that|which|who|whose)\s[^,;.]*?", re.I
)
_ARTICLE = re.compile(
    r"(?:^|\s)(?:the|an?|its|all|every|each)\s(?:[\w-]+\s)?$", re.IGNORECASE
)


def meant(reading: Reading) -> Iterator[Span]:
    """Yield what stands before the name that is meant: *OpenAI's boss* Sam Altman.

    >>> from wattlas.claims.reading import read
    >>> text = "OpenAI's chief executive Sam Altman invested"
    >>> [text[start:end] for start, end in meant(read(text))]
    ["OpenAI's chief executive "]
    """
    for thing, end in _of_things(reading):
        name = _named_after(reading, end)
        if name is not None:
            yield thing.start, name.start


def others(reading: Reading) -> list[Unbound]:
    """Return the words for someone or something else than the things of a sentence.

    >>> from wattlas.claims.reading import read
    >>> [u.text for u in others(read("The company that trained GPT-3 used 24 TWh"))]
    ['company']
    """
    ends = [end for _, end in _of_things(reading)]
    left = {end for end in ends if not _named_after(reading, end)}
    return [
        Unbound(w.start, w.end, w.text, "owner")
        for w in reading.words
        if w.end in left or _goes_on_to_thing(reading, w) or _is_narrowed(reading, w)
    ]


def _of_things(reading: Reading) -> Iterator[tuple[Named, int]]:
    """Yield each thing that has a word for another behind it, and where that ends."""
    for word in reading.words:
        if not word.roles & HEADS:
            continue
        before = [t for t in reading.things if t.end <= word.start]
        thing = max(before, key=lambda t: t.end, default=None)
        if thing is not None and _belongs(reading, thing, word):
            yield thing, word.end


def _belongs(reading: Reading, thing: Named, word: Word) -> bool:
    """Say whether a word is of a thing: *Meta's model*, *ChatGPT maker*."""
    gap = reading.text[thing.end : word.start]
    inside = [w for w in reading.words if thing.end <= w.start and w.end <= word.start]
    owned = _OWNED.fullmatch(gap) is not None
    if owned or ("的" in gap and not re.search(r"[，。；,;\d]", gap) and len(gap) < 8):
        return not any("goes-on" in w.roles for w in inside)
    near = not gap.strip() or all("another" in w.roles for w in inside)
    return "another" in word.roles and near and len(gap) < 20 and "," not in gap


def _named_after(reading: Reading, end: int) -> Named | None:
    """Return the thing whose name follows at once."""
    for thing in reading.kinds(*NAMED):
        if thing.start >= end and not reading.text[end : thing.start].strip():
            return thing
    return None


def _goes_on_to_thing(reading: Reading, word: Word) -> bool:
    """Say whether a thing stands below a word: *the firm behind*, *that trained*."""
    text = reading.text
    if not word.roles & HEADS or _named_after(reading, word.end):
        return False
    for thing in reading.things:
        between = text[word.end : thing.start] if thing.start >= word.end else "."
        if _LINK.fullmatch(between):
            return True
    return _THAT.match(text, word.end) is not None


def _is_narrowed(reading: Reading, word: Word) -> bool:
    """Say whether a clause narrows a word that is no thing: *the chips that*."""
    opened = _THAT.match(reading.text, word.end) is not None
    plain = not word.roles & {"amounts", "states"}
    return opened and plain and _ARTICLE.search(reading.text[: word.start]) is not None
