"""Logs of programs that were called again and again: readings with their times.

A log is a row of blocks. A line that is a time alone begins one (``date; ipmitool``),
and so does a label that the block has; a JSON document is a block of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from wattlas.metering.ledger.imports.exposition import moment_in
from wattlas.metering.ledger.imports.stamps import stamp_in

STAMPED = re.compile(
    r"\s*(?:IPMI timestamp|Time ?stamp|Date|Time)\s*:\s*(?P<time>\S.*?)\s*",
    re.IGNORECASE,
)
LABEL = re.compile(r"\s*(?P<label>[A-Za-z][^:|=]*?)\s*[:|=]")
TIMES = (
    "time",
    "timestamp",
    "@timestamp",
    "datetime",
    "date",
    "ts",
    "t",
    "readingtime",
)
DECODER = json.JSONDecoder()


@dataclass
class Block:
    """One reading of a log: its time [s since 1970], its lines or its document."""

    at_s: float | None
    lines: list[str] = field(default_factory=list)
    document: Any = None
    line: int = 0


def blocks_of(text: str, zone: tzinfo | None) -> Iterator[Block]:
    r"""Yield the blocks of a log.

    >>> text = "1767225600\n210 Watts\n1767225610\n9 W\n"
    >>> [block.at_s for block in blocks_of(text, None)]
    [1767225600.0, 1767225610.0]
    """
    block, labels = Block(None), set[str]()
    for number, item in _items(text):
        if not isinstance(item, str):
            at_s = time_of(item, zone)
            yield Block(block.at_s if at_s is None else at_s, [], item, number)
            continue
        at_s = stamp_in(item, zone)
        found = LABEL.match(item)
        label = found["label"] if found else ""
        if at_s is not None or label in labels:
            if block.lines:
                yield block
            block, labels = Block(at_s, line=number), set()
        if at_s is None:
            labels.update({label} - {""})
            _add(block, item, zone)
    if block.lines:
        yield block


def _add(block: Block, line: str, zone: tzinfo | None) -> None:
    stamped = STAMPED.fullmatch(line)
    if stamped is None:
        block.lines.append(line)
    elif block.at_s is None:
        block.at_s = stamp_in(stamped["time"], zone)


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield lines, and JSON documents that begin at one, with their numbers."""
    at, number = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        document, after = _document(text, at, line)
        if document is not None:
            yield number, document
            number += text.count("\n", at, after)
            at = after
            continue
        if line.strip():
            yield number, line.rstrip("\r")
        at, number = end + 1, number + 1


def _document(text: str, at: int, line: str) -> tuple[Any, int]:
    """Return the document at a place of a text, and where it ends; None of none."""
    begin = at + len(line) - len(line.lstrip())
    if line.lstrip()[:1] not in ("{", "["):
        return None, at
    try:
        return DECODER.raw_decode(text, begin)
    except (ValueError, RecursionError):
        return None, at


def time_of(document: Any, zone: tzinfo | None) -> float | None:
    """Return the time that a document states at its top; None where it has none."""
    if not isinstance(document, dict):
        return None
    for name, value in document.items():
        if name.lower() not in TIMES:
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            return moment_in(f"{value:.6f}")
        found = stamp_in(value, zone) if isinstance(value, str) else None
        if found is not None:
            return found
    return None
