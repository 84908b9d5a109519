"""A part takes a share of a whole: from a published share, or from two figures."""

from __future__ import annotations

from wattlas.claims.judges.common import GRADES, correction, fields, known_line, sources
from wattlas.claims.judging import known_term, match, slip
from wattlas.claims.known import Known, known, latest
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Share

HALF = 0.5
GRIDS = {
    "data-centres-world": "world",
    "data-centres-us": "us",
    "data-centres-cn": "cn",
    "data-centres-eu": "eu27",
    "data-centres-ie": "ie",
    "ai": "world",
    "motors": "world",
}
"""The grid that a load is part of."""
SPREAD = 1.15
"""A share of two figures is taken to be known to this factor."""


def judge(relation: Share) -> Part:
    """Return the judged part of a share."""
    if relation.split == "most":
        return _most(relation)
    figures, lines = _figures(relation)
    if not figures or relation.value is None:
        note = Note(
            "no-split" if relation.split else "no-figure", {"subject": relation.subject}
        )
        return Part("share", "unsupported", fields(relation), notes=(note,))
    found = match(relation.value, figures)
    mended = slip(found.ratio) if found.grade == "off" else None
    notes = [Note("share-note", {"text": found.known.note})] if found.known.note else []
    verdict = GRADES[found.grade]
    if relation.over and found.is_right:
        verdict, notes = "partly_right", [*notes, Note("no-series")]
    if found.known.quantity.startswith("forecast") and found.is_right:
        verdict, notes = "right_within_range", [*notes, Note("forecast")]
    corrected = None if found.is_right else correction(
        "share", subject=relation.subject, of=relation.of or relation.split,
        value=Term(found.known.mid, "%"), year=str(found.known.year),
    )  # fmt: skip
    return Part("share", verdict, fields(relation),
                (*lines, *(known_line(k) for k in figures)), known_term(found.known),
                (*notes, *([mended] if mended else [])), corrected, sources(figures))  # fmt: skip


def _figures(relation: Share) -> tuple[list[Known], list[Line]]:
    """Return published shares, else the quotient of two figures with its lines."""
    if relation.split in ("inference", "training"):
        return _split(relation), []
    name = (
        "data_centre_share"
        if relation.of == "data-centres-world"
        else "electricity_share"
    )
    future = "forecast_share" if name == "electricity_share" else ""
    figures = known(relation.subject, name) + (
        known(relation.subject, future) if future else []
    )
    if relation.year:
        near = [k for k in figures if abs(k.year - relation.year) <= 1]
        exact = [k for k in near if k.year == relation.year]
        figures = exact or near
    return (figures, []) if figures else _quotient(relation)


def _split(relation: Share) -> list[Known]:
    figures = known(relation.subject, "inference_share")
    if relation.split == "inference":
        return figures
    return [
        Known(k.key, "training_share", 1 - k.high, 1 - k.mid, 1 - k.low, "1", k.year,
              k.source, "", k.note)
        for k in figures
    ]  # fmt: skip


def _quotient(relation: Share) -> tuple[list[Known], list[Line]]:
    future = (
        relation.year is not None
        and known(relation.subject, "electricity_kwh")
        and (relation.year > known(relation.subject, "electricity_kwh")[-1].year)
    )
    loads = known(relation.subject, "forecast_kwh" if future else "electricity_kwh")
    grid = known(GRIDS.get(relation.subject, relation.of), "generation_kwh")
    part = latest(loads, relation.year)
    whole = latest(grid, part.year if part else None)
    if part is None or whole is None:
        return [], []
    share = part.mid / whole.mid
    low, high = (
        min(part.low / whole.mid, share / SPREAD),
        max(part.high / whole.mid, share * SPREAD),
    )
    line = Line("share", Term(share, "%"), "{0} / {1}", (known_term(part), known_term(whole)),
                (part.source, whole.source), {"year": str(part.year)})  # fmt: skip
    made = Known(
        relation.subject,
        "electricity_share",
        low,
        share,
        high,
        "1",
        part.year,
        part.source,
    )
    return [made], [known_line(part), known_line(whole), line]


def _most(relation: Share) -> Part:
    """Judge that a part takes most of a whole."""
    figures = known(relation.subject, "data_centre_share")
    if not figures:
        note = Note("no-figure", {"subject": relation.subject})
        return Part("share", "unsupported", fields(relation), notes=(note,))
    k = figures[-1]
    right = k.low > HALF
    verdict = "right_within_range" if right else "contradicted"
    corrected = None if right else correction(
        "share", subject=relation.subject, of=relation.of, value=Term(k.mid, "%"),
        year=str(k.year),
    )  # fmt: skip
    notes = (Note("share-note", {"text": k.note}), Note("right-in-ai-sites"))
    return Part("share", verdict, fields(relation), (known_line(k),), known_term(k),
                notes, corrected, sources([k]))  # fmt: skip
