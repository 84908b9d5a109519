"""Names of things that claims speak of, as they stand in a sentence of a language."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas import facts
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH, Language

_TABLES = (
    "subjects",
    "models",
    "undisclosed",
    "countries",
    "servers",
    "hardware",
)


def name_of(key: str, say: Language = ENGLISH) -> str:
    """Return the name of a known thing.

    >>> name_of("west-lake"), name_of("country:ie")
    ('West Lake', 'Ireland')
    """
    key = key.removeprefix("country:")
    if row := facts.row("equivalents", key):
        return say(row["name_en"].split(",")[0])
    if key.startswith("data-centres-") and not facts.row("subjects", key):
        place = place_of(key.removeprefix("data-centres-"), say)
        return say(words.DATA_CENTRES_OF, place=place)
    if key in words.THINGS:
        return say(words.THINGS[key])
    for table in _TABLES:
        row = facts.row(table, key)
        if row:
            return row.get(f"name_{say.code}") or say(
                row.get("name") or row.get("name_en") or key
            )
    return key


def place_of(key: str, say: Language = ENGLISH) -> str:
    """Return the name of a place as it stands in a sentence.

    >>> place_of("us"), place_of("cn")
    ('the United States', 'China')
    """
    name = name_of(key, say)
    if name not in words.WITH_ARTICLE:
        return name
    return f"the {name.replace('World', 'world')}"


def thing_name(thing: Mapping[str, str], say: Language = ENGLISH) -> str:
    """Return the full name of a thing that was recognised in a text."""
    row = facts.row(thing["table"], thing["key"])
    return row.get(f"name_{say.code}") or say(thing["name"])
