"""A total equals a count of things: the factor that the claim implies, solved for."""

from __future__ import annotations

from dataclasses import replace

from wattlas import facts
from wattlas.claims.judges.common import (
    GRADES,
    correction,
    fields,
    known_line,
    sources,
    unsupported,
)
from wattlas.claims.judges.figure import FINE, SIBLINGS
from wattlas.claims.judges.sides import Total, count_of, each_of, over_of, total_of
from wattlas.claims.judging import NEAR_ABOUT, Match, known_term, match, slip
from wattlas.claims.known import Known, known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Equivalent
from wattlas.quantity import Mention


def judge(relation: Equivalent, nested: bool = True) -> Part:
    """Return the judged part: the implied figure of one thing beside the known one.

    `nested` asks whether a wider or narrower subject may fit instead.
    """
    total = total_of(relation)
    choices = each_of(relation.thing, relation.region)
    if total is None or not choices:
        missing = relation.subject if total is None else relation.thing
        return unsupported(relation, missing)
    count, over = count_of(relation), over_of(relation)
    implied = _implied(relation, total, count[0] * over[0])
    found = match(implied, choices)
    if relation.thing.startswith("country:") and abs(found.ratio - 1) <= NEAR_ABOUT:
        # What a country generates is not quite what it uses.
        found = replace(found, grade="within")
    if nested and relation.total is None and not found.is_right:
        for other in SIBLINGS.get(relation.subject, ()):
            wider = judge(relation.model_copy(update={"subject": other}), False)
            if wider.verdict.startswith("right"):
                return _of_sibling(relation, other, wider)
    return _part(relation, total, found, implied)


def _of_sibling(relation: Equivalent, other: str, wider: Part) -> Part:
    """Return the part of a wider or narrower thing, for which the claim is right."""
    note = Note("scope-of", {"subject": relation.subject, "scope": other})
    own = judge(relation, False)
    return replace(
        own,
        verdict="right_scope_differs",
        lines=(*wider.lines, *own.lines),
        notes=(note,),
        sources=tuple(dict.fromkeys((*wider.sources, *own.sources))),
    )


def _implied(relation: Equivalent, total: Total, things: float) -> Mention:
    """Return the implied figure of one thing, as if it had been stated."""
    bound = relation.count.bound if relation.count else ""
    bound = bound or (relation.total.bound if relation.total else "")
    turned = {"at-least": "at-most", "at-most": "at-least", "about": "about"}
    if relation.total is not None and relation.total.bound in ("at-least", "at-most"):
        bound = "about"
    low, high = total.low / things, total.high / things
    if relation.at_least:
        turned[bound] = "at-least"
    mid = total.mid / things
    return Mention("", 0, 0, "energy", low, mid, high, bound=turned.get(bound, ""))


SEARCHES = ("strubell-search",)
"""Trainings of many models that are told as if they were of one."""


def _part(relation: Equivalent, total: Total, found: Match, implied: Mention) -> Part:
    verdict, notes = _graded(relation, found, implied)
    if relation.total is None and relation.subject in SEARCHES:
        # Which training is meant is not said: others may have taken so much.
        verdict = "right_scope_differs" if verdict in FINE else "unsupported"
        notes = (Note("search-of-many"),)
    solved = _solved(relation, total, found.known)
    used = [found.known, *([total.known] if total.known else [])]
    lines = [*_lines(relation, total, implied), known_line(found.known)]
    if not found.is_right and not relation.at_least:
        lines.append(Line("implied-over-known", Term(found.ratio)))
    lines.append(solved)
    if relation.thing == "household":
        lines += _elsewhere(relation, total, found.known)
    return Part(
        "equivalent",
        verdict,
        fields(relation),
        tuple(lines),
        known_term(found.known),
        notes,
        None
        if verdict in (*FINE, "unsupported")
        else _correction(relation, total, solved, found),
        sources(used),
    )


def _graded(
    relation: Equivalent, found: Match, implied: Mention
) -> tuple[str, tuple[Note, ...]]:
    if found.grade == "near" and abs(found.ratio - 1) > NEAR_ABOUT:
        # The total is so uncertain that its range holds the known figure.
        found = replace(found, grade="within")
    if found.grade in ("close", "off") and (homes := _some_homes(relation, implied)):
        return "right_within_range", (homes,)
    if relation.at_least and implied.middle >= found.known.low:
        return "right", (Note("understated", {"factor": Term(found.ratio)}),)
    if relation.total is None and (near := _of_uncertain(relation, found, implied)):
        return near
    unplaced = relation.thing == "household" and not relation.region
    if unplaced:
        if found.is_right:
            return "right_scope_differs", (
                Note("fits-place", {"place": found.known.key}),
            )
        return ("contradicted" if found.grade == "off" else "partly_right"), ()
    notes: list[Note] = []
    if not found.is_right and relation.thing == "household":
        notes += _fits_elsewhere(implied)
    mended = slip(1 / found.ratio) if found.grade == "off" else None
    return GRADES[found.grade], (*notes, *([mended] if mended else []))


def _of_uncertain(
    relation: Equivalent, found: Match, implied: Mention
) -> tuple[str, tuple[Note, ...]] | None:
    """Return what is said near a known total that is itself a range, or of a use."""
    if found.grade != "close":
        return None
    k = found.known
    if implied.is_range and implied.low <= k.high and k.low <= implied.high:
        return "right_within_range", ()
    if implied.is_range or relation.quantity.startswith("use_"):
        return "unsupported", (Note("near", {"factor": Term(found.ratio)}),)
    return None


ENVELOPES = {"us": "us", "cn": "cn", "eu27": "eu", "gb": "uk", "jp": "jp"}
"""Places with a published spread of homes, by the name of the equivalent."""


def _some_homes(relation: Equivalent, implied: Mention) -> Note | None:
    """Return the note that the figure lies within homes of a place, not at its mean."""
    places = (relation.region,) if relation.region else tuple(ENVELOPES)
    if relation.thing != "household" or not set(places) <= set(ENVELOPES):
        return None
    homes = [facts.number("equivalents", f"household-year-{ENVELOPES[p]}", "energy_kwh")
             for p in places]  # fmt: skip
    low, high = min(h.low for h in homes), max(h.high for h in homes)
    if not (low <= implied.low and implied.high <= high):
        return None
    ends = {"low": Term(low, "kWh/year"), "high": Term(high, "kWh/year")}
    return Note("some-homes", ends)


def _fits_elsewhere(implied: Mention) -> list[Note]:
    other = match(implied, each_of("household", ""))
    if other.grade != "near":
        return []
    return [Note("fits-elsewhere", {"place": other.known.key})]


def _lines(relation: Equivalent, total: Total, implied: Mention) -> list[Line]:
    count, over = count_of(relation)[1], over_of(relation)[1]
    terms, formula = [total.term], "{0} / {1}"
    if relation.total is not None and relation.total.dimension == "power":
        year = Term(total.mid, "kWh/year", "", total.low, total.high)
        use = facts.number("constants", "claims", "plant_use_share")
        share = Term(use.value, "%", "", use.low, use.high)
        terms, formula_power = [total.term, share], "{0} × 8,760 h × {1}"
        line = Line("energy-of-power", year, formula_power, tuple(terms), (use.source,))
        lines, terms = [line], [year]
    else:
        lines = [known_line(total.known)] if total.known else []
    terms.append(count)
    if relation.over is not None:
        formula, terms = "{0} / ({1} × {2})", [*terms, over]
    unit = _unit(relation)
    ends = (implied.low, implied.high) if implied.is_range else (None, None)
    result = Term(implied.middle, unit, "", *ends)
    return [*lines, Line("implied-each", result, formula, tuple(terms))]


def _unit(relation: Equivalent) -> str:
    return each_of(relation.thing, relation.region)[0].unit


def _solved(relation: Equivalent, total: Total, each: Known) -> Line:
    """Return the count, or the distance, that would make the claim right."""
    if relation.over is not None and relation.over.dimension == "distance":
        things, name, unit = count_of(relation)[0], "solved-distance", "km"
    else:
        things, name, unit = over_of(relation)[0], "solved-count", "1"
    values = [
        total.low / (each.high * things),
        total.mid / (each.mid * things),
        total.high / (each.low * things),
    ]
    whole = total.term
    if relation.total is not None and relation.total.dimension == "power":
        whole = Term(total.mid, "kWh/year")
    terms = (whole, known_term(each), Term(things))
    formula = "{0} / {1}" if things == 1 else "{0} / ({1} × {2})"
    return Line(
        name,
        Term(values[1], unit, low=values[0], high=values[2]),
        formula,
        terms,
        (each.source,),
        {"thing": relation.thing, "place": relation.region or each.key},
    )


def _elsewhere(relation: Equivalent, total: Total, shown: Known) -> list[Line]:
    lines = []
    for place in ("cn", "us", "eu27"):
        for k in known(place, "household_use_kwh_per_year"):
            if k.key != shown.key:
                line = _solved(relation.model_copy(update={"region": place}), total, k)
                lines.append(line)
    return lines


def _correction(relation: Equivalent, total: Total, solved: Line, found: Match) -> Note:
    return correction(
        "equivalent",
        total=total.term,
        solved=solved.result,
        what=solved.name,
        count=count_of(relation)[1],
        thing=relation.thing,
        place=relation.region or found.known.key,
        over=over_of(relation)[1],
    )
