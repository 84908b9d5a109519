"""One thing a multiple of another: two stated amounts, or two known things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wattlas.claims.names import Named
from wattlas.claims.reading import Reading, matches
from wattlas.claims.rules.found import Found
from wattlas.claims.rules.placing import load_key
from wattlas.claims.schema import Operand, Ratio
from wattlas.claims.vocabulary import said
from wattlas.quantity import Mention

COMPARED = {
    "model": "training_energy_kwh",
    "plant": "rated_power_w",
    "service": "use_energy_kwh",
    "load": "electricity_kwh",
}
"""What of two things of a kind is compared where nothing else is said."""
OTHERWISE = {
    "emits": {"model": "training_carbon_kgco2e", "service": "use_carbon_kgco2e",
              "load": "carbon_kgco2e"},
    "water": {"service": "use_water_l", "load": "water_l"},
}  # fmt: skip
"""The same where a cue says so."""
AMOUNTS = ("power", "energy", "carbon", "mass", "volume")
ORDINARY = (
    "ordinary",
    "normal",
    "conventional",
    "traditional",
    "standard",
    "普通",
    "传统",
)


def ratios(reading: Reading, free: list[Mention]) -> list[Found]:
    """Return the ratio that a sentence states, if both of its sides are there."""
    value = _value(reading, free)
    if value is None:
        return []
    of_each = ([m for m in free if m.dimension == d] for d in AMOUNTS)
    amounts = next((some for some in of_each if len(some) > 1), [])
    if amounts:
        of, to = _order(reading, value, amounts[0], amounts[1])
        of, to = (to, of) if _is_less(reading, value) else (of, to)
        as_change = any(m.dimension == "share" for m in _stated(free, value))
        relation = Ratio(
            value=value, as_change=as_change, of=Operand(amount=of),
            to=Operand(amount=to),
        )  # fmt: skip
        return [Found(relation, (*_stated(free, value), of, to))]
    return _of_things(reading, value)


def _value(reading: Reading, free: list[Mention]) -> Mention | None:
    multiples = [m for m in free if m.dimension == "ratio"]
    if multiples:
        return _turned_over(reading, multiples[0])
    above = _above(reading, free)
    if above is not None:
        return above
    plants = len({t.key for t in reading.kinds("plant")}) > 1
    shares = [m for m in free if m.dimension == "share"]
    if not shares:
        return None
    if reading.has("more") and _pairs(reading):
        return _more_or_less(reading, shares[0])
    return shares[0] if plants else None


def _turned_over(reading: Reading, m: Mention) -> Mention:
    """Return 翻了两倍 as what it may mean: twice, or three times."""
    over = reading.text[: m.start].rstrip().endswith(("翻", "翻了"))
    plain = over and m.text.rstrip().endswith("倍")
    return replace(m, mid=None, high=m.high + 1) if plain else m


_ABOVE = re.compile(
    r"\s(?:(?P<less>below|under|less than|lower than)|above|over|more than|higher than)"
    r"\s(?:that of |the )*"
)


def _above(reading: Reading, free: list[Mention]) -> Mention | None:
    """Return *700 W is 75 % above 400 W* as 1.75 times."""
    for share in (m for m in free if m.dimension == "share"):
        compared = _ABOVE.match(reading.text, share.end)
        sides = [m for m in free if m.dimension in AMOUNTS]
        around = len(sides) == 2 and sides[0].end <= share.start < sides[1].start
        if compared and around and sides[0].dimension == sides[1].dimension:
            sign = -1 if compared["less"] else 1
            low, high = sorted((1 + sign * share.low, 1 + sign * share.high))
            mid = None if share.is_range else low
            return replace(share, dimension="ratio", low=low, mid=mid, high=high)
    return None


def _pairs(reading: Reading) -> bool:
    return any(len(_distinct(reading, kind)) > 1 for kind in COMPARED)


def _more_or_less(reading: Reading, share: Mention) -> Mention:
    """Return *30 % more than* as 1.3 times, *30 % less than* as 0.7 times."""
    if matches("dearer", reading.text):
        low, high = 1 + share.low, 1 + share.high
    elif reading.has("less"):
        low, high = 1 - share.high, 1 - share.low
    else:
        return share
    mid = None if share.is_range else low
    return replace(share, dimension="ratio", low=low, mid=mid, high=high)


_CHANGED = re.compile(r"doubl|tripl|quadrupl|halv|翻|增|减半|腰斩", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom\s|[从由])(?:about |around |some |约|大约|的)?$")
_LESS = re.compile(r"\s(?:less|fewer|lower|smaller)\b", re.IGNORECASE)


def _is_less(reading: Reading, value: Mention) -> bool:
    """Say whether the first is the smaller one: *twenty times less than*."""
    if value.dimension != "ratio":
        return False
    front = reading.text[: value.start].rstrip("约近了")
    return bool(_LESS.match(reading.text, value.end)) or front.endswith(
        ("少", "低", "小")
    )


def _order(
    reading: Reading, value: Mention, a: Mention, b: Mention
) -> tuple[Mention, Mention]:
    """Return which amount is the multiple: that of the AI, not of the ordinary one.

    What doubled is the larger of the two, and what halved the smaller.
    """
    if _CHANGED.match(value.text):
        low, high = sorted((a, b), key=lambda m: m.total())
        return (high, low) if value.low > 1 else (low, high)
    text = reading.text.lower()
    grows = _FROM.search(text[: a.start]) and any(said("leads", text[a.end : b.start]))
    if "前者" in text or "the former" in text or grows:
        return b, a
    at = [text.find(word) for word in ORDINARY if word in text]
    if not at:
        return a, b
    # The ordinary server's figure stands behind its name, before the other's.
    behind = [m for m in (a, b) if m.start > min(at)]
    ordinary = behind[0] if behind else b
    return (b, a) if ordinary is a else (a, b)


def _of_things(reading: Reading, value: Mention) -> list[Found]:
    for kind, name in COMPARED.items():
        things = _distinct(reading, kind)
        if len(things) >= 2:
            of, to = things[0], things[1]
            name = _compared(reading, kind, name)
            of, to = (to, of) if _is_less(reading, value) else (of, to)
            sides = [
                Operand(
                    subject=load_key(reading, t) if kind == "load" else t.key,
                    quantity=name,
                )
                for t in (of, to)
            ]
            relation = Ratio(value=value, of=sides[0], to=sides[1])
            return [Found(relation, _stated(reading.mentions, value))]
    return []


def _compared(reading: Reading, kind: str, name: str) -> str:
    """Return what of two things of a kind a sentence compares."""
    found = (names[kind] for cue, names in OTHERWISE.items()
             if reading.has(cue) and kind in names)  # fmt: skip
    return next(found, name)


def _stated(free: Iterable[Mention], value: Mention) -> tuple[Mention, ...]:
    """Return the mention that a multiple was read from."""
    return tuple(m for m in free if m.start == value.start)


def _distinct(reading: Reading, kind: str) -> list[Named]:
    found: dict[str, Named] = {}
    for thing in reading.kinds(kind):
        found.setdefault(thing.key, thing)
    return list(found.values())
