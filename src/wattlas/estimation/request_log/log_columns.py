"""The columns of a request log, as a file holds them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wattlas.errors import Message
from wattlas.estimation.request_log.usage import ColumnReading

CHUNK_ROWS = 1024
"""Rows taken at once: few, so that their cells stay in the processor's cache."""


@dataclass(frozen=True)
class LogColumns(Mapping[str, Any]):
    """The columns of a file; `lines` are those of its rows, in a file with lines.

    `readings` say which columns group their digits.
    """

    columns: Mapping[str, Any]
    label: str
    lines: Sequence[int] | None = None
    readings: tuple[ColumnReading, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Return a column."""
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.columns)


def encoding_of(path: Path) -> str:
    """Return how the text of a file is written: UTF-8, or what its first bytes say."""
    with path.open("rb") as file:
        start = file.read(max(map(len, _MARKS)))
    return next(
        (name for mark, name in _MARKS.items() if start.startswith(mark)), UTF_8
    )


UTF_8 = "utf-8-sig"
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The longer ones first: one begins like another."""


def cut_off(path: Path, line: int, what: str | Message) -> Message:
    """Return what is said of a file whose last line is not whole."""
    return Message(
        "{name}, line {line}: the last line is cut off ({what}). Remove it, "
        "or fetch the whole file.",
        name=path.name,
        line=line,
        what=what,
    )
