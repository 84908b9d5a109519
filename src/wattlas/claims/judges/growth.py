"""Growth of a series: its rate, flat, or exponential, from the published years."""

from __future__ import annotations

from wattlas.claims.judges.common import correction, known_line, part_of, unsupported
from wattlas.claims.judging import known_term
from wattlas.claims.known import Known, known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Growth
from wattlas.claims.verdict import ASSUMED

SERIES = ("generation_kwh", "electricity_kwh")
FLAT = (-0.015, 0.006)
"""Growth a year between which a series counts as flat, or no longer growing."""
RATE_OFF = 0.006
RATE_RELATIVE = 0.15
"""A stated rate is right within 0.6 points or 15 %."""
NEAR_YEARS = 0.34
"""Figures of other years stand for a span if they lie within this part of it."""
LAST_YEARS = 10
SPAN_OFF = 0.015
"""A stated change over a span is right within 1.5 points, or 15 %."""
MOST_OVER = 1.5
"""*More than* so much is right up to so many times it."""
FAR = 1.5
"""A change is another one beyond so many times it, either way."""
SATURATED = ("us", "eu27", "jp")
"""Places whose generation was flat for a while, which is told as if of the world."""


def judge(relation: Growth) -> Part:
    """Return the judged part of a growth."""
    if relation.of_span:
        return _of_span(relation)
    if relation.shape == "exponential" and relation.subject == "ai":
        return _exponential(relation)
    ends = series_ends(relation.subject, relation.years)
    if ends is None:
        return _from_rate(relation)
    rate = yearly(*ends)
    verdict, notes = _graded(relation, rate)
    if verdict == "contradicted" and relation.rate is not None and not relation.years:
        published = _from_rate(relation)
        if published.verdict.startswith("right"):
            return published
    lines = [*(known_line(k) for k in ends), _growth_line(ends)]
    if verdict == "contradicted" and relation.shape == "flat":
        lines += _elsewhere()
    corrected = None if verdict.startswith("right") else correction(
        "growth", subject=relation.subject, rate=Term(rate, "%/year"),
        start=str(ends[0].year), end=str(ends[1].year),
    )  # fmt: skip
    return part_of(relation, verdict, lines, Term(rate, "%/year"), notes, corrected)


def _of_span(relation: Growth) -> Part:
    """Judge by what share a figure of one year is above, or below, that of another."""
    ends = _exact_ends(relation)
    if ends is None or relation.rate is None:
        return unsupported(relation, relation.subject)
    first, last = ends
    made = last.mid / first.mid - 1
    verdict = _graded_span(relation, first, last)
    years = {"from": str(first.year), "to": str(last.year)}
    line = Line(
        "growth-of-span", Term(made, "%"), "{1} / {0} − 1",
        (known_term(first), known_term(last)), values=years,
    )  # fmt: skip
    corrected = None if verdict in ("right", "unsupported") else correction(
        "growth", subject=relation.subject, rate=Term(made, "%"),
        start=years["from"], end=years["to"],
    )  # fmt: skip
    notes = (Note("change-near", {"change": line.result}),)
    lines = [*(known_line(k) for k in ends), line]
    told = notes if verdict == "unsupported" else ()
    return part_of(relation, verdict, lines, line.result, told, corrected)


def _exact_ends(relation: Growth) -> tuple[Known, Known] | None:
    """Return the one published figure of the first and of the last year."""
    quantity = relation.quantity or "electricity_kwh"
    ends = [
        [k for k in known(relation.subject, quantity) if k.year == year]
        for year in relation.years or ()
    ]
    one = len(ends) == 2 and all(len(figures) == 1 for figures in ends)
    return (ends[0][0], ends[1][0]) if one else None


def _graded_span(relation: Growth, first: Known, last: Known) -> str:
    """Return how a stated change lies to that between two figures with their ranges.

    Where a range is wide, or a figure assumed, what is not near is not accused.
    """
    stated, made = relation.rate, last.mid / first.mid - 1
    if stated is None:
        return "unsupported"
    falls = relation.shape == "falling"
    low, high = sorted(
        (-stated.low, -stated.high) if falls else (stated.low, stated.high)
    )
    slack = max(SPAN_OFF, RATE_RELATIVE * abs(made))
    middle = (low + high) / 2
    same_way = made * middle > 0
    more = same_way and 1 <= made / middle <= MOST_OVER
    if (more and stated.bound == "at-least") or low - slack <= made <= high + slack:
        return "right"
    least, most = last.low / first.high - 1, last.high / first.low - 1
    inside = high >= least - slack and low <= most + slack
    unsure = ASSUMED in (first.source, last.source)
    far = not (same_way and 1 / FAR < middle / made < FAR)
    return "contradicted" if far and not (inside or unsure) else "unsupported"


def _growth_line(ends: tuple[Known, Known]) -> Line:
    first, last = ends
    years = Term(last.year - first.year)
    return Line(
        "growth",
        Term(yearly(first, last), "%/year"),
        "({1} / {0})^(1/{2}) − 1",
        (known_term(first), known_term(last), years),
        values={"from": str(first.year), "to": str(last.year)},
    )


def series_ends(
    subject: str, years: tuple[int, int] | None
) -> tuple[Known, Known] | None:
    """Return the first and last figure of a series in some years, or the last ten."""
    subject = "world" if subject == "world-electricity" else subject
    figures = next((f for q in SERIES if len(f := known(subject, q)) > 1), None)
    if figures is None:
        return None
    if years:
        first = min(figures, key=lambda k: abs(k.year - years[0]))
        last = min(figures, key=lambda k: abs(k.year - years[1]))
        near = max(abs(first.year - years[0]), abs(last.year - years[1]))
        if near > NEAR_YEARS * (years[1] - years[0]):
            return None
    else:
        last = figures[-1]
        first = min(figures, key=lambda k: abs(k.year - (last.year - LAST_YEARS)))
    return (first, last) if last.year > first.year else None


def yearly(first: Known, last: Known) -> float:
    """Return the mean growth a year between two figures."""
    return float((last.mid / first.mid) ** (1 / (last.year - first.year)) - 1)


def _graded(relation: Growth, rate: float) -> tuple[str, tuple[Note, ...]]:
    if relation.shape == "flat":
        if FLAT[0] <= rate <= FLAT[1]:
            return "right_within_range", ()
        return "contradicted", (Note("local-made-global"),) if relation.subject in (
            "world",
            "world-electricity",
        ) else ()
    if relation.shape == "exponential":
        return "partly_right", (Note("exponential-of-what"),)
    if relation.rate is None:
        return ("right" if rate > 0 else "contradicted"), ()
    stated = relation.rate
    slack = max(RATE_OFF, RATE_RELATIVE * abs(rate))
    near = stated.low - slack <= rate <= stated.high + slack
    return ("right" if near else "contradicted"), ()


def _elsewhere() -> list[Line]:
    lines = []
    for place in SATURATED:
        ends = series_ends(place, (2007, 2020))
        if ends:
            values = {"place": place, "from": "2007", "to": "2020"}
            rate = Term(yearly(*ends), "%/year")
            lines.append(
                Line("growth-elsewhere", rate, sources=(ends[0].source,), values=values)
            )
    return lines


RATES = (("ai", "growth_per_year"), ("frontier-training", "power_growth_per_year"))


def _exponential(relation: Growth) -> Part:
    """Judge that AI grows exponentially: which series, and how fast each grows."""
    lines = [known_line(known(subject, name)[-1]) for subject, name in RATES]
    ends = series_ends("data-centres-world", None)
    if ends:
        lines += [*(known_line(k) for k in ends), _growth_line(ends)]
    notes = (Note("exponential-of-what"),)
    return part_of(relation, "partly_right", lines, None, notes)


GROWTHS = (
    "growth_per_year",
    "power_growth_per_year",
    "work_growth_per_year",
    "efficiency_growth_per_year",
)
"""The growth factors of the tables, the one that is meant most often first."""


def _from_rate(relation: Growth) -> Part:
    """Judge a rate, or a factor a year, by a published growth factor."""
    figures = [k for name in GROWTHS for k in known(relation.subject, name)]
    stated = relation.rate
    if not figures or stated is None:
        return unsupported(relation, relation.subject)
    k = figures[0]
    plus = 0.0 if stated.dimension == "ratio" else 1.0
    near = k.low <= stated.high + plus and stated.low + plus <= k.high
    verdict = "right_within_range" if near else "contradicted"
    return part_of(relation, verdict, (known_line(k),), known_term(k))
