"""Records of a check: terms, lines of recomputation, notes, parts and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.notes import Note, Term
from wattlas.plain import Plain, written

__all__ = [
    "VERDICTS",
    "Line",
    "Note",
    "Part",
    "Term",
    "Verdict",
    "VerdictFile",
]

VERDICTS = (
    "right",
    "right_within_range",
    "right_scope_differs",
    "partly_right",
    "partly_judged",
    "inconsistent_with_itself",
    "contradicted",
    "unsupported",
    "promise",
    "not_numeric",
)
"""Every verdict, from best to worst and then those that judge no number."""


@dataclass(frozen=True, slots=True)
class Line(Plain):
    """One line of a recomputation: ``{0} / {1}`` over terms gives the result.

    A line without a formula shows a known figure. `name` is a code for the words.
    """

    name: str
    result: Term
    formula: str = ""
    terms: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part(Plain):
    """One relation of a claim, judged: verdict, lines, range, notes, correction."""

    ADDED: ClassVar[tuple[str, ...]] = (
        "read_as",
        "said",
        "corrected_statement",
    )

    relation: str
    verdict: str
    read: Mapping[str, Any]
    lines: tuple[Line, ...] = field(default=(), metadata=written("recomputation"))
    known: Term | None = field(default=None, metadata=written("range"))
    notes: tuple[Note, ...] = ()
    corrected: Note | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict(Plain):
    """A claim, judged part by part and as a whole."""

    KINDS: ClassVar[tuple[str, ...]] = ("check",)
    SHOWN: ClassVar[tuple[str, ...]] = (
        "corrected",
        "sources",
    )
    ADDED: ClassVar[tuple[str, ...]] = (
        "language",
        "corrected_statement",
    )
    ROWS: ClassVar[str] = "parts"

    statement: str
    verdict: str
    confidence: str
    parts: tuple[Part, ...]
    quantities: tuple[Mapping[str, Any], ...] = ()
    things: tuple[Mapping[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()
    id: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    numbers: int = field(default=0, metadata=written("numbers_stated"))
    judged: int = field(default=0, metadata=written("numbers_judged"))

    @property
    def corrected(self) -> tuple[Note, ...]:
        """What is right, of each part that is not."""
        return tuple(p.corrected for p in self.parts if p.corrected)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of every source that a part used, each once."""
        return tuple(dict.fromkeys(s for part in self.parts for s in part.sources))


@dataclass(frozen=True)
class VerdictFile(Plain):
    """Every claim of a file, judged; `left` counts sentences beyond the limit."""

    KINDS: ClassVar[tuple[str, ...]] = ("check-file",)
    ROWS: ClassVar[str] = "claims"

    name: str = field(metadata=written("file"))
    title: str
    claims: tuple[Verdict, ...]
    sentences: int = 0
    left: int = field(default=0, metadata=written("left_unchecked"))
