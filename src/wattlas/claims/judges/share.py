"""A part takes a share of a whole: from a published share, or from two figures."""

from __future__ import annotations

from dataclasses import replace

from wattlas.claims.judges.common import (
    GRADES,
    correction,
    known_line,
    part_of,
    unsupported,
)
from wattlas.claims.judging import Match, known_term, match, slip
from wattlas.claims.known import Known, known, latest
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Share

HALF = 0.5
_WHOLES = {"data-centres-world": "electricity_kwh"}
"""What of a whole is shared, where it is no grid."""
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
        code = "no-split" if relation.split else "no-figure"
        return unsupported(relation, relation.subject, code)
    found = match(relation.value, figures)
    published = any(k.quantity.startswith("forecast") for k in figures)
    if found.grade == "off" and _is_to_come(relation) and not published:
        return unsupported(relation, relation.subject, "forecast")
    if found.grade == "close":
        near = Note("near", {"factor": Term(found.ratio)})
        shown = [*lines, *(known_line(k) for k in figures)]
        known_share = known_term(found.known)
        return part_of(relation, "unsupported", shown, known_share, (near,))
    verdict, notes = _graded(relation, found)
    corrected = None if found.is_right else _correction(relation, found.known)
    lines = [*lines, *(known_line(k) for k in figures)]
    return part_of(relation, verdict, lines, known_term(found.known), notes, corrected)


def _is_to_come(relation: Share) -> bool:
    """Say whether a share is of a year without a measured figure: a forecast."""
    measured = known(relation.subject, "electricity_kwh")
    return bool(relation.year and measured and relation.year > measured[-1].year)


def _graded(relation: Share, found: Match) -> tuple[str, list[Note]]:
    notes = [Note("share-note", {"text": found.known.note})] if found.known.note else []
    if relation.over and found.is_right:
        return "partly_right", [*notes, Note("no-series")]
    if found.known.quantity.startswith("forecast") and found.is_right:
        return "right_within_range", [*notes, Note("forecast")]
    mended = slip(found.ratio) if found.grade == "off" else None
    return GRADES[found.grade], [*notes, *([mended] if mended else [])]


def _correction(relation: Share, k: Known) -> Note:
    return correction(
        "share",
        subject=relation.subject,
        of=relation.of or relation.split,
        value=Term(k.mid, "%"),
        year=str(k.year),
    )


def _figures(relation: Share) -> tuple[list[Known], list[Line]]:
    """Return published shares, else the quotient of two figures with its lines."""
    if relation.split in ("inference", "training"):
        return _split(relation), []
    if _is_of_another_whole(relation):
        return _quotient(relation)
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


def _is_of_another_whole(relation: Share) -> bool:
    """Say whether a share is of another whole than its published ones are of."""
    published = known(relation.subject, "data_centre_share")
    own = relation.of in _WHOLES and bool(published)
    return bool(relation.of) and relation.of != GRIDS.get(relation.subject) and not own


def _split(relation: Share) -> list[Known]:
    figures = known(relation.subject, "inference_share")
    if relation.split == "inference":
        return figures
    return [
        Known(
            k.key,
            "training_share",
            1 - k.high,
            1 - k.mid,
            1 - k.low,
            "1",
            k.year,
            k.source,
            "",
            k.note,
        )
        for k in figures
    ]


def _quotient(relation: Share) -> tuple[list[Known], list[Line]]:
    """Return the share as quotient of a load and what its grid generates."""
    part = _load(relation)
    of = relation.of or GRIDS.get(relation.subject, "")
    grid = known(of, _WHOLES.get(of, "generation_kwh"))
    whole = latest(grid, part.year if part else None)
    if part is None or whole is None:
        return [], []
    share = part.mid / whole.mid
    low = min(part.low / whole.mid, share / SPREAD)
    high = max(part.high / whole.mid, share * SPREAD)
    terms = (known_term(part), known_term(whole))
    keys, values = (part.source, whole.source), {"year": str(part.year)}
    line = Line("share", Term(share, "%"), "{0} / {1}", terms, keys, values)
    made = replace(
        part, quantity="electricity_share", low=low, mid=share, high=high, unit="1",
        note="",
    )  # fmt: skip
    return [made], [known_line(part), known_line(whole), line]


def _load(relation: Share) -> Known | None:
    """Return the load of the year, measured, or forecast if the year is to come."""
    measured = known(relation.subject, "electricity_kwh")
    year = relation.year
    if year is not None and measured and year > measured[-1].year:
        return latest(known(relation.subject, "forecast_kwh"), year)
    return latest(measured, year)


def _most(relation: Share) -> Part:
    """Judge that a part takes most of a whole."""
    figures = known(relation.subject, "data_centre_share")
    if not figures:
        return unsupported(relation, relation.subject)
    k = figures[-1]
    right = k.low > HALF
    verdict = "right_within_range" if right else "contradicted"
    corrected = None if right else _correction(relation, k)
    notes = (Note("share-note", {"text": k.note}), Note("right-in-ai-sites"))
    return part_of(relation, verdict, (known_line(k),), known_term(k), notes, corrected)
