"""What an outlook says in sentences: title, answer, what is late and what binds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wattlas import facts
from wattlas.projection import Outlook
from wattlas.projection.demand import LAST_COUNT
from wattlas.projection.record import ERROR, PATIENCE
from wattlas.report.outlook_cells import energy, figure, is_counted, place_name, ranged
from wattlas.report.table import Number, Piece, Word, joined, share, word
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own

COUNTS = tuple(
    f"data_centre_{LAST_COUNT}_twh.{key}" for key in facts.keys("outlook_regions")
)
"""Counts by which the world's data centres are shared out."""


def title(outlook: Outlook) -> Piece:
    """Return the line that says what the outlook is of."""
    span = f"{outlook.years[0]}-{outlook.years[-1]}"
    text = word(words.TITLE, place=place_name(outlook.region), span=span)
    return joined((outlook.title, text), ": ")


def middle_year(outlook: Outlook) -> int:
    """Return the year that the answer is about: 2030, or the last if that is sooner."""
    return 2030 if 2030 in outlook.years else outlook.years[-1]


def summary(outlook: Outlook) -> Word:
    """Return the answer in two sentences."""
    first, last, middle = outlook.years[0], outlook.years[-1], middle_year(outlook)
    now_share = figure(
        outlook.at("share_of_generation", first), "share_of_generation", unit=True
    )
    told: dict[str, Piece] = {
        "first": str(first),
        "middle": str(middle),
        "place": Word(words.WHOSE["world" if outlook.region == "world" else "region"]),
        "now": energy(outlook.at("ai_demand_twh", first), unit=True),
        "now_share": now_share,
        "demand": energy(outlook.at("ai_demand_twh", middle), unit=True),
        "served": energy(outlook.at("ai_served_twh", middle), unit=True),
    }
    if last == middle:
        return Word(words.SHORT_SUMMARY, told)
    told["last"] = str(last)
    for name, quantity in (("later", "ai_demand_twh"), ("latest", "ai_served_twh")):
        told[name] = energy(ranged(outlook.at(quantity, last), last), unit=True)
    return Word(words.SUMMARY, told)


def evidence(outlook: Outlook) -> Iterator[Word]:
    """Yield what widens ranges, what was taken from forecasts, who is left out."""
    if is_counted(outlook.region):
        yield _of_place(outlook)
    if ERROR not in outlook.given:
        yield Word(words.WIDENED)
    several = Counter(name.partition(".")[0] for name in outlook.from_forecasts)
    names = dict.fromkeys(
        name if several[stem] == 1 else f"{stem}.*"
        for name in outlook.from_forecasts
        if (stem := name.partition(".")[0])
    )
    if names:
        yield word(words.FROM_FORECASTS, names=joined(names))
    else:
        yield Word(words.NO_FORECASTS)
    if any(name in outlook.given for name in COUNTS):
        yield Word(words.SHARED_OUT)
    if outlook.without:
        yield word(words.WITHOUT, publishers=joined(outlook.without))


def _of_place(outlook: Outlook) -> Word:
    """Return how a place stands on its own count and on its region."""
    name = f"place_twh.{outlook.region}"
    count = next(i for i in outlook.inputs if i.name == name)
    return word(
        words.OF_PLACE,
        place=place_name(outlook.region),
        year=count.year,
        source=count.source,
    )


def late(outlook: Outlook) -> Word:
    """Return what counts as delayed and as carbon, and what binds in the middle."""
    patience = next(i.mid for i in outlook.inputs if i.name == PATIENCE)
    middle = middle_year(outlook)
    return word(
        words.LATE,
        patience=Number(patience),
        middle=str(middle),
        binds=share(outlook.grid_binds[middle]),
    )


def cases_answer(cases: Sequence[Outlook]) -> Word:
    """Return between which energies AI is served, over the cases."""
    year = min(case.years[-1] for case in cases)
    ordered = sorted(cases, key=lambda case: case.at("ai_served_twh", year).mid)
    least, most = ordered[0], ordered[-1]
    return word(
        own.CASES_ANSWER,
        year=str(year),
        count=str(len(cases)),
        least=energy(least.at("ai_served_twh", year), unit=True),
        least_case=least.case,
        most=energy(most.at("ai_served_twh", year), unit=True),
        most_case=most.case,
    )
