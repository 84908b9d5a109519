"""Tags as the command line gives them: KEY=VALUE."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas.errors import InputError


def tags_of(texts: Iterable[str] | None) -> dict[str, str]:
    """Return tags by key.

    >>> tags_of(["team=vision"])
    {'team': 'vision'}
    """
    pairs = [text.partition("=") for text in texts or ()]
    for key, equals, value in pairs:
        if not (key and equals):
            raise InputError(f"A tag is KEY=VALUE, got {key + equals + value!r}.")
    return {key: value for key, _, value in pairs}
