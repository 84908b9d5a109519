"""What a record remarks: a code and named values, for which reports have a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from wattlas.plain import Plain, coded


@dataclass(frozen=True, slots=True)
class Term(Plain):
    """A figure of a remark: value, unit, range, and its words if it was stated."""

    value: float
    unit: str = "1"
    text: str = ""
    low: float | None = None
    high: float | None = None


if TYPE_CHECKING:
    NoteValue: TypeAlias = Any
else:
    NoteValue = Term | tuple[str, ...] | str | bool | int | float | None
"""What a sentence of the words may hold: a figure, names, a word, a number."""


@dataclass(frozen=True, slots=True)
class Note(Plain):
    """A code with values by name: a sentence stands for it in the words.

    >>> Note("not-used", {"name": "life_years"}).to_dict()
    {'code': 'not-used', 'values': {'name': 'life_years'}}
    """

    code: str = field(metadata=coded("notes", places="values"))
    values: Mapping[str, NoteValue] = field(default_factory=dict)
