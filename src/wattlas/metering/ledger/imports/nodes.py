"""Slurm's lists of nodes: ``node[01-03,7],login1``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wattlas.errors import InputError

MOST_NODES = 100_000
PART = re.compile(r"(?:[^\[\],]|\[[^\[\]]*\])+")
WHOLE = re.compile(rf"{PART.pattern}(?:,{PART.pattern})*")
BRACKET = re.compile(r"\[([^\[\]]*)\]")
SPAN = re.compile(r"(\d+)(?:-(\d+))?")
NONE = ("", "None assigned", "None", "(null)")


def nodes_in(text: str) -> list[str]:
    """Return the nodes of a list.

    >>> nodes_in("n[08-10,12],login1")
    ['n08', 'n09', 'n10', 'n12', 'login1']
    """
    if text.strip() in NONE:
        return []
    names = (name for part in PART.findall(text) for name in _expand(part, text))
    found = list(islice(names, MOST_NODES + 1)) if WHOLE.fullmatch(text) else []
    if not found or not all(found) or len(found) > MOST_NODES:
        raise InputError("{text!r} is no list of nodes.", text=text[:60])
    return found


def _expand(part: str, text: str) -> Iterator[str]:
    match = BRACKET.search(part)
    if match is None:
        yield part.strip()
        return
    for span in match[1].split(","):
        bounds = SPAN.fullmatch(span.strip())
        if bounds is None:
            raise InputError("{text!r} is no list of nodes.", text=text[:60])
        first, last = bounds[1], bounds[2] or bounds[1]
        for number in range(int(first), int(last) + 1):
            name = f"{number:0{len(first)}d}"
            yield from _expand(part[: match.start()] + name + part[match.end() :], text)
