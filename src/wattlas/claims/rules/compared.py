"""What a total is compared with: homes, cars, countries, and things of the tables."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas.claims.cues import pattern
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, places_of
from wattlas.claims.vocabulary import said


def share_of(reading: Reading, thing: Named) -> bool:
    """Say whether a share of all such things is meant: 22 % of American homes."""
    ends = [m.end for m in reading.of("share") if m.end <= thing.start]
    between = reading.text[max(ends) : thing.start] if ends else "."
    whole = _text_of(reading, max(ends)) if ends else ""
    return ("%" in whole or "成" in whole) and _BETWEEN.fullmatch(between) is not None


def _text_of(reading: Reading, end: int) -> str:
    """Return the text of the quantity that ends at a position."""
    return next(m.text for m in reading.mentions if m.end == end)


_BETWEEN = re.compile(r"\s?(?:of|的)?\s?(?:all )?(?:the )?[\w.' ]{0,16}", re.IGNORECASE)


def things_compared(reading: Reading) -> list[Named]:
    """Return the things to compare with, each once; homes without a country too."""
    found: dict[str, Named] = {}
    for thing in reading.kinds("equivalent"):
        found.setdefault(thing.key.split("-")[0], thing)
    homes = [t for t in found.values() if t.key.startswith("household")]
    match = pattern("household").search(reading.text)
    if match and not homes:
        home = Named(
            match.start(), match.end(), "equivalents", "household", "equivalent"
        )
        found["household"] = home
    if not any("car-" in key for key in found):
        found |= {t.key: t for t in _cars(reading)}
    return [*found.values(), *_countries(reading)]


_CAR = re.compile(
    r"(?<!electric )\b(?:(?:gas|gasoline|petrol)[- ](?:powered|fuell?ed|burning) |"
    r"American |average |ordinary |US )*(?:cars?|automobiles?|passenger vehicles?)\b"
    r"|(?<!电动)(?:轿车|小汽车|汽车)",
    re.IGNORECASE,
)


def _cars(reading: Reading) -> list[Named]:
    """Return cars whose carbon is spoken of: of a year, or of their whole lives."""
    match = _CAR.search(reading.text)
    spoken = reading.has("emits") or reading.of("carbon")
    if match is None or not spoken or reading.of("distance"):
        return []
    year = any(said("over-year", reading.text)) or reading.of("time")
    key = "car-lifetime" if reading.has("lifetime") else "petrol-car-year"
    if key == "petrol-car-year" and not year:
        return []
    return [Named(*match.span(), "equivalents", key, "equivalent", match[0])]


def _countries(reading: Reading) -> list[Named]:
    """Return a country that a total is compared with: as much as Ireland."""
    cues = places_of("equals", reading.text)
    if pattern("household").search(reading.text) or not cues:
        return []
    subjects = reading.kinds("load", "company", "service", "model")
    places = [t for t in reading.kinds("country") if t.key != "world"]
    # What stands before the comparison is where the subject is: *in Ireland*.
    start = max(cues[0][1], subjects[0].end) if subjects else len(reading.text)
    after_subject = [p for p in places if p.start >= start]
    return [replace(p, key=f"country:{p.key}") for p in after_subject[:1]]
