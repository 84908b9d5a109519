"""What a sentence of an article refers back to: *it*, 相当于, 前者, the head of a list.

What it refers to is put in, where only one thing or quantity before it can be meant;
else the sentence is read as it stands, and the word binds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, read
from wattlas.quantity import Mention

AMOUNTS = ("energy", "volume", "carbon", "power")
_EQUALS = re.compile(
    r"(?:而)?(?:这|那|它|其)?(?:些|个数字|一数字)?(?:就|也|大约|约|几乎|差不多)?"
    r"(?:相当于|等于|等同于|足以|够|可供|换算|折合|撑起)"
    r"|(?:(?:That|This|It)(?:['’]s| (?:is|was|would be|equals|amounts to|could|would))|"
    r"Equivalent|Enough|Equal)\b(?: \w+){0,3}?"
    r" ?(?:equal|equivalent|enough|as much|power|worth|what)?",
    re.IGNORECASE,
)
_FORMER = re.compile(r"前者|\bthe former\b")
_PRONOUN = re.compile(
    r"(?P<any>It|They|它们?|其)(?P<own>s)?\b"
    r"|(?P<company>The (?:company|firm|group)|该公司|这家公司)"
    r"|(?P<model>The (?:model|training)|该模型|这一?模型)"
    r"|(?P<service>The (?:chatbot|service|assistant|tool)|该服务)",
)
_KINDS = {
    "any": ("company", "model", "service", "load"),
    "company": ("company",),
    "model": ("model",),
    "service": ("service",),
}
_BULLET = re.compile(r"\s*(?:[-*•·–]|\d{1,2}[.)、])\s+")
_HEAD = re.compile(r"[:：]\s*$")


def in_context(sentence: str, before: Sequence[str], title: str = "") -> str:
    """Return a sentence with what it refers to put in.

    Parameters
    ----------
    sentence : str
        As it stands in an article.
    before : sequence of str
        The sentences, or lines, just before it, the nearest last.
    title : str
        The title of the article.

    Examples
    --------
    >>> in_context("It used 24 TWh in 2023.", ["Google grew."])
    'Google used 24 TWh in 2023.'
    >>> in_context("相当于国内117个家庭一年用掉的电量", ["BLOOM 用了 43.3 万度电"])
    '43.3 万度电，相当于国内117个家庭一年用掉的电量'
    """
    last = before[-1] if before else ""
    bullet = _BULLET.match(sentence)
    if bullet and (head := next((b for b in reversed(before) if _HEAD.search(b)), "")):
        return f"{_HEAD.sub('', head)} {sentence[bullet.end() :]}"
    sentence = _with_country(sentence, (title, *before))
    own = read(sentence)
    if _FORMER.search(own.text):
        return _after_two(sentence, own, before)
    if _EQUALS.match(own.text) and last:
        return _after_amount(sentence, own, last)
    return _with_owner(sentence, own, before, title)


_COUNTRY = re.compile(r"全国|\b[Tt]he (?:country|nation)(?=['’]s\b)")


def _with_country(sentence: str, places: Sequence[str]) -> str:
    """Return a sentence whose 全国 is the one country that an article has named."""
    own = read(sentence)
    match = _COUNTRY.search(own.text)
    if match is None or _countries(own):
        return sentence
    named = {t.key: t for place in places if place for t in _countries(read(place))}
    if len(named) != 1:
        return sentence
    name = next(iter(named.values())).text
    return f"{sentence[: match.start()]}{name}{sentence[match.end() :]}"


def _countries(reading: Reading) -> list[Named]:
    things = reading.kinds("country")
    return [t for t in things if t.table == "countries" and t.key != "world"]


def _after_two(sentence: str, own: Reading, before: Sequence[str]) -> str:
    """Return *three times the former* behind the two amounts before it."""
    stated = [m for text in before[-3:] for m in read(text).of(*AMOUNTS)]
    if (
        own.of(*AMOUNTS)
        or len(stated) != 2
        or stated[0].dimension != stated[1].dimension
    ):
        return sentence
    first, second = (_bare(m) for m in stated)
    return f"{first}，{second}，{sentence}"


def _after_amount(sentence: str, own: Reading, last: str) -> str:
    """Return *that is enough for* behind the amount before it."""
    stated = read(last).of(*AMOUNTS)
    if own.of(*AMOUNTS) or len(stated) != 1:
        return sentence
    comma = ", " if sentence.isascii() else "，"
    start = sentence[0].lower() + sentence[1:]
    return f"{_bare(stated[0])}{comma}{start}"


def _bare(m: Mention) -> str:
    return m.text.strip()


def _with_owner(sentence: str, own: Reading, before: Sequence[str], title: str) -> str:
    """Return a sentence whose pronoun is the one thing that stands before it."""
    pronoun = _PRONOUN.match(own.text)
    if pronoun is None or own.kinds(*_KINDS["any"]):
        return sentence
    kinds = _KINDS[str(next(k for k in _KINDS if pronoun[k]))]
    # *It* may be much that no title names; *the company* is the one of the title.
    places = [*reversed(before), *([] if pronoun["any"] else [title])]
    for place in places:
        found = read(place)
        things = {t.key: t for t in found.kinds(*kinds)} if place else {}
        says_again = _EQUALS.match(found.text) is not None
        unsure = bool(things) or not says_again
        if len(things) > 1 or (unsure and pronoun["any"] and _has_another(found)):
            return sentence
        if things:
            name = next(iter(things.values())).text
            possessive = "'s" if pronoun["own"] else ""
            return f"{name}{possessive}{sentence[pronoun.end() :]}"
    return sentence


_ANOTHER = re.compile(r"\b(?:an?|one|another|its|their)\s|一[座个款台]|新的")


def _has_another(before: Reading) -> bool:
    """Say whether *it* may be something else: a thing that is new or not known."""
    unknown = any(not w.is_known or "narrows" in w.roles for w in before.words)
    return unknown or _ANOTHER.search(before.text) is not None
