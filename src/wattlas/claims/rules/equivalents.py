"""A total equals so many things: homes, cars over a distance, pools, charges, lakes."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas import facts
from wattlas.claims.cues import pattern
from wattlas.claims.names import Named
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, places_of
from wattlas.claims.rules.found import Found, load_key, nearest
from wattlas.claims.schema import Equivalent
from wattlas.claims.vocabulary import times_said
from wattlas.quantity import Mention, read

RUNNING = ("km", "hour")
"""What a thing runs for that takes nothing by itself: how far, or long, is stated."""
TOTALS = {
    "energy": ("energy", "power"),
    "water": ("volume",),
    "carbon": ("carbon", "mass"),
}
"""Per dimension of a thing: the dimensions that its total may be stated in."""
REACH = 30


def equivalents(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return an equivalence for each thing to compare with, if there is a total."""
    things = [t for t in _things(reading) if not _share_of(reading, t)]
    found: list[Found] = []
    for thing in things:
        one = _equivalent(reading, free, thing)
        if one:
            found.append(one)
    return found[:3]


def _share_of(reading: Reading, thing: Named) -> bool:
    """Say whether a share of all such things is meant: 22 % of American homes."""
    ends = [m.end for m in reading.of("share") if m.end <= thing.start]
    between = reading.text[max(ends) : thing.start] if ends else "."
    whole = m_text(reading, max(ends)) if ends else ""
    return ("%" in whole or "成" in whole) and _BETWEEN.fullmatch(between) is not None


def m_text(reading: Reading, end: int) -> str:
    """Return the text of the quantity that ends at a position."""
    return next(m.text for m in reading.mentions if m.end == end)


_BETWEEN = re.compile(r"\s?(?:of|的)?\s?(?:all )?(?:the )?[\w.' ]{0,16}", re.IGNORECASE)


def _things(reading: Reading) -> list[Named]:
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
    return [*found.values(), *_countries(reading)]


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


def _equivalent(reading: Reading, free: list[Mention], thing: Named) -> Found | None:
    count = None if _is_country(thing) else _count(reading, free, thing)
    thing = _of_a_year(reading, thing)
    uses = _of_uses(reading, free, TOTALS[_dimension(thing)])
    total = uses[0] if uses else None
    if total is None:
        total = _total(reading, free, thing, TOTALS[_dimension(thing)], count)
    subject, quantity = "", "training_energy_kwh"
    if total is None:
        subject, quantity = _subject(reading, thing)
    lifetime = reading.has("lifetime") and _is_home(thing)
    over = _lasting(reading, free, thing)
    far = over is not None and over.dimension in ("distance", "volume")
    if over is None and _per(thing) in RUNNING:
        return None
    drunk = bool(subject) and _dimension(thing) == "water" and reading.has("consumes")
    says = reading.has("equals") or count is not None or lifetime or far or drunk
    if not says or (total is None and not subject):
        return None
    relation = Equivalent(
        total=total,
        subject=subject,
        quantity=quantity,
        year=reading.year if subject else None,
        count=count,
        over=over,
        thing="household" if _is_home(thing) else thing.key,
        region=_region(reading, thing),
        at_least=lifetime,
    )
    return Found(relation, tuple(m for m in (total, *uses, count, over) if m in free))


_OF = re.compile(r"[^,.;，。；]{0,24}\bof\s(?:about\s|some\s)?$", re.IGNORECASE)


def _of_uses(
    reading: Reading, free: list[Mention], dimensions: tuple[str, ...]
) -> tuple[Mention, ...]:
    """Return the total of *60 prompts of 0.3 Wh*, with the quantities that give it."""
    for each in free:
        if each.dimension not in dimensions or each.per or each.is_range:
            continue
        counts = [
            m for m in free if noun_of(reading, m) == "use" and m.end < each.start
        ]
        count = counts[-1] if counts else None
        if count and not count.per and not count.is_range:
            between = reading.text[count.end : each.start]
            if _OF.fullmatch(between):
                size = count.middle
                total = replace(each, low=each.low * size, high=each.high * size,
                                mid=each.middle * size,
                                text=reading.text[count.start : each.end])  # fmt: skip
                return total, count, each
    return ()


def _of_a_year(reading: Reading, thing: Named) -> Named:
    """Return a car for a year, where a year and no distance is spoken of."""
    year = thing.key.removesuffix("-km") + "-year"
    far = reading.of("distance")
    if thing.key.endswith("-km") and not far and facts.row("equivalents", year):
        return replace(thing, key=year)
    return thing


def _per(thing: Named) -> str:
    return facts.row("equivalents", thing.key).get("per", "")


def _is_home(thing: Named) -> bool:
    return thing.key.startswith("household")


def _is_country(thing: Named) -> bool:
    return thing.key.startswith("country:")


def _dimension(thing: Named) -> str:
    if _is_home(thing) or _is_country(thing):
        return "energy"
    return facts.row("equivalents", thing.key)["dimension"]


def _count(reading: Reading, free: list[Mention], thing: Named) -> Mention | None:
    """Return the count just before a thing, or the times that it is charged."""
    counts = [m for m in free if m.dimension == "count" and not m.readings]
    before = [m for m in counts if 0 <= thing.start - m.end <= REACH]
    if before:
        return max(before, key=lambda m: m.end)
    inside = [m for m in counts if thing.start - REACH <= m.start <= thing.end]
    if inside:
        return inside[-1]
    times = [m for m in free if m.dimension == "ratio" and m.start >= thing.end]
    later = [m for m in counts if thing.end <= m.start <= thing.end + REACH]
    return next(iter([*times, *(m for m in later if matches_times(reading, m))]), None)


def matches_times(reading: Reading, m: Mention) -> bool:
    """Say whether a count counts occasions: 500 次, 500 times."""
    return reading.text[m.end : m.end + 2].lstrip().startswith(("次", "ti"))


_EACH = re.compile(r"\s?(?:each|apiece|a piece)\b", re.IGNORECASE)


def _total(
    reading: Reading,
    free: list[Mention],
    thing: Named,
    dimensions: tuple[str, ...],
    count: Mention | None,
) -> Mention | None:
    totals = [
        m
        for m in free
        if m.dimension in dimensions
        and m is not count
        and m.per not in ("kWh", "km")
        and not _EACH.match(after(reading, m, 12))
    ]
    before = [m for m in totals if m.end <= thing.start]
    return before[-1] if before else (totals[0] if totals and count else None)


def _subject(whole: Reading, thing: Named) -> tuple[str, str]:
    """Return the thing whose known figure is the total, and which figure."""
    others = tuple(t for t in whole.things if t.start != thing.start)
    reading, dimension = replace(whole, things=others), _dimension(thing)
    models = reading.kinds("model")
    if dimension == "energy" and reading.has("training"):
        if models:
            return models[0].key, "training_energy_kwh"
        if reading.kinds("load") or reading.has("lifetime"):
            return "openai-training", "training_energy_kwh"
    kind = {"energy": "use_energy_kwh", "water": "use_water_l"}.get(dimension, "")
    services = reading.kinds("service")
    if services and _is_country(thing):
        return services[0].key, "electricity_per_day_kwh"
    if services and reading.has("use") and kind:
        return services[0].key, kind
    name = {"energy": "electricity_kwh", "water": "water_l"}.get(
        dimension, "carbon_kgco2e"
    )
    owners = reading.kinds("load") or reading.kinds("company")
    return (load_key(reading, owners[0]), name) if owners else ("", "")


def _lasting(reading: Reading, free: list[Mention], thing: Named) -> Mention | None:
    """Return the distance, hours or years over which each thing counts."""
    if _is_home(thing) and reading.has("lifetime"):
        life = facts.number("constants", "claims", "person_life_years")
        return read(f"{life.value:g} years")
    whole = _is_home(thing) or _is_country(thing)
    per = "" if whole else _per(thing)
    wanted = "time" if whole else _OVER.get(per, "")
    stated = [m for m in free if m.dimension == wanted and not m.per]
    behind = [m for m in stated if m.start >= thing.start]
    just = [m for m in stated if _JUST.fullmatch(reading.text[m.end : thing.start])]
    found = behind or just or (stated if wanted in ("distance", "volume") else [])
    if not found and wanted == "time":
        return _one_period(reading, thing)
    return found[0] if found else None


_JUST = re.compile(r"\s(?:of\s)?(?:[a-z]+ing\s)?(?:an?\s|the\s)?|的?", re.IGNORECASE)
"""What stands between a time and what runs for it: *nine seconds of watching*."""


def _one_period(reading: Reading, thing: Named) -> Mention | None:
    """Return the time that a word behind a thing names: *homes for a month*."""
    times = times_said(reading.text[thing.end :])
    if times:
        return read(times[0][1])
    return read("1 day") if _is_home(thing) and reading.has("a_day") else None


_OVER = {"km": "distance", "hour": "time", "year": "time", "litre": "volume"}
"""The dimension of what each thing runs for, by what one of it is for."""


def _region(reading: Reading, thing: Named) -> str:
    if not _is_home(thing):
        return ""
    if thing.key != "household":
        place = facts.row("equivalents", thing.key)["region"].lower()
        return {"world": "world", "eu27": "eu27"}.get(place, place)
    places = reading.kinds("country")
    if not places:
        return ""
    at = Mention("", thing.start, thing.end, "", 0, 0, 0)
    near = nearest(reading, places, at)
    return near.key if near else ""
