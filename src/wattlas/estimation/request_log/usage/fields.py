"""What a field of a log says: a count, a part of a count, a mark, or nothing of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from wattlas import facts
from wattlas.estimation.request_log.usage.nested import DOT

COUNTS = ("prompt_tokens", "output_tokens")
MARKS = ("operation", "cache-hit", "status", "sum")
PART_OF = MappingProxyType(
    {
        "cached": "prompt_tokens",
        "cache-write": "prompt_tokens",
        "tools": "prompt_tokens",
        "reasoning": "output_tokens",
    }
)
"""The count that a part belongs to."""
NUMBERED = (*COUNTS, *PART_OF, "total")

_TOKENS = re.compile(r"(?:^|[^a-z])tokens?(?:$|[^a-z])")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Field:
    """The role of a field; `relation` says whether a part is inside its count."""

    role: str
    relation: str = ""


def field_of(path: str) -> Field | None:
    """Return what the field at a path says, by the longest known ending.

    >>> field_of("usage.completion_tokens_details.reasoning_tokens")
    Field(role='reasoning', relation='inside')
    >>> field_of("usageMetadata.thoughtsTokenCount").relation
    'beside'
    """
    segments = tuple(_plain(part) for part in path.split(DOT))
    known = _fields()
    endings = (segments[start:] for start in range(len(segments)))
    return next((known[ending] for ending in endings if ending in known), None)


def is_in_usage(path: str) -> bool:
    """Say whether a path leads through an object that holds usage.

    >>> is_in_usage("response.body.usage.prompt_tokens"), is_in_usage("tool.model")
    (True, False)
    """
    containers = {k[0] for k, field in _fields().items() if field.role == "container"}
    return any(_plain(part) in containers for part in path.split(DOT)[:-1])


def looks_like_tokens(name: str) -> bool:
    """Say whether a name speaks of tokens.

    >>> [looks_like_tokens(n) for n in ("draftTokens", "user", "tokens_x", "tokenizer")]
    [True, False, True, False]
    """
    return bool(_TOKENS.search(_HUMP.sub("_", name).lower()))


@cache
def _fields() -> dict[tuple[str, ...], Field]:
    table = (
        (key, facts.row("usage_fields", key)) for key in facts.keys("usage_fields")
    )
    return {
        tuple(_plain(part) for part in key.split(DOT)): Field(
            row["role"], row["relation"]
        )
        for key, row in table
    }


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c not in "_- ")
