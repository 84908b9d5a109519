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

BLOCK_BYTES = 1 << 18
NUMERALS = b"0123456789.-e"
_DEVICE = rb"\[,,(?:,,,?)?\]"
# A numeral within a name or a text is not seen here: SQL finds no such name.
PLAIN = re.compile(
    rb'\{"lin":"tick","t":,"t":,"":\[' + _DEVICE + rb"(?:," + _DEVICE + rb")*\]\}"
)


class Shapes(NamedTuple):
    """How many lines of a file are plain ticks, and all others with their numbers.

    `last` is the last of those that are, and `figures` the most that one tells of a
    device. An overlong line is None.
    """

    ticks: int
    others: tuple[tuple[int, bytes | None], ...]
    last: bytes
    figures: int


def shapes_of(path: Path) -> Shapes:
    r"""Return what the lines of a file look like.

    Raises
    ------
    LineError
        If a line is much longer than any may be.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.jsonl")
    >>> line = b'{"line":"tick","t0":0.5,"t1":1.5,"e":[[3.0,2.0,0.0]]}'
    >>> size = file.write_bytes(line + b"\n" + line.replace(b"3.0", b"NaN"))
    >>> shapes_of(file).ticks
    1
    """
    ticks, before, last, others = 0, 0, b"", list[tuple[int, bytes | None]]()
    plain, usual = set[bytes](), b""
    for block, end in _blocks(path):
        text = block.translate(None, NUMERALS)
        count = _times(usual, text)
        if count:
            ticks, last = ticks + count, block.rpartition(b"\n")[2]
            before += count
            continue
        shapes = text.split(b"\n")
        plain.update(filter(PLAIN.fullmatch, set(shapes) - plain))
        its = zip(shapes, block.split(b"\n"), strict=True)
        for number, (shape, line) in enumerate(its, before + 1):
            if shape in plain:
                ticks, last, usual = ticks + 1, line, shape
            elif len(line + end) > MOST_LINE_BYTES:
                others.append((number, None))
            elif line.strip():
                others.append((number, line + end))
        before += len(shapes)
    return Shapes(ticks, tuple(others), last, max(map(_figures, plain), default=0))


def _times(shape: bytes, text: bytes) -> int:
    """Return how often a shape stands in a text, line by line; 0 if others do too."""
    count, rest = divmod(len(text) + 1, len(shape) + 1)
    is_alone = shape and not rest and text == b"\n".join([shape] * count)
    return count if is_alone else 0


def _figures(shape: bytes) -> int:
    """Return the most figures of a device in a shape."""
    devices: list[bytes] = re.findall(_DEVICE, shape)
    return max(device.count(b",") for device in devices) + 1


def _blocks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield a file in blocks of whole lines, and what each line ends with.

    A line that is longer than a block is a LineError.
    """
    rest = b""
    with path.open("rb") as file:
        while read := file.read(BLOCK_BYTES):
            block, end, rest = (rest + read).rpartition(b"\n")
            if end:
                yield block, end
            elif len(rest) > MOST_LINE_BYTES:
                raise LineError(OVERLONG)
    if rest:
        yield rest, b""
