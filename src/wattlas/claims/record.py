"""Records of a check: terms, lines of recomputation, notes, parts and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, ClassVar

from wattlas.claims.schema import amiss_in
from wattlas.notes import Note, Term
from wattlas.plain import Plain, coded, written
from wattlas.plain.fields import hints_of
from wattlas.quantity import Mention

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

    name: str = field(metadata=coded("claim-lines", places="values"))
    result: Term
    formula: str = ""
    terms: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a formula that names terms which the line lacks."""
        for _, place, _, _ in Formatter().parse(self.formula):
            if place is not None and not place.isdecimal():
                yield "formula", f"must name terms by number, got {place!r}"
            elif place and int(place) >= len(self.terms):
                yield "terms", f"must have the {int(place) + 1} that formula names"


class Named(Plain):
    """A record whose fields are read by name too, as those of plain data are."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        """Return a field by its name."""
        kind: Any = type(self)
        if name not in hints_of(kind):
            raise KeyError(name)
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Meaning(Named):
    """One way to read an ambiguous quantity: the meaning in a word, its value."""

    meaning: str = field(metadata=coded("readings"))
    value: float


@dataclass(frozen=True, slots=True)
class Stated(Named):
    """A quantity of a statement as it was read; `mid` is None where it has several.

    `unit` has what stands below the stroke with it: ``kWh/month``.
    """

    text: str
    dimension: str = field(metadata=coded("dimensions"))
    low: float
    mid: float | None
    high: float
    unit: str
    times: tuple[float, float] | None
    bound: str
    readings: tuple[Meaning, ...]

    @classmethod
    def of(cls, mention: Mention) -> Stated:
        """Return the record of a quantity that was found in a text."""
        names = ("text", "dimension", "low", "mid", "high", "times", "bound")
        return cls(
            **{name: getattr(mention, name) for name in names},
            unit=mention.exact_unit,
            readings=tuple(Meaning(r.meaning, r.value) for r in mention.readings),
        )


@dataclass(frozen=True, slots=True)
class Recognised(Named):
    """A thing that a statement names, and the row of the facts that it is."""

    text: str
    table: str = field(metadata=coded("tables"))
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Part(Plain):
    """One relation of a claim, judged: verdict, lines, range, notes, correction.

    `read_as`, `said` and `corrected_statement` say it in the language of the verdict.
    """

    relation: str = field(metadata=coded("claim-relations"))
    verdict: str = field(metadata=coded("verdicts"))
    read: Mapping[str, Any]
    lines: tuple[Line, ...] = field(default=(), metadata=written("recomputation"))
    known: Term | None = field(default=None, metadata=written("range"))
    notes: tuple[Note, ...] = ()
    corrected: Note | None = None
    sources: tuple[str, ...] = ()
    read_as: str = ""
    said: tuple[str, ...] = ()
    corrected_statement: str | None = None

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield a field that is not one of the relation."""
        amiss = amiss_in(self.relation, self.read)
        if amiss:
            yield f"read.{amiss[0]}", f"is not as {self.relation} has it: {amiss[1]}"


@dataclass(frozen=True)
class Verdict(Plain):
    """A claim, judged part by part and as a whole.

    `language` is the code of that in which its sentences are said, '' where none are.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("check",)
    SHOWN: ClassVar[tuple[str, ...]] = (
        "corrected",
        "sources",
    )
    ROWS: ClassVar[str] = "parts"

    statement: str
    verdict: str = field(metadata=coded("verdicts"))
    confidence: str = field(metadata=coded("confidences"))
    parts: tuple[Part, ...]
    quantities: tuple[Stated, ...] = ()
    things: tuple[Recognised, ...] = ()
    not_understood: tuple[str, ...] = ()
    id: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    numbers: int = field(default=0, metadata=written("numbers_stated"))
    judged: int = field(default=0, metadata=written("numbers_judged"))
    language: str = field(default="", metadata=coded("languages"))
    corrected_statement: str | None = None

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield counts of numbers that contradict each other."""
        if not 0 <= self.judged <= self.numbers:
            yield "numbers_judged", f"must be 0 to {self.numbers}, got {self.judged}"

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
