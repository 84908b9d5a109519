"""A total equals so many things: homes, cars over a distance, pools, charges, lakes."""

from __future__ import annotations

import re
from dataclasses import replace

from wattlas import facts
from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.names import Named
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after
from wattlas.claims.rules.compared import share_of, things_compared
from wattlas.claims.rules.found import Found, load_key, nearest
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
REACH = 30
LARGEST_SEARCH = "strubell-search"
"""The training that is compared with cars' lives where no model is named."""


def equivalents(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return an equivalence for each thing to compare with, if there is a total."""
    things = [t for t in things_compared(reading) if not share_of(reading, t)]
    found: list[Found] = []
    for thing in things:
        one = _equivalent(reading, free, thing)
        if one:
            found.append(one)
    return found[:3]


def _equivalent(reading: Reading, free: list[Mention], thing: Named) -> Found | None:
    count = None if _is_country(thing) else _count(reading, free, thing)
    thing = _of_a_year(reading, thing)
    uses = _of_uses(reading, free, TOTALS[_dimension(thing)])
    total = uses[0] if uses else None
    if total is None:
        total = _total(reading, free, thing, TOTALS[_dimension(thing)], count)
    subject, quantity = "", "training_energy_kwh"
    if total is None:
        dimensions = TOTALS[_dimension(thing)]
        taken = [m for m in reading.of(*dimensions) if m not in free]
        if taken and count is None:
            return None  # what the thing takes is stated, and was judged
        subject, quantity = _subject(reading, thing)
    lifetime = reading.has("lifetime") and _is_home(thing)
    over = _lasting(reading, free, thing)
    far = over is not None and over.dimension in ("distance", "volume")
    if over is None and _per(thing) in RUNNING:
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
    multiples = [m for m in free if m.dimension == "ratio"]
    times = [m for m in multiples if m.start >= thing.end]
    times += [m for m in multiples if _is_times_of(reading, m, thing)]
    later = [m for m in counts if thing.end <= m.start <= thing.end + REACH]
    return next(iter([*times, *(m for m in later if matches_times(reading, m))]), None)


_TIMES_OF = re.compile(
    r"\s(?:that of|the (?:\w+ ){1,3}of|what|more|as much)\b"
    r"[^,.;\d]{0,60}",
    re.IGNORECASE,
)


def _is_times_of(reading: Reading, m: Mention, thing: Named) -> bool:
    """Say whether a multiple is of a thing behind it: *17,000 times what a home uses*.

    Homes and cars alone are counted so: of other things a multiple is a ratio.
    """
    between = reading.text[m.end : max(m.end, thing.start)]
    counted = _is_home(thing) or "car-" in thing.key
    return counted and _TIMES_OF.fullmatch(between) is not None


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
