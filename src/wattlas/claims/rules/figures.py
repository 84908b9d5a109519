"""A quantity of a thing: which of its known figures a sentence means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from wattlas import facts
from wattlas.claims.baselines import is_baseline
from wattlas.claims.judges.common import PER_YEAR
from wattlas.claims.known import known
from wattlas.claims.names import Named
from wattlas.claims.nouns import noun_of
from wattlas.claims.reading import Reading, after, before, matches, one_of_many
from wattlas.claims.rules.found import (
    LAST_MEASURED,
    Found,
    nearest,
    year_of,
)
from wattlas.claims.rules.placing import load_key
from wattlas.claims.schema import Figure
from wattlas.claims.scope import clauses, within
from wattlas.quantity import Mention

Quantity = Callable[[Reading, Mention, Named], str]


LEAST_GENERATION = 1e8
"""Energy [kWh] from which a figure can be all that a country generates in a year."""
LEAST_OF_A_LOAD = 1e4
"""10 MWh, m3 or t: less is of one use, one home or one part, and of no company."""
MOST_OF_A_USE = 100.0
"""100 kWh, L or kg: with a word of use, less is of a request and of no training."""
MANY = 100.0
"""A figure beyond so many times that of one thing may be that of many."""
OWNERS = ("model", "service", "load", "company")
"""Kinds of things whose quantities are compared with others."""


def figures(
    reading: Reading, free: list[Mention], kinds: tuple[str, ...] = ()
) -> list[Found]:
    """Return a figure for each quantity that a thing of the sentence can have."""
    found = []
    for m in free:
        if m.dimension in ("date", "unknown") or (
            m.readings and m.dimension == "count"
        ):
            continue
        if is_baseline(reading.text, reading.mentions, m):
            continue  # of which year it is, is not said
        one = _figure(reading, m, kinds)
        if one:
            found.append(one)
    return found


def _figure(reading: Reading, m: Mention, kinds: tuple[str, ...]) -> Found | None:
    choices = []
    for thing in reading.things:
        if kinds and thing.kind not in kinds:
            continue
        name = _quantity(reading, m, thing)
        if name:
            choices.append((thing, name))
    own = [c for c in choices if c[0].key != "ai"]
    choices = _of_training(reading, m, own or choices)
    owner = nearest(reading, [t for t, _ in choices], m)
    if owner is None:
        return _of_any_chatbot(reading, m)
    name = dict(choices)[owner]
    own_load = _own_load(reading, owner, m)
    subject = own_load or owner.key
    if "conversation" in name:
        subject = "ai-conversation"
    publishers = reading.kinds("publisher")
    relation = Figure(
        subject=subject,
        quantity=name,
        value=_of_a_year(m) if owner.kind == "equivalent" else m,
        year=year_of(reading, m),
        forecast_by=publishers[0].key if publishers and "forecast" in name else "",
    )
    return Found(relation, (m,))


def _of_training(
    reading: Reading, m: Mention, choices: list[tuple[Named, str]]
) -> list[tuple[Named, str]]:
    """Return the owners of a figure without where a model that took it was trained."""
    models = any(t.kind == "model" and t.end <= m.start for t, _ in choices)
    if not (models and reading.has("training")):
        return choices
    where = ("load", "company")
    return [c for c in choices if not (c[0].kind in where and c[0].start >= m.end)]


_ITS = re.compile(r"(?:\b(?:its|their)\s|其|旗下(?:的)?|自家(?:的)?)$", re.IGNORECASE)


_OWN = re.compile(r"['’]s?\s|的")


def _own_load(reading: Reading, owner: Named, m: Mention) -> str:
    """Return the load that has a figure: a load, or the data centres of a company."""
    if owner.kind == "load":
        return load_key(reading, owner, m=m)
    if owner.kind != "company":
        return ""
    text = reading.text
    own = [t for t in reading.kinds("load") if _ITS.search(text[: t.start])
           or _OWN.fullmatch(text[owner.end : max(t.start, owner.end)])]  # fmt: skip
    return load_key(reading, own[0]) if own else ""


def _of_a_year(m: Mention) -> Mention:
    """Return what a thing takes in a day or a month as what it takes in a year."""
    if m.per not in PER_YEAR or m.per == "year":
        return m
    low, high, times = m.low, m.high, PER_YEAR[m.per]
    mid = None if m.mid is None else m.mid * times
    return replace(m, per="year", low=low * times, mid=mid, high=high * times)


def _of_any_chatbot(reading: Reading, m: Mention) -> Found | None:
    """Return the figure of one use of a chatbot that is not named."""
    about_ai = {t.key for t in reading.things} & {"ai", "altman", "openai-training"}
    small = m.dimension in ("energy", "volume") and m.per in ("", "use")
    if not (
        (about_ai or not reading.things) and small and reading.has("use")
    ) or reading.has("training"):
        return None
    name = f"use_{_UNITS[m.dimension]}"
    own = about_ai & {"altman", "openai-training"}
    subject = "chatgpt" if own else "chatbot"
    return Found(Figure(subject=subject, quantity=name, value=m), (m,))


def _quantity(reading: Reading, m: Mention, thing: Named) -> str:
    rule = _BY_KIND.get(thing.kind)
    return rule(reading, m, thing) if rule else ""


def _of_model(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension == "count":
        near = after(reading, m, 16)
        return "parameters" if matches("parameters", near) else ""
    if m.dimension == "chip-time" and matches("pretraining", reading.text):
        return "pretraining_chip_hours"
    of_use = m.per == "use" or (reading.has("use") and not reading.has("training"))
    of_one = m.high < MOST_OF_A_USE or known(
        thing.key, f"use_{_UNITS.get(m.dimension)}"
    )
    if of_use and m.dimension in _UNITS and of_one:
        return f"use_{_UNITS[m.dimension]}"
    if m.per or (thing.key == "openai-training" and not reading.has("training")):
        return ""
    if m.dimension == "mass" and reading.has("emits"):
        return "training_carbon_kgco2e"
    return f"training_{_UNITS[m.dimension]}" if m.dimension in _UNITS else ""


_UNITS = {
    "energy": "energy_kwh", "carbon": "carbon_kgco2e", "volume": "water_l",
    "chip-time": "chip_hours",
}  # fmt: skip


def _of_service(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension == "count":
        return _users(reading, m)
    if m.dimension == "mass":
        return "use_carbon_kgco2e"
    if m.dimension not in _UNITS:
        return ""
    talk = any(w in reading.text.lower() for w in ("conversation", "对话"))
    if talk and m.dimension == "volume":
        return "water_per_conversation_l"
    if m.per == "day":
        return "electricity_per_day_kwh" if m.dimension == "energy" else ""
    if m.per in ("month", "year", "week", "h"):
        return ""
    of_use = m.per == "use" or reading.has("use")
    return f"use_{_UNITS[m.dimension]}" if of_use else ""


def _users(reading: Reading, m: Mention) -> str:
    near = before(reading, m, 16) + after(reading, m, 24)
    if noun_of(reading, m) == "use" and (m.per == "day" or matches("daily", near)):
        return "uses_per_day"
    if matches("user", near) or "用户" in reading.text:
        if matches("weekly", reading.text):
            return "weekly_users"
        return "monthly_users" if matches("monthly", reading.text) else ""
    return "uses_per_day" if m.per == "day" or matches("daily", near) else ""


def _of_load(reading: Reading, m: Mention, thing: Named) -> str:
    if m.high < LEAST_OF_A_LOAD:
        return ""
    if m.dimension == "volume":
        return "water_l"
    emitted = m.dimension == "mass" and reading.has("emits")
    if (m.dimension == "carbon" or emitted) and m.per in ("", "year"):
        return "carbon_kgco2e"
    if m.dimension != "energy" or m.per not in ("", "year"):
        return ""
    year = year_of(reading, m)
    future = year is not None and year > LAST_MEASURED
    return "forecast_kwh" if future else "electricity_kwh"


def _of_plant(reading: Reading, m: Mention, thing: Named) -> str:
    return "rated_power_w" if m.dimension == "power" else ""


def _of_equivalent(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension not in _UNITS or m.per not in ("", "km", *PER_YEAR):
        return ""
    if thing.start > m.start and reading.has("equals"):
        return ""  # what is compared with it has the figure
    dimension = {"volume": "water"}.get(m.dimension, m.dimension)
    row = facts.row("equivalents", thing.key)
    name = _UNITS[m.dimension]
    same = row["dimension"] == dimension and not _is_of_many(
        reading, m, thing.key, name
    )
    return name if same else ""


def _is_of_many(reading: Reading, m: Mention, key: str, name: str) -> bool:
    """Say whether a figure is so much larger than that of one that many are meant."""
    figures = known(key, name)
    near = before(reading, m, 16) + after(reading, m, 16)
    one = matches("each", near) or matches("average", reading.text)
    return bool(figures) and not one and m.middle > MANY * figures[-1].high


_GENERATES = re.compile(
    r"(?:['’]s)?(?:\s(?:total|whole|entire|all|own|national|annual|yearly))*"
    r"(?:\s(?:electricity|power|energy))?"
    r"\s(?:generat|produc|consum|output|demand|us(?:es?|ed)\b|electricity|power)"
    r"|[^，。；,]{0,12}(?:发电|用电|耗电|电力|消耗)",
    re.IGNORECASE,
)
"""What follows a country whose electricity as a whole is spoken of."""


def _of_country(reading: Reading, m: Mention, thing: Named) -> str:
    loads = reading.kinds("load", "company", "service", "model")
    own = next((c for c in clauses(reading.text) if within([c], m.start)), (0, 0))
    before_it = [t for t in loads if t.start < m.start or within([own], t.start)]
    near = bool(before_it) or thing.start > m.start
    near = near or any(a >= thing.end for a, _ in one_of_many(reading.text))
    if m.dimension != "energy" or near or m.per not in ("", "year"):
        return ""
    of_all = m.middle >= LEAST_GENERATION and not reading.has("household")
    of_all &= _GENERATES.match(reading.text[thing.end :]) is not None
    return "generation_kwh" if of_all else ""


_RUNS_AT = re.compile(
    r"(?<!rated )(?<!limited )(?<!capped )(?<!set )\bat (?:about |only |just |some )?$"
    r"|以(?:约|大约|仅)?$",
    re.IGNORECASE,
)


def _of_machine(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension != "power" or m.times or not _is_of_one(reading, m, thing):
        return ""
    if _RUNS_AT.search(before(reading, m, 24)):
        return ""  # a power at which it runs, and not the most that it may draw
    if any(x.middle < m.middle for x in reading.of("power")):
        return ""  # what machines stand in takes more than one of them
    return "power_limit_w" if thing.table == "hardware" else "nameplate_w"


def _is_of_one(reading: Reading, m: Mention, thing: Named) -> bool:
    """Say whether a power is that of one machine: no more than one, or of each."""
    each = matches("each", before(reading, m, 16) + after(reading, m, 16))
    many = thing.text.endswith("s") or any(
        noun_of(reading, c) in ("chip", "server") and c.middle > 1
        for c in reading.of("count")
    )
    return each or not (many or _is_of_many(reading, m, thing.key, "power_limit_w"))


def _of_conversation(reading: Reading, m: Mention, thing: Named) -> str:
    return "water_per_conversation_l" if m.dimension == "volume" else ""


_BY_KIND: dict[str, Quantity] = {
    "model": _of_model,
    "service": _of_service,
    "load": _of_load,
    "company": _of_load,
    "plant": _of_plant,
    "equivalent": _of_equivalent,
    "country": _of_country,
    "machine": _of_machine,
    "conversation": _of_conversation,
}
