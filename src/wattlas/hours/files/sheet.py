"""A file as named columns and rows that know their line; nothing is interpreted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wattlas.errors import InputError, reason_of
from wattlas.plain.files import file_bytes

SEPARATORS = (";", "\t", ",", "|")
_NAMED = {"semicolon": ";", "comma": ",", "tab": "\t", "\\t": "\t", "pipe": "|"}
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF", b"PAR1")
_MOST_PREAMBLE = 40
_COMMENT = "#"


@dataclass(frozen=True)
class Sheet:
    """Columns by name and rows of text, each with the line it stands on.

    `said` is what stands above the header, or beside the rows, by name.
    """

    where: str
    names: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    separator: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        at = self.names.index(name)
        return [row[at] for row in self.rows]

    def of(self, kept: list[int]) -> Sheet:
        """Return a sheet of some of the rows, by index."""
        rows, lines = [self.rows[i] for i in kept], [self.lines[i] for i in kept]
        return Sheet(self.where, self.names, rows, lines, self.separator, self.said)


def text_of(path: Path) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or else Windows-1252."""
    try:
        raw = file_bytes(path)
    except OSError as error:
        raise InputError(
            "{path}: cannot be read: {strerror}.",
            path=path,
            strerror=reason_of(error),
        ) from error
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if raw.startswith(_BINARY) or (b"\0" in raw[:400] and not wide):
        raise InputError(
            "{path}: is a workbook, archive or other binary file. Save the sheet with "
            "the hours as CSV and give that.",
            path=path,
        )
    if wide:
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def headers(text: str, separator: str | None) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the lines that may be a header, split in each way that may be meant."""
    wanted = [separator_of(separator)] if separator else SEPARATORS
    for number, line in enumerate(text.splitlines()[:_MOST_PREAMBLE]):
        if not line.strip() or line.startswith(_COMMENT):
            continue
        for sign in wanted:
            names = next(csv.reader([line], delimiter=sign), [])
            if len(names) > 1:
                yield number, sign, [name.strip().strip("\ufeff") for name in names]


def separator_of(written: str) -> str:
    """Return a separator by its sign or name.

    >>> separator_of("semicolon"), separator_of(";")
    (';', ';')
    """
    sign = _NAMED.get(written.strip().lower() or written, written)
    if sign not in SEPARATORS:
        raise InputError(
            "separator must be one of , ; | or tab, got {written!r}.",
            written=written,
        )
    return sign


def sheet_below(text: str, header: tuple[int, str, list[str]], where: str) -> Sheet:
    """Return the sheet whose header stands on a line; text after a blank line ends it.

    A second header line (units, areas) has a first cell without a digit, and is left
    out.
    """
    first, sign, names = header
    lines = text.splitlines()
    said = dict(_said(lines[:first]))
    reader = csv.reader(lines[first + 1 :], delimiter=sign)
    rows: list[list[str]] = []
    numbers: list[int] = []
    parted = False
    for row in reader:
        line = first + 1 + reader.line_num
        if not any(cell.strip() for cell in row):
            parted = bool(rows)
        elif parted and len(row) != len(names):
            break
        elif not row[0].startswith(_COMMENT):
            rows.append(_fitted(row, len(names), (where, line)))
            numbers.append(line)
    return Sheet(where, tuple(_unlike(names)), rows, numbers, sign, said)


def _said(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands above a header as 'name: value'."""
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().strip('"').lower(), value.strip().strip('"')


def _fitted(row: list[str], width: int, at: tuple[str, int]) -> list[str]:
    """Return a row as wide as its header; raise InputError where more is in it."""
    if any(cell.strip() for cell in row[width:]):
        where, line = at
        raise InputError(
            "{where}, line {line}: has {row_count} cells, the header {width}. Quote "
            "numbers with a decimal comma, or part columns by semicolons.",
            where=where,
            line=line,
            row_count=len(row),
            width=width,
        )
    return [*row, *[""] * (width - len(row))][:width]


def _unlike(names: list[str]) -> Iterator[str]:
    """Yield names, a second one of the same with its number."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
