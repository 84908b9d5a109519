"""English sentences, and the same in another language from a gettext catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType

from wattlas.errors import UnknownNameError, needs_extra

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Language:
    """Says English sentences in a language; what the catalogue lacks stays English.

    >>> ENGLISH("at {place}", place="Oslo")
    'at Oslo'
    """

    code: str
    catalogue: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a sentence with its values filled in."""
        said = self.catalogue.get(text, text)
        return said.format(**values) if values else said

    def __hash__(self) -> int:
        return hash(self.code)


ENGLISH = Language("en", MappingProxyType({}))


@cache
def language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    UnknownNameError
        If there is no catalogue of the code.
    MissingExtraError
        If the reader of catalogues is not installed.
    """
    if code == ENGLISH.code:
        return ENGLISH
    if code not in LANGUAGES:
        raise UnknownNameError(
            f"The language must be one of {', '.join(LANGUAGES)}, got {code!r}."
        )
    with needs_extra("Another language than English", "report"):
        from babel.messages.pofile import read_po
    path = resources.files("wattlas.report.words") / f"{code}.po"
    with path.open("rb") as file:
        messages = read_po(file, locale=code)
    return Language(
        code, {str(m.id): str(m.string) for m in messages if m.id and m.string}
    )
