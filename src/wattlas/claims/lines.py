"""Lines of a text that end where the page does, joined again to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from wattlas import quantity
from wattlas.claims.text import is_spam, simplified

FULL = 0.75
"""Share of the widest line of its block from which on a line is a full one."""
REACH = 16
"""Characters beside a break in which a number and its unit stand."""
_OWN = re.compile(
    r"\s*(?:[-*•·–#>|]\s|\||#|\d{1,2}[.)、]\s|[（(]?[一二三四五六七八九十]、)"
)
"""What begins an item of a list, a head or a row, which is no rest of a line."""
_ENDS = re.compile(r"[.。!！?？:：;；|][\"”’')）]*$")
_INSIDE = re.compile(r"[。！？!?]|[a-z0-9)%\"”]\.\s+[\"“A-Z0-9]")
_OPEN = re.compile(
    r"(?:[,，、(（\[“]|(?<=\w)[-\u00ad])$"
    r"|\b(?:an?|and|as|at|by|for|from|in|of|on|or|than|that|the|to|which|with)$",
    re.IGNORECASE,
)
"""What no line ends with, if it is not cut."""
_REST = re.compile(r"[a-z),，。、;；%）”]")
"""What no line begins with, if it is not the rest of one."""
_AMOUNT = re.compile(r"[$€£¥]?\d[\d,.]*\s?[^\W\d]")
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")


def unwrapped(text: str) -> str:
    r"""Return a text whose sentences are cut at the ends of lines, in whole lines.

    A break that can only stand within a sentence is one of a line. Where half of the
    open ends of a block are such, its other full lines go on too.
    Heads, items of lists and advertisements stay alone.

    >>> unwrapped("GPT-3 took 1,287\nMWh. Data cen-\ntres used 415 TWh.")
    'GPT-3 took 1,287 MWh. Data centres used 415 TWh.'
    >>> unwrapped("BLOOM took 433 MWh\nGPT-3 took 1,287 MWh")
    'BLOOM took 433 MWh\nGPT-3 took 1,287 MWh'
    """
    made: list[str] = []
    block: list[str] = []
    for line in text.splitlines():
        if line.strip():
            block.append(line.strip())
            continue
        made += [*_joined(block, not made), ""]
        block = []
    return "\n".join([*made, *_joined(block, not made)])


def _joined(block: Sequence[str], is_first: bool) -> list[str]:
    """Return the lines of a block, those that are cut in one."""
    sure = [_is_cut(a, b) for a, b in pairwise(block)]
    open_ends = sum(_may_go_on(a, b) for a, b in pairwise(block))
    if not any(sure):
        return list(block)
    is_wrapped = sum(sure) * 2 >= open_ends
    widest = max(map(_width, block))
    made = [block[0]]
    for number, (line, following) in enumerate(pairwise(block)):
        may_be_title = is_first and number == 0
        full = is_wrapped and not may_be_title and _width(line) >= FULL * widest
        if sure[number] or (full and _may_go_on(line, following)):
            made[-1] = _put_together(made[-1], following)
        else:
            made.append(following)
    return made


def _may_go_on(line: str, following: str) -> bool:
    """Say whether nothing forbids that a line goes on with the next."""
    if _ENDS.search(line) or _OWN.match(following) or line.startswith(("#", "|")):
        return False
    return not any(is_spam(simplified(x).lower()) for x in (line, following))


def _is_cut(line: str, following: str) -> bool:
    """Say whether a break can only stand within a sentence."""
    if not _may_go_on(line, following):
        return False
    if _OPEN.search(line) or _REST.match(following) or _INSIDE.search(line):
        return True
    if _AMOUNT.match(following) and line[-1].islower():
        return True
    return line[-1].isdigit() and _has_unit(line[-REACH:], following[:REACH])


def _has_unit(end: str, start: str) -> bool:
    """Say whether a number at the end of a line has its unit on the next."""
    pair = simplified(_put_together(end, start))
    return any(
        m.start < len(end) < m.end and m.dimension not in ("count", "date")
        for m in quantity.find(pair)
    )


def _put_together(line: str, following: str) -> str:
    """Return two pieces of a line in one; a word that was divided is whole again."""
    if _HYPHEN.search(line) and following[0].islower():
        return line[:-1] + following
    ends = line[-1] + following[0]
    is_tight = line.endswith("-") or any(c > "\u2e80" for c in ends)
    return f"{line}{'' if is_tight else ' '}{following}"


def _width(line: str) -> int:
    """Return how many columns a line takes; a Chinese character takes two."""
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in line)
