"""A total equals so many things: homes, cars over a distance, pools, charges, lakes."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas import facts
from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.names import Named
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, matches
from wattlas.claims.rules.compared import homes_without_count, share_of, things_compared
from wattlas.claims.rules.counts import count_of_things
from wattlas.claims.rules.found import Found, nearest
from wattlas.claims.rules.placing import load_key
from wattlas.claims.schema import Equivalent
from wattlas.claims.vocabulary import said, times_said
from wattlas.quantity import Mention, read

RUNNING = ("km", "hour")
"""What a thing runs for that takes nothing by itself: how far, or long, is stated."""
TOTALS = {
    "energy": ("energy", "power"),
    "water": ("volume",),
    "carbon": ("carbon", "mass"),
}
"""Per dimension of a thing: the dimensions that its total may be stated in."""
OF_ALL_TIME = ("electricity_kwh", "electricity_per_day_kwh")
"""What goes on and on: beside it a time that is said is that of both sides."""
LARGEST_SEARCH = "strubell-search"
"""The training that is compared with cars' lives where no model is named."""


def equivalents(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return an equivalence for each thing to compare with, if there is a total."""
    things = [t for t in things_compared(reading) if not share_of(reading, t)]
    found: list[Found] = []
    for thing in things:
        one = _equivalent(reading, free, thing)
        if one and not _is_of_many_uses(reading, one):
            found.append(one)
    return found[:3]


def _equivalent(reading: Reading, free: list[Mention], thing: Named) -> Found | None:
    count = None if _is_country(thing) else count_of_things(reading, free, thing)
    thing = _of_a_year(reading, thing)
    if _is_without_count(reading, free, thing, count):
        return None
    uses = _of_uses(reading, free, TOTALS[_dimension(thing)])
    total = uses[0] if uses else _total(reading, free, thing, count)
    subject, quantity = "", "training_energy_kwh"
    if total is None:
        subject, quantity = _subject(reading, thing)
    lifetime = reading.has("lifetime") and _is_home(thing)
    over = _lasting(reading, free, thing)
    far = over is not None and over.dimension in ("distance", "volume")
    if over is None and _per(thing) in RUNNING:
        return None
    if _is_home(thing) and quantity in OF_ALL_TIME and subject and not lifetime:
        over = None  # so long a time is of both sides
        if len({size for _, size in times_said(reading.text)}) > 1:
            return None
    stated = tuple(m for m in (total, *uses, count, over) if m in free)
    if _is_home(thing) and count and count.per in PER_YEAR and over is None:
        over, count = read(f"1 {count.per}"), replace(count, per="")
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
    return Found(relation, stated)


def _is_without_count(
    reading: Reading, free: list[Mention], thing: Named, count: Mention | None
) -> bool:
    """Say whether nothing is said of how many things there are, and not one is meant.

    Of all homes nobody says how many there are; and where what a thing takes is
    stated, and was judged, nothing is left to lay it beside.
    """
    if count is not None:
        return False
    stated = [m for m in reading.of(*TOTALS[_dimension(thing)]) if not _is_rate(m)]
    judged = bool(stated) and not any(m in free for m in stated)
    return judged or bool(_is_home(thing) and homes_without_count(reading))


def _is_rate(m: Mention) -> bool:
    return m.per in ("kWh", "km")


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


def _is_of_many_uses(reading: Reading, found: Found) -> bool:
    """Say whether uses are counted: *at 0.34 Wh a query, 1,000 queries use*."""
    counts = reading.of("count")
    of_one = any(m.per == "use" for m in found.used)
    return of_one and any(noun_of(reading, m) == "use" and m.middle > 1 for m in counts)


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


_EACH = re.compile(r"\s?(?:each|apiece|a piece)\b", re.IGNORECASE)


def _total(
    reading: Reading, free: list[Mention], thing: Named, count: Mention | None
) -> Mention | None:
    """Return the amount that so many things are to take, judged already or not."""
    dimensions = TOTALS[_dimension(thing)]
    totals = [
        m
        for m in free
        if m.dimension in dimensions
        and m is not count
        and not _is_rate(m)
        and not _EACH.match(after(reading, m, 12))
    ]
    before = [m for m in totals if m.end <= thing.start]
    if before:
        return before[-1]
    if totals and count:
        return totals[0]
    taken = [m for m in reading.of(*dimensions) if m not in free]
    return max(taken, key=lambda m: m.middle, default=None) if not totals else None


def _subject(whole: Reading, thing: Named) -> tuple[str, str]:
    """Return the thing whose known figure is the total, and which figure."""
    others = tuple(t for t in whole.things if t.start != thing.start)
    reading, dimension = replace(whole, things=others), _dimension(thing)
    models = reading.kinds("model")
    if dimension == "carbon" and reading.has("training"):
        return (models[0].key if models else LARGEST_SEARCH), "training_carbon_kgco2e"
    if dimension == "energy" and reading.has("training"):
        if models:
            return models[0].key, "training_energy_kwh"
        if reading.kinds("load") or reading.has("lifetime"):
            return "openai-training", "training_energy_kwh"
    kind = {"energy": "use_energy_kwh", "water": "use_water_l"}.get(dimension, "")
    services = reading.kinds("service")
    if services and (
        _is_country(thing) or (_is_home(thing) and not reading.has("use"))
    ):
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
    sizes = {size for m, size in times_said(reading.text) if _is_of_all(m)}
    sizes |= {"1 day"} if matches("daily", reading.text[: thing.start]) else set()
    own = any(m.per for m in reading.of("energy")) or any(
        said("over-year", reading.text[thing.end :])
    )
    return (
        read(sizes.pop()) if _is_home(thing) and len(sizes) == 1 and not own else None
    )


def _is_of_all(time: re.Match[str]) -> bool:
    """Say whether a time is that of the whole statement: *every day*, *In a day*."""
    return bool(_EVERY.match(time[0])) or time.start() <= len("in ")


_EVERY = re.compile(r"(?:each|every|per)\b|[每一]", re.IGNORECASE)


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
