"""Cue words of each kind of statement, English and Chinese, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from wattlas import facts

CUES, COUNTED = "cues", "counted"
"""Tables of phrases: of statements, and of what a count counts."""
_PATTERNS = {
    "promise": r"\bby 20\d\d\b",
    "future": r"\bby 20(?:2[6-9]|[3-9]\d)\b|到 ?20[2-9]\d",
    "each": r"\bat \d*",
    "chip": r"[AH]\d00s?\b",
    "household": r"(?<![用账帐客门窗储])户(?!外)",
}
"""Per cue: what gives it away that is no words alone, such as a year to come."""
_FORMS = {
    "word": r"\b(?:{})\b", "stem": r"\b(?:{})\w*", "ending": r"(?:{})\b",
    "piece": "{}",
}  # fmt: skip


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """Return per cue of a statement what in a sentence gives it away.

    >>> bool(patterns()["invest"].search("poured 1 billion dollars into fusion"))
    True
    """
    return {cue: pattern(cue) for cue in facts.phrases(CUES)}


@cache
def pattern(cue: str, counted: str = "") -> re.Pattern[str]:
    """Return what gives a cue, or what a count counts, away in a text."""
    tables = ((CUES, cue), (COUNTED, counted))
    found = [
        _alternatives(facts.phrases(table)[name], _PATTERNS.get(name))
        for table, name in tables
        if name
    ]
    return re.compile("|".join(found), re.IGNORECASE)


def _alternatives(phrases: Iterable[facts.Phrase], besides: str | None) -> str:
    kinds = groupby(phrases, key=lambda p: (p.form, bool(p.then)))
    found = [
        _FORMS[form].format("|".join(_source(p) for p in of_form))
        for (form, _), of_form in kinds
    ]
    return "|".join([*found, *([besides] if besides else [])])


def _source(phrase: facts.Phrase) -> str:
    words = re.escape(phrase.words).replace(r"\ ", " ")
    if not phrase.then:
        return words
    edge = r"\b" if phrase.form == "word" else ""
    most = "" if phrase.within is None else phrase.within
    return rf"{words}{edge}.{{0,{most}}}{edge}{re.escape(phrase.then)}"
