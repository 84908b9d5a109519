"""A thing has a quantity: beside published figures, by boundary, scope and year."""

from __future__ import annotations

from dataclasses import replace

from wattlas import facts
from wattlas.claims.judges.common import (
    GRADES,
    fields,
    figure_correction,
    known_line,
    off_line,
    sources,
    unsupported,
)
from wattlas.claims.judging import Match, known_term, match, slip
from wattlas.claims.known import Known, known
from wattlas.claims.of_use import note_of_use
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Figure
from wattlas.quantity import Mention

SIBLINGS = {
    "ai": ("data-centres-world", "crypto-and-data-centres", "data-centres-us"),
    "data-centres-world": ("crypto-and-data-centres", "data-centres-us"),
    "google": ("google-data-centres",),
    "google-data-centres": ("google",),
    "chatgpt": ("chatbot",),
}
"""Wider or narrower things whose figure is often taken for that of another."""
WHOLE = ("", "facility", "lifecycle")
"""Boundaries that leave nothing of the building out."""
PART_OF_RUN = "pretraining"
"""The boundary of a figure that leaves later stages of a training out."""
OF_A_USE = ("use_energy_kwh", "use_water_l", "use_carbon_kgco2e")
DATED_FACTOR = 1.5
SERIES = (
    "electricity_kwh", "forecast_kwh", "generation_kwh", "water_l", "carbon_kgco2e",
    "electricity_per_day_kwh", "uses_per_day",
)  # fmt: skip
"""Quantities that have another value every year."""
DRIFT = 3.0
"""A figure of another year speaks against one that is off by more than this factor."""
APART = 3.0
"""Forecasts of one year differ by less than this factor, and none is wrong for it."""
FINE = ("right", "right_within_range")
SHOWN = 4
OF_THE_WORLD = "data-centres-world"


def judge(relation: Figure) -> Part:
    """Return the judged part: a stated figure beside the known ones."""
    figures = of_year(known(relation.subject, relation.quantity), relation.year)
    # Forecasts of a publisher are of all data centres of the world.
    if relation.forecast_by and relation.subject == OF_THE_WORLD:
        own = of_year(known(relation.forecast_by, relation.quantity), relation.year)
        figures = own or figures
    if not figures:
        other = known(relation.subject, relation.quantity)
        code = "other-year" if other else "no-figure"
        part = unsupported(relation, relation.subject, code)
        remark = note_of_use(relation)
        return part if remark is None else replace(part, notes=(*part.notes, remark))
    found = match(_as_limit(relation), figures)
    if not _may_judge(relation, found):
        sibling = _sibling(relation)
        if sibling is not None:
            return _of_sibling(relation, found, sibling)
        code = "moves" if relation.year == found.known.year else "other-year"
        return unsupported(relation, relation.subject, code)
    if found.grade == "close" or _may_be_forecast(relation, found):
        return _near(relation, found, figures)
    sibling = None if found.is_right else _sibling(relation)
    if sibling:
        return _of_sibling(relation, found, sibling)
    verdict, notes = _graded(relation, found, figures)
    return _part(relation, verdict, found, figures, notes)


def _may_be_forecast(relation: Figure, found: Match) -> bool:
    """Say whether another forecaster may say so: they lie a few times apart."""
    forecast = relation.quantity.startswith("forecast") and not found.is_right
    return forecast and 1 / APART < found.ratio < APART


def _as_limit(relation: Figure) -> Mention:
    """Return the stated value; the most that a thing draws is its limit itself."""
    of_limit = relation.quantity == "power_limit_w"
    return replace(relation.value, bound="") if of_limit else relation.value


def of_year(figures: list[Known], year: int | None) -> list[Known]:
    """Return the figures of a year, else of the year before or after it, or none.

    What does not change with the years, such as a training, is known of any; what
    one use will take, of none to come.
    """
    if year is None or not figures:
        return figures
    exact = [k for k in figures if k.year == year]
    near = [k for k in figures if abs(k.year - year) <= 1]
    to_come = figures[0].quantity in OF_A_USE and year > figures[-1].year + 1
    lasting = [] if is_series(figures[0].quantity) or to_come else figures
    return exact or near or lasting


def is_series(quantity: str) -> bool:
    """Say whether a quantity has another value every year."""
    return quantity in SERIES or quantity.endswith(("_users", "_share"))


def _may_judge(relation: Figure, found: Match) -> bool:
    """Say whether a figure of another year, or of none, may speak against a claim.

    Nor may one of another month speak, where a quantity grows severalfold in a year.
    """
    if found.is_right or not is_series(relation.quantity):
        return True
    if relation.year == found.known.year and not _moves(relation.quantity):
        return True
    low, high = found.known.low / DRIFT, found.known.high * DRIFT
    return not low <= relation.value.middle <= high


def _moves(quantity: str) -> bool:
    """Say whether a quantity is another one in the months of a year."""
    return quantity == "uses_per_day" or quantity.endswith("_users")


def _near(relation: Figure, found: Match, figures: list[Known]) -> Part:
    """Return the part of a figure near a published one and not it: not judged."""
    other = _sibling(relation)
    if other is not None:
        return _of_sibling(relation, found, other)
    note = (Note("near", {"factor": Term(found.ratio)}),)
    part = _part(relation, "unsupported", found, figures, note)
    return replace(part, corrected=None)


def _sibling(relation: Figure) -> Match | None:
    for other in SIBLINGS.get(relation.subject, ()):
        figures = of_year(known(other, relation.quantity), relation.year)
        if figures and (found := match(relation.value, figures)).is_right:
            return found
    return None


def _of_sibling(relation: Figure, own: Match, sibling: Match) -> Part:
    note = Note("scope-of", {"subject": relation.subject, "scope": sibling.known.key})
    return Part(
        "figure",
        "right_scope_differs",
        fields(relation),
        (known_line(sibling.known), known_line(own.known)),
        known_term(own.known),
        (note,),
        figure_correction(own.known),
        sources([sibling.known, own.known]),
    )


def _graded(
    relation: Figure, found: Match, figures: list[Known]
) -> tuple[str, tuple[Note, ...]]:
    verdict = GRADES[found.grade]
    if relation.quantity.startswith("forecast") and found.is_right:
        return "right_within_range", (Note("forecast"),)
    if found.is_right and found.known.boundary not in WHOLE:
        return "right_scope_differs", (_boundary(found, figures),)
    dated = relation.quantity in OF_A_USE or is_series(relation.quantity)
    dated &= not relation.year and not _holds_still(relation, figures)
    if found.is_right and dated and (later := newer(found, figures)):
        return "right_scope_differs", (later,)
    mended = slip(found.ratio) if found.grade == "off" else None
    notes = [mended] if mended else []
    return verdict, (*notes, *(own_statement(found.known) if found.is_right else ()))


def _holds_still(relation: Figure, figures: list[Known]) -> bool:
    """Say whether a bound that is stated holds of the newest figure too."""
    bound, newest = relation.value.bound, figures[-1]
    at_least = bound == "at-least" and newest.high >= relation.value.low
    return at_least or (bound == "at-most" and newest.low <= relation.value.high)


def own_statement(k: Known) -> tuple[Note, ...]:
    """Return the note that a figure is what its maker says of itself, if it is so."""
    if k.source not in facts.keys("statements"):
        return ()
    return (Note("own-statement", {"who": facts.row("statements", k.source)["maker"]}),)


def _boundary(found: Match, figures: list[Known]) -> Note:
    if found.known.boundary == PART_OF_RUN:
        whole = next((k for k in figures if not k.boundary), found.known)
        values = {"boundary": PART_OF_RUN, "whole": known_term(whole)}
        return Note("part-of-run", values)
    wider = [k for k in figures if k.boundary in WHOLE]
    if not wider:
        return Note("boundary-alone", {"boundary": found.known.boundary})
    return Note(
        "boundary",
        {"boundary": found.known.boundary, "facility": known_term(wider[-1])},
    )


def newer(found: Match, figures: list[Known]) -> Note | None:
    """Return the note that newer figures differ, for a claim without a year."""
    newest = figures[-1]
    factor = found.known.mid / newest.mid
    if newest.year == found.known.year or 1 / DATED_FACTOR < factor < DATED_FACTOR:
        return None
    values = {"then": str(found.known.year), "now": str(newest.year)}
    return Note("dated", {**values, "newest": known_term(newest)})


def _part(
    relation: Figure,
    verdict: str,
    found: Match,
    figures: list[Known],
    notes: tuple[Note, ...],
) -> Part:
    others = [k for k in figures if k is not found.known][-SHOWN + 1 :]
    shown = [found.known, *others]
    lines: list[Line] = [known_line(k) for k in shown]
    right = verdict.startswith("right")
    if not right:
        lines.append(off_line(found))
    return Part(
        "figure",
        verdict,
        fields(relation),
        tuple(lines),
        known_term(found.known),
        notes,
        None if verdict in FINE else figure_correction(_best(figures, found)),
        sources(shown),
    )


def _best(figures: list[Known], found: Match) -> Known:
    whole = [k for k in figures if k.boundary in WHOLE]
    return found.known if found.known in whole or not whole else whole[-1]
