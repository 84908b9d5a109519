"""Names of things that claims speak of, as they stand in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.claims.record import Recognised
from wattlas.report.paint.text import text_of
from wattlas.report.table import Piece, Variants, Word, word
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH

_TABLES = (
    "subjects",
    "models",
    "undisclosed",
    "countries",
    "servers",
    "hardware",
)


def name_of(key: str) -> Piece:
    """Return the name of a known thing.

    >>> name_of("west-lake")
    Word(text='West Lake', values={}, context='')
    """
    key = key.removeprefix("country:")
    if row := facts.row("equivalents", key):
        return Word(row["name_en"].split(",")[0])
    if key.startswith("data-centres-") and not facts.row("subjects", key):
        place = place_of(key.removeprefix("data-centres-"))
        return word(words.DATA_CENTRES_OF, place=place)
    if key in words.THINGS:
        return Word(words.THINGS[key])
    for table in _TABLES:
        row = facts.row(table, key)
        if row:
            return _name_in(row, row.get("name") or row.get("name_en") or key)
    return key


def place_of(key: str) -> Piece:
    """Return the name of a place as it stands in a sentence.

    >>> text_of(place_of("us"), ENGLISH), text_of(place_of("cn"), ENGLISH)
    ('the United States', 'China')
    """
    name = name_of(key)
    english = text_of(name, ENGLISH)
    if english not in words.WITH_ARTICLE:
        return name
    chinese = name.by_code["zh"] if isinstance(name, Variants) else name
    said = f"the {english.replace('World', 'world')}"
    return Variants({"en": said, "zh": chinese})


def thing_name(thing: Recognised) -> Piece:
    """Return the full name of a thing that was recognised in a text."""
    return _name_in(facts.row(thing.table, thing.key), thing.name)


def _name_in(row: Mapping[str, str], english: str) -> Piece:
    """Return a name as the facts have it by language, else as the catalogue has it."""
    said = Word(english)
    if row.get("name_zh"):
        return Variants({"en": row.get("name_en") or said, "zh": row["name_zh"]})
    return said
