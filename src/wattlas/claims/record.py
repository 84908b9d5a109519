"""Records of a check: terms, lines of recomputation, notes, parts and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wattlas.records import SCHEMA

VERDICTS = (
    "right",
    "right_within_range",
    "right_scope_differs",
    "partly_right",
    "inconsistent_with_itself",
    "contradicted",
    "unsupported",
    "promise",
    "not_numeric",
)
"""Every verdict, from best to worst and then those that judge no number."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure of a recomputation: value, unit, range, and its words if stated."""

    value: float
    unit: str = "1"
    text: str = ""
    low: float | None = None
    high: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the term as plain data."""
        return {
            "value": self.value,
            "unit": self.unit,
            "text": self.text,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a recomputation: ``{0} / {1}`` over terms gives the result.

    A line without a formula shows a known figure. `name` is a code for the words.
    """

    name: str
    result: Term
    formula: str = ""
    terms: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return {
            "name": self.name,
            "formula": self.formula,
            "terms": [t.to_dict() for t in self.terms],
            "result": self.result.to_dict(),
            "sources": list(self.sources),
            "values": dict(self.values),
        }


@dataclass(frozen=True, slots=True)
class Note:
    """A code with values: a sentence stands for it in the words."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the note as plain data."""
        values = {
            k: v.to_dict() if isinstance(v, Term) else v for k, v in self.values.items()
        }
        return {"code": self.code, **values}


@dataclass(frozen=True, slots=True)
class Part:
    """One relation of a claim, judged: verdict, lines, range, notes, correction."""

    relation: str
    verdict: str
    read: Mapping[str, Any]
    lines: tuple[Line, ...] = ()
    known: Term | None = None
    notes: tuple[Note, ...] = ()
    corrected: Note | None = None
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the part as plain data."""
        return {
            "relation": self.relation,
            "verdict": self.verdict,
            "read": dict(self.read),
            "recomputation": [line.to_dict() for line in self.lines],
            "range": self.known.to_dict() if self.known else None,
            "notes": [n.to_dict() for n in self.notes],
            "corrected": self.corrected.to_dict() if self.corrected else None,
            "sources": list(self.sources),
        }


@dataclass(frozen=True)
class Checked:
    """A claim, judged part by part and as a whole."""

    statement: str
    verdict: str
    confidence: str
    parts: tuple[Part, ...]
    quantities: tuple[Mapping[str, Any], ...] = ()
    things: tuple[Mapping[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()
    id: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of every source that a part used, each once."""
        return tuple(dict.fromkeys(s for part in self.parts for s in part.sources))

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded, as ``--json`` prints it."""
        return {
            "schema": SCHEMA,
            "kind": "check",
            "id": self.id,
            "statement": self.statement,
            "about": dict(self.about),
            "verdict": self.verdict,
            "confidence": self.confidence,
            "parts": [part.to_dict() for part in self.parts],
            "corrected": [p.corrected.to_dict() for p in self.parts if p.corrected],
            "quantities": [dict(q) for q in self.quantities],
            "things": [dict(t) for t in self.things],
            "not_understood": list(self.not_understood),
            "sources": list(self.sources),
        }


@dataclass(frozen=True)
class CheckedFile:
    """Every claim of a file, judged; `left` counts sentences beyond the limit."""

    name: str
    title: str
    claims: tuple[Checked, ...]
    sentences: int = 0
    left: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded, as ``--json`` prints it."""
        return {
            "schema": SCHEMA,
            "kind": "check-file",
            "file": self.name,
            "title": self.title,
            "claims": [claim.to_dict() for claim in self.claims],
            "sentences": self.sentences,
            "left_unchecked": self.left,
        }
