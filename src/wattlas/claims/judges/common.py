"""What the judges share: the fields of a relation, lines of known figures, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from wattlas.claims.judging import Match, known_term
from wattlas.claims.known import Known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.units import DAYS_PER_YEAR, HOURS_PER_YEAR, MONTHS_PER_YEAR

GRADES = {
    "near": "right",
    "within": "right_within_range",
    "wide": "unsupported",
    "close": "partly_right",
    "off": "contradicted",
}
"""The verdict on a figure that lies so to the known one."""
PER_YEAR = {
    "year": 1.0,
    "month": MONTHS_PER_YEAR,
    "week": DAYS_PER_YEAR / 7,
    "day": DAYS_PER_YEAR,
    "h": HOURS_PER_YEAR,
}
"""How many of a period a year has."""


def fields(relation: BaseModel) -> dict[str, Any]:
    """Return the fields of a relation that say something, as plain data."""
    return relation.model_dump(mode="json", exclude_defaults=True, exclude={"kind"})


def known_line(k: Known) -> Line:
    """Return the line that shows a known figure with its range and source."""
    values = {
        "subject": k.key,
        "quantity": k.quantity,
        "year": str(k.year),
        "boundary": k.boundary,
        "note": k.note,
    }
    return Line("known", known_term(k), sources=(k.source,), values=values)


def off_line(match: Match) -> Line:
    """Return the line that says by what factor a stated figure is off."""
    return Line("stated-over-known", Term(match.ratio))


def part_of(
    relation: BaseModel,
    verdict: str,
    lines: Sequence[Line],
    known: Term | None = None,
    notes: Sequence[Note] = (),
    corrected: Note | None = None,
) -> Part:
    """Return a judged part; its sources are those of its lines."""
    kind = str(getattr(relation, "kind", ""))
    keys = dict.fromkeys(s for line in lines for s in line.sources)
    return Part(
        kind, verdict, fields(relation), tuple(lines), known, tuple(notes), corrected,
        tuple(keys),
    )  # fmt: skip


def unsupported(relation: BaseModel, subject: str, code: str = "no-figure") -> Part:
    """Return the part of a relation whose subject has no known figure."""
    return part_of(
        relation, "unsupported", (), None, (Note(code, {"subject": subject}),)
    )


def sources(figures: Iterable[Known]) -> tuple[str, ...]:
    """Return the source keys of figures, each once."""
    return tuple(dict.fromkeys(k.source for k in figures))


def figure_correction(k: Known) -> Note:
    """Return the correction that names the known figure of a thing."""
    return correction(
        "figure",
        subject=k.key,
        quantity=k.quantity,
        value=known_term(k),
        boundary=k.boundary,
        year=str(k.year),
    )


def correction(code: str, **values: Any) -> Note:
    """Return the note that a corrected statement is made from."""
    return Note(f"corrected-{code}", values)
