"""Names of the columns of a request log: ours, and other usual ones."""

from __future__ import annotations

from collections.abc import Iterable

from wattlas.errors import ContradictionError, Several
from wattlas.parameters import RequestsOptions, declared

DECLARED = {
    name: item
    for name, item in declared(RequestsOptions).items()
    if item.parameter.columns
}
"""The declared columns."""

COLUMNS = tuple(DECLARED)
"""The columns that an estimate reads, by our names."""
NUMBERS = tuple(name for name, item in DECLARED.items() if item.quantity)
WORDS = tuple(name for name in COLUMNS if name not in NUMBERS)
REQUIRED = ("model", "prompt_tokens", "output_tokens")
OF_API = "hardware"
"""What an API does not say: without the column it is inferred."""


def own_name(name: str) -> str | None:
    """Return our name of a column, or None where it is not known.

    >>> own_name("ContextTokens")
    'prompt_tokens'
    """
    return _OWN_NAMES.get(plain_name(name))


def canonical_names(names: Iterable[str]) -> dict[str, str]:
    """Return our name of each column that has one.

    >>> canonical_names(["TIMESTAMP", "ContextTokens"])
    {'ContextTokens': 'prompt_tokens'}
    """
    own = {name: meant for name in names if (meant := own_name(name))}
    for wanted in set(own.values()):
        same = [name for name, meant in own.items() if meant == wanted]
        if len(same) > 1:
            raise ContradictionError(
                "The columns {same} both mean {wanted}. Keep one.",
                same=Several(same, " and "),
                wanted=wanted,
            )
    return own


def plain_name(name: str) -> str:
    """Return the letters and figures of a name.

    >>> plain_name("Created_At")
    'createdat'
    """
    return "".join(c for c in name.lower() if c not in "_- .")


_OWN_NAMES = {
    plain_name(alias): own
    for own in (*WORDS, *NUMBERS)
    for alias in (own, *DECLARED[own].parameter.columns)
}
