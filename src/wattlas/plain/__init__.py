"""Records as plain data and back, without loss, by their type hints.

A record is a frozen dataclass that is a `Plain`. What it writes, it reads: an extra, a
missing or a mistyped value is refused in one sentence that names where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self

from wattlas.errors import InputError
from wattlas.plain.codes import Code, codes_of
from wattlas.plain.fields import SCHEMA, Codec, Unloaded, coded, written
from wattlas.plain.reading import read_record
from wattlas.plain.text import depth, json_data, json_text, shortened
from wattlas.plain.tidy import flat, frame
from wattlas.plain.writing import write_record

__all__ = [
    "SCHEMA",
    "Code",
    "Codec",
    "Plain",
    "Unloaded",
    "coded",
    "codes_of",
    "json_data",
    "json_text",
    "shortened",
    "written",
]

DEEPEST = 40
"""How deep lists and objects of a record may stand in each other."""


class Plain:
    """A record that reads back what it writes.

    `KINDS` are the kinds of a record that stands for itself: it says its schema and its
    kind. `SHOWN` are properties that are written for readers and follow from the rest.
    `ROWS` is the field whose records are the rows of its table.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Point(Plain):
    ...     x: float
    >>> Point.from_dict({"x": 1.5}) == Point(1.5)
    True
    """

    __slots__ = ()
    KINDS: ClassVar[tuple[str, ...]] = ()
    SHOWN: ClassVar[tuple[str, ...]] = ()
    ROWS: ClassVar[str] = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded, as ``--json`` prints it."""
        return write_record(self, type(self).__name__)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the record that wrote the data.

        Raises
        ------
        InputError
            If a value is missing, too many or of another type, contradicts another,
            or the schema is another.
        """
        if depth(data) > DEEPEST:
            raise InputError(
                "{name} is nested {depth} deep: no record is nested more than "
                "{deepest}.",
                name=cls.__name__,
                depth=depth(data),
                deepest=DEEPEST,
            )
        record: Self = read_record(cls, data, cls.__name__)
        return record

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield each field that contradicts others, as the path in it, and how.

        Asked when a record is read: one that was computed agrees with itself.
        """
        return iter(())

    def to_json(self) -> str:
        """Return the record as JSON text, with a line for each list of numbers."""
        return json_text(self.to_dict())

    def tidy(self) -> Iterable[Mapping[str, Any]]:
        """Yield the record as tidy rows: labels, quantity, unit, low, mid, high."""
        items = getattr(self, self.ROWS) if self.ROWS else (self,)
        return map(flat, items)

    def to_pandas(self) -> Any:
        """Return the record as a tidy pandas table (extra `tables`).

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        return frame(self.tidy())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the record that wrote a JSON text.

        Raises
        ------
        InputError
            As `from_dict`, or if the text is no JSON.
        """
        return cls.from_dict(json_data(text))
