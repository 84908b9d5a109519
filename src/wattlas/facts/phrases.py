"""Tables of phrases: what in a text gives something away, as rows of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wattlas.facts.reader import read_table

Form = Literal["word", "stem", "ending", "piece"]
"""Whether whole words are meant, what they begin or end with, or letters anywhere."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words, their form, and what may have to follow them.

    `then` follows within so many characters, or anywhere behind if `within` is None.
    """

    words: str
    form: Form
    then: str = ""
    within: int | None = None


@cache
def phrases(table: str) -> Mapping[str, tuple[Phrase, ...]]:
    """Return the phrases of each cue of a table, in order.

    >>> [p.words for p in phrases("cues")["exponential"]]
    ['exponential', '指数']
    """
    found: dict[str, list[Phrase]] = {}
    for row in read_table("wide", table):
        within = int(row["within"]) if row["within"] else None
        one = Phrase(row["phrase"], _form(row["form"]), row["then"], within)
        found.setdefault(row["cue"], []).append(one)
    return {cue: tuple(of_cue) for cue, of_cue in found.items()}


_FORMS: dict[str, Form] = {
    "word": "word", "stem": "stem", "ending": "ending", "piece": "piece",
}  # fmt: skip


def _form(name: str) -> Form:
    return _FORMS[name]
