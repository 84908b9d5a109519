"""English sentences, and the same in another language from a gettext catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from string import Formatter

from wattlas.errors import UnknownNameError

LANGUAGES = ("en", "zh")
_MEETS = re.compile(r"[A-Za-z0-9%][\u3400-\u9fff]|[\u3400-\u9fff][A-Za-z0-9]")
"""A Latin letter or a digit, and a Chinese one, side by side."""


@dataclass(frozen=True)
class Language:
    """Says English sentences in a language; what the catalogue lacks stays English.

    >>> ENGLISH("at {place}", place="Oslo")
    'at Oslo'
    """

    code: str
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a sentence with its values filled in: translated first."""
        said = self.translated(text)
        return filled(said, values) if values else said

    def translated(self, text: str, context: str = "") -> str:
        """Return a message in the language; `context` tells its meanings apart."""
        if not text:
            # The catalogue's own head stands at the empty message.
            return ""
        if context:
            return self.catalogue.pgettext(context, text)
        return self.catalogue.gettext(text)

    def __hash__(self) -> int:
        return hash(self.code)


ENGLISH = Language("en")


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return a sentence with its values, apart from Chinese where they are Latin.

    >>> filled("{place}的用电", {"place": "PJM"})
    'PJM 的用电'
    """
    parts = []
    for literal, name, form, conversion in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            shape = f"!{conversion}" if conversion else ""
            parts.append(f"{{{name}{shape}:{form}}}".format(**values))
    return beside(parts)


def beside(texts: Iterable[str]) -> str:
    """Return texts one after the other; between Latin and Chinese stands a space.

    >>> beside(("共", "12", " GW")), beside(("北京", "上海"))
    ('共 12 GW', '北京上海')
    """
    whole = ""
    for text in texts:
        meets = _MEETS.fullmatch(whole[-1:] + text[:1])
        whole = f"{whole} {text}" if meets else whole + text
    return whole


@cache
def language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    UnknownNameError
        If there is no catalogue of the code.
    """
    if code == ENGLISH.code:
        return ENGLISH
    if code not in LANGUAGES:
        raise UnknownNameError(
            "The language must be one of {languages}, got {code!r}.",
            languages=", ".join(LANGUAGES),
            code=code,
        )
    path = resources.files("wattlas.report.words") / f"{code}.mo"
    with path.open("rb") as file:
        return Language(code, GNUTranslations(file))
