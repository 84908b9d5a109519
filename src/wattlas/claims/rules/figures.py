"""A quantity of a thing: which of its known figures a sentence means."""

from __future__ import annotations

from collections.abc import Callable

from wattlas import facts
from wattlas.claims.known import known
from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, after, before, matches
from wattlas.claims.rules.found import (
    LAST_MEASURED,
    Found,
    load_key,
    nearest,
    year_of,
)
from wattlas.claims.schema import Figure
from wattlas.quantity import Mention

Quantity = Callable[[Reading, Mention, Named], str]


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
    choices = own or choices
    owner = nearest([t for t, _ in choices], m)
    if owner is None:
        return _of_any_chatbot(reading, m)
    name = dict(choices)[owner]
    subject = load_key(reading, owner) if owner.kind == "load" else owner.key
    if "conversation" in name:
        subject = "ai-conversation"
    publishers = reading.kinds("publisher")
    relation = Figure(
        subject=subject,
        quantity=name,
        value=m,
        year=year_of(reading, m),
        forecast_by=publishers[0].key if publishers and "forecast" in name else "",
    )
    return Found(relation, (m,))


def _of_any_chatbot(reading: Reading, m: Mention) -> Found | None:
    """Return the figure of one use of a chatbot that is not named."""
    about_ai = {t.key for t in reading.things} & {"ai", "altman", "openai-training"}
    small = m.dimension in ("energy", "volume") and m.per in ("", "use")
    if not (
        (about_ai or not reading.things) and small and reading.has("use")
    ) or reading.has("training"):
        return None
    name = f"use_{_UNITS[m.dimension]}"
    return Found(Figure(subject="chatbot", quantity=name, value=m), (m,))


def _quantity(reading: Reading, m: Mention, thing: Named) -> str:
    rule = _BY_KIND.get(thing.kind)
    return rule(reading, m, thing) if rule else ""


def _of_model(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension == "count":
        near = after(reading, m, 16)
        return "parameters" if matches("parameters", near) else ""
    of_use = m.per == "use" or (reading.has("use") and not reading.has("training"))
    if of_use and known(thing.key, f"use_{_UNITS.get(m.dimension, '')}"):
        return f"use_{_UNITS[m.dimension]}"
    if m.per or (thing.key == "openai-training" and not reading.has("training")):
        return ""
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
    return f"use_{_UNITS[m.dimension]}"


def _users(reading: Reading, m: Mention) -> str:
    near = before(reading, m, 16) + after(reading, m, 24)
    if matches("user", near) or "用户" in reading.text:
        if matches("weekly", reading.text):
            return "weekly_users"
        return "monthly_users" if matches("monthly", reading.text) else ""
    return "uses_per_day" if m.per == "day" or matches("daily", near) else ""


def _of_load(reading: Reading, m: Mention, thing: Named) -> str:
    if (m.dimension == "volume" and thing.kind == "company") or m.dimension == "volume":
        return "water_l"
    if m.dimension == "carbon":
        return "carbon_kgco2e"
    if m.dimension != "energy" or m.per not in ("", "year"):
        return ""
    year = year_of(reading, m)
    future = year is not None and year > LAST_MEASURED
    return "forecast_kwh" if future else "electricity_kwh"


def _of_plant(reading: Reading, m: Mention, thing: Named) -> str:
    return "rated_power_w" if m.dimension == "power" else ""


def _of_equivalent(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension not in _UNITS or m.per not in ("", "km", "year"):
        return ""
    dimension = {"volume": "water"}.get(m.dimension, m.dimension)
    row = facts.row("equivalents", thing.key)
    return _UNITS[m.dimension] if row["dimension"] == dimension else ""


def _of_country(reading: Reading, m: Mention, thing: Named) -> str:
    loads = reading.kinds("load", "company", "service", "model")
    near = [t for t in loads if t.start < m.start]
    if m.dimension != "energy" or near or m.per not in ("", "year"):
        return ""
    return "generation_kwh"


def _of_machine(reading: Reading, m: Mention, thing: Named) -> str:
    if m.dimension != "power" or m.times:
        return ""
    return "power_limit_w" if thing.table == "hardware" else "nameplate_w"


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
