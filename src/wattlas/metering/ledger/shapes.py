"""Which lines of a file are plain ticks, by their shape: a line without its numerals.

A plain tick is one in which no reading is lost and nothing went wrong. In its shape no
name stands twice and there is no room for a text or NaN, so that what stands at each
place is a number, or no JSON at all. Files have few shapes, so that a look at each
shape is a look at every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wattlas.metering.ledger.files import MOST_LINE_BYTES
from wattlas.metering.ledger.problems import OVERLONG, LineError

BLOCK_BYTES = 1 << 20
NUMERALS = b"0123456789.-e"
_DEVICE = rb"\[,,(?:,,,?)?\]"
# A numeral within a name or a text is not seen here: SQL finds no such name.
PLAIN = re.compile(
    rb'\{"lin":"tick","t":,"t":,"":\[' + _DEVICE + rb"(?:," + _DEVICE + rb")*\]\}"
)
NOTHING = b""


class Shapes(NamedTuple):
    """How many lines of a file are plain ticks, and all others that hold anything."""

    ticks: int
    others: tuple[bytes, ...]


def shapes_of(path: Path) -> Shapes:
    r"""Return what the lines of a file look like.

    Raises
    ------
    LineError
        If a line is longer than any may be.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.jsonl")
    >>> line = b'{"line":"tick","t0":0.5,"t1":1.5,"e":[[3.0,2.0,0.0]]}'
    >>> size = file.write_bytes(line + b"\n" + line.replace(b"3.0", b"NaN"))
    >>> shapes_of(file).ticks
    1
    """
    ticks, others = 0, list[bytes]()
    plain: set[bytes] = set()
    for block in _blocks(path):
        shapes = block.translate(None, NUMERALS).split(b"\n")
        unknown = set(shapes) - plain - {NOTHING}
        plain.update(filter(PLAIN.fullmatch, unknown))
        if unknown <= plain:
            ticks += len(shapes) - shapes.count(NOTHING)
            continue
        for shape, line in zip(shapes, block.split(b"\n"), strict=True):
            ticks += shape in plain
            if shape not in plain and line.strip():
                others.append(line)
    return Shapes(ticks, tuple(others))


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield a file in blocks of whole lines; an overlong one is a LineError."""
    rest = b""
    with path.open("rb") as file:
        while read := file.read(BLOCK_BYTES):
            block, _, rest = (rest + read).rpartition(b"\n")
            if block:
                yield block
            elif len(rest) > MOST_LINE_BYTES:
                raise LineError(OVERLONG)
    if rest:
        yield rest
