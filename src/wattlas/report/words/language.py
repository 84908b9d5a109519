"""English sentences, and the same in another language from a gettext catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from wattlas.errors import UnknownNameError

LANGUAGES = ("en", "zh")


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
        return said.format(**values) if values else said

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
