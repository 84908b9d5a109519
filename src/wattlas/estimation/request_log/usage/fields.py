"""What a field of a log says: a count, a part of a count, a mark, or nothing of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from wattlas import facts
from wattlas.estimation.request_log.usage.nested import DOT

COUNTS = ("prompt_tokens", "output_tokens")
MARKS = ("operation", "cache-hit", "status", "state", "error", "answer", "sum")
OF_ROWS = frozenset({"state", "error", "answer", "sum", "type"})
"""Roles that a name of one word has only as a column of the log itself."""
PART_OF = MappingProxyType(
    {
        "cached": "prompt_tokens",
        "cache-write": "prompt_tokens",
        "tools": "prompt_tokens",
        "reasoning": "output_tokens",
    }
)
"""The count that a part belongs to."""
WRITE_PART = "cache-write-part"
"""Tokens that are kept for one time: together those written to a cache."""
DETAIL = "detail"
KINDS = frozenset({DETAIL, "text"})
"""Roles of tokens by kind: all are counted as those of text."""
INSIDE = "inside"
CACHE = ("cached", "cache-write", WRITE_PART)
NUMBERED = (*COUNTS, *PART_OF, "total", WRITE_PART)

FLATTENED = "usage"
"""How a path begins that was joined to one word: usage_prompt_tokens."""
_NO_COUNT = re.compile(
    r"(?:id|ids|key|hash|type|name|cost|price|rate|spend|limit|s?ec)$"
)
_DETAILS = re.compile(r"tokens?details?$")
"""How an object is called that holds the parts of a count."""
_TOKENS = re.compile(r"(?:^|[^a-z])tokens?(?:$|[^a-z])")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Field:
    """The role of a field; `relation` says whether a part is inside its count.

    It is `inside`, `beside`, or `apart`: beside, and some totals leave it out.
    """

    role: str
    relation: str = ""


def field_of(path: str) -> Field | None:
    """Return what the field at a path says, by the longest known ending.

    What an object of details holds lies inside its count, wherever the field is else.

    >>> field_of("usage.completion_tokens_details.reasoning_tokens")
    Field(role='reasoning', relation='inside')
    >>> field_of("usageMetadata.thoughtsTokenCount").relation
    'beside'
    """
    segments = tuple(_plain(part) for part in path.split(DOT))
    known = _fields()
    endings = (segments[start:] for start in range(len(segments)))
    found = next((known[ending] for ending in endings if ending in known), None)
    if found and found.role in OF_ROWS and len(segments) > 1:
        # A bare name within an object is of that object: user.id, tool.status.
        found = known.get(segments[-2:])
    if found is None and len(segments) == 1 and segments[0].startswith(FLATTENED):
        return _flattened(segments[0])
    if found and found.relation and any(map(_DETAILS.search, segments[:-1])):
        return Field(found.role, INSIDE)
    return found


@cache
def _flattened(name: str) -> Field | None:
    """Return what a path says whose parts were joined to one word, as tables do."""
    known = {"".join(ending): field for ending, field in _fields().items()}
    starts = range(len(FLATTENED), len(name))
    return next((known[name[at:]] for at in starts if name[at:] in known), None)


def is_in_usage(path: str) -> bool:
    """Say whether a path leads through an object that holds usage.

    >>> is_in_usage("response.body.usage.prompt_tokens"), is_in_usage("tool.model")
    (True, False)
    """
    containers = {k[0] for k, field in _fields().items() if field.role == "container"}
    return any(_plain(part) in containers for part in path.split(DOT)[:-1])


def looks_like_tokens(name: str) -> bool:
    """Say whether a name speaks of tokens.

    >>> [looks_like_tokens(n) for n in ("draftTokens", "user", "tokens_x", "token_id")]
    [True, False, True, False]
    """
    plain = _HUMP.sub("_", name).lower()
    return bool(_TOKENS.search(plain)) and not _NO_COUNT.search(plain)


def is_no_count(name: str) -> bool:
    """Say whether a name ends as that of a cost, a key, a kind or a limit does.

    >>> is_no_count("total_cost"), is_no_count("num_search_queries")
    (True, False)
    """
    return bool(_NO_COUNT.search(_HUMP.sub("_", name).lower()))


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
